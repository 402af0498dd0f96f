import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellAt, layoutWall, neighbourOf, type WallArea, type WallLayout } from './wall-layout.ts';

// The wall's room below status and alarm bar, at both resolutions of LOOK.md.
const SCREENS = [
  { width: 1904, height: 960 },
  { width: 3824, height: 2040 },
] as const;

const areasOf = (total: number, areas: number): WallArea[] =>
  Array.from({ length: areas }, (_, index) => ({
    name: `area ${String(index)}`,
    count: Math.floor(total / areas) + (index < total % areas ? 1 : 0),
  }));

function overlapping(layout: WallLayout): boolean {
  const boxes = [...layout.cells, ...layout.headers].sort((a, b) => a.x - b.x);
  return boxes.some((a, index) => {
    for (let other = index + 1; other < boxes.length; other += 1) {
      const b = boxes[other] as (typeof boxes)[number];
      if (b.x >= a.x + a.w - 0.01) return false;
      if (b.y < a.y + a.h - 0.01 && a.y < b.y + b.h - 0.01) return true;
    }
    return false;
  });
}

it('places every station inside the screen, none over another, at any count from 50 to 2,000', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 50, max: 2000 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(...SCREENS),
      fc.constantFrom(1, 1.6, 2.4),
      (total, areas, screen, scale) => {
        const layout = layoutWall(areasOf(total, areas), screen.width, screen.height, scale);
        expect(layout.cells).toHaveLength(total);
        for (const box of [...layout.cells, ...layout.headers]) {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.y).toBeGreaterThanOrEqual(0);
          expect(box.x + box.w).toBeLessThanOrEqual(screen.width + 0.01);
          expect(box.y + box.h).toBeLessThanOrEqual(screen.height + 0.01);
        }
        expect(overlapping(layout)).toBe(false);
      },
    ),
    { numRuns: 60 },
  );
});

it('fits even where every station is an area of its own', () => {
  const layout = layoutWall(areasOf(2000, 2000), 1904, 960, 2.4);
  expect(layout.cells).toHaveLength(2000);
  expect(Math.max(...layout.cells.map((cell) => cell.y + cell.h))).toBeLessThanOrEqual(960.01);
});

it('shrinks from cards to tiles to dots as stations are added', () => {
  const modeOf = (total: number) => layoutWall(areasOf(total, 6), 1904, 960, 1).mode;
  expect([modeOf(50), modeOf(240), modeOf(2000)]).toEqual(['card', 'tile', 'dot']);
});

it('shows cards for the usual 240 stations on a 4K wall', () => {
  expect(layoutWall(areasOf(240, 8), 3824, 2040, 1).mode).toBe('card');
});

it('finds the cell under the pointer and the neighbour of a key', () => {
  const layout = layoutWall(areasOf(60, 1), 1904, 960, 1);
  const first = layout.cells[0] as WallLayout['cells'][number];
  expect(cellAt(layout.cells, first.x + 1, first.y + 1)).toBe(0);
  expect(cellAt(layout.cells, -5, -5)).toBeUndefined();
  expect(neighbourOf(layout.cells, 0, 'right')).toBe(1);
  expect(neighbourOf(layout.cells, 1, 'left')).toBe(0);
  expect(neighbourOf(layout.cells, 0, 'up')).toBeUndefined();
});

it('brings the abnormal to the front as large as there is room, and leaves every station in its area', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 50, max: 2000 }),
      fc.integer({ min: 1, max: 400 }),
      fc.constantFrom(...SCREENS),
      fc.constantFrom(1, 1.6, 2.4),
      (total, front, screen, scale) => {
        const layout = layoutWall(areasOf(total, 8), screen.width, screen.height, scale, front);
        expect([layout.front, layout.cells.length]).toEqual([front, front + total]);
        const inSight = layout.cells.filter(({ w }) => w > 0);
        expect(inSight.length).toBeGreaterThan(total);
        for (const box of inSight) {
          expect(box.x + box.w).toBeLessThanOrEqual(screen.width + 0.01);
          expect(box.y + box.h).toBeLessThanOrEqual(screen.height + 0.01);
        }
        expect(overlapping({ ...layout, cells: inSight })).toBe(false);
      },
    ),
    { numRuns: 40 },
  );
  expect(layoutWall(areasOf(2000, 8), 1904, 960, 1, 5)).toMatchObject({ mode: 'dot', frontMode: 'card' });
});

it('still shows the values of 1,000 stations', () => {
  expect(layoutWall(areasOf(1000, 12), 1904, 930, 1).mode).toBe('tile');
  expect(layoutWall(areasOf(1000, 12), 3824, 2000, 1.6).mode).toBe('tile');
});
