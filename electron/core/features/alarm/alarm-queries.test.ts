import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Sqlite from 'better-sqlite3';
import type { ConsoleStatus, DriverStatus } from '#shared/contract/feed.ts';
import type { Alarm, AlarmLimit } from '#shared/domain/alarm/types.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';
import { systemClock } from '#kit/system-clock.ts';
import { openDatabase } from '#kit/open-database.ts';
import { HandHub } from '#tests/sim/support/hand-hub.ts';
import { createTestClock } from '#tests/support/test-clock.ts';
import { journalMigrations, openJournal } from '../../db/journal/open-journal.ts';
import { createSqliteJournal } from '../../db/journal/sqlite-journal.ts';
import type { RecordedSamples } from '../../historian/historian.ts';
import { createConsoleLog, type ConsoleLog } from '../../log/console-log.ts';
import type { JournalStore } from '../../log/journal-store.ts';
import { createMemoryJournal } from '../../log/memory-journal.ts';
import { createAlarmFigures } from './alarm-figures.ts';
import { alarmJournal } from './alarm-journal.ts';
import { tryLimit } from './alarm-trial.ts';
import { createOwnFaults } from './own-faults.ts';

const T0 = 1_790_000_000_000;
const SYSTEM: Actor = { id: 'console', name: 'Heatline', role: 'system' };
const WANG: Actor = { id: 'd1', name: 'Wang', role: 'dispatcher' };
const ALL = { from: 0, to: T0 + 1e9, limit: 100 };

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'heatline-alarms-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stores: readonly (readonly [string, () => JournalStore])[] = [
  ['memory', createMemoryJournal],
  ['SQLite', () => createSqliteJournal(openJournal(join(folder, 'journal.db'), systemClock), systemClock)],
];

function logOn(store: JournalStore) {
  let ids = 0;
  const clock = createTestClock();
  clock.advance(T0);
  const log = createConsoleLog({ store, clock, newId: () => `id-${String((ids += 1))}`, deviceId: 'desk-1' });
  const hub = new HandHub();
  log.follow(hub.follow(log.place()));
  const give = (id: string, type: string, payload: object, actor: Actor = SYSTEM) =>
    log.submit({ entity: { type: 'alarm', id }, type, payload, actor });
  return {
    clock,
    log,
    give,
    raise: (station: string, atS: number, priority = 'low') =>
      give(`${station}.x:low`, 'raiseAlarm', {
        signalId: `${station}.x`,
        stationId: station,
        kind: 'low',
        priority,
        limit: 1,
        value: 0.5,
        sourceAt: T0 + atS * 1_000,
      }),
    back: (station: string, atS: number) =>
      give(`${station}.x:low`, 'returnAlarm', { value: 2, sourceAt: T0 + atS * 1_000 }),
    exchange: () => {
      log.applyReceipts(hub.submit(log.unsent(1_000)));
      log.applyEntries({ epoch: hub.epoch, entries: hub.since(log.head().seq) });
    },
  };
}

const told = (log: ConsoleLog, query: Partial<Parameters<typeof alarmJournal>[1]> = {}) =>
  alarmJournal(log, { ...ALL, ...query }).map(({ event, stationId, at, isPending }) =>
    [stationId, event.slice('alarm'.length), (at - T0) / 1_000, isPending ? 'waits' : ''].join(' ').trim(),
  );

