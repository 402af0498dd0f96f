/** A curve over the outdoor temperature: [outdoor C, value C], outdoor ascending; straight between the points, level beyond them. */
export type OutdoorCurve = readonly (readonly [number, number])[];

/** Everything that the insights measure by. Minutes are minutes of good readings, one a minute. */
export interface InsightConfig {
  /** What the secondary return and the primary supply should be, C. */
  readonly returnStandard: OutdoorCurve;
  readonly supplyStandard: OutdoorCurve;
  readonly returnLow: Sustain & { readonly belowK: number; readonly clearBelowK: number };
  /** Supply this much under its standard explains a low return; so many stations of an area make it one finding upstream. */
  readonly supplyLowK: number;
  readonly upstreamStations: number;
  readonly makeup: Sustain & {
    readonly factor: number;
    readonly clearFactor: number;
    readonly marginTPerH: number;
    readonly baselineMinutes: number;
    readonly learnMinutes: number;
  };
  readonly imbalance: Sustain & { readonly index: number; readonly clearIndex: number; readonly minStations: number };
  readonly stuckMinutes: number;
  readonly drift: { readonly perHours: number; readonly minHours: number; readonly offsetK: number };
}

/** A condition counts when it held in every good reading of `raiseMinutes` with at least `goodShare` of them good; likewise back. */
export interface Sustain {
  readonly raiseMinutes: number;
  readonly clearMinutes: number;
  readonly goodShare: number;
}

/**
 * The defaults. The curves are those of radiators for 60/48 C on a design day of -26 C, exponent 1.3 (EN 442), and a primary side for 120 C [eng].
 * 2 K [seed] for 2 h with 80 % good readings, back above -1 K for 1 h [eng] (DOMAIN.md, Measures); everything else [eng].
 */
export const INSIGHT_DEFAULTS: InsightConfig = {
  returnStandard: [
    [-35, 51.5],
    [-26, 48],
    [-18, 44.6],
    [-10, 41],
    [0, 36.1],
    [5, 33.3],
    [10, 30.1],
  ],
  supplyStandard: [
    [-35, 139],
    [-26, 122],
    [-18, 107],
    [-10, 90.5],
    [0, 70.3],
    [5, 59.9],
    [10, 49],
  ],
  returnLow: { belowK: 2, clearBelowK: 1, raiseMinutes: 120, clearMinutes: 60, goodShare: 0.8 },
  supplyLowK: 5,
  upstreamStations: 3,
  makeup: {
    factor: 1.5,
    clearFactor: 1.2,
    marginTPerH: 0.3,
    baselineMinutes: 1440,
    learnMinutes: 360,
    raiseMinutes: 30,
    clearMinutes: 30,
    goodShare: 0.8,
  },
  imbalance: { index: 0.3, clearIndex: 0.2, minStations: 3, raiseMinutes: 60, clearMinutes: 60, goodShare: 0.8 },
  stuckMinutes: 120,
  drift: { perHours: 24, minHours: 6, offsetK: 5 },
};

/** The curve at an outdoor temperature, C. */
export function atOutdoor(curve: OutdoorCurve, outdoorTempC: number): number {
  const next = curve.findIndex(([outdoor]) => outdoor >= outdoorTempC);
  const high = curve[next === -1 ? curve.length - 1 : next];
  const low = curve[Math.max(0, next - 1)];
  if (high === undefined || low === undefined) return Number.NaN;
  if (next <= 0) return high[1];
  return low[1] + ((high[1] - low[1]) * (outdoorTempC - low[0])) / (high[0] - low[0]);
}
