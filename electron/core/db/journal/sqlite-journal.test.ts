import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#kit/system-clock.ts';
import type { OpenDatabase } from '#kit/open-database.ts';
import { HandHub } from '#tests/sim/support/hand-hub.ts';
import { createOrder } from '#tests/sim/support/story.ts';
import { createConsoleLog, type ConsoleLog, type SubmitInput } from '../../log/console-log.ts';
import { openJournal } from './open-journal.ts';
import { createSqliteJournal } from './sqlite-journal.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heatline-journal-'));
  file = join(folder, 'journal.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let ids = 0;
const logOn = (journal: OpenDatabase): ConsoleLog =>
  createConsoleLog({
    store: createSqliteJournal(journal, systemClock),
    clock: systemClock,
    newId: () => `id-${++ids}`,
    deviceId: 'a',
  });
const give = (log: ConsoleLog, id: string) => log.submit(createOrder(id) as SubmitInput);

describe('a damaged journal', () => {
  it('is set aside; what could be read of the outbox is sent, in its order and once', () => {
    const before = openJournal(file, systemClock);
    const log = logOn(before);
    const given: string[] = [];
    for (let i = 0; i < 400; i++) {
      const result = give(log, `o${i}`);
      if (result.ok) given.push(result.value.commandId);
    }
    before.sqlite.pragma('wal_checkpoint(TRUNCATE)');
    before.dispose();
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(8_192, 0xff), 0, 8_192, 4_096 * Math.floor(statSync(file).size / 8_192));
    closeSync(handle);

    const after = openJournal(file, systemClock);
    expect(after.notices.map((notice) => notice.code)).toEqual(['DBS0004']);
    const again = logOn(after);
    expect(again.pending().count).toBeGreaterThan(300);
    const hub = new HandHub();
    again.follow(hub.follow(again.place()));
    for (let round = 0; round < 20; round++) {
      again.applyReceipts(hub.submit(again.unsent(64)));
      again.applyEntries({ epoch: hub.epoch, entries: hub.since(again.head().seq) });
    }
    expect(again.pending().count).toBe(0);
    const logged = hub.since(0).map((entry) => entry.command.commandId);
    expect(logged).toEqual(given.filter((id) => logged.includes(id)));
    after.dispose();
    expect(readdirSync(folder).some((name) => name.endsWith('.taken-over'))).toBe(true);
    const third = openJournal(file, systemClock);
    expect(logOn(third).pending().count).toBe(0);
    third.dispose();
  });
});

describe('a journal without room', () => {
  it('refuses a command clearly (DBS0002), keeps all before it and takes it once there is room', () => {
    const journal = openJournal(file, systemClock);
    const log = logOn(journal);
    expect(give(log, 'o-kept').ok).toBe(true);
    journal.sqlite.pragma(`max_page_count = ${Number(journal.sqlite.pragma('page_count', { simple: true })) + 1}`);
    let stored = 1;
    let refused: ReturnType<typeof give> | undefined;
    while (refused === undefined) {
      const result = give(log, `o${stored}`);
      if (result.ok) stored += 1;
      else refused = result;
    }
    expect(refused).toMatchObject({ ok: false, error: { code: 'DBS0002' } });
    expect(log.pending().count).toBe(stored);
    expect(log.get({ type: 'order', id: `o${stored}` })).toBeUndefined();
    journal.sqlite.pragma('max_page_count = 100000');
    expect(give(log, `o${stored}`).ok).toBe(true);
    journal.dispose();
    const again = openJournal(file, systemClock);
    expect(logOn(again).pending().count).toBe(stored + 1);
    again.dispose();
  });
});