describe.each(stores)('the alarm journal in %s', (_name, openStore) => {
  it('tells what happened by its own time, newest first, what waits in its place, by station and by alarm', () => {
    const { log, raise, back, give, exchange, clock } = logOn(openStore());
    raise('S1', 10);
    raise('S2', 5);
    clock.advance(20_000);
    give('S1.x:low', 'acknowledgeAlarm', { occurrence: 1 }, WANG);
    exchange();
    back('S1', 15);
    expect(told(log)).toEqual(['S1 Acknowledged 20', 'S1 Returned 15 waits', 'S1 Raised 10', 'S2 Raised 5']);
    exchange();
    expect(told(log)).toEqual(['S1 Acknowledged 20', 'S1 Returned 15', 'S1 Raised 10', 'S2 Raised 5']);
    expect(told(log, { stationId: 'S2' })).toEqual(['S2 Raised 5']);
    expect(told(log, { alarmId: 'S1.x:low', from: T0 + 12_000 })).toEqual(['S1 Acknowledged 20', 'S1 Returned 15']);
    expect(alarmJournal(log, ALL)[0]).toMatchObject({
      by: 'Wang',
      on: 'desk-1',
      alarmId: 'S1.x:low',
      value: undefined,
    });
    expect(alarmJournal(log, ALL)[1]).toMatchObject({ by: 'Heatline', value: 2 });
    give('S1.x:low', 'unacknowledgeAlarm', { occurrence: 1, reason: 'wrong one' }, WANG);
    expect(alarmJournal(log, ALL)[0]).toMatchObject({
      event: 'alarmUnacknowledged',
      reason: 'wrong one',
      isPending: true,
    });
  });

  it('is paged without a gap or a repetition, also among happenings of one instant', () => {
    const { log, raise, exchange } = logOn(openStore());
    for (let n = 0; n < 25; n += 1) raise(`S${String(n)}`, Math.floor(n / 10));
    exchange();
    for (let n = 25; n < 40; n += 1) raise(`S${String(n)}`, Math.floor(n / 10));
    const whole = alarmJournal(log, ALL).map(({ key }) => key);
    expect(new Set(whole).size).toBe(40);
    const paged: string[] = [];
    for (let before: string | undefined; paged.length < 40; before = paged.at(-1)) {
      const page = alarmJournal(log, { ...ALL, limit: 7, before }).map(({ key }) => key);
      expect(page.length).toBeGreaterThan(0);
      paged.push(...page);
    }
    expect(paged).toEqual(whole);
    expect(alarmJournal(log, { ...ALL, before: 'nonsense' })).toEqual([]);
  });

  it('begins anew with a new hub', () => {
    const { log, raise, exchange } = logOn(openStore());
    raise('S1', 1);
    exchange();
    const next = new HandHub('another');
    log.follow(next.follow(log.place()));
    expect(told(log)).toEqual([]);
  });

  it('gives figures over what is confirmed and what waits, and does not read twice what it knows', async () => {
    const store = openStore();
    let reads = 0;
    const counting = {
      ...store,
      alarmEvents: (query: Parameters<typeof store.alarmEvents>[0]) => ((reads += 1), store.alarmEvents(query)),
    };
    const { log, raise, back, give, exchange, clock } = logOn(counting);
    raise('S0', -90_000, 'high');
    raise('S1', 10, 'high');
    clock.advance(40_000);
    give('S1.x:low', 'acknowledgeAlarm', { occurrence: 1 }, WANG);
    exchange();
    back('S1', 20);
    const figures = createAlarmFigures({ clock, log });
    const span = { from: T0, to: T0 + 600_000 };
    expect(await figures(span)).toMatchObject({
      raised: 1,
      medianAckMs: 30_000,
      stale: ['S0.x:low'],
      worstPer10Min: 1,
    });
    const before = reads;
    await figures(span);
    expect(reads).toBe(before);
    raise('S2', 30);
    expect((await figures(span)).raised).toBe(2);
  });
});

it('figures of a long time leave the core its turns while they are counted', async () => {
  const rows = Array.from({ length: 50_000 }, (_, n) => ({
    ...{ seq: n, at: T0 + n * 1_000, alarmId: `S${String(n % 50)}.x:low`, stationId: `S${String(n % 50)}` },
    ...({ kind: 'low', priority: 'low', event: n % 2 === 0 ? 'alarmRaised' : 'alarmReturned' } as const),
    ...{ value: 1, by: 'Heatline', on: 'desk-1', reason: null },
  })).reverse();
  let [ms, turns] = [0, 0];
  const clock = {
    ...systemClock,
    monotonic: () => (ms += 10),
    after: (delayMs: number, task: () => void) => ((turns += 1), systemClock.after(delayMs, task)),
  };
  const nothing = { waiting: () => [], get: () => undefined, list: () => [], head: () => ({ seq: 1, hash: '' }) };
  const page = ({ before }: { readonly before?: { readonly seq: number } | undefined }) => {
    const next = before === undefined ? 0 : rows.length - before.seq;
    return rows.slice(next, next + 1_000);
  };
  const figures = createAlarmFigures({ clock, log: { ...nothing, alarmEvents: page } });
  expect(await figures({ from: T0, to: T0 + 1e9 })).toMatchObject({ raised: 25_000, chattering: [] });
  // One a page that is read, and then one every few hundred that are counted.
  expect(turns).toBeGreaterThan(50 + 50_000 / 1_000);
});

it('a journal of an older release gets its alarm events by migration', () => {
  const file = join(folder, 'old.db');
  const { log, raise, give, exchange } = logOn(createSqliteJournal(openJournal(file, systemClock), systemClock));
  raise('S1', 1);
  give('S1.x:low', 'acknowledgeAlarm', { occurrence: 1 }, WANG);
  raise('S2', 2, 'medium');
  exchange();
  const db = new Sqlite(file);
  const rows = () => db.prepare('SELECT * FROM alarm_event ORDER BY seq').all();
  const wanted = rows();
  expect(wanted).toHaveLength(3);
  db.exec('DROP TABLE alarm_event; PRAGMA user_version = 1');
  openDatabase(file, { durability: 'full', migrations: journalMigrations, ballastBytes: 0 }).dispose();
  expect(rows()).toEqual(wanted);
  db.close();
  expect(log.head().seq).toBe(3);
});

