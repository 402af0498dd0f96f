import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp, h, nextTick, type App, type Component } from 'vue';
import { createWords } from '../locales/i18n.ts';
import DataTable from './DataTable.vue';
import HoldButton from './HoldButton.vue';
import VirtualTable from './VirtualTable.vue';

let app: App | undefined;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  app?.unmount();
  vi.useRealTimers();
});

function show(component: Component, props: Record<string, unknown>): HTMLElement {
  const host = document.body.appendChild(document.createElement('div'));
  app = createApp({ render: () => h(component, props) });
  app.use(createWords('en')).mount(host);
  return host;
}

function holdButton() {
  const held = vi.fn();
  const button = show(HoldButton, { hint: 'hold', onHeld: held }).querySelector('button') as HTMLButtonElement;
  return { button, held };
}

it('does a dangerous act only after it was held for 1.5 s', () => {
  const { button, held } = holdButton();
  button.dispatchEvent(new PointerEvent('pointerdown', { button: 0 }));
  vi.advanceTimersByTime(1499);
  expect(held).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(held).toHaveBeenCalledOnce();
});

it('does nothing when it is let go early, by pointer or by key', () => {
  const { button, held } = holdButton();
  button.dispatchEvent(new PointerEvent('pointerdown', { button: 0 }));
  button.dispatchEvent(new PointerEvent('pointerup'));
  button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  vi.advanceTimersByTime(1000);
  button.dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter' }));
  vi.advanceTimersByTime(5000);
  expect(held).not.toHaveBeenCalled();
});

it('sorts numbers as numbers, both ways, and filters by any column', async () => {
  interface Row {
    readonly id: string;
    readonly n: number;
  }
  const host = show(DataTable as Component, {
    columns: [
      { key: 'id', title: 'Id', text: (row: Row) => row.id },
      { key: 'n', title: 'N', text: (row: Row) => String(row.n), sortBy: (row: Row) => row.n },
    ],
    rows: [
      { id: 'a', n: 10 },
      { id: 'b', n: 9 },
    ],
    rowKey: (row: Row) => row.id,
    name: 'test',
  });
  const ids = () => [...host.querySelectorAll('tbody td[data-column="id"]')].map((cell) => cell.textContent?.trim());
  const byNumber = host.querySelectorAll<HTMLButtonElement>('th button')[1];
  byNumber?.click();
  await nextTick();
  expect(ids()).toEqual(['b', 'a']);
  byNumber?.click();
  await nextTick();
  expect(ids()).toEqual(['a', 'b']);
  const filter = host.querySelector('input') as HTMLInputElement;
  filter.value = '9';
  filter.dispatchEvent(new Event('input'));
  await nextTick();
  expect(ids()).toEqual(['b']);
});

it('every table has one head: filter, rows shown, files; no filter of its own where the window has one', async () => {
  const columns = [{ key: 'id', title: 'id', text: (row: string) => row }];
  const table = { columns, rows: ['S001', 'S002', 'S003'], rowKey: (row: string) => row, name: 'wall' };
  const headOf = (host: HTMLElement) =>
    [...(host.querySelector('.tools')?.querySelectorAll('input, .count, .export') ?? [])].map((one) => one.tagName);
  for (const component of [DataTable, VirtualTable]) {
    const host = show(component, table);
    expect(headOf(host)).toEqual(['INPUT', 'SPAN', 'SPAN']);
    dispatchEvent(new KeyboardEvent('keydown', { key: '/' }));
    expect(document.activeElement).toBe(host.querySelector('input'));
    app?.unmount();
  }
  const host = show(DataTable, { ...table, searchedAbove: true });
  expect(headOf(host)).toEqual(['SPAN', 'SPAN']);
  await nextTick();
  expect(host.querySelector('.count')?.textContent).toBe('3 rows');
});

it('of two tables in one window the first has the key of the filter, the second for whoever is in it', () => {
  const columns = [{ key: 'id', title: 'id', text: (row: string) => row }];
  const table = { columns, rows: ['S001'], rowKey: (row: string) => row };
  const both = () => ['requests', 'signals'].map((name) => h(DataTable as Component, { ...table, name }));
  const host = show({ render: both }, {});
  const [first, second] = [...host.querySelectorAll('input')];
  const slash = () => dispatchEvent(new KeyboardEvent('keydown', { key: '/' }));
  slash();
  expect(document.activeElement).toBe(first);
  [...host.querySelectorAll('tbody tr')].map((row) => row as HTMLElement)[1]?.focus();
  slash();
  expect(document.activeElement).toBe(second);
  expect([first?.placeholder, second?.placeholder].map((words) => words?.endsWith('/'))).toEqual([true, false]);
});

it('a table opens on what it was asked to be narrowed to', () => {
  const columns = [{ key: 'id', title: 'id', text: (row: string) => row }];
  const table = { columns, rows: ['S001', 'S002', 'S003'], rowKey: (row: string) => row, name: 'limits' };
  const host = show(VirtualTable, { ...table, filter: 'S002' });
  expect(host.querySelector('input')?.value).toBe('S002');
  expect(host.querySelector('[role=table]')?.getAttribute('aria-rowcount')).toBe('1');
});
