import { expect, it } from 'vitest';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Crew } from '#shared/domain/crew/types.ts';
import type { Network } from '#shared/domain/network/types.ts';
import { complaintMarks, crewMarks, stationMarks } from './map-marks.ts';
import { middleOf, parsePlace, placeId } from './place-id.ts';

const crew: Crew = {
  id: 'K1',
  name: '抢修一队',
  leader: '杨文',
  phone: '1',
  members: 4,
  skills: [],
  base: [126.6, 45.7],
  onShift: true,
};
const station = { id: 'S1', kind: 'station', name: '锦绣站', area: '双泉区', at: [126.6, 45.7] } as const;
const words = {
  age: (ms: number) => `${String(ms / 1000)}s`,
  unknown: '?',
  group: (n: number) => `${String(n)} crews`,
};

it('stands crews of one depot beside one another, and a crew elsewhere by itself', () => {
  const away = { ...crew, id: 'K3', base: [126.61, 45.7] as const };
  const marks = crewMarks([crew, { ...crew, id: 'K2', name: '抢修二队' }, away], new Map(), 0, words);
  expect(marks.map(({ slot }) => slot)).toEqual([0, 1, 0]);
  expect(marks.map(({ label }) => label)).toEqual(['抢修一队 · ?\n抢修二队 · ?', '', '抢修一队 · ?']);
  expect(marks.map(({ group }) => group)).toEqual(['2 crews', undefined, undefined]);
});

it('shows a crew where it was last seen, with that age, and marks a position of more than 10 min old', () => {
  const at = [126.61, 45.71] as const;
  const [fresh] = crewMarks(
    [crew],
    new Map([['K1', { crewId: 'K1', at, headingDeg: 90, positionAt: 0 }]]),
    25_000,
    words,
  );
  expect(fresh).toMatchObject({ at, headingDeg: 90, label: '抢修一队 · 20s', isOld: false });
  const [old] = crewMarks([crew], new Map([['K1', { crewId: 'K1', at, positionAt: 0 }]]), 601_000, words);
  expect(old?.isOld).toBe(true);
  expect(crewMarks([crew], new Map(), 0, words)[0]).toMatchObject({
    at: crew.base,
    isOld: true,
    label: '抢修一队 · ?',
  });
});

it('carries the worst alarm and staleness of each station', () => {
  const worst = new Map([['S1', { priority: 'medium', isAcknowledged: true, isStale: false }]] as const);
  const stations = [station, { ...station, id: 'S2' }] as unknown as Network['stations'];
  expect(
    stationMarks(stations, worst, new Set(['S2'])).map(({ priority, isAcknowledged, isStale }) => [
      priority,
      isAcknowledged,
      isStale,
    ]),
  ).toEqual([
    ['medium', true, false],
    [undefined, false, true],
  ]);
});

it('leaves closed complaints out and tells ordered ones apart', () => {
  const complaint = (id: string, status: Complaint['status']) =>
    ({ id, status, place: { at: [126, 45] }, category: 'leak', urgent: true }) as unknown as Complaint;
  const marks = complaintMarks([complaint('a', 'open'), complaint('b', 'ordered'), complaint('c', 'closed')]);
  expect(marks.map(({ id, isOrdered }) => [id, isOrdered])).toEqual([
    ['a', false],
    ['b', true],
  ]);
});

it('reads back the place that it wrote, and nothing else', () => {
  expect(parsePlace(placeId([126.6012345, -45.75]))).toEqual([126.601235, -45.75]);
  expect(parsePlace('126.6，45.7')).toEqual([126.6, 45.7]);
  expect(['', 'S012', '126.6', '200,10', '10,95', '1,2,3'].map(parsePlace)).toEqual(Array(6).fill(undefined));
  expect(
    middleOf([
      [0, 0],
      [2, 4],
    ]),
  ).toEqual([1, 2]);
  expect(middleOf([])).toBeUndefined();
});
