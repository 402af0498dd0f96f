import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM, fromLocalM, type LonLat } from '../../lib/geo.ts';
import { burstNumbers } from '../burst-settings/catalogue.ts';
import { pressureOfColumnMPa } from '../pressure-line/water.ts';
import { pointAlong, shareAlong } from './impact-place.ts';
import { localReadings, type MeasuredStation } from './impact-readings.ts';
import { complaintLayer, pressureZoneLayer } from './impact-reports.ts';
import type { BurstCandidate } from './types.ts';

const ORIGIN: LonLat = [120.38, 36.07];
const at = (eastM: number, northM = 0): LonLat => fromLocalM(ORIGIN, eastM, northM);
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

describe('place on a pipe', () => {
  const path = [at(0), at(100), at(100, 300)];

  it('IMP-15: by the share of its length', () => {
    expect(distanceM(pointAlong(path, 0.5) ?? ORIGIN, at(100, 100))).toBeLessThan(0.5);
    expect([pointAlong(path, 0), pointAlong(path, 2)]).toEqual([path[0], path[2]]);
    expect(shareAlong(path, at(100, 100))).toBeCloseTo(0.5, 3);
    expect(pointAlong([], 0.5)).toBeUndefined();
    expect([pointAlong([ORIGIN], 0.5), shareAlong([ORIGIN], ORIGIN)]).toEqual([ORIGIN, 0.5]);
    expect([pointAlong([ORIGIN, ORIGIN], 0.5), shareAlong([ORIGIN, ORIGIN], ORIGIN)]).toEqual([ORIGIN, 0.5]);
  });

  it('IMP-15: point and share are inverse to each other', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, (value) => {
        expect(shareAlong(path, pointAlong(path, value) ?? ORIGIN)).toBeCloseTo(value, 3);
      }),
      { numRuns: 100 },
    );
  });
});

describe('reports', () => {
  const candidate: BurstCandidate = {
    id: 'burst:k1',
    at: ORIGIN,
    confidence: 0.7,
    grade: 'likely',
    radiusM: 850,
    evidence: [
      { kind: 'complaints', refs: ['k1', 'k2', 'gone'], weight: 0.5, text: '' },
      { kind: 'pressureDrop', refs: ['S1', 'S2', 'S1'], weight: 0.2, text: '' },
    ],
    places: [],
    firstSeenAt: 0,
  };
  const places: Record<string, LonLat> = { k1: at(40), k2: at(-420) };

  it('IMP-13: a circle about all callers, 300 m at least', () => {
    const layer = complaintLayer(candidate, (id) => places[id], numbers);
    expect(layer).toMatchObject({
      kind: 'complaints',
      basis: 'reports',
      figures: { complaints: 3, confidence: 0.7 },
      shape: { type: 'complaints', complaintIds: ['k1', 'k2', 'gone'], at: ORIGIN },
    });
    expect(layer?.figures['radiusM']).toBeCloseTo(420, 0);
    expect(complaintLayer(candidate, () => undefined, numbers)?.figures['radiusM']).toBe(300);
    expect(complaintLayer({ ...candidate, evidence: [] }, () => undefined, numbers)).toBeUndefined();
  });

  it('IMP-14: a zone with its confidence', () => {
    expect(pressureZoneLayer(candidate, numbers)).toMatchObject({
      kind: 'pressureZone',
      figures: { radiusM: 850, stations: 2, confidence: 0.7 },
      shape: { type: 'circle', at: ORIGIN, radiusM: 850 },
    });
    expect(pressureZoneLayer({ ...candidate, evidence: [] }, numbers)).toBeUndefined();
  });
});
