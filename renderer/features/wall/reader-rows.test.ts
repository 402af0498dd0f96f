import { expect, it } from 'vitest';
import { createReaderRows } from './reader-rows.ts';
import type { WallStation } from './wall-model.ts';

const listOf = (count: number, prefix = 'S'): WallStation[] =>
  Array.from({ length: count }, (_, index) => {
    const id = `${prefix}${String(index)}`;
    return { id, name: id, area: '', kind: 'station' as const };
  });

it('makes and writes its rows a few at a time, until each is there once', () => {
  const body = document.createElement('div');
  let value = 'before';
  const rows = createReaderRows(body, (station) => ({ station, value, second: '', age: '', ageMs: 0, state: '' }));
  rows.show(listOf(100));
  expect(body.children).toHaveLength(40);
  rows.writeSlice();
  rows.writeSlice();
  expect(body.children).toHaveLength(100);
  expect(body.querySelector('[data-testid="wall-cell-S99"] [data-column="value"]')?.textContent).toBe('before');

  value = 'after';
  const written = () =>
    [...body.querySelectorAll('[data-column="value"]')].filter((one) => one.textContent === 'after');
  rows.writeSlice();
  expect(written()).toHaveLength(2);
  for (let slice = 0; slice < 50; slice += 1) rows.writeSlice();
  expect(written()).toHaveLength(100);
});

it('follows a new list: rows that are too many go at once, the others become those of the new stations', () => {
  const body = document.createElement('div');
  const rows = createReaderRows(body, (station) => ({ station, value: '', second: '', age: '', ageMs: 0, state: '' }));
  rows.show(listOf(50));
  rows.show(listOf(3, 'T'));
  expect([...body.children].map((row) => row.getAttribute('data-station'))).toEqual(['T0', 'T1', 'T2']);
  rows.show([]);
  expect(body.children).toHaveLength(0);
});

it('says that it is busy as long as a row is still that of an earlier list, and not when only words change', () => {
  const body = document.createElement('div');
  const rows = createReaderRows(body, (station) => ({ station, value: '', second: '', age: '', ageMs: 0, state: '' }));
  const shown = () => [...body.children].map((row) => row.getAttribute('data-station'));
  rows.show(listOf(100));
  expect(body.getAttribute('aria-busy')).toBe('true');
  rows.writeSlice();
  rows.writeSlice();
  expect(body.getAttribute('aria-busy')).toBe('false');

  const halves = [...listOf(50, 'T'), ...listOf(100).slice(50)];
  rows.show(halves);
  expect(body.getAttribute('aria-busy')).toBe('true');
  while (body.getAttribute('aria-busy') === 'true') rows.writeSlice();
  expect(shown()).toEqual(halves.map(({ id }) => id));

  rows.show([...halves]);
  expect(body.getAttribute('aria-busy')).toBe('false');
  rows.show(halves.slice(0, 60));
  expect(body.getAttribute('aria-busy')).toBe('false');
  rows.show([]);
  expect(body.getAttribute('aria-busy')).toBe('false');
});

it('comes to its last row although the list is handed over anew before each slice, as in a flood', () => {
  const body = document.createElement('div');
  const rows = createReaderRows(body, (station) => ({ station, value: '', second: '', age: '', ageMs: 0, state: '' }));
  for (let change = 0; change < 5; change += 1) rows.show(listOf(200));
  expect([...body.children].map((row) => row.getAttribute('data-station'))).toEqual(listOf(200).map(({ id }) => id));
  expect(body.getAttribute('aria-busy')).toBe('false');
});
