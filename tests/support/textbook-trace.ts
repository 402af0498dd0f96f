import type { ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Network, Pipe, Station, Valve } from '#shared/domain/network/types.ts';
import { toLocalM } from '#shared/lib/geo.ts';

/**
 * The rules of `shared/domain/network/SPEC.md` once more, as a textbook would write them: objects, Maps and Sets of ids, one breadth-first
 * search over nodes after the other, nothing prepared but adjacency. What the fast one must agree with, and be measured against.
 */
export interface TextbookNetwork {
  readonly nodes: ReadonlySet<string>;
  readonly pipes: ReadonlyMap<string, Pipe>;
  readonly valves: ReadonlyMap<string, Valve>;
  readonly stations: ReadonlyMap<string, Station>;
  readonly pipesAt: ReadonlyMap<string, readonly Pipe[]>;
  readonly valvesAt: ReadonlyMap<string, readonly Valve[]>;
  readonly stationsAt: ReadonlyMap<string, readonly Station[]>;
  /** Pipe of the other side in the same trench, and for each pipe those whose twin it is. */
  readonly twin: ReadonlyMap<string, string>;
  readonly twinOf: ReadonlyMap<string, readonly string[]>;
}

export interface TextbookAnswer {
  readonly isolated: ReadonlySet<string>;
  readonly close: ReadonlySet<string>;
  readonly verify: ReadonlySet<string>;
  readonly sourceless: ReadonlySet<string>;
  readonly stuck: ReadonlySet<string>;
  readonly shut: ReadonlySet<string>;
  readonly inside: ReadonlySet<string>;
  readonly cutOff: ReadonlySet<string>;
  readonly alreadyOut: ReadonlySet<string>;
  readonly rounds: number;
}

const CELL_M = 100;
const TRENCH_M = 15;

export function textbookNetwork(network: Network): TextbookNetwork {
  const nodes = new Set(network.nodes.map(({ id }) => id));
  const hasEnds = ({ from, to }: Pipe | Valve): boolean => nodes.has(from) && nodes.has(to);
  const pipes = byId([...byId(network.pipes).values()].filter(hasEnds));
  const valves = byId([...byId(network.valves).values()].filter(hasEnds));
  const stations = byId(network.stations);
  const twin = findTwins(network, pipes);
  const twinOf = new Map<string, string[]>();
  for (const [pipe, other] of twin) push(twinOf, other, pipe);
  return {
    nodes,
    pipes,
    valves,
    stations,
    pipesAt: atEnds(pipes.values(), ({ from, to }) => [from, to]),
    valvesAt: atEnds(valves.values(), ({ from, to }) => [from, to]),
    stationsAt: atEnds(stations.values(), endsOf),
    twin,
    twinOf,
  };
}

/** All nodes that hang together with one over pipes. */
export function floodPipes(network: TextbookNetwork, start: string): Set<string> {
  return flood([start], (node) => (network.pipesAt.get(node) ?? []).flatMap(({ from, to }) => [from, to]));
}

