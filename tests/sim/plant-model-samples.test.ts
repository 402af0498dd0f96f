import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PlantModel } from '#core/analysis/hydraulics/plant-model.ts';
import { readNetworkFile } from '#core/features/import/import-file.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { Network } from '#shared/domain/network/types.ts';

/** Networks that others drew, outside the repository: skipped where they are not there (CONTRIBUTING.md). */
const DATA = join(import.meta.dirname, '../../../shared/data');
const KY4 = join(DATA, 'epanet/ky4.inp');
const SCHUTTERWALD = join(DATA, 'schutterwald/network.geojson');
const numbers = burstNumbers();

function read(file: string): Network {
  const result = readNetworkFile(
    file,
    file.endsWith('.inp') ? { kind: 'origin', at: [-84, 37.5], planar: undefined } : undefined,
  );
  if (!result.ok) throw new Error(`cannot read ${file}`);
  return result.value.value;
}

/** Solves a burst in every `step`-th pipe; how many had an answer, and the leaks. */
function burstAll(
  model: PlantModel,
  network: Network,
  step: number,
  holeShare: number,
): { asked: number; leaks: number[] } {
  const pipes = network.pipes.filter((_, k) => k % step === 0);
  const leaks = pipes.flatMap(({ id }) => model.simulate({ pipeId: id, holeShare }, [], numbers)?.leakTPerH ?? []);
  return { asked: pipes.length, leaks };
}

it.skipIf(!existsSync(SCHUTTERWALD))(
  'solves Schutterwald, whose pipes all have a placeholder bore (skipped where the sample is absent)',
  async () => {
    const network = read(SCHUTTERWALD);
    const model = await PlantModel.create(network);
    expect(model.stationIds).toHaveLength(45);
    for (const holeShare of [0.01, 0.1, 1]) {
      const { asked, leaks } = burstAll(model, network, 5, holeShare);
      expect(leaks).toHaveLength(asked);
      expect(Math.min(...leaks)).toBeGreaterThan(0);
    }
    const far = network.stations[0]?.supplyNode;
    const pipe = network.pipes.find(({ from, to }) => from === far || to === far);
    const drops = model.leakEffect(pipe?.id ?? '', 0.1)?.dropM;
    // At the station beside the leak the supply falls most.
    expect(drops?.indexOf(Math.max(...(drops ?? [])))).toBe(0);
    model.dispose();
  },
);

it.skipIf(!existsSync(KY4))(
  'solves ky4, a water network with a source and no station (skipped where the sample is absent)',
  async () => {
    const network = read(KY4);
    const model = await PlantModel.create(network);
    const small = burstAll(model, network, 10, 0.01);
    const large = burstAll(model, network, 10, 0.1);
    expect(small.leaks).toHaveLength(small.asked);
    expect(large.leaks).toHaveLength(large.asked);
    const total = (leaks: readonly number[]): number => leaks.reduce((sum, leak) => sum + leak, 0);
    expect(total(large.leaks)).toBeGreaterThan(2 * total(small.leaks));
    model.dispose();
  },
);
