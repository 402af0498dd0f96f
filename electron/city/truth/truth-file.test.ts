import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLogger } from '#kit/logger.ts';
import { handPlant, lineCity } from '#tests/support/hand-plant.ts';
import { createBurstTruth, openTruth } from './truth-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'heatline-truth-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const log = createLogger({ name: 'test', level: 'silent' });

test('a burst is written once, its leak every 10 s, each line a JSON object', () => {
  const file = join(dir, 'new', 'truth.jsonl');
  const truth = openTruth(file, log);
  const plant = handPlant();
  const record = createBurstTruth(lineCity(3, 0), plant, truth);
  record(1_000);
  plant.bursts = [{ pipeId: 'P1', at: [126.6, 45.75], leakTPerH: 312.345, sinceMs: 2_000 }];
  for (let ms = 2_000; ms <= 32_000; ms += 1_000) record(ms);
  truth.dispose();
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(entries.map(({ at, kind }) => [at, kind])).toEqual([
    [2_000, 'burst'],
    [2_000, 'leak'],
    [12_000, 'leak'],
    [22_000, 'leak'],
    [32_000, 'leak'],
  ]);
  expect(entries[1]?.['leaks']).toEqual([{ pipeId: 'P1', leakTPerH: 312.3 }]);
});

test('a truth file of an earlier run is begun anew', () => {
  const file = join(dir, 'old.jsonl');
  writeFileSync(file, 'old\n');
  const truth = openTruth(file, log);
  truth.write(5, 'call', { text: '冒热水' });
  truth.dispose();
  expect(readFileSync(file, 'utf8')).toBe('{"at":5,"kind":"call","text":"冒热水"}\n');
});

test('a path that cannot be written is CTY0007', () => {
  writeFileSync(join(dir, 'file'), '');
  expect(() => openTruth(join(dir, 'file', 'truth.jsonl'), log)).toThrow(expect.objectContaining({ code: 'CTY0007' }));
});
