import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '#shared/lib/coded-error.ts';
import { systemClock } from '#kit/system-clock.ts';
import { verifyLogFile } from '#kit/verify-log.ts';
import { HandHub } from '#tests/sim/support/hand-hub.ts';
import { acceptOrder, addNote, createOrder, type Story } from '#tests/sim/support/story.ts';
import { openJournal } from '../db/journal/open-journal.ts';
import { createSqliteJournal } from '../db/journal/sqlite-journal.ts';
import { createConsoleLog, type SubmitInput } from './console-log.ts';
import { exportLog } from './export-log.ts';

let folder: string;
let file: string;
let lines: string[];

/** A journal with six confirmed entries and two waiting commands, exported. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heatline-export-'));
  file = join(folder, 'log.jsonl');
  const journal = openJournal(join(folder, 'journal.db'), systemClock);
  const hub = new HandHub();
  let ids = 0;
  const store = createSqliteJournal(journal, systemClock);
  const log = createConsoleLog({ store, clock: systemClock, newId: () => `id-${++ids}`, deviceId: 'a' });
  const give = (story: Story): void => expect(log.submit(story as SubmitInput).ok).toBe(true) as void;
  for (const id of ['o1', 'o2', 'o3']) {
    give(createOrder(id));
    give(acceptOrder(id));
  }
  log.follow(hub.follow(log.place()));
  hub.submit(log.unsent(64));
  log.applyEntries({ epoch: hub.epoch, entries: hub.since(0) });
  give(addNote('o1', '等待中'));
  give(addNote('o2', 'waiting'));
  expect(exportLog(join(folder, 'journal.db'), file, systemClock)).toMatchObject({
    entries: 6,
    pending: 2,
    head: hub.head(),
  });
  journal.dispose();
  lines = readFileSync(file, 'utf8').trimEnd().split('\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const verdictOf = (changed: readonly string[]): ReturnType<typeof verifyLogFile> => {
  writeFileSync(file, changed.length === 0 ? '' : `${changed.join('\n')}\n`);
  return verifyLogFile(file);
};
const kindsOf = async (changed: readonly string[]): Promise<string[]> => [
  ...new Set((await verdictOf(changed)).problems.map((problem) => problem.kind)),
];

describe('an exported log', () => {
  it('verifies with nothing but the file', async () => {
    expect(await verifyLogFile(file)).toMatchObject({ ok: true, entries: 6, pending: 2, problems: [] });
    expect(lines).toHaveLength(10);
  });

  it('shows an edited entry', async () => {
    expect(await kindsOf(lines.map((line) => line.replace('order o2', 'order 02')))).toEqual(['altered']);
  });

  it('shows an edited pending command', async () => {
    expect(await kindsOf(lines.map((line) => line.replace('waiting', 'changed')))).toEqual(['altered']);
  });

  it('shows a removed entry, also the first and the last', async () => {
    for (const at of [1, 3, 6]) expect((await verdictOf(lines.toSpliced(at, 1))).ok, `line ${at}`).toBe(false);
  });

  it('shows lines in another order', async () => {
    const swapped = lines.with(2, lines[3] ?? '').with(3, lines[2] ?? '');
    expect(await kindsOf(swapped)).toContain('gap');
  });

  it('shows a truncated file', async () => {
    expect(await kindsOf(lines.slice(0, -1))).toEqual(['truncated']);
    expect((await verdictOf([...lines.slice(0, 5), lines.at(-1) ?? ''])).ok).toBe(false);
  });

  it('shows a wrong count and a doubled command', async () => {
    const footer = (lines.at(-1) ?? '').replace('"entries":6', '"entries":5');
    expect(await kindsOf([...lines.slice(0, -1), footer])).toEqual(expect.arrayContaining(['altered', 'count']));
    expect(await kindsOf(lines.toSpliced(3, 0, lines[2] ?? ''))).toContain('doubled');
  });

  it('shows whatever single character of it was changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (lineAt, charAt) => {
        const line = lines[lineAt % lines.length] ?? '';
        const at = charAt % line.length;
        const char = line[at] === '7' ? '8' : '7';
        const changed = line.slice(0, at) + char + line.slice(at + 1);
        const verdict = await verdictOf(lines.map((each) => (each === line ? changed : each))).catch(codeOf);
        expect(verdict === 'LOG0010' || (typeof verdict === 'object' && !verdict.ok)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('is told from other files (LOG0010), and a missing journal is told (LOG0012)', async () => {
    expect(await verdictOf(['{"hello":1}']).catch(codeOf)).toBe('LOG0010');
    expect(await verdictOf([]).catch(codeOf)).toBe('LOG0010');
    expect(await verifyLogFile(join(folder, 'nothing')).catch(codeOf)).toBe('LOG0010');
    expect(() => exportLog(join(folder, 'nothing.db'), file, systemClock)).toThrow('LOG0012');
  });
});
