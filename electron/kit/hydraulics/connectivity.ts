import type { Network } from '#shared/domain/network/types.ts';
import { rolesOf } from './model-text.ts';

/** Which junctions the water of the plants that hold the pressure can reach: decided by topology, before any solver is asked. */
export class Connectivity {
  /** 1 where the junction (in network order) is joined to a plant that holds the pressure. */
  readonly reached: Uint8Array;
  readonly #holders: readonly number[];
  /** Compressed adjacency: of node n, entries `#start[n]` to `#start[n + 1]`. */
  readonly #start: Int32Array;
  readonly #target: Int32Array;
  /** Valve that guards the entry, or -1. */
  readonly #guard: Int32Array;

  /** `holders`: places among the plants of `rolesOf` that hold the pressure. */
  constructor(network: Network, holders: readonly number[]) {
    const index = new Map(network.nodes.map((node, k) => [node.id, k]));
    const at = (id: string): number => index.get(id) ?? -1;
    const edges: (readonly [from: number, to: number, valve: number])[] = [];
    const both = (from: string, to: string, valve = -1): void => {
      edges.push([at(from), at(to), valve], [at(to), at(from), valve]);
    };
    for (const pipe of network.pipes) both(pipe.from, pipe.to);
    for (const [k, valve] of network.valves.entries()) both(valve.from, valve.to, k);
    const { consumers, plants } = rolesOf(network);
    for (const plant of plants) both(plant.returnNode, plant.supplyNode);
    // Check valves: water passes a station from supply to return only.
    for (const station of consumers) edges.push([at(station.supplyNode), at(station.returnNode), -1]);
    this.#holders = holders.map((place) => at(plants[place]?.returnNode ?? ''));
    this.reached = new Uint8Array(network.nodes.length);
    this.#start = new Int32Array(network.nodes.length + 1);
    for (const [from] of edges) this.#start[from + 1] = (this.#start[from + 1] ?? 0) + 1;
    for (let n = 0; n < network.nodes.length; n++)
      this.#start[n + 1] = (this.#start[n + 1] ?? 0) + (this.#start[n] ?? 0);
    const fill = this.#start.slice();
    this.#target = new Int32Array(edges.length);
    this.#guard = new Int32Array(edges.length);
    for (const [from, to, valve] of edges) {
      const slot = fill[from] ?? 0;
      fill[from] = slot + 1;
      this.#target[slot] = to;
      this.#guard[slot] = valve;
    }
  }

  /** Walks the network again; `valveOpen` in network order. Updates {@link reached}. */
  update(valveOpen: Uint8Array): void {
    const { reached } = this;
    reached.fill(0);
    const queue = [...this.#holders];
    for (const node of queue) reached[node] = 1;
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      const end = this.#start[node + 1] ?? 0;
      for (let slot = this.#start[node] ?? 0; slot < end; slot++) {
        const valve = this.#guard[slot] ?? -1;
        if (valve >= 0 && valveOpen[valve] !== 1) continue;
        const next = this.#target[slot] ?? -1;
        if (reached[next] === 1) continue;
        reached[next] = 1;
        queue.push(next);
      }
    }
  }
}
