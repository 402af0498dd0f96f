import { expect, it } from 'vitest';
import type { Station } from '../network/types.ts';
import { pressureLine, type Measured, type StationReadings } from './line.ts';
import { normalOf } from './normal.ts';
import type { Route } from './route.ts';
import { boilingGaugeMPa, columnM, pressureOfColumnMPa, waterDensity } from './water.ts';

const live = (value: number): Measured => ({ value, state: 'live' });
const station = (id: string, elevationM: number): Station => ({
  id,
  kind: id === 'SRC' ? 'source' : 'station',
  name: id,
  area: 'A',
  at: [126.6, 45.75],
  elevationM,
  supplyNode: `${id}s`,
  returnNode: `${id}r`,
});
const SRC = station('SRC', 120);
const [A, B] = [station('A', 125), station('B', 118)];
const route: Route = {
  station: B,
  source: SRC,
  lengthM: 2000,
  nodes: [
    { nodeId: 'SRCs', distanceM: 0, elevationM: 120 },
    { nodeId: 'hill', distanceM: 500, elevationM: 140 },
    { nodeId: 'As', distanceM: 1000, elevationM: 125 },
    { nodeId: 'Bs', distanceM: 2000, elevationM: 118 },
  ],
  stations: [
    { station: SRC, distanceM: 0, branchM: 0 },
    { station: A, distanceM: 1000, branchM: 0 },
    { station: B, distanceM: 2000, branchM: 0 },
  ],
  unknownValves: [],
  returnLengthM: 2000,
};
const good: Record<string, StationReadings> = {
  SRC: { supplyMPa: live(0.9), returnMPa: live(0.3), supplyTempC: live(110), returnTempC: live(55) },
  A: { supplyMPa: live(0.75), returnMPa: live(0.35), supplyTempC: live(109), returnTempC: live(54) },
  B: { supplyMPa: live(0.7), returnMPa: live(0.45), supplyTempC: live(108), returnTempC: live(53) },
};
const lineOf = (change: Record<string, Partial<StationReadings>> = {}) =>
  pressureLine(route, (id) => ({ ...(good[id] as StationReadings), ...change[id] }));

it('PRL-01: has the density of water as the tables give it', () => {
  expect(waterDensity(20)).toBeCloseTo(998.2, 1);
  expect(waterDensity(80)).toBeCloseTo(971.8, 1);
  expect(waterDensity(120)).toBeCloseTo(943.1, 0);
});

it('PRL-01: a head is the ground and the column that stands on the pressure', () => {
  const point = lineOf().supply[1];
  expect(point?.headM).toBeCloseTo(125 + 750_000 / (waterDensity(109) * 9.80665), 6);
  expect(pressureOfColumnMPa(columnM(0.75, 109), 109)).toBeCloseTo(0.75, 12);
});

it('PRL-07: boils at the pressures of IAPWS-IF97', () => {
  // Check values of the release, table 35: 300, 500 and 600 K.
  expect(boilingGaugeMPa(300 - 273.15) + 0.101325).toBeCloseTo(0.00353658941, 8);
  expect(boilingGaugeMPa(500 - 273.15) + 0.101325).toBeCloseTo(2.63889776, 6);
  expect(boilingGaugeMPa(600 - 273.15) + 0.101325).toBeCloseTo(12.3443146, 5);
  expect(boilingGaugeMPa(99.974)).toBeCloseTo(0, 4);
});

it('PRL-07: finds the least margin over boiling, also on ground between two stations', () => {
  const { margin, supplyTempC } = lineOf();
  expect(supplyTempC).toBe(110);
  expect(margin?.distanceM).toBe(500);
  const halfway = (120 + columnM(0.9, 110) + 125 + columnM(0.75, 109)) / 2;
  expect(margin?.metres).toBeCloseTo(halfway - 140 - columnM(boilingGaugeMPa(110) + 0.03, 110), 6);
});

