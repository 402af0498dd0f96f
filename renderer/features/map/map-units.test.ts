import { expect, it } from 'vitest';
import { coordinateText, measuredText, roundLength } from './map-units.ts';

it('says lengths and areas in the unit that a person would take', () => {
  expect(measuredText({ kind: 'distance', value: 845.4 })).toBe('845 m');
  expect(measuredText({ kind: 'distance', value: 2_340 })).toBe('2.34 km');
  expect(measuredText({ kind: 'area', value: 1_250 })).toBe('1250 m²');
  expect(measuredText({ kind: 'area', value: 34_000 })).toBe('3.4 ha');
  expect(measuredText({ kind: 'area', value: 1_250_000 })).toBe('1.25 km²');
});

it('gives coordinates so that they can be pasted', () => {
  expect(coordinateText([126.64213, 45.75678])).toBe('126.642130, 45.756780');
});

it('takes a round length for a scale bar', () => {
  expect([9, 14, 49, 730, 1_999, 2_000].map(roundLength)).toEqual([5, 10, 20, 500, 1_000, 2_000]);
});
