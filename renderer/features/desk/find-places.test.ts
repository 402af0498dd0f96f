import { expect, it } from 'vitest';
import type { BaseFeature, Building } from '#shared/domain/network/types.ts';
import { isAlike, neighboursOf } from './neighbours.ts';
import { findPlaces } from './find-places.ts';

const building = (id: string, address: string): Building => ({
  id,
  stationId: 'S1',
  community: '泰馨华府',
  name: '7号楼',
  address,
  at: [126.6, 45.7],
  households: 40,
  heatedAreaM2: 4000,
  construction: 'masonry',
});
const street: BaseFeature = {
  id: 'st1',
  kind: 'street',
  name: '松江大街',
  geometry: {
    type: 'LineString',
    coordinates: [
      [126.1, 45],
      [126.2, 45],
      [126.3, 45],
    ],
  },
};

it('finds buildings by address or community, and streets for a leak outdoors', () => {
  const buildings = [building('B1', '上海道203号'), building('B2', '北上海道1号')];
  expect(findPlaces(buildings, [street], '上海道', 9).map(({ key }) => key)).toEqual(['B1', 'B2']);
  expect(findPlaces(buildings, [street], '泰馨 203', 9).map(({ key }) => key)).toEqual(['B1']);
  expect(findPlaces(buildings, [street], '松江', 9)).toEqual([
    { key: 'st1', at: [126.2, 45], address: '松江大街', hint: '' },
  ]);
  expect(findPlaces(buildings, [street], ' ', 9)).toEqual([]);
});

it('takes water with water and cold with cold', () => {
  expect(isAlike('burst', 'leak')).toBe(true);
  expect(isAlike('notHot', 'suddenCold')).toBe(true);
  expect(isAlike('leak', 'notHot')).toBe(false);
});

it('counts complaints of the last day within 300 m as near', () => {
  const complaint = (id: string, lon: number, reportedAt: number) =>
    ({ id, place: { at: [lon, 45.7] }, reportedAt }) as never;
  const day = 24 * 60 * 60_000;
  const near = neighboursOf(
    [126.6, 45.7],
    [complaint('a', 126.602, day), complaint('far', 126.61, day), complaint('old', 126.6, -1)],
    new Set(),
    day,
  );
  expect(near.map(({ complaint: { id } }) => id)).toEqual(['a']);
});
