import type { Random } from './random.ts';
import type { Trenches } from './trenches.ts';

/** Share of loops that are run open at one valve, as operators do to keep districts apart [eng]. The rest run closed. */
const OPEN_LOOP_SHARE = 0.7;
/** How many links away from the place where both ways meet a valve may be. */
const REACH = 3;

/** Whether every node can be reached when the given links are closed. */
function isWhole(trenches: Trenches, touching: readonly (readonly number[])[], closed: ReadonlySet<number>): boolean {
  const seen = new Uint8Array(trenches.nodes.length);
  seen[trenches.sourceNode] = 1;
  let count = 1;
  const queue = [trenches.sourceNode];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const index of touching[node] ?? []) {
      const link = trenches.links[index];
      if (!link || closed.has(index)) continue;
      const other = link.from === node ? link.to : link.from;
      if (seen[other] === 1) continue;
      seen[other] = 1;
      count += 1;
      queue.push(other);
    }
  }
  return count === trenches.nodes.length;
}

/** The valve nearest to a link, along links of the same street. */
function valveNear(trenches: Trenches, touching: readonly (readonly number[])[], start: number): number | undefined {
  const street = trenches.links[start]?.street;
  let front = [start];
  const seen = new Set(front);
  for (let depth = 0; depth <= REACH; depth++) {
    const found = front.find((index) => trenches.links[index]?.kind === 'valve');
    if (found !== undefined) return found;
    front = front.flatMap((index) => {
      const link = trenches.links[index];
      return link ? [...(touching[link.from] ?? []), ...(touching[link.to] ?? [])] : [];
    });
    front = front.filter((index) => !seen.has(index) && trenches.links[index]?.street === street);
    for (const index of front) seen.add(index);
  }
  return undefined;
}

/**
 * Closes one valve in most loops, near the point where the water from both sides would meet. `loopLinks` are the links outside the
 * tree of shortest ways. No node loses its way to the source.
 */
export function openLoops(trenches: Trenches, loopLinks: readonly number[], random: Random): Trenches {
  const touching: number[][] = trenches.nodes.map(() => []);
  for (const [index, link] of trenches.links.entries()) {
    touching[link.from]?.push(index);
    touching[link.to]?.push(index);
  }
  const closed = new Set(trenches.links.flatMap((link, index) => (link.closed ? [index] : [])));
  for (const index of loopLinks) {
    const isChosen = random.chance(OPEN_LOOP_SHARE);
    const valve = isChosen ? valveNear(trenches, touching, index) : undefined;
    if (valve === undefined || closed.has(valve)) continue;
    closed.add(valve);
    if (!isWhole(trenches, touching, closed)) closed.delete(valve);
  }
  const links = trenches.links.map((link, index) => (closed.has(index) ? { ...link, closed: true } : link));
  return { ...trenches, links };
}