export function textbookTrace(
  network: TextbookNetwork,
  leaks: readonly string[],
  known: Readonly<Record<string, ValveGuess>> = {},
): TextbookAnswer {
  const reopened = new Set<string>();
  const isClosed = ({ id, state }: Valve): boolean => (known[id]?.state ?? state) === 'closed';
  const isShutOff = (valve: Valve): boolean => isClosed(valve) && !reopened.has(valve.id);
  const isStuck = ({ id, condition }: Valve): boolean => (known[id]?.condition ?? condition) === 'stuck';
  const sources = [...network.stations.values()].filter(({ kind }) => kind !== 'station');
  const hasSource = sources.some((source) => endsOf(source).some((end) => isNode(network, end)));
  const part = new Set<string>();
  const includeWithTwins = (node: string): void => {
    const segment = floodPipes(network, node);
    for (const one of segment) part.add(one);
    for (const far of twinsOf(network, segment)) for (const one of floodPipes(network, far)) part.add(one);
  };
  for (const leak of leaks) {
    const pipe = network.pipes.get(leak) as Pipe;
    includeWithTwins(pipe.from);
    const twin = network.pipes.get(network.twin.get(leak) ?? '');
    if (twin !== undefined) for (const one of floodPipes(network, twin.from)) part.add(one);
  }
  const openWays = (node: string): string[] =>
    (network.pipesAt.get(node) ?? [])
      .flatMap(({ from, to }) => [from, to])
      .concat((network.valvesAt.get(node) ?? []).filter((v) => !isShutOff(v)).flatMap(({ from, to }) => [from, to]))
      .filter((next) => !part.has(next));
  const waterWays = (node: string): string[] =>
    openWays(node).concat(
      (network.stationsAt.get(node) ?? [])
        .filter(({ kind }) => kind === 'station')
        .flatMap(endsOf)
        .filter((next) => isNode(network, next) && !part.has(next)),
    );
  const outside = (ends: readonly string[]): string[] => ends.filter((end) => isNode(network, end) && !part.has(end));
  const waterNow = (): Set<string> => flood(outside(sources.flatMap(endsOf)), waterWays);
  const heatNow = (): { supply: Set<string>; back: Set<string> } => {
    const working = sources.filter((source) => !endsOf(source).some((end) => part.has(end)));
    return {
      supply: flood(outside(working.map(({ supplyNode }) => supplyNode)), openWays),
      back: flood(outside(working.map(({ returnNode }) => returnNode)), openWays),
    };
  };
  const isCold = ({ supplyNode, returnNode }: Station, heat: { supply: Set<string>; back: Set<string> }): boolean =>
    (isNode(network, supplyNode) && !heat.supply.has(supplyNode)) ||
    (isNode(network, returnNode) && !heat.back.has(returnNode));
  const edge = (): { valve: Valve; far: string }[] =>
    [...part].flatMap((node) =>
      (network.valvesAt.get(node) ?? [])
        .filter(({ from, to }) => part.has(from) !== part.has(to))
        .map((valve) => ({ valve, far: part.has(valve.from) ? valve.to : valve.from })),
    );
  const stations = [...network.stations.values()].filter(({ kind }) => kind === 'station');

  const leaking = [...part];
  const stuck = new Set<string>();
  let water = new Set<string>();
  let rounds = 0;
  const isBehind = (far: string): boolean => !hasSource || water.has(far);
  const closeOff = (): void => {
    part.clear();
    stuck.clear();
    for (const node of leaking) part.add(node);
    for (rounds = 1; ; rounds++) {
      water = waterNow();
      const past = edge().filter(({ valve, far }) => !isClosed(valve) && isStuck(valve) && isBehind(far));
      if (past.length === 0) return;
      for (const { valve, far } of past) {
        stuck.add(valve.id);
        includeWithTwins(far);
      }
    }
  };
  // With all that was closed since the import still open: what of it the leak asks for was closed for it.
  const since = [...network.valves.values()].filter((valve) => isClosed(valve) && valve.state !== 'closed');
  for (const { id } of since) reopened.add(id);
  closeOff();
  const asked = new Set(edge().flatMap(({ valve, far }) => (isBehind(far) ? [valve.id] : [])));
  for (const id of [...reopened]) if (!asked.has(id)) reopened.delete(id);
  closeOff();
  const heat = heatNow();
  const closedOff = [...part];
  part.clear();
  const heatBefore = heatNow();
  const alreadyOut = new Set(hasSource ? stations.filter((station) => isCold(station, heatBefore)) : []);
  for (const node of closedOff) part.add(node);
  const inside = new Set(stations.filter((s) => !alreadyOut.has(s) && endsOf(s).some((end) => part.has(end))));
  const cutOff = stations.filter((s) => hasSource && !alreadyOut.has(s) && !inside.has(s) && isCold(s, heat));
  const isShut = (s: Station): boolean =>
    endsOf(s).some((end) => part.has(end)) &&
    endsOf(s).some((end) => isNode(network, end) && !part.has(end) && isBehind(end));
  const live = edge().filter(({ far }) => isBehind(far));
  const ids = (items: Iterable<{ readonly id: string }>): Set<string> => new Set(Array.from(items, ({ id }) => id));
  return {
    isolated: ids([...network.pipes.values()].filter(({ from }) => part.has(from))),
    close: ids(live.filter(({ valve }) => !isClosed(valve)).map(({ valve }) => valve)),
    verify: ids(live.filter(({ valve }) => isClosed(valve)).map(({ valve }) => valve)),
    sourceless: ids(
      edge()
        .filter(({ valve, far }) => !isClosed(valve) && !isBehind(far))
        .map(({ valve }) => valve),
    ),
    stuck,
    shut: ids(stations.filter(isShut)),
    inside: ids(inside),
    cutOff: ids(cutOff),
    alreadyOut: ids(alreadyOut),
    rounds,
  };
}

const endsOf = ({ supplyNode, returnNode }: Station): string[] => [supplyNode, returnNode];

const isNode = (network: TextbookNetwork, id: string): boolean => network.nodes.has(id);

