import type { InsightConfig } from './config.ts';
import type { ReadMeasure } from './readings.ts';

const HOUR = 60;

/**
 * Finds supply thermometers that move away from those of their branch (INS-10): hourly means of the difference to the median of the branch, the newest against the oldest
 * within a day. The plant's own changes move all of them and cancel out.
 */
export function createDriftWatch(stations: number, config: InsightConfig['drift'], holding: Iterable<number>) {
  const hours = config.perHours + 1;
  const means = new Float64Array(stations * hours).fill(Number.NaN);
  const sums = new Float64Array(stations);
  const counts = new Uint16Array(stations);
  const offsets = new Float64Array(stations);
  for (const station of holding) offsets[station] = 2 * config.offsetK;

  /** How far a station has moved since its oldest hour, K; what was known before while there are too few hours. */
  function offsetOf(station: number, hour: number): number {
    const newest = means[station * hours + (hour % hours)] ?? Number.NaN;
    for (let back = config.perHours; back >= config.minHours; back -= 1) {
      const oldest = hour >= back ? means[station * hours + ((hour - back) % hours)] : Number.NaN;
      if (oldest !== undefined && Number.isFinite(oldest))
        return Number.isFinite(newest) ? newest - oldest : (offsets[station] ?? 0);
    }
    return offsets[station] ?? 0;
  }

  return {
    /** One more minute of a branch. @returns the stations whose thermometer drifts, with how far */
    update(
      members: readonly number[],
      minute: number,
      read: ReadMeasure,
    ): readonly { readonly station: number; readonly offsetK: number }[] {
      const values = members.map((index) => read(index, 'primarySupplyTempC'));
      const known = values.filter(Number.isFinite).sort((a, b) => a - b);
      const median = known[Math.floor(known.length / 2)] ?? Number.NaN;
      const hour = Math.floor(minute / HOUR);
      const ends = minute % HOUR === HOUR - 1;
      return members.flatMap((station, at) => {
        const value = values[at] ?? Number.NaN;
        if (Number.isFinite(value) && known.length >= 3) {
          sums[station] = (sums[station] ?? 0) + value - median;
          counts[station] = (counts[station] ?? 0) + 1;
        }
        if (ends) {
          const count = counts[station] ?? 0;
          means[station * hours + (hour % hours)] = count >= HOUR / 2 ? (sums[station] ?? 0) / count : Number.NaN;
          sums[station] = 0;
          counts[station] = 0;
          offsets[station] = offsetOf(station, hour);
        }
        const offsetK = offsets[station] ?? 0;
        return Math.abs(offsetK) > config.offsetK ? [{ station, offsetK }] : [];
      });
    },
  };
}
