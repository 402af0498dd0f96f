import type { NetworkNode, Pipe, Side, Valve } from '#shared/domain/network/types.ts';
import { elevationM, lonLatOf, type Frame, type Point } from './frame.ts';
import type { Random } from './random.ts';
import { ROUGHNESS_MM, type PipeSize } from './sizing.ts';
import type { Trenches } from './trenches.ts';

/** The return pipe lies this far east and south of the supply pipe, m. */
const RETURN_OFFSET_M: Point = [2.4, -2.4];
/** Shares of valves that do not move, that nobody has tried, and whose position nobody knows [eng, from the brief]. */
const STUCK_SHARE = 0.04;
const UNTRIED_SHARE = 0.06;
const UNKNOWN_STATE_SHARE = 0.012;

/** Id of a trench node's junction on one side. */
export function junctionId(node: number, side: Side): string {
  return `J${String(node + 1).padStart(5, '0')}${side === 'supply' ? 'S' : 'R'}`;
}

/** Makes the supply and the return network out of the trenches; return pipes and valves run the other way, as the water does. */
export function layBothSides(
  frame: Frame,
  trenches: Trenches,
  sizes: readonly PipeSize[],
  random: Random,
): { nodes: NetworkNode[]; pipes: Pipe[]; valves: Valve[] } {
  const nodes: NetworkNode[] = [];
  const pipes: Pipe[] = [];
  const valves: Valve[] = [];
  const numbers = new Map<string, number>();
  const place = ([x, y]: Point, side: Side): Point =>
    side === 'supply' ? [x, y] : [x + RETURN_OFFSET_M[0], y + RETURN_OFFSET_M[1]];
  for (const [node, at] of trenches.nodes.entries()) {
    for (const side of ['supply', 'return'] as const) {
      nodes.push({
        id: junctionId(node, side),
        side,
        at: lonLatOf(place(at, side)),
        elevationM: elevationM(frame, at),
      });
    }
  }
  let pipeNumber = 0;
  let valveNumber = 0;
  for (const [index, link] of trenches.links.entries()) {
    const size = sizes[index] as PipeSize;
    const depthM = Math.round((1 + size.innerM * 0.6 + random.between(0, 0.5)) * 10) / 10;
    const number = link.kind === 'pipe' ? ++pipeNumber : ++valveNumber;
    const onStreet = (numbers.get(link.street) ?? 0) + (link.kind === 'valve' ? 1 : 0);
    numbers.set(link.street, onStreet);
    for (const side of ['supply', 'return'] as const) {
      const [from, to] = side === 'supply' ? [link.from, link.to] : [link.to, link.from];
      const ends = { side, from: junctionId(from, side), to: junctionId(to, side) };
      const path = link.path.map((point) => lonLatOf(place(point, side)));
      const letter = side === 'supply' ? 'S' : 'R';
      if (link.kind === 'pipe') {
        pipes.push({
          id: `P${String(number).padStart(4, '0')}${letter}`,
          ...ends,
          path: side === 'supply' ? path : path.reverse(),
          lengthM: link.lengthM,
          dnMm: size.dnMm,
          innerDiameterM: size.innerM,
          roughnessMm: ROUGHNESS_MM,
          depthM,
          street: link.street,
        });
        continue;
      }
      const luck = random.next();
      valves.push({
        id: `V${String(number).padStart(4, '0')}${letter}`,
        ...ends,
        at: path[0] as (typeof path)[number],
        dnMm: size.dnMm,
        name: `${link.street}${onStreet}号${side === 'supply' ? '供' : '回'}阀`,
        state: link.closed ? 'closed' : random.chance(UNKNOWN_STATE_SHARE) ? 'unknown' : 'open',
        condition: luck < STUCK_SHARE ? 'stuck' : luck < STUCK_SHARE + UNTRIED_SHARE ? 'unknown' : 'operable',
      });
    }
  }
  return { nodes, pipes, valves };
}
