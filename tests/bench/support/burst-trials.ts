import { createRandom, type Random } from '#city/generate/random.ts';
import type { City } from '#city/types.ts';
import type { Readings, StationReading } from '#core/analysis/analysis.ts';
import type { ObservedDrop } from '#shared/domain/burst/impact-types.ts';
import type { Report } from '#shared/domain/burst/localise-callers.ts';
import type { Pipe } from '#shared/domain/network/types.ts';
import { fromLocalM, type LonLat } from '#shared/lib/geo.ts';
import { createCityModel } from '#city/plant/city-model.ts';
import { rolesOf } from '#kit/hydraulics/model-text.ts';
import { pressureMPa } from '#kit/hydraulics/water.ts';

/** How the true city differs from its plan: wall roughness of every pipe and opening of every station valve, as sigma of their logarithm [eng]. */
const ROUGHNESS_SPREAD = 0.3;
const OPENING_SPREAD = 0.1;
/** Meters: flow by its share, make-up by its share, 1 sigma [eng]. */
const FLOW_NOISE = 0.01;
const MAKEUP_NOISE = 0.01;
/**
 * Callers of the first minutes [eng]: as many as water shows on the street, away from it as people see and describe it; some call from
 * elsewhere about other water. More careful than the city's own callers, who stand within 260 m and never err.
 */
const CALLERS = { perSize: [0.7, 2.2, 3.5], spreadM: 110, strays: 1.2 } as const;

export const SIZES = [
  { name: 'small', holeShare: 0.01 },
  { name: 'burst', holeShare: 0.1 },
  { name: 'rupture', holeShare: 1 },
] as const;

export interface Trial {
  readonly pipe: Pipe;
  readonly size: number;
  /** Drops as the console sees them at this noise (m of head, 1 sigma), some stations silent. */
  readonly drops: readonly ObservedDrop[];
  readonly makeupRiseTPerH: number;
  readonly complaints: readonly Report[];
}

/** The true city: not the plan the console has, but pipes that have aged each in their own way. */
export interface TrueCity {
  /** What all stations read on a calm day, with noise of `sigmaM`. */
  calm(sigmaM: number): Readings;
  trial(pipe: Pipe, size: number, sigmaM: number, silent: number): Trial;
  dispose(): void;
}

export const NOW_MS = Date.UTC(2026, 0, 12, 3);

/** Pipes spread over the bores of a city: `count` classes of equally many pipes, one pipe by chance from each. */
export function pipesOverBores(city: City, count: number, seed: number): readonly Pipe[] {
  const random = createRandom(seed, 'trial pipes');
  const sorted = [...city.network.pipes].sort((a, b) => a.dnMm - b.dnMm || (a.id < b.id ? -1 : 1));
  return Array.from({ length: count }, (_, k) => {
    const [low, high] = [(k * sorted.length) / count, ((k + 1) * sorted.length) / count];
    return sorted[random.int(Math.floor(low), Math.floor(high) - 1)] as Pipe;
  });
}

