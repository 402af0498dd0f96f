/** Bore classes by nominal diameter, mm: the upper end of each but the last. */
const CLASS_ENDS_MM = [125, 200, 300, 500] as const;
export const BORE_CLASSES = CLASS_ENDS_MM.length + 1;
/** Step of the numeric derivative, and the furthest a factor goes, in ln. */
const STEP = 0.1;
const FURTHEST = Math.log(4);
/** Spread that a factor is expected to have (ln), and of a residual, m: how far readings may pull a factor away from 1 [eng]. */
const PRIOR = 0.5;
const SIGMA_M = 0.3;
/** Residuals beyond this multiple of their middle size count less: a broken transmitter is no pipe. */
const OUTLIER = 3;
const ROUNDS = 3;
/** A round that lowers the misfit by less than this share is the last. */
const LEAST_GAIN = 0.02;

/** The class of a pipe. */
export function boreClass(dnMm: number): number {
  const found = CLASS_ENDS_MM.findIndex((end) => dnMm <= end);
  return found < 0 ? BORE_CLASSES - 1 : found;
}

function rootOfMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length));
}

/** Weights after Huber: 1 within three times the middle size, falling beyond. */
function weightsOf(residuals: readonly number[]): number[] {
  const middle = residuals.map(Math.abs).sort((a, b) => a - b)[residuals.length >> 1] ?? 0;
  const bound = OUTLIER * Math.max(SIGMA_M / 2, 1.48 * middle);
  return residuals.map((r) => Math.min(1, bound / Math.max(1e-9, Math.abs(r))));
}

/** Solves `a x = b` by elimination; `a` is symmetric and positive, and is used up. */
function eliminate(a: number[][], b: number[]): number[] {
  const size = b.length;
  for (let col = 0; col < size; col++) {
    const pivot = a[col]?.[col] ?? 1;
    for (let row = col + 1; row < size; row++) {
      const factor = (a[row]?.[col] ?? 0) / pivot;
      for (let k = col; k < size; k++) (a[row] as number[])[k] = (a[row]?.[k] ?? 0) - factor * (a[col]?.[k] ?? 0);
      b[row] = (b[row] ?? 0) - factor * (b[col] ?? 0);
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    let rest = b[row] ?? 0;
    for (let k = row + 1; k < size; k++) rest -= (a[row]?.[k] ?? 0) * (b[k] ?? 0);
    b[row] = rest / (a[row]?.[row] ?? 1);
  }
  return b;
}

/**
 * Fits one factor on the head loss of the pipes of each bore class to the residuals (measured minus simulated, m), by a few damped
 * Gauss-Newton steps with a prior of 1 and weights that keep broken transmitters from bending the network. `residualsAt` solves for factors
 * (as ln) and gives the residuals in one order, undefined where there is no solution. Costs `classes + 1` solves a round. Gives the best
 * factors met (as ln), those of `start` where nothing is better; the caller applies them.
 */
export function fitLossFactors(
  start: readonly number[],
  residualsAt: (lnFactors: readonly number[]) => readonly number[] | undefined,
): readonly number[] {
  let best = start;
  let residuals = residualsAt(start);
  for (let round = 0; round < ROUNDS && residuals !== undefined && residuals.length > 0; round++) {
    const now: readonly number[] = residuals;
    const weights = weightsOf(now);
    const columns = best.map((_, c) => {
      const moved = residualsAt(best.map((value, k) => (k === c ? value + STEP : value)));
      return now.map((value, i) => ((moved?.[i] ?? value) - value) / STEP);
    });
    const dot = (x: readonly number[], y: readonly number[]): number =>
      x.reduce((sum, value, i) => sum + (weights[i] ?? 0) * value * (y[i] ?? 0), 0) / SIGMA_M ** 2;
    const normal = columns.map((x, i) => columns.map((y, k) => dot(x, y) + (i === k ? 1 / PRIOR ** 2 : 0)));
    const slope = columns.map((x, c) => -dot(x, now) - (best[c] ?? 0) / PRIOR ** 2);
    const step = eliminate(normal, slope);
    const next = best.map((value, c) => Math.min(FURTHEST, Math.max(-FURTHEST, value + (step[c] ?? 0))));
    const after = residualsAt(next);
    const misfit = (values: readonly number[]): number =>
      rootOfMeanSquare(values.map((value, i) => value * Math.sqrt(weights[i] ?? 0)));
    if (after === undefined || misfit(after) >= misfit(now)) break;
    const gain = 1 - misfit(after) / misfit(now);
    best = next;
    residuals = after;
    if (gain < LEAST_GAIN) break;
  }
  return best;
}