describe('the trial of a limit', () => {
  const LIMIT: AlarmLimit = {
    signalId: 'S1.x',
    stationId: 'S1',
    kind: 'low',
    limit: 0.5,
    deadband: 0.1,
    onDelayMs: 5_000,
    offDelayMs: 0,
    priority: 'low',
  };
  const samples = (values: readonly number[]): RecordedSamples => ({
    at: Float64Array.from(values, (_, second) => T0 + second * 1_000),
    values: Float64Array.from(values),
    qualities: new Uint8Array(values.length),
  });
  const run = (limit: AlarmLimit, records: Readonly<Record<string, readonly number[]>>) =>
    tryLimit(
      {
        clock: systemClock,
        recorded: (signalId) => Promise.resolve(samples(records[signalId] ?? [])),
        staleAfterMs: () => 10_000,
      },
      { limit, from: T0, to: T0 + 1e6 },
    );
  const steps = (...parts: readonly (readonly [count: number, value: number])[]) =>
    parts.flatMap(([count, value]) => Array<number>(count).fill(value));

  it('tells what it would have raised, for how long, and that nothing is recorded', async () => {
    const values = steps([10, 0.8], [20, 0.4], [10, 0.8], [3, 0.4], [10, 0.8], [10, 0.4]);
    expect(await run(LIMIT, { 'S1.x': values })).toEqual({
      samples: 63,
      from: T0,
      to: T0 + 62_000,
      raises: 2,
      activeMs: 15_000 + 4_000,
      transitions: [
        { at: T0 + 15_000, raised: true, value: 0.4 },
        { at: T0 + 30_000, raised: false, value: 0.8 },
        { at: T0 + 58_000, raised: true, value: 0.4 },
      ],
    });
    expect(await run(LIMIT, {})).toEqual({ samples: 0, from: null, to: null, raises: 0, activeMs: 0, transitions: [] });
  });

  it('reads the reference of a deviation too', async () => {
    const apart: AlarmLimit = { ...LIMIT, kind: 'deviationHigh', limit: 5, deadband: 1, referenceSignalId: 'S1.y' };
    const reply = await run(apart, { 'S1.x': steps([60, 50]), 'S1.y': steps([20, 48], [20, 40], [20, 48]) });
    expect(reply.transitions.map(({ at, raised }) => [(at - T0) / 1_000, raised])).toEqual([
      [25, true],
      [40, false],
    ]);
  });

  it('finds silence where the signal was stale', async () => {
    const bad: AlarmLimit = { ...LIMIT, kind: 'badQuality', onDelayMs: 0 };
    const at = Float64Array.of(T0, T0 + 5_000, T0 + 30_000);
    const recorded = () => Promise.resolve({ at, values: Float64Array.of(1, 1, 1), qualities: new Uint8Array(3) });
    const query = { limit: bad, from: T0, to: T0 + 1e6 };
    const reply = await tryLimit({ clock: systemClock, recorded, staleAfterMs: () => 10_000 }, query);
    expect(reply.transitions.map(({ at: atMs, raised }) => [(atMs - T0) / 1_000, raised])).toEqual([
      [15, true],
      [30, false],
    ]);
  });

  it('shows the first 200 of many, counts all, and leaves the core its turns', async () => {
    const values = Array.from({ length: 400_000 }, (_, n) => (n % 2 === 0 ? 0.4 : 0.8));
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    const reply = await run({ ...LIMIT, onDelayMs: 0 }, { 'S1.x': values });
    clearInterval(counting);
    expect(reply.raises).toBe(200_000);
    expect(reply.transitions).toHaveLength(200);
    expect(turns).toBeGreaterThan(1);
  });

  it('refuses a limit that cannot work', async () => {
    await expect(run({ ...LIMIT, kind: 'fall' }, {})).rejects.toMatchObject({ code: 'ALM0004' });
  });
});

