import type { Network } from '#shared/domain/network/types.ts';
import type { HydraulicModel } from '#kit/hydraulics/hydraulic-model.ts';
import { DENSITY_KG_PER_M3 } from '#kit/hydraulics/water.ts';

/** Below this a link counts as still water, t/h. */
const STILL_TPERH = 0.05;

/** How long the water has been under way from the plants to every supply junction, s; NaN where none arrives. */
export class WaterAge {
  readonly ageS: Float64Array;
  readonly #model: HydraulicModel;
  readonly #plants: readonly number[];
  readonly #supplyNodes: readonly number[];
  /** Links (pipes, then valves) that meet each junction. */
  readonly #touching: readonly (readonly number[])[];
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #volumeM3: Float64Array;

  constructor(network: Network, model: HydraulicModel) {
    this.#model = model;
    const index = new Map(network.nodes.map((node, k) => [node.id, k]));
    const at = (id: string): number => index.get(id) ?? -1;
    const links = [...network.pipes, ...network.valves];
    this.#from = Int32Array.from(links, (link) => at(link.from));
    this.#to = Int32Array.from(links, (link) => at(link.to));
    this.#volumeM3 = Float64Array.from(links, (link) =>
      'innerDiameterM' in link ? (Math.PI / 4) * link.innerDiameterM ** 2 * link.lengthM : 0,
    );
    const touching: number[][] = network.nodes.map(() => []);
    for (const [k, link] of links.entries()) {
      if (link.side !== 'supply') continue;
      touching[at(link.from)]?.push(k);
      touching[at(link.to)]?.push(k);
    }
    this.#touching = touching;
    this.#supplyNodes = network.nodes.flatMap((node, k) => (node.side === 'supply' ? [k] : []));
    this.#plants = network.stations.filter((s) => s.kind !== 'station').map((s) => at(s.supplyNode));
    this.ageS = new Float64Array(network.nodes.length).fill(Number.NaN);
  }

  /** Follows the water downhill from the plants through the present flows, mixing by flow where streams meet. */
  update(): void {
    const { headM, flowTPerH } = this.#model;
    const order = [...this.#supplyNodes].sort((a, b) => (headM[b] ?? 0) - (headM[a] ?? 0));
    this.ageS.fill(Number.NaN);
    for (const plant of this.#plants) this.ageS[plant] = 0;
    for (const node of order) {
      if (this.ageS[node] === 0 || !this.#model.isConnected(node)) continue;
      let flow = 0;
      let flowAge = 0;
      for (const link of this.#touching[node] ?? []) {
        const isForward = this.#to[link] === node;
        const inflow = (flowTPerH[link] ?? 0) * (isForward ? 1 : -1);
        const age = this.ageS[(isForward ? this.#from[link] : this.#to[link]) ?? -1] ?? Number.NaN;
        if (inflow < STILL_TPERH || Number.isNaN(age)) continue;
        flow += inflow;
        flowAge += inflow * age + (this.#volumeM3[link] ?? 0) * DENSITY_KG_PER_M3 * 3.6;
      }
      if (flow > 0) this.ageS[node] = flowAge / flow;
    }
  }
}

/** What left the plants when: supply temperatures of the last day, one for every half minute. */
export class SupplyHistory {
  readonly #periodMs = 30_000;
  readonly #slots = new Float64Array(2880);
  #latest = Number.NEGATIVE_INFINITY;

  /** Starts with a day of water at `tempC` under way. */
  constructor(tempC: number) {
    this.#slots.fill(tempC);
  }

  record(atMs: number, tempC: number): void {
    const slot = Math.floor(atMs / this.#periodMs);
    const first = Math.max(this.#latest + 1, slot - this.#slots.length + 1);
    for (let s = Number.isFinite(first) ? first : slot; s <= slot; s++) this.#slots[s % this.#slots.length] = tempC;
    this.#latest = Math.max(this.#latest, slot);
  }

  /** Temperature of the water that left at `atMs`; beyond a day the oldest that is known. */
  at(atMs: number): number {
    const oldest = this.#latest - this.#slots.length + 1;
    const slot = Math.min(this.#latest, Math.max(oldest, Math.floor(atMs / this.#periodMs)));
    return this.#slots[slot % this.#slots.length] ?? Number.NaN;
  }
}
