import type { Readings, StationReading } from './analysis.ts';

type Quantity = Exclude<keyof StationReading, 'stationId'>;
const QUANTITIES: readonly Quantity[] = ['supplyMPa', 'returnMPa', 'supplyC', 'returnC', 'flowTPerH', 'makeupTPerH'];

/** Each station's means over several readings, of what was read at all; as new as the newest. `list` is not empty. */
export function meanReadings(list: readonly Readings[]): Readings {
  const sums = new Map<string, { readonly [Key in Quantity]?: { sum: number; count: number } }>();
  for (const { rows } of list) {
    for (const row of rows) {
      const station: { [Key in Quantity]?: { sum: number; count: number } } = sums.get(row.stationId) ?? {};
      sums.set(row.stationId, station);
      for (const quantity of QUANTITIES) {
        const value = row[quantity];
        if (value === undefined) continue;
        const so = (station[quantity] ??= { sum: 0, count: 0 });
        so.sum += value;
        so.count += 1;
      }
    }
  }
  const rows = [...sums].map(([stationId, station]) => {
    const row: { stationId: string } & { -readonly [Key in Quantity]?: number } = { stationId };
    for (const quantity of QUANTITIES) {
      const so = station[quantity];
      if (so !== undefined) row[quantity] = so.sum / so.count;
    }
    return row;
  });
  return { at: Math.max(...list.map(({ at }) => at)), rows };
}
