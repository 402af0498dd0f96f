import type { OutdoorCourse } from './outdoor-course.ts';

const HOUR_MS = 3_600_000;

/** A building without heat: from `startMs` (UTC ms) at `startC`, time constant `tauH` in hours. */
export interface CoolingStart {
  readonly startMs: number;
  readonly startC: number;
  readonly tauH: number;
}

/** One stretch with a straight outdoor temperature `a + b t`, t in hours from `fromMs`; `hours` is Infinity for the last one, where b is 0. */
interface Piece {
  readonly fromMs: number;
  readonly hours: number;
  readonly a: number;
  readonly b: number;
}

/**
 * When a building first is as cold as `limitC`, UTC ms (CLD-01, CLD-02): `dT/dt = -(T - T_out(t)) / tau` integrated exactly over each straight piece of
 * the course; for a constant outdoor temperature that is `tau ln((T_in - T_out) / (T_limit - T_out))`. `startMs` where it is that cold already, undefined where it never is.
 */
export function coldAt(start: CoolingStart, course: OutdoorCourse, limitC: number): number | undefined {
  let roomC = start.startC;
  if (roomC <= limitC) return start.startMs;
  for (const piece of piecesFrom(start.startMs, course)) {
    const hours = crossing(piece, roomC, start.tauH, limitC);
    if (hours !== undefined) return piece.fromMs + hours * HOUR_MS;
    roomC = after(piece, roomC, start.tauH, piece.hours);
  }
  return undefined;
}

/** Room temperature at `atMs`, C; the start temperature before the start. */
export function roomTempAt(start: CoolingStart, course: OutdoorCourse, atMs: number): number {
  let roomC = start.startC;
  for (const piece of piecesFrom(start.startMs, course)) {
    const hours = Math.min(piece.hours, (atMs - piece.fromMs) / HOUR_MS);
    if (hours <= 0) break;
    roomC = after(piece, roomC, start.tauH, hours);
  }
  return roomC;
}

function* piecesFrom(startMs: number, { points }: OutdoorCourse): Generator<Piece> {
  const first = points[0];
  if (first === undefined) return;
  let from = first;
  if (startMs < first.at) yield { fromMs: startMs, hours: (first.at - startMs) / HOUR_MS, a: first.outdoorTempC, b: 0 };
  for (const to of points.slice(1)) {
    const fromMs = Math.max(startMs, from.at);
    if (to.at > fromMs) {
      const b = ((to.outdoorTempC - from.outdoorTempC) / (to.at - from.at)) * HOUR_MS;
      const a = from.outdoorTempC + (b * (fromMs - from.at)) / HOUR_MS;
      yield { fromMs, hours: (to.at - fromMs) / HOUR_MS, a, b };
    }
    from = to;
  }
  yield { fromMs: Math.max(startMs, from.at), hours: Infinity, a: from.outdoorTempC, b: 0 };
}

/** T(t) = a + b t - b tau + (T0 - a + b tau) e^(-t / tau). */
function after({ a, b }: Piece, roomC: number, tauH: number, hours: number): number {
  if (hours === Infinity) return a;
  return a + b * (hours - tauH) + (roomC - a + b * tauH) * Math.exp(-hours / tauH);
}

/** First hours in the piece with T = limit, coming from above; `roomC` > limit. */
function crossing(piece: Piece, roomC: number, tauH: number, limitC: number): number | undefined {
  const { a, b, hours } = piece;
  if (b === 0) {
    if (a >= limitC) return undefined;
    const at = tauH * Math.log((roomC - a) / (limitC - a));
    return at <= hours ? at : undefined;
  }
  const c = roomC - a + b * tauH;
  // Falling, then rising with the outdoor temperature: the least is where T' = b - (c / tau) e^(-t / tau) is 0. In all other cases the first crossing is the only one.
  const leastAt = b > 0 && c > 0 ? Math.min(hours, Math.max(0, tauH * Math.log(c / (b * tauH)))) : hours;
  if (after(piece, roomC, tauH, leastAt) > limitC) return undefined;
  let low = 0;
  let high = leastAt;
  for (let n = 0; n < 60 && (high - low) * HOUR_MS > 0.5; n += 1) {
    const middle = (low + high) / 2;
    if (after(piece, roomC, tauH, middle) > limitC) low = middle;
    else high = middle;
  }
  return high;
}
