import type {
  Building,
  Network,
  NetworkNode,
  Pipe,
  Side,
  Station,
  Valve,
  ValveCondition,
  ValveState,
} from '#shared/domain/network/types.ts';
import { fromLocalM, type LonLat } from '#shared/lib/geo.ts';

/** Metres between crossings, from a valve to the end behind it, and from a main to a station. */
const BLOCK_M = 160;
const VALVE_M = 4;
const SERVICE_M = 45;
const RETURN_OFFSET_M = 1.5;
const ORIGIN: LonLat = [116.4, 39.9];
const PIPES_A_STREET = 6;

export interface GeneratedNetwork {
  readonly network: Network;
  readonly buildings: readonly Building[];
}

/**
 * A two-sided network of about `pipes` pipes on a grid of streets, for tests and benches: a main with valves under each street, one station
 * on each, a source in two opposite corners. Shares of stuck, untried and closed valves as in an old plant. The same seed gives the same.
 */
export function generateNetwork(pipes: number, seed: number): GeneratedNetwork {
  const size = Math.max(2, Math.round((1 + Math.sqrt(1 + (2 * pipes) / PIPES_A_STREET)) / 2));
  const random = seededRandom(seed);
  const plan = new Plan(random);
  const crossing = (i: number, j: number): Both => plan.node(`C${String(i)}-${String(j)}`, i * BLOCK_M, j * BLOCK_M);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (i + 1 < size) plan.street(crossing(i, j), crossing(i + 1, j));
      if (j + 1 < size) plan.street(crossing(i, j), crossing(i, j + 1));
    }
  }
  plan.source('SRC1', crossing(0, 0));
  plan.source('SRC2', crossing(size - 1, size - 1));
  const { nodes, links, valves, stations, buildings } = plan;
  return {
    network: { name: `grid ${String(pipes)}`, nodes, pipes: links, valves, stations, base: [] },
    buildings,
  };
}

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A place with its node on both sides. */
interface Both {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

class Plan {
  readonly nodes: NetworkNode[] = [];
  readonly links: Pipe[] = [];
  readonly valves: Valve[] = [];
  readonly stations: Station[] = [];
  readonly buildings: Building[] = [];
  readonly #known = new Map<string, Both>();
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  node(name: string, x: number, y: number): Both {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const both = { name, x, y };
    this.#known.set(name, both);
    for (const side of ['supply', 'return'] as const) {
      this.nodes.push({ id: idOf(name, side), side, at: placeOf(both, side), elevationM: 20 });
    }
    return both;
  }

  street(from: Both, to: Both): void {
    const street = `${from.name}:${to.name}`;
    const along = (name: string, metres: number): Both => {
      const share = metres / BLOCK_M;
      return this.node(`${street}/${name}`, from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
    };
    let here = this.#maybeValve(street, 'A', from, () => along('a', VALVE_M), 0.6);
    const takeoff = along('m', BLOCK_M * (0.35 + 0.3 * this.#random()));
    this.#pipe(`${street}/1`, here, takeoff, 200);
    here = this.#maybeValve(street, 'B', takeoff, () => along('b', BLOCK_M * 0.75), 0.2);
    const far = this.#maybeValve(street, 'Z', to, () => along('z', BLOCK_M - VALVE_M), 0.5);
    this.#pipe(`${street}/2`, here, far, 200);
    this.#service(street, takeoff, from, to);
  }

  source(id: string, { name }: Both): void {
    this.stations.push({ ...this.#stationAt(id, name), kind: 'source' });
  }

  #service(street: string, takeoff: Both, from: Both, to: Both): void {
    const [dx, dy] = [(to.y - from.y) / BLOCK_M, -(to.x - from.x) / BLOCK_M];
    const beside = (name: string, metres: number): Both =>
      this.node(`${street}/${name}`, takeoff.x + dx * metres, takeoff.y + dy * metres);
    const behind = this.#maybeValve(street, 'S', takeoff, () => beside('s', VALVE_M), 0.7);
    const end = beside('t', SERVICE_M);
    this.#pipe(`${street}/3`, behind, end, 100);
    const id = `ST${String(this.stations.length + 1)}`;
    this.stations.push({ ...this.#stationAt(id, end.name), households: 400, heatedAreaM2: 32_000 });
    if (this.#random() < 0.5) this.#building(id, end);
  }

  #building(stationId: string, at: Both): void {
    const named = {
      id: `B-${stationId}`,
      stationId,
      community: 'c',
      name: 'b',
      address: 'a',
      at: placeOf(at, 'supply'),
    };
    const sensitive = this.#random() < 0.1 ? { sensitive: 'school' as const } : {};
    this.buildings.push({ ...named, households: 60, heatedAreaM2: 5_000, construction: 'masonry', ...sensitive });
  }

  #stationAt(id: string, name: string): Station {
    const at = placeOf(this.#known.get(name) as Both, 'supply');
    const ends = { supplyNode: idOf(name, 'supply'), returnNode: idOf(name, 'return') };
    return { id, kind: 'station', name: id, area: 'A', at, elevationM: 20, ...ends };
  }

  #pipe(id: string, from: Both, to: Both, dnMm: number): void {
    const lengthM = Math.hypot(to.x - from.x, to.y - from.y);
    for (const side of ['supply', 'return'] as const) {
      const ends = { from: idOf(from.name, side), to: idOf(to.name, side) };
      const path = [placeOf(from, side), placeOf(to, side)];
      const bore = { dnMm, innerDiameterM: dnMm / 1000, roughnessMm: 0.5 };
      this.links.push({ id: idOf(id, side), side, ...ends, path, lengthM, ...bore });
    }
  }

  /** A valve between `from` and the place behind it, on both sides, or none. */
  #maybeValve(street: string, name: string, from: Both, behind: () => Both, share: number): Both {
    if (this.#random() >= share) return from;
    const to = behind();
    for (const side of ['supply', 'return'] as const) {
      const ends = { from: idOf(from.name, side), to: idOf(to.name, side) };
      const id = idOf(`V-${street}/${name}`, side);
      this.valves.push({ id, side, ...ends, at: placeOf(to, side), dnMm: 200, name: id, ...this.#status() });
    }
    return to;
  }

  #status(): { readonly state: ValveState; readonly condition: ValveCondition } {
    const [a, b] = [this.#random(), this.#random()];
    return {
      state: a < 0.02 ? 'closed' : a < 0.03 ? 'unknown' : 'open',
      condition: b < 0.03 ? 'stuck' : b < 0.1 ? 'unknown' : 'operable',
    };
  }
}

const idOf = (name: string, side: Side): string => `${name}${side === 'supply' ? 'S' : 'R'}`;

function placeOf({ x, y }: Both, side: Side): LonLat {
  const offset = side === 'supply' ? 0 : RETURN_OFFSET_M;
  return fromLocalM(ORIGIN, x + offset, y - offset);
}
