/**
 * Which pipe explains the drops? One column of numbers a pipe: the drops at all stations on supply and return that were simulated for a leak there,
 * compared with the column that was seen. Everything in metres of head, positive when it fell. `NaN` in the seen column: a station without a value.
 */

/** What was seen: supply drops of all stations, then their return drops, in the order of the model's stations. */
export interface SeenColumn {
  readonly dropM: Float64Array;
  /** Of each value, 1 sigma of the drop: noise of the instruments and slow swings of the plant. */
  readonly sigmaM: Float64Array;
  /** Rise of the make-up of all sources and its 1 sigma, t/h; undefined where none is measured. */
  readonly makeup?: { readonly riseTPerH: number; readonly sigmaTPerH: number } | undefined;
}

/** What was simulated for one leak. */
export interface SimulatedColumn {
  readonly dropM: ArrayLike<number>;
  readonly makeupRiseTPerH: number;
}

/** Share of a simulated drop by which the model may be wrong (roughness, bores and openings are never exactly known) [eng]. */
const MODEL_ERROR = 0.1;
/** Degrees of freedom of Student's t: a broken transmitter costs little more than one that is silent [eng]. */
const FREEDOM = 4;

/** Cosine between the drops seen and those simulated, each over its noise; values that are missing are left out. 0 where nothing is left. */
export function cosineOf(seen: SeenColumn, simulated: ArrayLike<number>): number {
  let [both, ofSeen, ofSimulated] = [0, 0, 0];
  for (let n = 0; n < seen.dropM.length; n += 1) {
    const sigma = seen.sigmaM[n] as number;
    const y = (seen.dropM[n] as number) / sigma;
    const x = (simulated[n] as number) / sigma;
    if (!Number.isFinite(y) || !Number.isFinite(x)) continue;
    both += x * y;
    ofSeen += y * y;
    ofSimulated += x * x;
  }
  return ofSeen === 0 || ofSimulated === 0 ? 0 : both / Math.sqrt(ofSeen * ofSimulated);
}

/** The factor on the simulated drops that comes nearest to those seen, least squares over the noise; never negative. */
export function bestScale(seen: SeenColumn, simulated: SimulatedColumn): number {
  let [both, own] = [0, 0];
  const add = (y: number, x: number, sigma: number): void => {
    if (!Number.isFinite(y) || !Number.isFinite(x)) return;
    const variance = sigma * sigma + (MODEL_ERROR * y) ** 2;
    both += (x * y) / variance;
    own += (x * x) / variance;
  };
  for (let n = 0; n < seen.dropM.length; n += 1)
    add(seen.dropM[n] as number, simulated.dropM[n] as number, seen.sigmaM[n] as number);
  if (seen.makeup !== undefined) add(seen.makeup.riseTPerH, simulated.makeupRiseTPerH, seen.makeup.sigmaTPerH);
  return own === 0 ? 0 : Math.max(0, both / own);
}

/**
 * Logarithm of how likely the drops seen are if the simulated ones (times `scale`) were true. Student's t over noise and model error; only
 * differences between columns for the same seen column mean anything.
 */
export function logLikelihood(seen: SeenColumn, simulated: SimulatedColumn, scale = 1): number {
  let sum = 0;
  const add = (y: number, x: number, sigma: number): void => {
    if (!Number.isFinite(y) || !Number.isFinite(x)) return;
    const variance = sigma * sigma + (MODEL_ERROR * x) ** 2;
    sum -= 0.5 * Math.log(variance) + ((FREEDOM + 1) / 2) * Math.log1p((y - x) ** 2 / (FREEDOM * variance));
  };
  for (let n = 0; n < seen.dropM.length; n += 1)
    add(seen.dropM[n] as number, (simulated.dropM[n] as number) * scale, seen.sigmaM[n] as number);
  if (seen.makeup !== undefined) add(seen.makeup.riseTPerH, simulated.makeupRiseTPerH * scale, seen.makeup.sigmaTPerH);
  return sum;
}

/** How well simulated drops explain what was seen. */
export interface Explanation {
  /** Fall of the sum of squares (over the noise) by them: under some 20 it may be chance, since the best of many pipes was taken. */
  readonly gain: number;
  /** Gain over gain and what is left unexplained beyond noise, 0 to 1. */
  readonly explained: number;
}

/** Compares what was seen with the simulated drops, and with no drops at all. Make-up is left out: it is a kind of evidence of its own. */
export function explanationOf(seen: SeenColumn, dropM: ArrayLike<number>): Explanation {
  let [residuals, all, count] = [0, 0, 0];
  for (let n = 0; n < seen.dropM.length; n += 1) {
    const [y, x, sigma] = [seen.dropM[n] as number, dropM[n] as number, seen.sigmaM[n] as number];
    if (!Number.isFinite(y) || !Number.isFinite(x)) continue;
    residuals += ((y - x) / sigma) ** 2;
    all += (y / sigma) ** 2;
    count += 1;
  }
  const gain = Math.max(0, all - residuals);
  // Two deviations of a sum of squares of noise.
  const excess = Math.max(0, residuals - count - 2 * Math.sqrt(2 * count));
  return { gain, explained: gain === 0 ? 0 : gain / (gain + excess) };
}
