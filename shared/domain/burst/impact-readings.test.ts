import { describe, expect, it } from 'vitest';
import { fromLocalM, type LonLat } from '../../lib/geo.ts';
import { burstNumbers } from '../burst-settings/catalogue.ts';
import { pressureOfColumnMPa } from '../pressure-line/water.ts';
import { localReadings, type MeasuredStation } from './impact-readings.ts';

const ORIGIN: LonLat = [120.38, 36.07];
const at = (eastM: number): LonLat => fromLocalM(ORIGIN, eastM, 0);
const numbers = burstNumbers();

describe('readings', () => {
  const station = (id: string, eastM: number, values: Omit<MeasuredStation, 'station'>): MeasuredStation => ({
    station: { id, at: at(eastM), elevationM: 20 },
    ...values,
  });
  const read = (stations: readonly MeasuredStation[], side: 'supply' | 'return' = 'supply', elevationM?: number) =>
    localReadings({ at: ORIGIN, side, elevationM }, stations, numbers);

  it('IMP-05: each from the nearest that has it, on the side of the pipe', () => {
    const stations = [
      station('far', 900, { supplyMPa: 0.5, supplyC: 110, returnMPa: 0.3, returnC: 55 }),
      station('near', 300, { supplyMPa: 0.7, supplyC: Number.NaN }),
    ];
    expect(read(stations)).toEqual({ pressureMPa: 0.7, tempC: 110, from: 'station:near', tempFrom: 'station:far' });
    expect(read(stations, 'return')).toMatchObject({ pressureMPa: 0.3, tempC: 55, from: 'station:far' });
  });

  it('IMP-05: the pressure is lower on a hill and never below nothing', () => {
    const stations = [station('S', 300, { supplyMPa: 0.7, supplyC: 100 })];
    expect(read(stations, 'supply', 10).pressureMPa).toBeCloseTo(0.7 + pressureOfColumnMPa(10, 100), 9);
    expect(read(stations, 'supply', 30).pressureMPa).toBeCloseTo(0.7 - pressureOfColumnMPa(10, 100), 9);
    expect(read(stations, 'supply', 500).pressureMPa).toBe(0);
  });

  it('IMP-05: with none within 3 km they are assumed, and it says so', () => {
    const assumed = { pressureMPa: 0.6, tempC: 100, from: 'assumed', tempFrom: 'assumed' };
    expect(read([])).toEqual(assumed);
    expect(read([station('S', 3100, { supplyMPa: 0.9, supplyC: 130 })])).toEqual(assumed);
    expect(read([], 'return')).toMatchObject({ pressureMPa: 0.35, tempC: 50 });
    expect(read([station('S', 300, { supplyC: 130 })])).toMatchObject({
      pressureMPa: 0.6,
      from: 'assumed',
      tempC: 130,
      tempFrom: 'station:S',
    });
  });
});