export async function openTrueCity(city: City, seed: number): Promise<TrueCity> {
  const { network } = city;
  const ageing = createRandom(seed, 'ageing');
  const pipes = network.pipes.map((pipe) => ({
    ...pipe,
    roughnessMm: pipe.roughnessMm * Math.exp(ROUGHNESS_SPREAD * ageing.normal()),
  }));
  const model = await createCityModel({ ...network, pipes });
  const consumers = network.stations.filter(({ kind }) => kind === 'station');
  for (const k of consumers.keys()) model.setOpening(k, Math.exp(OPENING_SPREAD * ageing.normal()));
  model.solve();
  const node = new Map(network.nodes.map(({ id }, k) => [id, k]));
  const head = (id: string): number => model.headM[node.get(id) ?? -1] ?? Number.NaN;
  const heightOf = (id: string): number => network.nodes[node.get(id) ?? -1]?.elevationM ?? 0;
  const makeup = (): number => model.flowTPerH[model.layout.makeup] ?? 0;
  const linkOf = new Map([
    ...consumers.map(({ id }, k) => [id, model.layout.firstStation + k] as const),
    ...rolesOf(network).plants.map(({ id }, k) => [id, model.layout.pumps[k] ?? -1] as const),
  ]);

  const calmHeads = new Map(network.nodes.map(({ id }) => [id, head(id)]));
  const calmMakeup = makeup();
  const calmFlow = model.flowTPerH.slice();
  const meters = createRandom(seed, 'meters');

  return {
    calm(sigmaM) {
      const column = (id: string): number =>
        pressureMPa((calmHeads.get(id) ?? 0) - heightOf(id) + sigmaM * meters.normal());
      const rows = network.stations.map((station): StationReading => {
        const flow = (calmFlow[linkOf.get(station.id) ?? -1] ?? 0) * (1 + FLOW_NOISE * meters.normal());
        return {
          stationId: station.id,
          supplyMPa: column(station.supplyNode),
          returnMPa: column(station.returnNode),
          flowTPerH: flow,
          ...(station.kind === 'source' && { makeupTPerH: calmMakeup * (1 + MAKEUP_NOISE * meters.normal()) }),
        };
      });
      return { at: NOW_MS - 600_000, rows };
    },
    trial(pipe, size, sigmaM, silent) {
      const { holeShare } = SIZES[size] as (typeof SIZES)[number];
      const random = createRandom(seed, `trial ${pipe.id} ${String(size)} ${String(sigmaM)}`);
      model.setLeak(pipe.id, holeShare);
      if (!model.solve())
        throw new Error(`the true city has no balance with a ${String(holeShare)} hole in ${pipe.id}`);
      const mute = new Set(random.shuffle(consumers.map(({ id }) => id)).slice(0, silent));
      const drop = (id: string): number => (calmHeads.get(id) ?? 0) - head(id) + sigmaM * random.normal();
      const drops = network.stations
        .filter(({ id }) => !mute.has(id))
        .map(({ id, supplyNode, returnNode }) => ({
          stationId: id,
          supplyM: drop(supplyNode),
          returnM: drop(returnNode),
        }));
      const makeupRiseTPerH = makeup() * (1 + MAKEUP_NOISE * random.normal()) - calmMakeup;
      model.setLeak(pipe.id, 0);
      model.solve();
      return { pipe, size, drops, makeupRiseTPerH, complaints: callersOf(city, pipe, size, random) };
    },
    dispose: () => model.dispose(),
  };
}

/** Halfway along the pipe's path, as the truth file of the city says it. */
export function middleOfPipe({ path }: Pipe): LonLat {
  const [a, b] = [path[(path.length - 1) >> 1] as LonLat, path[path.length >> 1] as LonLat];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function callersOf({ buildings }: City, pipe: Pipe, size: number, random: Random): readonly Report[] {
  const at = middleOfPipe(pipe);
  const report = (id: string, place: LonLat, leakWeight: number): Report => ({
    id: `${pipe.id}-${String(size)}-${id}`,
    place: { at: place },
    reportedAt: NOW_MS - random.int(10, 240) * 1000,
    leakWeight,
  });
  const weight = (): number => (random.chance(0.5) ? 1 : 0.6);
  const witnesses = Array.from({ length: poisson(CALLERS.perSize[size] ?? 1, random) }, (_, k) =>
    report(
      `w${String(k)}`,
      fromLocalM(at, CALLERS.spreadM * random.normal(), CALLERS.spreadM * random.normal()),
      weight(),
    ),
  );
  const strays = Array.from({ length: poisson(CALLERS.strays, random) }, (_, k) =>
    report(`s${String(k)}`, random.pick(buildings).at, weight()),
  );
  return [...witnesses, ...strays];
}

/** How many of rare things happen when `mean` are expected (Knuth). */
function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count += 1;
  return count;
}
