import type { Network, Pipe } from '#shared/domain/network/types.ts';
import { createRandom } from '../generate/random.ts';
import type { HydraulicModel } from '#kit/hydraulics/hydraulic-model.ts';
import { pressureMPa } from '#kit/hydraulics/water.ts';

/** How many pipes are tried out (each costs a solve of some milliseconds), and the shares of stations a burst should and may starve. */
const AIMS = {
  main: { trials: 32, wantedShare: 0.15, mostShare: 0.35 },
  branch: { trials: 24, wantedShare: 0.02, mostShare: 0.08 },
} as const;
/** A supply pressure below this starves a station, MPa [eng]. */
const STARVED_MPA = 0.33;
/** A burst that lowers half of the network by more than this hides its own place, MPa [eng]. */
const MOST_GENERAL_MPA = 0.33;
const SHORTEST_M = 60;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/**
 * Picks the supply pipe whose burst tells most: a main starves a district while the rest keeps running, a branch a few stations.
 * Tries a seeded sample in the model itself and takes the one that starves about as many stations
 * as its kind should and lowers some pressures clearly more than the others. Leaves the
 * model's leaks as they were, but its last solution is that of a trial: solve again.
 */
export function choosePipe(
  network: Network,
  model: HydraulicModel,
  target: 'main' | 'branch',
  holeShare: number,
  seed: number,
): Pipe | undefined {
  const supply = network.pipes.filter((pipe) => pipe.side === 'supply');
  const sizes = supply.map((pipe) => pipe.dnMm).sort((a, b) => a - b);
  const atShare = (share: number): number => sizes[Math.floor(share * (sizes.length - 1))] ?? 0;
  const { trials, wantedShare, mostShare } = AIMS[target];
  const [least, most] = target === 'main' ? [atShare(0.86), Infinity] : [atShare(0.3), atShare(0.8)];
  const flowOf = new Map(network.pipes.map((pipe, k) => [pipe.id, Math.abs(model.flowTPerH[k] ?? 0)]));
  const fitting = supply.filter((p) => p.dnMm >= least && p.dnMm <= most && (flowOf.get(p.id) ?? 0) > 1);
  const long = fitting.filter((pipe) => pipe.lengthM >= SHORTEST_M);
  const shuffled = createRandom(seed, `burst ${target}`).shuffle(long.length > 0 ? long : fitting);
  const candidates = target === 'main' ? shuffled.sort((a, b) => b.dnMm - a.dnMm) : shuffled;
  const index = new Map(network.nodes.map((node, k) => [node.id, k]));
  const consumers = network.stations.filter((station) => station.kind === 'station');
  const nodes = consumers.map((station) => index.get(station.supplyNode) ?? -1);
  const heads = (): number[] => nodes.map((node) => model.headM[node] ?? 0);
  if (!model.solve()) return candidates[0];
  const before = heads();
  let best: Pipe | undefined;
  let bestScore = -Infinity;
  for (const pipe of candidates.slice(0, trials)) {
    const held = model.leakShare(pipe.id);
    model.setLeak(pipe.id, holeShare);
    const isSolved = model.solve();
    const falls = heads().map((head, k) => pressureMPa((before[k] ?? 0) - head));
    const starved = heads().filter(
      (head, k) => pressureMPa(head - (consumers[k]?.elevationM ?? 0)) < STARVED_MPA,
    ).length;
    model.setLeak(pipe.id, held);
    if (!isSolved) continue;
    const general = median(falls);
    const local = falls.reduce((sum, fall) => sum + Math.max(0, fall - general - 0.02), 0) / falls.length;
    const share = starved / falls.length;
    const everywhere = Math.max(0, general - MOST_GENERAL_MPA);
    const score = local + (share > mostShare ? -1 : Math.min(share, wantedShare)) - 4 * everywhere;
    if (score > bestScore) [best, bestScore] = [pipe, score];
  }
  return best;
}
