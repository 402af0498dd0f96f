import { distanceM, type LonLat } from '../../lib/geo.ts';
import type { BurstNumbers } from '../burst-settings/catalogue.ts';
import type { Side, Station } from '../network/types.ts';
import { pressureOfColumnMPa } from '../pressure-line/water.ts';
import type { LocalReadings } from './impact-types.ts';

/** A station with its good and fresh primary-side values; undefined where there is none. */
export interface MeasuredStation {
  readonly station: Pick<Station, 'id' | 'at' | 'elevationM'>;
  readonly supplyMPa?: number | undefined;
  readonly returnMPa?: number | undefined;
  readonly supplyC?: number | undefined;
  readonly returnC?: number | undefined;
}

/**
 * Pressure and temperature in a pipe of `side` at a place (IMP-05): each from the nearest station within `leak.readingWithinM` that measures it on that side, the
 * pressure corrected by the column of water between the two heights; where there is none, the assumed value, named as such. Without `elevationM` the place is taken
 * to lie as high as the station.
 */
export function localReadings(
  place: { readonly at: LonLat; readonly side: Side; readonly elevationM?: number | undefined },
  stations: Iterable<MeasuredStation>,
  numbers: BurstNumbers,
): LocalReadings {
  const isSupply = place.side === 'supply';
  const near = [...stations]
    .map((row) => ({ row, m: distanceM(place.at, row.station.at) }))
    .filter(({ m }) => m <= numbers['leak.readingWithinM'])
    .sort((a, b) => a.m - b.m || (a.row.station.id < b.row.station.id ? -1 : 1));
  const nearest = (read: (row: MeasuredStation) => number | undefined) => {
    for (const { row } of near) {
      const value = read(row);
      if (value !== undefined && Number.isFinite(value)) return { value, station: row.station };
    }
    return undefined;
  };
  const temp = nearest((row) => (isSupply ? row.supplyC : row.returnC));
  const tempC = temp?.value ?? numbers[isSupply ? 'leak.assumedSupplyC' : 'leak.assumedReturnC'];
  const pressure = nearest((row) => (isSupply ? row.supplyMPa : row.returnMPa));
  const tempFrom = temp === undefined ? 'assumed' : `station:${temp.station.id}`;
  if (pressure === undefined) {
    const pressureMPa = numbers[isSupply ? 'leak.assumedSupplyMPa' : 'leak.assumedReturnMPa'];
    return { pressureMPa, tempC, from: 'assumed', tempFrom };
  }
  const { value, station } = pressure;
  const downM = place.elevationM === undefined ? 0 : station.elevationM - place.elevationM;
  const pressureMPa = Math.max(0, value + pressureOfColumnMPa(downM, tempC));
  return { pressureMPa, tempC, from: `station:${station.id}`, tempFrom };
}
