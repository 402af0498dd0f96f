/** Warmest at three in the afternoon, Harbin time (UTC+8). */
const WARMEST_HOUR_UTC = 7;
const DAILY_SWING_K = 1.5;

/** The outdoor temperature in C over time: a daily swing, until a scenario takes it over with a ramp. */
export class Outdoor {
  #baseC: number;
  #ramp: { readonly fromC: number; readonly toC: number; readonly startMs: number; readonly rampS: number } | undefined;

  constructor(baseC: number) {
    this.#baseC = baseC;
  }

  at(atMs: number): number {
    if (this.#ramp) {
      const { fromC, toC, startMs, rampS } = this.#ramp;
      const share = rampS <= 0 ? 1 : Math.min(1, Math.max(0, (atMs - startMs) / (rampS * 1000)));
      return fromC + (toC - fromC) * share;
    }
    const hour = (atMs / 3_600_000) % 24;
    return this.#baseC + DAILY_SWING_K * Math.cos(((hour - WARMEST_HOUR_UTC) / 24) * 2 * Math.PI);
  }

  rampTo(toC: number, rampS: number, startMs: number): void {
    this.#ramp = { fromC: this.at(startMs), toC, startMs, rampS };
  }
}
