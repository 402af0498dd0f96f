import fc from 'fast-check';
import { expect, it } from 'vitest';
import { divideAreas, parsePart, WHOLE } from './wall-parts.ts';

it('reads the part of an address, and shows the whole wall where there is none', () => {
  expect(parsePart('2/3')).toEqual({ index: 2, of: 3 });
  for (const text of [undefined, '', '0/3', '4/3', '1/9', 'x', '1/0', '2/3/4']) expect(parsePart(text)).toEqual(WHOLE);
});

it('gives every area to exactly one part, in order, and no part more than it must', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 8 }),
      (counts, parts) => {
        const areas = counts.map((count, index) => ({ area: `a${String(index)}`, count }));
        const divided = divideAreas(areas, parts);
        expect(divided).toHaveLength(parts);
        expect(divided.flatMap((part) => [...part])).toEqual(areas.map(({ area }) => area));
        const sizeOf = (part: ReadonlySet<string>): number =>
          areas.reduce((sum, { area, count }) => sum + (part.has(area) ? count : 0), 0);
        const total = counts.reduce((sum, count) => sum + count, 0);
        expect(Math.max(...divided.map(sizeOf))).toBeLessThanOrEqual(total / parts + Math.max(...counts));
      },
    ),
  );
});

it('divides 12 like areas among 3 displays evenly', () => {
  const areas = Array.from({ length: 12 }, (_, index) => ({ area: String(index), count: 20 }));
  expect(divideAreas(areas, 3).map((part) => part.size)).toEqual([4, 4, 4]);
});
