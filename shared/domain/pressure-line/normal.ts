const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** [eng] Under this many days there is no normal (PRL-13). */
const DAYS_MIN = 2;

/** Days that normal is made of (PRL-13). */
export const NORMAL_DAYS = 7;

/**
 * Mean of the values recorded in the same hour of day as `nowMs` before today (PRL-13), in the unit of the values. Undefined where fewer than two days
 * have a value in that hour. The hour is that of UTC, which is the same hour of every day where clocks are not changed in the heating season.
 */
export function normalOf(
  curve: { readonly at: readonly number[]; readonly mean: readonly (number | null)[] },
  nowMs: number,
): number | undefined {
  const hour = Math.floor((nowMs % DAY_MS) / HOUR_MS);
  const byDay = new Map<number, { sum: number; count: number }>();
  for (const [k, at] of curve.at.entries()) {
    const value = curve.mean[k];
    if (value === null || value === undefined || at > nowMs - HOUR_MS) continue;
    if (Math.floor((at % DAY_MS) / HOUR_MS) !== hour) continue;
    const day = byDay.get(Math.floor(at / DAY_MS)) ?? { sum: 0, count: 0 };
    day.sum += value;
    day.count += 1;
    byDay.set(Math.floor(at / DAY_MS), day);
  }
  if (byDay.size < DAYS_MIN) return undefined;
  const means = [...byDay.values()].map(({ sum, count }) => sum / count);
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
}
