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

/** The values that were seen, without the missing ones, and what every comparison asks of them: thousands of columns are compared with one that was seen. */
interface Packed {
  /** Where in the column each of them stands. */
  readonly at: Int32Array;
  readonly dropM: Float64Array;
  /** sigma^2. */
  readonly variance: Float64Array;
  /** 1 over sigma^2, and over what model error adds to it for a drop as it was seen. */
  readonly weight: Float64Array;
  readonly scaleWeight: Float64Array;
}

const packs = new WeakMap<SeenColumn, Packed>();

function packed(seen: SeenColumn): Packed {
  const made = packs.get(seen) ?? pack(seen);
  packs.set(seen, made);
  return made;
}

function pack({ dropM, sigmaM }: SeenColumn): Packed {
  const at = Int32Array.from(dropM.keys()).filter((n) => Number.isFinite(dropM[n]) && Number.isFinite(sigmaM[n]));
  const drops = Float64Array.from(at, (n) => dropM[n] as number);
  const variance = Float64Array.from(at, (n) => (sigmaM[n] as number) ** 2);
  return {
    ...{ at, dropM: drops, variance },
    weight: variance.map((own) => 1 / own),
    scaleWeight: variance.map((own, n) => 1 / (own + (MODEL_ERROR * (drops[n] as number)) ** 2)),
  };
}

/** Cosine between the drops seen and those simulated, each over its noise; values that are missing are left out. 0 where nothing is left. */
export function cosineOf(seen: SeenColumn, simulated: ArrayLike<number>): number {
  const { at, dropM, weight } = packed(seen);
  let [both, ofSeen, ofSimulated] = [0, 0, 0];
  for (let n = 0; n < at.length; n += 1) {
    const x = simulated[at[n] as number] as number;
    if (!(Math.abs(x) < Infinity)) continue;
    const y = dropM[n] as number;
    const w = weight[n] as number;
    both += x * y * w;
    ofSeen += y * y * w;
    ofSimulated += x * x * w;
  }
  return ofSeen === 0 || ofSimulated === 0 ? 0 : both / Math.sqrt(ofSeen * ofSimulated);
}

/** The factor on the simulated drops that comes nearest to those seen, least squares over the noise; never negative. */
export function bestScale(seen: SeenColumn, simulated: SimulatedColumn): number {
  const { at, dropM, scaleWeight } = packed(seen);
  const column = simulated.dropM;
  let [both, own] = [0, 0];
  for (let n = 0; n < at.length; n += 1) {
    const x = column[at[n] as number] as number;
    if (!(Math.abs(x) < Infinity)) continue;
    const weighted = x * (scaleWeight[n] as number);
    both += weighted * (dropM[n] as number);
    own += weighted * x;
  }
  if (seen.makeup !== undefined && Number.isFinite(seen.makeup.riseTPerH)) {
    const { riseTPerH, sigmaTPerH } = seen.makeup;
    const weighted = simulated.makeupRiseTPerH / (sigmaTPerH * sigmaTPerH + (MODEL_ERROR * riseTPerH) ** 2);
    both += weighted * riseTPerH;
    own += weighted * simulated.makeupRiseTPerH;
  }
  return own === 0 ? 0 : Math.max(0, both / own);
}

/** Products are kept between this and its inverse before their logarithm is taken: one logarithm for a few dozen values, not two for each. */
const LARGE = 1e200;

/**
 * Logarithm of how likely the drops seen are if the simulated ones (times `scale`) were true. Student's t over noise and model error; only
 * differences between columns for the same seen column mean anything.
 */
export function logLikelihood(seen: SeenColumn, simulated: SimulatedColumn, scale = 1): number {
  const { at, dropM, variance } = packed(seen);
  const column = simulated.dropM;
  // Of Student's t: -(ln variance + (FREEDOM + 1) ln(1 + z^2 / FREEDOM)) / 2, summed as the logarithm of products.
  let [logs, product] = [0, 1];
  for (let n = 0; n < at.length; n += 1) {
    const x = (column[at[n] as number] as number) * scale;
    if (!(Math.abs(x) < Infinity)) continue;
    product *= oddsOf((dropM[n] as number) - x, (variance[n] as number) + MODEL_ERROR * MODEL_ERROR * x * x);
    if (product < LARGE && product > 1 / LARGE) continue;
    logs += Math.log(product);
    product = 1;
  }
  if (seen.makeup !== undefined) {
    const { riseTPerH, sigmaTPerH } = seen.makeup;
    const x = simulated.makeupRiseTPerH * scale;
    const odds = oddsOf(riseTPerH - x, sigmaTPerH * sigmaTPerH + MODEL_ERROR * MODEL_ERROR * x * x);
    if (Number.isFinite(odds)) logs += Math.log(odds);
  }
  return -(logs + Math.log(product)) / 2;
}

/** 1 over the square of the density of Student's t, without its constant. */
function oddsOf(gap: number, variance: number): number {
  const term = 1 + (gap * gap) / (FREEDOM * variance);
  // To the power of FREEDOM + 1, by hand: this is the innermost loop of an answer.
  return variance * term * term * term * term * term;
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
