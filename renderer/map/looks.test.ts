import { expect, it } from 'vitest';
import {
  complaintLook,
  crewLook,
  pipeWidth,
  sensitiveLook,
  sideSign,
  stationLook,
  valveLook,
  type Look,
} from './looks.ts';

const station = { id: 'S', at: [0, 0], name: '', kind: 'station', isAcknowledged: false, isStale: false } as const;

it('gives alarms their shape and colour, hollow once acknowledged, and nothing else that colour', () => {
  const shapes = (['high', 'medium', 'low'] as const).map((priority) => stationLook({ ...station, priority }));
  expect(shapes.map(({ shape, fill }) => [shape, fill])).toEqual([
    ['triangle', 'high'],
    ['diamond', 'medium'],
    ['circle', 'low'],
  ]);
  expect(stationLook({ ...station, priority: 'high', isAcknowledged: true })).toMatchObject({
    shape: 'triangle',
    stroke: 'high',
    fill: 'ground',
  });
  const calm: readonly Look[] = [
    stationLook(station),
    stationLook({ ...station, isStale: true }),
    ...(['open', 'closed', 'unknown'] as const).map((state) => valveLook({ state, condition: 'operable' })),
    complaintLook({ id: '', at: [0, 0], category: 'burst', urgent: true, isOrdered: false }),
    crewLook({ isOld: false, headingDeg: 90 }),
  ];
  const alarmColours = ['high', 'medium', 'low'];
  expect(calm.filter(({ stroke, fill }) => alarmColours.includes(stroke) || alarmColours.includes(fill ?? ''))).toEqual(
    [],
  );
});

it('hatches what is not live', () => {
  expect(stationLook({ ...station, isStale: true }).hatched).toBe(true);
  expect(stationLook({ ...station, isStale: true, priority: 'low' }).hatched).toBe(true);
  expect(stationLook({ ...station, priority: 'low' }).hatched).toBe(false);
  expect(crewLook({ isOld: true }).hatched).toBe(true);
});

it('tells the states of a valve apart by shape or filling, stuck before all', () => {
  const looks = [
    valveLook({ state: 'open', condition: 'operable' }),
    valveLook({ state: 'closed', condition: 'operable' }),
    valveLook({ state: 'unknown', condition: 'operable' }),
    valveLook({ state: 'open', condition: 'stuck' }),
    valveLook({ state: 'closed', condition: 'stuck' }),
  ].map(({ shape, fill }) => `${shape} ${String(fill)}`);
  expect(new Set(looks).size).toBe(5);
  expect(valveLook({ state: 'unknown', condition: 'stuck' }).shape).toBe('bowtieBarred');
});

it('tells complaints apart by category', () => {
  const shapes = (['burst', 'leak', 'suddenCold', 'notHot', 'belowStandard', 'other'] as const).map(
    (category) => complaintLook({ id: '', at: [0, 0], category, urgent: false, isOrdered: false }).shape,
  );
  expect(new Set(shapes).size).toBe(6);
});

it('strikes out a station that no source reaches, and leaves its alarm the alarm shape', () => {
  expect(stationLook({ ...station, isOut: true })).toMatchObject({ shape: 'square', crossed: true });
  expect(stationLook({ ...station, isOut: true, priority: 'high' })).toMatchObject({
    shape: 'triangle',
    crossed: true,
  });
});

it('outlines a valve whose change has no receipt yet, and tells sensitive buildings apart by shape', () => {
  expect(valveLook({ state: 'closed', condition: 'operable', isPending: true })).toMatchObject({
    dashed: true,
    fill: 'text',
  });
  expect(new Set((['hospital', 'school', 'careHome'] as const).map((kind) => sensitiveLook(kind).shape)).size).toBe(3);
});

it('draws wide pipes wider, and all wider when near', () => {
  expect(pipeWidth(700, 5)).toBeGreaterThan(pipeWidth(80, 5));
  expect(pipeWidth(80, 1)).toBeGreaterThan(pipeWidth(80, 10));
});

it('draws supply north or west of return, whichever way the path runs', () => {
  const east = [
    [0, 0],
    [1, 0.1],
  ] as const;
  const north = [
    [0, 0],
    [0.1, 1],
  ] as const;
  const back = (path: readonly (readonly [number, number])[]) => [...path].reverse();
  for (const path of [east, north]) {
    expect(sideSign({ side: 'supply', path })).toBe(-1);
    expect(sideSign({ side: 'return', path })).toBe(1);
    expect(sideSign({ side: 'supply', path: back(path) })).toBe(1);
    expect(sideSign({ side: 'return', path: back(path) })).toBe(-1);
  }
});
