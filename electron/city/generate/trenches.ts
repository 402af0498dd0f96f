import type { Frame, Point } from './frame.ts';
import type { Random } from './random.ts';

/** The primary network as trenches: one line for the supply and return pipe that lie side by side. */
export type TrenchClass = 'trunk' | 'arterial' | 'distribution' | 'service';

export interface TrenchLink {
  readonly kind: 'pipe' | 'valve';
  readonly from: number;
  readonly to: number;
  readonly path: readonly Point[];
  readonly lengthM: number;
  readonly street: string;
  readonly rank: TrenchClass;
  /** Valve closed in normal operation (a loop kept open). */
  readonly closed: boolean;
}

export interface Trenches {
  readonly nodes: readonly Point[];
  readonly links: readonly TrenchLink[];
  /** Node of each station, in the order of `frame.blocks`. */
  readonly stationNodes: readonly number[];
  readonly sourceNode: number;
  readonly peakBoilerNode: number;
}

/** One thing met while walking along a street: a corner, a valve, a node to come back to, a station to serve. */
type Step =
  | { readonly at: Point; readonly is: 'bend' }
  | { readonly at: Point; readonly is: 'valve'; readonly closed: boolean }
  | { readonly at: Point; readonly is: 'node'; readonly key: string }
  | { readonly at: Point; readonly is: 'takeoff'; readonly block: number };

const VALVE_M = 6;
const SERVICE_VALVE_M = 5;

const gap = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1]);
const along = (a: Point, b: Point, t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];

function lengthOf(path: readonly Point[]): number {
  let sum = 0;
  for (let k = 1; k < path.length; k++) sum += gap(path[k - 1] as Point, path[k] as Point);
  return Math.round(sum * 10) / 10;
}

class TrenchBuilder {
  readonly nodes: Point[] = [];
  readonly links: TrenchLink[] = [];
  readonly stationNodes: number[] = [];
  readonly #named = new Map<string, number>();

  node(at: Point): number {
    this.nodes.push(at);
    return this.nodes.length - 1;
  }

  named(key: string, at: Point): number {
    const known = this.#named.get(key);
    if (known !== undefined) return known;
    const made = this.node(at);
    this.#named.set(key, made);
    return made;
  }

  link(
    kind: 'pipe' | 'valve',
    path: readonly Point[],
    from: number,
    to: number,
    street: string,
    rank: TrenchClass,
    closed = false,
  ): void {
    this.links.push({ kind, from, to, path, lengthM: Math.max(1, lengthOf(path)), street, rank, closed });
  }

  /** Walks from a node over the steps, laying pipe between what it meets. The last step must make a node. */
  walk(
    start: number,
    steps: readonly Step[],
    street: string,
    rank: TrenchClass,
    serve: (node: number, block: number) => void,
  ): void {
    let here = start;
    let path: Point[] = [this.nodes[start] as Point];
    const lay = (to: number): void => {
      path.push(this.nodes[to] as Point);
      if (lengthOf(path) > 0.5) this.link('pipe', path, here, to, street, rank);
      here = to;
      path = [this.nodes[to] as Point];
    };
    for (const [k, step] of steps.entries()) {
      if (step.is === 'bend') path.push(step.at);
      else if (step.is === 'node') lay(this.named(step.key, step.at));
      else if (step.is === 'takeoff') {
        lay(this.node(step.at));
        serve(here, step.block);
      } else {
        const last = this.nodes[here] as Point;
        if (path.length > 1 || gap(last, step.at) > 1) lay(this.node(step.at));
        const ahead = steps[k + 1]?.at ?? step.at;
        const far = Math.min(VALVE_M, gap(step.at, ahead) / 2);
        const beyond = this.node(along(step.at, ahead, far / Math.max(far, gap(step.at, ahead))));
        this.link('valve', [step.at, this.nodes[beyond] as Point], here, beyond, street, rank, step.closed);
        here = beyond;
        path = [this.nodes[beyond] as Point];
      }
    }
  }
}

const crossingKey = (i: number, j: number): string => `${i}/${j}`;

