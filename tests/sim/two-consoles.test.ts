import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCache } from '#core/db/cache/open-cache.ts';
import { openJournal } from '#core/db/journal/open-journal.ts';
import { createSqliteJournal } from '#core/db/journal/sqlite-journal.ts';
import type { Composed } from '#core/entry/compose.ts';
import { importNetworkFile } from '#core/features/import/import-file.ts';
import { createConsoleLog } from '#core/log/console-log.ts';
import { systemClock } from '#kit/system-clock.ts';
import type { JournalRow } from '#shared/contract/alarm-api.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { composeConsole } from '#tests/support/composed-console.ts';
import { writeFloodPlant, type FloodPlant } from '#tests/support/flood-plant.ts';
import { freePort } from '#tests/support/free-port.ts';
import { CONSOLE_TOKEN, startHub, until, type HubProcess } from './support/hub-process.ts';

const FULL = { seat: 'seat-0123456789abcdef', access: 'full' } as const;
/** Recorded seconds a second plays. */
const SPEED = 20;

let folder: string;
let port: number;
let plant: FloodPlant;
const consoles: Composed[] = [];
const hubs: HubProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heatline-two-'));
  port = await freePort();
  plant = writeFloodPlant({ folder, stations: 12, spreadS: 20 });
  asRecordedLately(join(folder, 'flood.csv'));
  const driver = { id: 'flood', kind: 'replay', file: 'flood.csv', times: 'recorded', speed: SPEED };
  const file = { version: 1, drivers: [{ ...driver, staleAfterMs: 600_000 }] };
  writeFileSync(plant.driversFile, JSON.stringify(file));
});
afterEach(async () => {
  for (const one of consoles.splice(0)) await one.dispose();
  for (const hub of hubs.splice(0)) await hub.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Moves the times of a recording of 1,700,000,000,000 ms into the last day or two, where the history keeps samples. */
function asRecordedLately(file: string): void {
  const base = String(Math.floor((Date.now() - 3_600_000) / 1e8));
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^17000(?=\d{8},)/gm, base));
}

function startConsole(name: string): Composed {
  const dataDir = join(folder, name);
  mkdirSync(dataDir);
  const cache = openCache(join(dataDir, 'cache.db'));
  const imported = importNetworkFile(cache, plant.networkFile, undefined, systemClock);
  cache.dispose();
  if (!imported.ok) throw new Error('network not imported');
  const hub = { url: `http://127.0.0.1:${String(port)}`, token: CONSOLE_TOKEN };
  const started = composeConsole({ dataDir, driversFile: plant.driversFile, hub });
  consoles.push(started);
  return started;
}

/** The alarm journal of the plant, without what the consoles say of themselves. */
async function journalOf({ core }: Composed): Promise<readonly JournalRow[]> {
  const query = { from: 0, to: Date.now() + 60_000, limit: 1_000 };
  const rows = await call(core.router.alarms.journal, query, { context: FULL });
  return rows.filter(({ stationId }) => stationId !== 'console');
}

const raisesOf = (rows: readonly JournalRow[]) =>
  rows
    .filter(({ event }) => event === 'alarmRaised')
    .map(({ alarmId }) => alarmId)
    .sort();

/** Alarms as a console's own copy of the log says, read back from its disk. */
function alarmsOnDisk(name: string): readonly Alarm[] {
  const db = openJournal(join(folder, name, 'journal.db'), systemClock);
  const store = createSqliteJournal(db, systemClock);
  const log = createConsoleLog({ store, clock: systemClock, newId: () => 'none', deviceId: name });
  const alarms = [...log.list<Alarm>('alarm')].sort((a, b) => (a.id < b.id ? -1 : 1));
  db.dispose();
  return alarms;
}

describe('two consoles that watch one plant', () => {
  it('ALM-12: raise each alarm once, also where both reported it before either had the hub, and agree to the last field', async () => {
    const a = startConsole('a');
    const b = startConsole('b');
    const wanted = [...plant.expected].sort();
    const found = (rows: readonly JournalRow[]) =>
      rows.map(({ at, alarmId, event, value }) => [at, alarmId, event, value].join(' ')).sort();
    // The recording is over and what follows from it is found: each has every alarm, and both the same events.
    const isOver = ({ core }: Composed) => core.health().drivers[0]?.code === 'REP0005';
    const bothHaveAll = async () => {
      const [ofA, ofB] = [await journalOf(a), await journalOf(b)];
      return (
        isOver(a) && isOver(b) && raisesOf(ofA).length >= wanted.length && isDeepStrictEqual(found(ofA), found(ofB))
      );
    };
    await expect.poll(bothHaveAll, { timeout: 120_000 }).toBe(true);
    // Each has found the same by itself, and nobody has told anybody yet.
    const [alone, other] = [await journalOf(a), await journalOf(b)];
    expect(alone.every(({ isPending }) => isPending)).toBe(true);
    expect(raisesOf(alone)).toEqual(wanted);
    expect(found(other)).toEqual(found(alone));

    hubs.push(await startHub(join(folder, 'hub'), port));
    const isSettled = () => {
      const [ofA, ofB] = [a.core.health(), b.core.health()];
      return ofA.unsent.count + ofB.unsent.count === 0 && ofA.head.seq > 0 && ofA.head.hash === ofB.head.hash;
    };
    await until('both have the same log', isSettled);
    const [ofA, ofB] = [await journalOf(a), await journalOf(b)];
    expect(ofA).toEqual(ofB);
    expect(raisesOf(ofA)).toEqual(wanted);
    expect(found(ofA)).toEqual(found(alone));

    for (const one of consoles.splice(0)) await one.dispose();
    const [diskA, diskB] = [alarmsOnDisk('a'), alarmsOnDisk('b')];
    expect(diskA).toEqual(diskB);
    const ofPlant = diskA.filter(({ stationId }) => stationId !== 'console');
    expect(ofPlant.map(({ id }) => id)).toEqual(wanted);
    expect(ofPlant.every(({ occurrence }) => occurrence === 1)).toBe(true);
  });
});
