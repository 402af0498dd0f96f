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
      const values = MOVING.map((measure) => read(station, measure));
      const slot = station * MOVING.length;
      const isAlive = values.some((value, at) => Math.abs(value - (last[slot + at] ?? Number.NaN)) > 0);
      for (const [at, value] of values.entries()) {
        const before = last[slot + at] ?? Number.NaN;
        // The first reading and a bad one say nothing of a change. Zero is what a flow meter shows when nothing flows.
        if (value !== before && Number.isFinite(value) && Number.isFinite(before)) still[slot + at] = 0;
        else if (value === before && value !== 0 && isAlive) still[slot + at] = (still[slot + at] ?? 0) + 1;
        if (Number.isFinite(value)) last[slot + at] = value;
      }
      return MOVING.filter((_measure, at) => (still[slot + at] ?? 0) >= stuckMinutes);
    },
    /** Minutes without a change. */
    minutes: (station: number, measure: Measure): number => still[slotOf(station, measure)] ?? 0,
  };
}