/** Arterial runs between neighbouring arterial crossings: valves at both ends, and after every second branch. */
function layArterials(frame: Frame, builder: TrenchBuilder, noService: (node: number, block: number) => void): void {
  const { arterialCols, arterialRows, cols, riverRow, crossing } = frame;
  const run = (points: readonly { at: Point; key?: string | undefined }[], street: string): void => {
    const first = points[0];
    const last = points.at(-1);
    const second = points[1];
    const beforeLast = points.at(-2);
    if (!first?.key || !last?.key || !second || !beforeLast) return;
    const steps: Step[] = [{ at: first.at, is: 'valve', closed: false }];
    let branches = 0;
    for (const point of points.slice(1, -1)) {
      if (point.key === undefined) steps.push({ at: point.at, is: 'bend' });
      else {
        steps.push({ at: point.at, is: 'node', key: point.key });
        branches += 1;
        if (branches % 2 === 0) steps.push({ at: point.at, is: 'valve', closed: false });
      }
    }
    steps.push({
      at: along(last.at, beforeLast.at, VALVE_M / gap(last.at, beforeLast.at)),
      is: 'valve',
      closed: false,
    });
    steps.push({ at: last.at, is: 'node', key: last.key });
    builder.walk(builder.named(first.key, first.at), steps, street, 'arterial', noService);
  };
  for (const j of arterialRows) {
    const stops = [...arterialCols];
    const lastStop = stops.at(-1) ?? 0;
    if (lastStop < cols) stops.push(cols);
    for (let k = 1; k < stops.length; k++) {
      const [a, b] = [stops[k - 1] as number, stops[k] as number];
      const points = [];
      for (let i = a; i <= b; i++) {
        const meets = i % 2 === 1 || i === a || i === b;
        points.push({ at: crossing(i, j), key: meets ? crossingKey(i, j) : undefined });
      }
      run(points, frame.rowStreets[j] ?? '');
    }
  }
  for (const i of arterialCols) {
    for (let k = 1; k < arterialRows.length; k++) {
      const [a, b] = [arterialRows[k - 1] as number, arterialRows[k] as number];
      const points = [];
      for (let j = a; j <= b; j++)
        points.push({ at: crossing(i, j), key: j === a || j === b ? crossingKey(i, j) : undefined });
      const street = frame.colStreets[i] ?? '';
      run(points, a === riverRow ? `${street}大桥` : street);
    }
  }
}

/** Distribution lines between arterial rows: some run through (loops), the others end between (trees). */
function layDistribution(
  frame: Frame,
  builder: TrenchBuilder,
  random: Random,
  serve: (node: number, block: number) => void,
): void {
  const blockAt = new Map(frame.blocks.map((block, index) => [crossingKey(block.i, block.j), index]));
  for (let k = 1; k < frame.arterialRows.length; k++) {
    const [j0, j1] = [frame.arterialRows[k - 1] as number, frame.arterialRows[k] as number];
    if (j0 === frame.riverRow) continue;
    for (let i = 1; i <= frame.cols; i += 2) {
      const street = frame.colStreets[i] ?? '';
      const through = random.chance(0.4);
      const breakAt = through ? j1 : random.int(j0, j1);
      const stepsFor = (from: number, to: number): Step[] => {
        const steps: Step[] = [];
        for (let j = from; j < to; j++) {
          const [low, high] = [frame.crossing(i, j), frame.crossing(i, j + 1)];
          if (j > from) steps.push({ at: low, is: 'bend' });
          const left = blockAt.get(crossingKey(i - 1, j));
          const right = i < frame.cols ? blockAt.get(crossingKey(i, j)) : undefined;
          const [tLeft, tRight] = [random.between(0.34, 0.46), random.between(0.54, 0.66)];
          if (left !== undefined) steps.push({ at: along(low, high, tLeft), is: 'takeoff', block: left });
          if (through && j === Math.floor((from + to) / 2)) {
            steps.push({ at: along(low, high, 0.5), is: 'valve', closed: random.chance(0.15) });
          }
          if (right !== undefined) steps.push({ at: along(low, high, tRight), is: 'takeoff', block: right });
        }
        return steps;
      };
      const [bottom, top] = [frame.crossing(i, j0), frame.crossing(i, j1)];
      const opening = (at: Point): Step => ({ at, is: 'valve', closed: false });
      const upward = stepsFor(j0, breakAt);
      if (through) {
        const end = along(top, frame.crossing(i, j1 - 1), VALVE_M / gap(top, frame.crossing(i, j1 - 1)));
        const steps = [
          opening(bottom),
          ...upward,
          opening(end),
          { at: top, is: 'node', key: crossingKey(i, j1) } as const,
        ];
        builder.walk(builder.named(crossingKey(i, j0), bottom), steps, street, 'distribution', serve);
        continue;
      }
      const downward = stepsFor(breakAt, j1).reverse();
      for (const [key, at, steps] of [
        [crossingKey(i, j0), bottom, upward],
        [crossingKey(i, j1), top, downward],
      ] as const) {
        const lastTakeoff = steps.findLastIndex((step) => step.is === 'takeoff');
        if (lastTakeoff < 0) continue;
        builder.walk(
          builder.named(key, at),
          [opening(at), ...steps.slice(0, lastTakeoff + 1)],
          street,
          'distribution',
          serve,
        );
      }
    }
  }
}

