import { expect, it } from 'vitest';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { pastReadings } from './past-readings.ts';

const samples = (...list: readonly (readonly [at: number, value: number, quality?: number])[]) => ({
  at: Float64Array.from(list, ([at]) => at),
  values: Float64Array.from(list, ([, value]) => value),
  qualities: Uint8Array.from(list, ([, , quality]) => quality ?? QUALITY.good),
});

const HISTORY: Readonly<Record<string, ReturnType<typeof samples>>> = {
  'S1.primarySupplyPressureMPa': samples(
    [1_000, 0.8],
    [4_000, 0.81],
    [6_000, 0.7],
    [7_000, 0.1, QUALITY.bad],
    [12_000, Number.NaN],
  ),
  'S1.primaryFlowTPerH': samples([5_500, 20]),
  'S2.primaryReturnPressureMPa': samples([2_000, 0.3]),
};

it('puts the newest good value of each step together, oldest step first, and leaves out what was never recorded', async () => {
  const asked: unknown[] = [];
  const recorded = (signalId: string, from: number, to: number) => {
    asked.push([from, to]);
    const found = HISTORY[signalId];
    return found ? Promise.resolve(found) : Promise.reject(new CodedError('HIS0001', { signalId }));
  };
  expect(await pastReadings(recorded, ['S1', 'S2', 'S3'], [0, 15_000], 5_000)).toEqual([
    {
      at: 0,
      rows: [
        { stationId: 'S1', supplyMPa: 0.81 },
        { stationId: 'S2', returnMPa: 0.3 },
      ],
    },
    { at: 5_000, rows: [{ stationId: 'S1', supplyMPa: 0.7, flowTPerH: 20 }] },
  ]);
  expect(asked).toHaveLength(18);
  expect(asked[0]).toEqual([0, 15_000]);
});
