import { distanceM, type LonLat } from '#shared/lib/geo.ts';
import type { Network } from '#shared/domain/network/types.ts';

interface Leg {
  readonly to: string;
  readonly lengthM: number;
  readonly path: readonly LonLat[];
}

/**
 * Ways along the streets, which are where the supply mains lie: the network is the one street map that every import has.
 * The way leads from the start straight to the nearest junction, along pipes by the shortest path, and straight to the goal.
 */
export function createStreetRoute(network: Network): (from: LonLat, to: LonLat) => readonly LonLat[] {
  const at = new Map<string, LonLat>();
  for (const node of network.nodes) if (node.side === 'supply') at.set(node.id, node.at);
  const legs = new Map<string, Leg[]>();
  const join = (from: string, to: string, path: readonly LonLat[], lengthM: number): void => {
    if (!at.has(from) || !at.has(to)) return;
    legs.set(from, [...(legs.get(from) ?? []), { to, lengthM, path }]);
    legs.set(to, [...(legs.get(to) ?? []), { to: from, lengthM, path: path.toReversed() }]);
  };
  for (const { side, from, to, path, lengthM } of network.pipes) if (side === 'supply') join(from, to, path, lengthM);
  for (const { side, from, to, at: place } of network.valves) if (side === 'supply') join(from, to, [place], 1);
  const joined = [...legs.keys()].map((id) => ({ id, at: at.get(id) as LonLat }));

  const nearest = (place: LonLat): string | undefined => {
    let best: string | undefined;
    let bestM = Number.POSITIVE_INFINITY;
    for (const node of joined) {
      const metres = distanceM(node.at, place);
      if (metres < bestM) [best, bestM] = [node.id, metres];
    }
    return best;
  };

  return (from, to) => {
    const start = nearest(from);
    const goal = nearest(to);
    if (start === undefined || goal === undefined || start === goal) return [to];
    const way = shortest(legs, start, goal);
    return [at.get(start) as LonLat, ...way.flatMap(({ path }) => path), to];
  };
}

/** Dijkstra with a sorted frontier kept by insertion: a few thousand junctions, asked for once a trip. */
function shortest(legs: ReadonlyMap<string, readonly Leg[]>, start: string, goal: string): Leg[] {
  const best = new Map<string, { metres: number; from?: string; leg?: Leg }>([[start, { metres: 0 }]]);
  const frontier: { id: string; metres: number }[] = [{ id: start, metres: 0 }];
  for (let here = frontier.pop(); here && here.id !== goal; here = frontier.pop()) {
    if (here.metres > (best.get(here.id)?.metres ?? 0)) continue;
    for (const leg of legs.get(here.id) ?? []) {
      const metres = here.metres + leg.lengthM;
      if (metres >= (best.get(leg.to)?.metres ?? Number.POSITIVE_INFINITY)) continue;
      best.set(leg.to, { metres, from: here.id, leg });
      const before = frontier.findLastIndex((other) => other.metres >= metres);
      frontier.splice(before + 1, 0, { id: leg.to, metres });
    }
  }
  const way: Leg[] = [];
  for (let step = best.get(goal); step?.leg && step.from !== undefined; step = best.get(step.from)) way.push(step.leg);
  return way.reverse();
}
