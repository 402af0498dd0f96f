import type { Trenches } from './trenches.ts';

/** Mains are preferred: a metre of theirs counts as this much [eng]. */
const MAIN_EASE = 0.7;

/** A binary heap of (cost, node) pairs, smallest cost first. */
function createHeap(): { push(cost: number, node: number): void; pop(): readonly [number, number] | undefined } {
  const items: (readonly [number, number])[] = [];
  const cost = (k: number): number => items[k]?.[0] ?? Infinity;
  const swap = (a: number, b: number): void => {
    [items[a], items[b]] = [items[b] as readonly [number, number], items[a] as readonly [number, number]];
  };
  return {
    push(value, node) {
      items.push([value, node]);
      for (let k = items.length - 1; k > 0 && cost(k) < cost((k - 1) >> 1); k = (k - 1) >> 1) swap(k, (k - 1) >> 1);
    },
    pop() {
      const top = items[0];
      const last = items.pop();
      if (items.length > 0 && last) {
        items[0] = last;
        for (let k = 0; ;) {
          const child = cost(2 * k + 1) <= cost(2 * k + 2) ? 2 * k + 1 : 2 * k + 2;
          if (cost(child) >= cost(k)) break;
          swap(k, child);
          k = child;
        }
      }
      return top;
    },
  };
}

/** The tree of shortest ways from the source over open links. */
export interface ShortestWays {
  /** Nodes in the order of their distance, the source first; those that are cut off are not in it. */
  readonly order: readonly number[];
  /** Last link of the way to each node, -1 at the source. */
  readonly via: Int32Array;
  /** The node before, -1 at the source. */
  readonly parent: Int32Array;
}

/** Dijkstra over the trenches. */
export function shortestWays({ nodes, links, sourceNode }: Trenches): ShortestWays {
  const touching: number[][] = nodes.map(() => []);
  for (const [index, link] of links.entries()) {
    touching[link.from]?.push(index);
    touching[link.to]?.push(index);
  }
  const distance = new Float64Array(nodes.length).fill(Infinity);
  const via = new Int32Array(nodes.length).fill(-1);
  const parent = new Int32Array(nodes.length).fill(-1);
  const settled = new Uint8Array(nodes.length);
  const order: number[] = [];
  const heap = createHeap();
  distance[sourceNode] = 0;
  heap.push(0, sourceNode);
  for (let next = heap.pop(); next; next = heap.pop()) {
    const [, node] = next;
    if (settled[node]) continue;
    settled[node] = 1;
    order.push(node);
    for (const index of touching[node] ?? []) {
      const link = links[index];
      if (!link || link.closed) continue;
      const other = link.from === node ? link.to : link.from;
      const ease = link.rank === 'trunk' || link.rank === 'arterial' ? MAIN_EASE : 1;
      const cost = (distance[node] ?? 0) + link.lengthM * ease;
      if (cost >= (distance[other] ?? 0)) continue;
      distance[other] = cost;
      via[other] = index;
      parent[other] = node;
      heap.push(cost, other);
    }
  }
  return { order, via, parent };
}
