import { shortestWays } from './shortest-ways.ts';
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
const MOST_BESIDE_TPERH = 1200;
/** Friction allowed in service pipes, and the range in which that of the mains is looked for, Pa/m [eng]. */
const SERVICE_PA_PER_M = 120;
const LIMITS_PA_PER_M: readonly [number, number] = [6, 260];
/** What the way to the farthest station may take on one side: it leaves 0.1 to 0.2 MPa of difference there [eng]. */
const FARTHEST_LOSS_PA = 240_000;

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

/**
 * Sizes every trench link by the flow it carries on the shortest way from the source; loop links by a share of their neighbours.
 * `demandTPerH` per station in the order of `stationNodes`. The friction limit is the highest that leaves the farthest station its
 * pressure. The way from the peak boiler inward must also carry what the boiler gives. Also tells the open links outside the tree.
 */
export function sizeLinks(
  trenches: Trenches,
  demandTPerH: readonly number[],
  peakBoilerTPerH: number,
): { sizes: PipeSize[]; loopLinks: number[] } {
  const { nodes, links } = trenches;
  const { order, via, parent } = shortestWays(trenches);
  const flow = new Float64Array(links.length);
  const through = new Float64Array(nodes.length);
  for (const [k, node] of trenches.stationNodes.entries()) through[node] = demandTPerH[k] ?? 0;
  for (const node of order.toReversed()) {
    const index = via[node] ?? -1;
    if (index < 0) continue;
    flow[index] = through[node] ?? 0;
    const before = parent[node] ?? -1;
    through[before] = (through[before] ?? 0) + (through[node] ?? 0);
  }
  // What the peak boiler gives runs against the rest on its way in.
  const net = flow.slice();
  for (let node = trenches.peakBoilerNode; (via[node] ?? -1) >= 0; node = parent[node] ?? -1) {
    const index = via[node] ?? -1;
    net[index] = Math.abs((flow[index] ?? 0) - peakBoilerTPerH);
    flow[index] = Math.max(flow[index] ?? 0, net[index] ?? 0);
  }
  const inTree = new Set(via);
  const sizesAt = (limitPaPerM: number): PipeSize[] =>
    links.map((link, index) => {
      const beside = Math.max(through[link.from] ?? 0, through[link.to] ?? 0);
      const carried = inTree.has(index) ? (flow[index] ?? 0) : Math.min(beside, MOST_BESIDE_TPERH) * LOOP_SHARE;
      return sizeFor(carried, link.rank === 'service' ? SERVICE_PA_PER_M : limitPaPerM, LEAST_DN[link.rank]);
    });
  const farthestLossPa = (sizes: readonly PipeSize[]): number => {
    const loss = new Float64Array(nodes.length);
    for (const node of order) {
      const index = via[node] ?? -1;
      const size = sizes[index];
      if (!size) continue;
      loss[node] =
        (loss[parent[node] ?? -1] ?? 0) + frictionPaPerM(net[index] ?? 0, size.innerM) * (links[index]?.lengthM ?? 0);
    }
    return trenches.stationNodes.reduce((most, node) => Math.max(most, loss[node] ?? 0), 0);
  };
  let [low, high] = LIMITS_PA_PER_M;
  for (let trial = 0; trial < 10; trial++) {
    const limit = Math.sqrt(low * high);
    if (farthestLossPa(sizesAt(limit)) > FARTHEST_LOSS_PA) high = limit;
    else low = limit;
  }
  const loopLinks = links.flatMap((link, index) => (inTree.has(index) || link.closed ? [] : [index]));
  return { sizes: sizesAt(low), loopLinks };
}
