import { MEASURE_NAMES, type Measure } from '../telemetry/measures.ts';
import type { ReadMeasure } from './readings.ts';

/** Measures that never stand still at a station that works; positions and switches may. */
const MOVING: readonly Measure[] = MEASURE_NAMES.filter(
  (name) => name !== 'valvePositionPct' && name !== 'circulationPumpOn',
);

/** Finds instruments whose value has not changed at all for a time while others of their station did (INS-09). */
export function createStuckWatch(
  stations: number,
  stuckMinutes: number,
  holding: Iterable<{ readonly station: number; readonly measure: Measure }>,
) {
  const last = new Float64Array(stations * MOVING.length).fill(Number.NaN);
  const still = new Uint32Array(stations * MOVING.length);
  const slotOf = (station: number, measure: Measure): number => station * MOVING.length + MOVING.indexOf(measure);

  for (const { station, measure } of holding) still[slotOf(station, measure)] = stuckMinutes;

  return {
    /** One more minute of a station. @returns the measures that are stuck */
    update(station: number, read: ReadMeasure): readonly Measure[] {
      let isAlive = false;
      for (const [at, measure] of MOVING.entries()) {
        const slot = station * MOVING.length + at;
        const value = read(station, measure);
        // Zero is what a flow meter shows when nothing flows, and no reading is another fault.
        const before = last[slot] ?? Number.NaN;
        const isStill = value === before && value !== 0;
        if (Math.abs(value - before) > 0) isAlive = true;
        // The first reading and a bad one say nothing of a change.
        const isNews = Number.isFinite(before) && Number.isFinite(value);
        if (isNews) still[slot] = isStill ? (still[slot] ?? 0) + 1 : 0;
        if (Number.isFinite(value)) last[slot] = value;
      }
      if (!isAlive) return [];
      return MOVING.filter((_measure, at) => (still[station * MOVING.length + at] ?? 0) >= stuckMinutes);
    },
    /** Minutes without a change. */
    minutes: (station: number, measure: Measure): number => still[slotOf(station, measure)] ?? 0,
  };
}
