import type { TrenchClass, Trenches } from './trenches.ts';

/** Steel pipe for heating: nominal and inner diameter (EN 253 / GB/T 29047 series; beyond DN1200 extrapolated for very large cities). */
const SIZES: readonly (readonly [dnMm: number, innerM: number])[] = [
  [80, 0.082],
  [100, 0.107],
  [125, 0.132],
  [150, 0.16],
  [200, 0.21],
  [250, 0.263],
  [300, 0.312],
  [350, 0.361],
  [400, 0.409],
  [450, 0.464],
  [500, 0.513],
  [600, 0.614],
  [700, 0.702],
  [800, 0.802],
  [900, 0.902],
  [1000, 1.0],
  [1200, 1.196],
  [1400, 1.396],
  [1600, 1.596],
  [1800, 1.796],
];

/** Wall roughness of used hot-water steel pipe, mm (CJJ 34 practice). */
export const ROUGHNESS_MM = 0.5;
/** Density of hot water near 85 C, kg/m3. */
const DENSITY = 968;

/** Least nominal size of pipes that belong to a loop: they must carry water both ways. */
const LEAST_DN: Readonly<Record<TrenchClass, number>> = { trunk: 300, arterial: 200, distribution: 100, service: 80 };
/** Share of the neighbouring flow that a loop pipe outside the tree is laid for [eng]. */
const LOOP_SHARE = 0.35;

export interface PipeSize {
  readonly dnMm: number;
  readonly innerM: number;
}

/** Friction in Pa/m (Darcy-Weisbach, fully rough: Shifrinson's 0.11 (k/d)^0.25). */
function frictionPaPerM(flowTPerH: number, innerM: number): number {
  const velocity = flowTPerH / 3.6 / DENSITY / ((Math.PI / 4) * innerM ** 2);
  return (0.11 * (ROUGHNESS_MM / 1000 / innerM) ** 0.25 * DENSITY * velocity ** 2) / (2 * innerM);
}

function sizeFor(flowTPerH: number, limitPaPerM: number, leastDn: number): PipeSize {
  const fits = SIZES.find(([dn, inner]) => dn >= leastDn && frictionPaPerM(flowTPerH, inner) <= limitPaPerM);
  const [dnMm, innerM] = fits ?? (SIZES.at(-1) as readonly [number, number]);
  return { dnMm, innerM };
}

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

/**
 * Sizes every trench link by the flow it carries on the shortest way from the source; loop links by a share of their neighbours.
 * `demandTPerH` per station in the order of `stationNodes`. The friction limit falls with the size of the city, so that the
 * farthest station keeps a pressure difference. Also tells the open
 * links outside the tree of shortest ways. The way from the peak boiler inward must also carry what the boiler gives.
 */
export function sizeLinks(
  trenches: Trenches,
  demandTPerH: readonly number[],
  peakBoilerTPerH: number,
): { sizes: PipeSize[]; loopLinks: number[] } {
  const { nodes, links } = trenches;
  const touching: number[][] = nodes.map(() => []);
  for (const [index, link] of links.entries()) {
    touching[link.from]?.push(index);
    touching[link.to]?.push(index);
  }
  const distance = new Float64Array(nodes.length).fill(Infinity);
  const metres = new Float64Array(nodes.length);
  const via = new Int32Array(nodes.length).fill(-1);
  const order: number[] = [];
  const settled = new Uint8Array(nodes.length);
  const heap = createHeap();
  distance[trenches.sourceNode] = 0;
  heap.push(0, trenches.sourceNode);
  for (let next = heap.pop(); next; next = heap.pop()) {
    const [, node] = next;
    if (settled[node]) continue;
    settled[node] = 1;
    order.push(node);
    for (const index of touching[node] ?? []) {
      const link = links[index];
      if (!link || link.closed) continue;
      const other = link.from === node ? link.to : link.from;
      const ease = link.rank === 'trunk' || link.rank === 'arterial' ? 0.7 : 1;
      const cost = (distance[node] ?? 0) + link.lengthM * ease;
      if (cost < (distance[other] ?? 0)) {
        distance[other] = cost;
        metres[other] = (metres[node] ?? 0) + link.lengthM;
        via[other] = index;
        heap.push(cost, other);
      }
    }
  }
  const flow = new Float64Array(links.length);
  const through = new Float64Array(nodes.length);
  for (const [k, node] of trenches.stationNodes.entries()) through[node] = demandTPerH[k] ?? 0;
  for (const node of order.reverse()) {
    const index = via[node] ?? -1;
    const link = links[index];
    if (!link) continue;
    flow[index] = through[node] ?? 0;
    const parent = link.from === node ? link.to : link.from;
    through[parent] = (through[parent] ?? 0) + (through[node] ?? 0);
  }
  for (let node = trenches.peakBoilerNode, link = links[via[node] ?? -1]; link; link = links[via[node] ?? -1]) {
    const index = via[node] ?? -1;
    flow[index] = Math.max(flow[index] ?? 0, peakBoilerTPerH - (flow[index] ?? 0));
    node = link.from === node ? link.to : link.from;
  }
  const inTree = new Set(via);
  const farthest = trenches.stationNodes.reduce((most, node) => Math.max(most, metres[node] ?? 0), 0);
  const mainLimit =
    Math.min(200, 430_000 / Math.max(2700, farthest)) * Math.min(1, 9000 / Math.max(1, farthest)) ** 0.4;
  const sizes = links.map((link, index) => {
    const beside = Math.max(through[link.from] ?? 0, through[link.to] ?? 0);
    const carried = inTree.has(index) ? (flow[index] ?? 0) : Math.min(beside, 1200) * LOOP_SHARE;
    return sizeFor(carried, link.rank === 'service' ? 120 : mainLimit, LEAST_DN[link.rank]);
  });
  const loopLinks = links.flatMap((link, index) => (inTree.has(index) || link.closed ? [] : [index]));
  return { sizes, loopLinks };
}
