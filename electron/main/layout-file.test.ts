import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defaultLayout } from './layout.ts';
import { readLayout, writeLayout } from './layout-file.ts';

const bounds = { x: 0, y: 0, width: 1920, height: 1080 };
const layout = defaultLayout([{ id: 1, label: '', bounds, workArea: bounds }]);
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layout-'));
  file = join(folder, 'deep', 'layout.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('reads what was written, twice over', () => {
  const onBad = vi.fn();
  expect(readLayout(file, onBad)).toBeUndefined();
  writeLayout(file, { version: 1, places: [] });
  writeLayout(file, layout);
  expect(readLayout(file, onBad)).toEqual(layout);
  expect(onBad).not.toHaveBeenCalled();
});

it('sets a broken file aside, loses nothing of it, and says so', () => {
  writeLayout(file, layout);
  writeFileSync(file, '{"version":1,"pla');
  const onBad = vi.fn();
  expect(readLayout(file, onBad)).toBeUndefined();
  expect(onBad).toHaveBeenCalledOnce();
  expect(existsSync(file)).toBe(false);
  expect(readFileSync(`${file}.bad`, 'utf8')).toBe('{"version":1,"pla');
});