it('PRL-07: a point under its boiling pressure and reserve is told', () => {
  expect(lineOf({ A: { supplyMPa: live(0.06) } }).supply[1]?.breach).toBe('boiling');
  expect(lineOf().supply.every(({ breach }) => breach === undefined)).toBe(true);
});

it('PRL-08: has no line before the first and after the last measured point', () => {
  const { profile, supplyStretches } = lineOf({ B: { supplyMPa: undefined } });
  expect(supplyStretches.map(({ from, to }) => [from.at.station.id, to.at.station.id])).toEqual([['SRC', 'A']]);
  expect(profile.map(({ supplyHeadM }) => supplyHeadM !== undefined)).toEqual([true, true, true, false]);
});

it('PRL-08: goes through the shortest of the branches that leave at one place', () => {
  const C = station('C', 125);
  const [first, second, last] = route.stations as [Route['stations'][0], Route['stations'][0], Route['stations'][0]];
  const stations = [first, second, { station: C, distanceM: 1000, branchM: 300 }, last];
  const line = pressureLine({ ...route, stations }, (id) => good[id === 'C' ? 'A' : id] as StationReadings);
  expect(line.supply).toHaveLength(4);
  expect(line.supplyStretches.map(({ from, to }) => [from.at.station.id, to.at.station.id])).toEqual([
    ['SRC', 'A'],
    ['A', 'B'],
  ]);
});

it('PRL-09: draws a stale point stale, with the line to it, and leaves a bad one out', () => {
  const stale = lineOf({ A: { supplyMPa: { value: 0.75, state: 'stale' } } });
  expect(stale.supply[1]).toMatchObject({ state: 'stale', pressureMPa: 0.75 });
  expect(stale.supplyStretches.map(({ isStale }) => isStale)).toEqual([true, true]);
  const bad = lineOf({ A: { supplyMPa: { value: 0.2, state: 'bad' } } });
  expect(bad.supply[1]?.headM).toBeNaN();
  expect(bad.supplyStretches.map(({ from, to }) => [from.at.station.id, to.at.station.id])).toEqual([['SRC', 'B']]);
});

it('PRL-10: takes the temperature of the source, then 80 C, where none is measured', () => {
  const none = { supplyTempC: undefined };
  expect(lineOf({ A: none }).supply[1]?.tempC).toBe(110);
  expect(lineOf({ A: none, SRC: none }).supply[1]?.tempC).toBe(80);
});

it('PRL-11: the static line stands on the return of the source, and what it needs on the highest ground', () => {
  const line = lineOf();
  expect(line.staticHeadM).toBeCloseTo(120 + columnM(0.3, 55), 6);
  expect(line.staticNeededM).toBeCloseTo(140 + columnM(boilingGaugeMPa(110) + 0.03, 110), 6);
  expect(lineOf({ SRC: { returnMPa: { value: 0.3, state: 'bad' } } }).staticHeadM).toBeUndefined();
});

it('PRL-12: tells too much pressure, and too little on the return', () => {
  const line = lineOf({ A: { supplyMPa: live(1.61) }, B: { returnMPa: live(0.04) } });
  expect(line.supply[1]?.breach).toBe('over');
  expect(line.back[2]?.breach).toBe('low');
});

it('PRL-13: normal is the mean of the same hour on other days', () => {
  const hour = 3_600_000;
  const day = 24 * hour;
  const now = 20_000 * day + 9 * hour + 1_800_000;
  const at = [now - 2 * day, now - day, now - day + 60_000, now - 5 * hour, now];
  expect(normalOf({ at, mean: [0.6, 0.7, 0.8, 9, 9] }, now)).toBeCloseTo((0.6 + 0.75) / 2, 9);
  expect(normalOf({ at: at.slice(1), mean: [0.7, 0.8, 9, 9] }, now)).toBeUndefined();
  expect(normalOf({ at, mean: [null, 0.7, 0.8, 9, 9] }, now)).toBeUndefined();
});
