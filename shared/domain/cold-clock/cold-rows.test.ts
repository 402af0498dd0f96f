import { describe, expect, it } from 'vitest';
import { burstNumbers } from '../burst-settings/catalogue.ts';
import type { Building } from '../network/types.ts';
import type { Forecast } from '../weather/forecast.ts';
import { coldBandTotals, coldRows, type ColdInput } from './cold-rows.ts';
import { outdoorCourse, type OutdoorCourse } from './outdoor-course.ts';
import { roomReports } from './room-reports.ts';

const T0 = Date.UTC(2026, 0, 12);
const HOUR = 3_600_000;
const numbers = burstNumbers();
const FROST: OutdoorCourse = {
  points: [{ at: T0, outdoorTempC: -10 }],
  basis: 'forecast',
  knownUntil: T0,
  source: 'x',
};

const building = (id: string, changes: Partial<Building> = {}): Building => ({
  id,
  stationId: 'S1',
  community: 'c',
  name: id,
  address: 'a',
  at: [120, 36],
  households: 100,
  heatedAreaM2: 8000,
  construction: 'masonry',
  ...changes,
});
const rows = (buildings: readonly Building[], changes: Partial<ColdInput> = {}) =>
  coldRows({ buildings, lostStationIds: ['S1'], sinceMs: T0, nowMs: T0, outdoor: FROST, numbers, ...changes });
const hours = (at: number | undefined) => ((at ?? Number.NaN) - T0) / HOUR;

describe('rows', () => {
  it('CLD-06: 20 C at the loss, 48 h masonry, 24 h light', () => {
    const [light, masonry] = rows([building('m'), building('l', { construction: 'light' })]);
    expect(light).toMatchObject({ buildingId: 'l', tauH: 24, startC: 20, isMeasured: false, nowC: 20 });
    expect(hours(masonry?.secondAt)).toBeCloseTo(48 * Math.log(30 / 26), 5);
    expect(hours(light?.secondAt)).toBeCloseTo(24 * Math.log(30 / 26), 5);
    expect(hours(masonry?.firstAt)).toBeCloseTo(3.31, 2);
    expect(hours(masonry?.thirdAt)).toBeCloseTo(33.27, 2);
    const later = rows([building('m')], { nowMs: T0 + 6.87 * HOUR })[0];
    expect(later?.nowC).toBeCloseTo(16, 2);
  });

  it('CLD-07: sensitive ones first, then the soonest, then the larger; others are not listed', () => {
    const listed = rows(
      [
        building('a'),
        building('big', { households: 300 }),
        building('light', { construction: 'light' }),
        building('school', { sensitive: 'school' }),
        building('home', { sensitive: 'careHome' }),
        building('hospital', { sensitive: 'hospital' }),
        building('lightHospital', { sensitive: 'hospital', construction: 'light' }),
        building('heated', { stationId: 'S2' }),
      ],
      { lostStationIds: ['S1', 'S3'] },
    );
    expect(listed.map((row) => row.buildingId)).toEqual([
      'lightHospital',
      'hospital',
      'home',
      'school',
      'light',
      'big',
      'a',
    ]);
  });

  it('CLD-08: bands count from now, and never is a band of its own', () => {
    const bandAt = (nowHour: number) => rows([building('m')], { nowMs: T0 + nowHour * HOUR })[0]?.band;
    // 16 C after 6.87 h.
    expect([-20, -10, -3, 0, 3, 8].map(bandAt)).toEqual([
      'later',
      'under24h',
      'under12h',
      'under8h',
      'under4h',
      'under4h',
    ]);
    const mild = { ...FROST, points: [{ at: T0, outdoorTempC: 16 }] };
    const all = [building('m'), building('n', { households: 7 })];
    const never = rows(all, { outdoor: mild });
    expect(never[0]).toMatchObject({ band: 'never', secondAt: undefined });
    expect(never[0]?.firstAt).toBeDefined();
    expect(coldBandTotals(never)).toMatchObject({
      never: { buildings: 2, households: 107 },
      under4h: { buildings: 0, households: 0 },
    });
  });
});

describe('room temperatures from complaints', () => {
  const report = (buildingId: string | undefined, roomTempC: number | undefined, hour: number) => ({
    buildingId,
    roomTempC,
    reportedAt: T0 + hour * HOUR,
  });

  it('CLD-05: the newest of a building counts, not one from before yesterday', () => {
    const found = roomReports(
      [report('m', 17, -2), report('m', 15, 1), report('m', 18, -5), report('n', 12, -25), report('o', 17, -24)],
      T0,
      numbers,
    );
    expect(Object.fromEntries(found)).toEqual({
      m: { tempC: 15, at: T0 + HOUR },
      o: { tempC: 17, at: T0 - 24 * HOUR },
    });
    expect(roomReports([report(undefined, 12, 0), report('m', undefined, 0)], T0, numbers).size).toBe(0);
  });

  it('CLD-05: starts the clock at the loss, or at the report where that came later', () => {
    const rooms = new Map([
      ['before', { tempC: 18.5, at: T0 - HOUR }],
      ['after', { tempC: 17, at: T0 + 2 * HOUR }],
      ['cold', { tempC: 15, at: T0 + 2 * HOUR }],
    ]);
    const listed = rows([building('before'), building('after'), building('cold')], { rooms, nowMs: T0 + 3 * HOUR });
    const of = (id: string) => listed.find((row) => row.buildingId === id);
    expect(of('before')).toMatchObject({ isMeasured: true, startC: 18.5 });
    expect(hours(of('before')?.secondAt)).toBeCloseTo(48 * Math.log(28.5 / 26), 5);
    expect(hours(of('after')?.secondAt)).toBeCloseTo(2 + 48 * Math.log(27 / 26), 5);
    expect(hours(of('cold')?.secondAt)).toBe(2);
    expect(of('cold')?.band).toBe('under4h');
  });
});

describe('what is known of the outdoor temperature', () => {
  const weather = { outdoorTempC: -7, observedAt: T0, source: 'roof' };
  const forecast = (...pointHours: readonly number[]): Forecast => ({
    id: 'current',
    issuedAt: T0,
    source: 'service',
    points: pointHours.map((hour) => ({ at: T0 + hour * HOUR, outdoorTempC: -10 - hour })),
  });

  it('CLD-03: the forecast is taken in the order of time, of two points at one time the later one given', () => {
    const course = outdoorCourse(forecast(6, 0, 3, 3), weather, T0);
    expect(course?.points.map((point) => point.outdoorTempC)).toEqual([-10, -13, -16]);
    expect(course).toMatchObject({ basis: 'forecast', knownUntil: T0 + 6 * HOUR, source: 'service' });
  });

  it('CLD-04: the last observation stands in, and says so', () => {
    const observed = {
      basis: 'lastObservation',
      knownUntil: T0,
      source: 'roof',
      points: [{ at: T0, outdoorTempC: -7 }],
    };
    expect(outdoorCourse(undefined, weather, T0)).toEqual(observed);
    expect(outdoorCourse(forecast(0, 6), weather, T0 + 6 * HOUR)).toEqual(observed);
    expect(outdoorCourse(forecast(), weather, T0)).toEqual(observed);
    expect(outdoorCourse(forecast(0, 6), undefined, T0 + 7 * HOUR)?.basis).toBe('forecast');
    expect(outdoorCourse(forecast(), undefined, T0)).toBeUndefined();
    expect(outdoorCourse(undefined, undefined, T0)).toBeUndefined();
  });
});