describe('alarms of the console itself', () => {
  function watched() {
    const { log, clock } = logOn(createMemoryJournal());
    const driver = { id: 'plc', state: 'live', serverSkewMs: 0 } as {
      -readonly [Key in keyof DriverStatus]: DriverStatus[Key];
    };
    const history = { dropped: 0, faults: [] as ConsoleStatus['faults'] };
    const seats = new Set(['desk', 'wall']);
    const drivers: (typeof driver)[] = [driver];
    const faults = createOwnFaults({ clock, log, drivers: () => drivers, history: () => history, seats: () => seats });
    const alarm = (what: string) => log.get<Alarm>({ type: 'alarm', id: `console.desk-1.${what}:fault` });
    return { log, clock, driver, drivers, history, seats, faults, alarm };
  }

  it('come from a driver that has no connection for half a minute, and go with it', () => {
    const { driver, clock, alarm } = watched();
    clock.advance(5_000);
    driver.state = 'reconnecting';
    clock.advance(20_000);
    driver.state = 'live';
    clock.advance(2_000);
    driver.state = 'connecting';
    clock.advance(20_000);
    expect(alarm('driver-plc')).toBeUndefined();
    driver.state = 'failed';
    clock.advance(12_000);
    expect(alarm('driver-plc')).toMatchObject({
      status: 'activeUnacked',
      kind: 'fault',
      stationId: 'console',
      priority: 'medium',
    });
    driver.state = 'live';
    clock.advance(2_000);
    expect(alarm('driver-plc')).toMatchObject({ status: 'returnedUnacked', occurrence: 1 });
  });

  it('come from clocks that differ for half a minute, with some play', () => {
    const { driver, clock, alarm } = watched();
    driver.serverSkewMs = -6_000;
    clock.advance(32_000);
    expect(alarm('clock-plc')).toMatchObject({ status: 'activeUnacked', value: -6_000 });
    driver.serverSkewMs = -4_500;
    clock.advance(5_000);
    expect(alarm('clock-plc')?.status).toBe('activeUnacked');
    driver.serverSkewMs = 100;
    clock.advance(2_000);
    expect(alarm('clock-plc')?.status).toBe('returnedUnacked');
  });

  it('come from a history that loses samples, until it has kept all for a minute', () => {
    const { history, clock, alarm } = watched();
    history.dropped = 7;
    clock.advance(2_000);
    expect(alarm('history')).toMatchObject({ status: 'activeUnacked', value: 7 });
    clock.advance(50_000);
    expect(alarm('history')?.status).toBe('activeUnacked');
    clock.advance(20_000);
    expect(alarm('history')?.status).toBe('returnedUnacked');
  });

  it('come from a history that does not run, though nothing was lost yet; not from one that goes on recording', () => {
    const { history, clock, alarm } = watched();
    history.faults = [{ code: 'HIS0004', detail: '', since: 0 }];
    clock.advance(5_000);
    expect(alarm('history')).toBeUndefined();
    history.faults = [{ code: 'HIS0005', detail: '', since: 0 }];
    clock.advance(2_000);
    expect(alarm('history')).toMatchObject({ status: 'activeUnacked', value: 0 });
    history.faults = [];
    clock.advance(70_000);
    expect(alarm('history')?.status).toBe('returnedUnacked');
  });

  it('come from a console that stood still, once, over at once and asking for a person', () => {
    const { clock, driver, alarm } = watched();
    clock.advance(2_000);
    clock.standStill(20_000);
    clock.advance(5_000);
    expect(alarm('standstill')).toBeUndefined();
    driver.state = 'reconnecting';
    clock.advance(2_000);
    clock.standStill(50_000);
    expect(alarm('standstill')).toMatchObject({ status: 'activeUnacked', value: 50 });
    clock.advance(5_000);
    expect(alarm('standstill')).toMatchObject({ status: 'returnedUnacked', occurrence: 1 });
    expect(alarm('driver-plc')).toBeUndefined();
  });

  it('end with a driver that is not set up any more', () => {
    const { driver, drivers, clock, alarm } = watched();
    driver.state = 'failed';
    clock.advance(32_000);
    expect(alarm('driver-plc')?.status).toBe('activeUnacked');
    drivers.length = 0;
    clock.advance(2_000);
    expect(alarm('driver-plc')?.status).toBe('returnedUnacked');
  });

  it('come from what a page reports, once', () => {
    const { faults, alarm, log } = watched();
    faults.report('sound', false, 'desk');
    expect(alarm('sound')).toBeUndefined();
    faults.report('sound', true, 'desk');
    faults.report('sound', true, 'desk');
    expect(log.waiting()).toHaveLength(1);
    faults.report('sound', false, 'desk');
    faults.report('sound', true, 'desk');
    expect(alarm('sound')).toMatchObject({ status: 'activeUnacked', occurrence: 2 });
  });

  it('are not ended by a workplace that works while another that does not is there', () => {
    const { faults, alarm, seats } = watched();
    faults.report('sound', true, 'wall');
    faults.report('sound', false, 'desk');
    expect(alarm('sound')?.status).toBe('activeUnacked');
    seats.delete('wall');
    faults.report('sound', false, 'desk');
    expect(alarm('sound')?.status).toBe('returnedUnacked');
  });
});