/** Source in the west, peak boiler in the east, each on the nearest arterial rows. */
function layPlants(frame: Frame, builder: TrenchBuilder, stations: number): { source: number; peak: number } {
  const { riverRow, arterialRows, crossing } = frame;
  const middle = crossing(0, riverRow);
  const source = builder.node([middle[0] - 1300, middle[1] - 120]);
  const nearest = [...arterialRows].sort((a, b) => Math.abs(a - riverRow - 0.4) - Math.abs(b - riverRow - 0.4));
  const trunk = (from: number, i: number, j: number, street: string): void => {
    const [a, b] = [builder.nodes[from] as Point, crossing(i, j)];
    const bend: Point = [b[0] + (a[0] - b[0]) * 0.3, b[1]];
    const steps: Step[] = [
      { at: a, is: 'valve', closed: false },
      { at: bend, is: 'bend' },
      { at: along(b, bend, VALVE_M / gap(b, bend)), is: 'valve', closed: false },
      { at: b, is: 'node', key: crossingKey(i, j) },
    ];
    builder.walk(from, steps, street, 'trunk', () => undefined);
  };
  for (const j of nearest.slice(0, stations > 600 ? 4 : 2)) trunk(source, 0, j, '热源路');
  const peakRow = arterialRows.at(-2) ?? arterialRows.at(-1) ?? 0;
  const east = crossing(frame.cols, peakRow);
  const peak = builder.node([east[0] + 350, east[1] + 40]);
  trunk(peak, frame.cols, peakRow, '调峰路');
  return { source, peak };
}

/** Lays the looped primary network under the streets of a frame. */
export function layTrenches(frame: Frame, random: Random): Trenches {
  const builder = new TrenchBuilder();
  const noService = (): void => undefined;
  layArterials(frame, builder, noService);
  const serve = (node: number, index: number): void => {
    const block = frame.blocks[index];
    if (!block) return;
    const start = builder.nodes[node] as Point;
    const onWest = block.i % 2 === 1;
    const end = frame.inBlock(block.i, block.j, onWest ? random.between(0.22, 0.34) : random.between(0.66, 0.78), 0.5);
    const valveEnd = along(start, end, SERVICE_VALVE_M / gap(start, end));
    const beyond = builder.node(valveEnd);
    const station = builder.node(end);
    const street = frame.colStreets[onWest ? block.i : block.i + 1] ?? '';
    builder.link('valve', [start, valveEnd], node, beyond, street, 'service');
    builder.link('pipe', [valveEnd, end], beyond, station, street, 'service');
    builder.stationNodes[index] = station;
  };
  layDistribution(frame, builder, random, serve);
  const { source, peak } = layPlants(frame, builder, frame.blocks.length);
  const { nodes, links, stationNodes } = builder;
  return { nodes, links, stationNodes, sourceNode: source, peakBoilerNode: peak };
}
