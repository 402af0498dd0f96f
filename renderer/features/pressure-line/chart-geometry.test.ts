import { expect, it } from 'vitest';
import { pressureLine, type StationReadings } from '#shared/domain/pressure-line/line.ts';
import type { Route } from '#shared/domain/pressure-line/route.ts';
import type { Station } from '#shared/domain/network/types.ts';
import { chartOf, marksOf } from './chart-geometry.ts';

const station = (id: string, elevationM = 120): Station => ({
  id,
  kind: id === 'SRC' ? 'source' : 'station',
  name: `name ${id}`,
  area: 'A',
  at: [126.6, 45.75],
  elevationM,
  supplyNode: `${id}s`,
  returnNode: `${id}r`,
});
const places = [0, 400, 410, 420, 1000];
const stations = places.map((distanceM, k) => ({
  station: station(k === 0 ? 'SRC' : `S${String(k)}`),
  distanceM,
  branchM: 0,
}));
const route: Route = {
  station: stations[4]?.station as Station,
  source: stations[0]?.station as Station,
  lengthM: 1000,
  nodes: places.map((distanceM) => ({ nodeId: String(distanceM), distanceM, elevationM: 120 })),
  stations,
  unknownValves: [],
  returnLengthM: 1000,
};
const live = (value: number) => ({ value, state: 'live' as const });
const readings: StationReadings = {
  supplyMPa: live(0.8),
  returnMPa: live(0.3),
  supplyTempC: live(90),
  returnTempC: live(50),
};
const size = { width: 1000, height: 400, scale: 1 };

it('puts supply over return, return over the ground, and all of it into the box', () => {
  const chart = chartOf(
    pressureLine(route, () => readings),
    undefined,
    size,
  );
  const [supply, back] = [chart.points[0], chart.points[5]];
  expect(chart.points).toHaveLength(10);
  expect(supply?.y).toBeLessThan(back?.y ?? 0);
  for (const { x, y } of chart.points) {
    expect(x).toBeGreaterThanOrEqual(chart.box.left);
    expect(x).toBeLessThanOrEqual(chart.box.left + chart.box.width);
    expect(y).toBeGreaterThanOrEqual(chart.box.top);
    expect(y).toBeLessThanOrEqual(chart.box.top + chart.box.height);
  }
});

it('draws nothing for a bad point', () => {
  const line = pressureLine(route, (id) => (id === 'S2' ? { ...readings, supplyMPa: undefined } : readings));
  const chart = chartOf(line, undefined, size);
  expect(chart.points).toHaveLength(9);
  expect(chart.supply).toHaveLength(3);
});

it('names source and last station, and others only where there is room', () => {
  const { names } = chartOf(
    pressureLine(route, () => readings),
    undefined,
    size,
  );
  expect(names.map(({ text }) => text)).toEqual(['name SRC', 'name S1', 'name S4']);
});

it('finds the station under a pixel', () => {
  const chart = chartOf(
    pressureLine(route, () => readings),
    undefined,
    size,
  );
  expect(chart.stationAt(chart.xOf(0))).toBe(0);
  expect(chart.stationAt(chart.xOf(900))).toBe(4);
});

it('draws normal through the stations that have one', () => {
  const normal = { supply: [200, Number.NaN, 195, Number.NaN, 190], back: places.map(() => Number.NaN) };
  const chart = chartOf(
    pressureLine(route, () => readings),
    normal,
    size,
  );
  expect(chart.normalSupply.match(/[ML]/g)).toHaveLength(3);
  expect(chart.normalReturn).toBe('');
});

it('marks an axis in round steps', () => {
  expect(marksOf(0, 4.2, 5)).toEqual([0, 1, 2, 3, 4]);
  expect(marksOf(117, 213, 5)).toEqual([120, 140, 160, 180, 200]);
});
