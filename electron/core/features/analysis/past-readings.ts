import { QUALITY, signalIdOf } from '#shared/domain/telemetry/measures.ts';
import type { Readings, StationReading } from '../../analysis/analysis.ts';
import { MEASURE_OF, QUANTITIES } from '../../analysis/live-readings.ts';
import type { Historian } from '../../historian/historian.ts';

/** Signals asked for at a time: the screens ask the same thread. */
const AT_ONCE = 40;

type Row = { -readonly [Key in keyof StationReading]: StationReading[Key] };

/**
 * What was measured on the primary side between two times (UTC ms), out of the history: a reading of all stations every `stepMs`, each with the newest good
 * value of its step, oldest first. Signals that were never recorded are left out.
 */
export async function pastReadings(
  recorded: Historian['recorded'],
  stationIds: readonly string[],
  [from, to]: readonly [number, number],
  stepMs: number,
): Promise<readonly Readings[]> {
  const steps = new Map<number, Map<string, Row>>();
  const signals = stationIds.flatMap((stationId) => QUANTITIES.map((quantity) => ({ stationId, quantity })));

  async function take({ stationId, quantity }: (typeof signals)[number]): Promise<void> {
    const { at, values, qualities } = await recorded(signalIdOf(stationId, MEASURE_OF[quantity]), from, to);
    for (let k = 0; k < at.length; k += 1) {
      const value = values[k] as number;
      if (qualities[k] !== QUALITY.good || !Number.isFinite(value)) continue;
      const step = Math.floor((at[k] as number) / stepMs);
      const rows = steps.get(step) ?? new Map<string, Row>();
      const row: Row = rows.get(stationId) ?? { stationId };
      row[quantity] = value;
      steps.set(step, rows.set(stationId, row));
    }
  }

  for (let k = 0; k < signals.length; k += AT_ONCE) {
    await Promise.allSettled(signals.slice(k, k + AT_ONCE).map(take));
  }
  return [...steps].sort(([a], [b]) => a - b).map(([step, rows]) => ({ at: step * stepMs, rows: [...rows.values()] }));
}