function* twinsOf(network: TextbookNetwork, segment: ReadonlySet<string>): Generator<string> {
  for (const node of segment) {
    for (const station of network.stationsAt.get(node) ?? []) {
      if (station.kind !== 'station') continue;
      for (const end of endsOf(station)) if (isNode(network, end)) yield end;
    }
  }
  const beside = new Set(
    [...segment].flatMap((node) => network.pipesAt.get(node) ?? []).flatMap(({ id }) => network.twinOf.get(id) ?? []),
  );
  for (const id of beside) {
    const start = (network.pipes.get(id) as Pipe).from;
    const others = new Set([...floodPipes(network, start)].flatMap((node) => network.pipesAt.get(node) ?? []));
    let [total, near] = [0, 0];
    for (const other of others) {
      const twin = network.pipes.get(network.twin.get(other.id) ?? '');
      total += other.lengthM;
      if (twin !== undefined && segment.has(twin.from)) near += other.lengthM;
    }
    if (near > 0 && near * 2 >= total) yield start;
  }
}

function flood(starts: readonly string[], next: (node: string) => readonly string[]): Set<string> {
  const seen = new Set(starts);
  for (const node of seen) for (const other of next(node)) seen.add(other);
  return seen;
}

type Point = readonly [x: number, y: number];

/** A drawn pipe in metres, and half way along it. */
function drawn(
  network: Network,
  { path, from, to }: Pipe,
): { readonly line: readonly Point[]; readonly middle: Point } {
  const origin = network.nodes[0]?.at ?? [0, 0];
  const placeOf = (end: string) => network.nodes.find(({ id }) => id === end)?.at;
  const places = path.length > 1 ? path : [placeOf(from), placeOf(to)].filter((at) => at !== undefined);
  const line = places.map((at) => toLocalM(origin, at));
  const gaps = line.slice(1).map((b, k) => Math.hypot(b[0] - (line[k] as Point)[0], b[1] - (line[k] as Point)[1]));
  let half = gaps.reduce((sum, gap) => sum + gap, 0) / 2;
  const k = gaps.findIndex((gap) => {
    if (gap > 0 && gap >= half) return true;
    half -= gap;
    return false;
  });
  const [a, b] = [line[k], line[k + 1]];
  if (a === undefined || b === undefined) return { line, middle: line[0] ?? [0, 0] };
  const share = half / (gaps[k] as number);
  return { line, middle: [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share] };
}

function findTwins(network: Network, pipes: ReadonlyMap<string, Pipe>): Map<string, string> {
  const cells = new Map<string, { pipe: Pipe; a: Point; b: Point }[]>();
  const cellOf = (metres: number): number => Math.floor(metres / CELL_M);
  const middles = new Map<Pipe, Point>();
  for (const pipe of pipes.values()) {
    const { line, middle } = drawn(network, pipe);
    middles.set(pipe, middle);
    for (const [k, b] of line.slice(1).entries()) {
      const a = line[k] as Point;
      const [west, east] = [Math.min(a[0], b[0]) - TRENCH_M, Math.max(a[0], b[0]) + TRENCH_M];
      const [south, north] = [Math.min(a[1], b[1]) - TRENCH_M, Math.max(a[1], b[1]) + TRENCH_M];
      for (let i = cellOf(west); i <= cellOf(east); i++) {
        for (let j = cellOf(south); j <= cellOf(north); j++) push(cells, `${String(i)}:${String(j)}`, { pipe, a, b });
      }
    }
  }
  const twins = new Map<string, string>();
  for (const [pipe, [x, y]] of middles) {
    let nearest = TRENCH_M * 1000;
    for (const line of cells.get(`${String(cellOf(x))}:${String(cellOf(y))}`) ?? []) {
      if (line.pipe.side === pipe.side) continue;
      const distance = Math.round(toLine(x, y, line.a, line.b) * 1000);
      if (distance < nearest || (distance === nearest && !twins.has(pipe.id))) {
        nearest = distance;
        twins.set(pipe.id, line.pipe.id);
      }
    }
  }
  return twins;
}

function toLine(x: number, y: number, a: readonly [number, number], b: readonly [number, number]): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / squared));
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
}

function byId<Item extends { readonly id: string }>(items: Iterable<Item>): Map<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) if (!found.has(item.id)) found.set(item.id, item);
  return found;
}

function atEnds<Item>(items: Iterable<Item>, ends: (item: Item) => readonly string[]): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) for (const end of new Set(ends(item))) push(found, end, item);
  return found;
}

function push<Value>(into: Map<string, Value[]>, key: string, value: Value): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, [value]);
  else known.push(value);
}
