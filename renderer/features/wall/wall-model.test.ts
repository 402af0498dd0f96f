import { expect, it } from 'vitest';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import {
  frontOf,
  groupStations,
  isShown,
  matchesSearch,
  NO_FILTER,
  wallStations,
  worstAlarms,
  type StationState,
  type WallStation,
} from './wall-model.ts';

const station = (id: string, area: string, kind: WallStation['kind'] = 'station'): WallStation => ({
  id,
  name: id,
  area,
  kind,
});

const alarm = (stationId: string, priority: Alarm['priority'], status: Alarm['status']): Alarm => ({
  id: `${stationId}.${priority}.${status}`,
  signalId: `${stationId}.primarySupplyPressureMPa`,
  stationId,
  kind: 'low',
  priority,
  status,
  limit: 0.4,
  value: 0.3,
  occurrence: 1,
  raisedAt: 1,
});

it('puts the abnormal first within its area, the worst before the rest, and leaves the calm in order', () => {
  const states = worstAlarms([
    alarm('S3', 'medium', 'activeUnacked'),
    alarm('S4', 'high', 'activeAcked'),
    alarm('S2', 'high', 'activeUnacked'),
  ]);
  const stale: StationState = { isAcknowledged: false, isStale: true };
  const groups = groupStations(
    ['S2', 'S3', 'S4', 'S5', 'S6', 'S10'].map((id) => station(id, 'east')),
    (id) => (id === 'S6' ? stale : states.get(id)),
  );
  expect(groups[0]?.stations.map(({ id }) => id)).toEqual(['S2', 'S3', 'S4', 'S6', 'S5', 'S10']);
  expect(groups[0]?.abnormal).toBe(4);
});

it('takes the worst of a station with several alarms', () => {
  const states = worstAlarms([alarm('S1', 'low', 'activeUnacked'), alarm('S1', 'high', 'returnedUnacked')]);
  expect(states.get('S1')).toEqual({ priority: 'high', isAcknowledged: false, isStale: false });
});

it('lists stations that only the catalogue knows, by number', () => {
  const known = new Map([
    ['S10', []],
    ['S9', []],
  ]);
  expect(wallStations([], known)).toEqual([station('S9', ''), station('S10', '')]);
});

it('puts favourites in a group of their own before the areas, each station once', () => {
  const stations = ['S1', 'S2', 'S3'].map((id) => station(id, 'east'));
  const groups = groupStations(stations, () => undefined, new Set(['S2']));
  expect(groups.map(({ isFavourites, stations: members }) => [isFavourites, members.map(({ id }) => id)])).toEqual([
    [true, ['S2']],
    [false, ['S1', 'S3']],
  ]);
});

it('filters by what is wrong, by area and by kind, and searches name, number and area', () => {
  const stale: StationState = { isAcknowledged: false, isStale: true };
  const boiler = station('B1', 'west', 'peakBoiler');
  expect(isShown(boiler, undefined, NO_FILTER)).toBe(true);
  expect(isShown(boiler, undefined, { ...NO_FILTER, shown: 'abnormal' })).toBe(false);
  expect(isShown(boiler, stale, { ...NO_FILTER, shown: 'abnormal' })).toBe(true);
  expect(isShown(boiler, stale, { ...NO_FILTER, shown: 'stale', area: 'east' })).toBe(false);
  expect(isShown(boiler, stale, { ...NO_FILTER, shown: 'stale', kind: 'peakBoiler' })).toBe(true);
  expect(matchesSearch(boiler, ' WEST ')).toBe(true);
  expect(matchesSearch(boiler, 'east')).toBe(false);
});

it('brings the abnormal of all areas to the front, the worst first', () => {
  const states = worstAlarms([alarm('S1', 'low', 'activeUnacked'), alarm('S2', 'high', 'activeUnacked')]);
  const stations = [station('S1', 'a'), station('S2', 'b'), station('S3', 'b')];
  expect(frontOf(stations, (id) => states.get(id)).map(({ id }) => id)).toEqual(['S2', 'S1']);
});
