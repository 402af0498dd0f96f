import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '#shared/contract/hub-protocol.ts';
import type { Order } from '#shared/domain/order/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { systemClock } from '#kit/system-clock.ts';
import { openJournal } from '../db/journal/open-journal.ts';
import { createSqliteJournal } from '../db/journal/sqlite-journal.ts';
import { createConsoleLog, type ConsoleLog, type SubmitInput } from './console-log.ts';
import type { JournalStore } from './journal-store.ts';
import { createMemoryJournal } from './memory-journal.ts';
import { HandHub } from '#tests/sim/support/hand-hub.ts';
import {
  acceptOrder,
  assignCrew,
  createOrder,
  dispatcher,
  registerCrew,
  type Story,
} from '#tests/sim/support/story.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'heatline-log-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stores: readonly (readonly [string, () => (name: string) => JournalStore])[] = [
  [
    'memory',
    () => {
      const kept = new Map<string, JournalStore>();
      return (name) => {
        const store = kept.get(name) ?? createMemoryJournal();
        kept.set(name, store);
        return store;
      };
    },
  ],
  ['SQLite', () => (name) => createSqliteJournal(openJournal(join(folder, `${name}.db`), systemClock), systemClock)],
];

describe.each(stores)('a console log in %s', (_name, createStores) => {
  let openStore: (name: string) => JournalStore;
  let hub: HandHub;
  let notices: string[];
  let ids = 0;
  beforeEach(() => {
    openStore = createStores();
    hub = new HandHub('epoch-1');
    notices = [];
    ids = 0;
  });

  const open = (name: string, deviceId = name): ConsoleLog =>
    createConsoleLog({
      store: openStore(name),
      clock: systemClock,
      newId: () => `${name}-${++ids}`,
      deviceId,
      onNotice: ({ code }) => void notices.push(code),
    });
  const give = (log: ConsoleLog, story: Story): string => {
    const result = log.submit(story as SubmitInput);
    if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
    return result.value.commandId;
  };
  /** Everything waiting goes to the hub once; conflicts are answered after catching up. */
  const exchange = (log: ConsoleLog): Receipt[] => {
    catchUp(log);
    const receipts = hub.submit(log.unsent(64));
    catchUp(log);
    log.applyReceipts(receipts);
    return receipts;
  };
  const catchUp = (log: ConsoleLog): void => {
    const reply = hub.follow(log.place());
    const followed = log.follow(reply);
    if (!followed.ok) throw new Error(followed.error.code);
    const entries = hub.since(log.head().seq);
    if (entries.length === 0) return;
    const taken = log.applyEntries({ epoch: hub.epoch, entries });
    if (!taken.ok) throw new Error(JSON.stringify(taken.error));
  };

  it('tells of what changed only, however many commands wait', () => {
    const log = open('a');
    for (let i = 0; i < 200; i++) give(log, createOrder(`o${i}`));
    const told: string[] = [];
    log.onChange((refs) => refs.forEach(({ id }) => told.push(id)));
    log.follow(hub.follow(log.place()));
    hub.submit(log.unsent(3));
    catchUp(log);
    expect([...new Set(told)].sort()).toEqual(['o0', 'o1', 'o2']);
    expect(log.rowOf({ type: 'order', id: 'o1' })).toMatchObject({ version: 1, pending: [] });
    expect(log.rowOf({ type: 'order', id: 'o3' }).pending).toHaveLength(1);
  });

  it('sends again after a new contact what the same hub acknowledged and then had no more', () => {
    const log = open('a');
    log.follow(hub.follow(log.place()));
    const commandId = give(log, createOrder('o1'));
    log.applyReceipts([{ outcome: 'accepted', commandId, seq: 1, hubAt: 1 }]);
    expect(log.unsent(10)).toEqual([]);
    log.follow(hub.follow(log.place()));
    expect(log.unsent(10)).toMatchObject([{ commandId }]);
    exchange(log);
    expect(log.pending().count).toBe(0);
    expect(hub.since(0)).toHaveLength(1);
  });

  it('refuses an id that another command has, instead of saying that it is done (HUB0007)', () => {
    const log = open('a');
    const commandId = give(log, createOrder('o1'));
    expect(log.submit({ ...createOrder('o1'), commandId } as SubmitInput)).toMatchObject({ ok: true });
    expect(log.submit({ ...createOrder('o2'), commandId } as SubmitInput)).toMatchObject({
      ok: false,
      error: { code: 'HUB0007' },
    });
    exchange(log);
    expect(log.submit({ ...acceptOrder('o1'), commandId } as SubmitInput)).toMatchObject({
      error: { code: 'HUB0007' },
    });
  });

  it('shows a command at once, keeps it over a restart, and drops it with its entry', () => {
    const log = open('a');
    give(log, createOrder('o1'));
    expect(log.get<Order>({ type: 'order', id: 'o1' })?.title).toBe('order o1');
    expect(log.pending().count).toBe(1);

    const again = open('a');
    expect(again.get<Order>({ type: 'order', id: 'o1' })?.title).toBe('order o1');
    expect(again.rowOf({ type: 'order', id: 'o1' }).pending).toEqual(['a-1']);
    exchange(again);
    expect(again.pending().count).toBe(0);
    expect(again.rowOf({ type: 'order', id: 'o1' }).pending).toEqual([]);
    expect(again.head()).toEqual(hub.head());
    expect(open('a').head()).toEqual(hub.head());
  });

  it('does a command once, however often it is given or sent', () => {
    const log = open('a');
    const commandId = give(log, createOrder('o1'));
    expect(log.submit({ ...(createOrder('o1') as SubmitInput), commandId })).toEqual({
      ok: true,
      value: { commandId, deviceSeq: 1 },
    });
    const sent = log.unsent(64);
    hub.submit(sent);
    const again = hub.submit(sent);
    expect(again.map((receipt) => receipt.outcome)).toEqual(['accepted']);
    exchange(log);
    expect(hub.since(0)).toHaveLength(1);
    expect(log.submit({ ...(createOrder('o1') as SubmitInput), commandId })).toEqual({
      ok: true,
      value: { commandId, deviceSeq: 1 },
    });
    expect(log.unsent(64)).toEqual([]);
  });

  it('sends a command again with its new version where it is still legal', () => {
    const [a, b] = [open('a'), open('b')];
    give(a, createOrder('o1'));
    exchange(a);
    catchUp(b);
    give(a, { ...createOrder('o1'), type: 'addNote', payload: { text: 'the customer rang again' } });
    give(b, acceptOrder('o1'));
    exchange(a);
    const conflict = hub.submit(b.unsent(64));
    expect(conflict[0]?.outcome).toBe('conflict');
    catchUp(b);
    b.applyReceipts(conflict);
    expect(exchange(b)[0]?.outcome).toBe('accepted');
    catchUp(a);
    expect(a.get<Order>({ type: 'order', id: 'o1' })?.stages.accepted).toBeDefined();
    expect(a.allRows()).toEqual(b.allRows());
  });

  it('tells the loser what won, and keeps that until it is dismissed', () => {
    const [a, b] = [open('a'), open('b')];
    for (const story of [registerCrew('c1'), registerCrew('c2'), createOrder('o1'), acceptOrder('o1')]) give(a, story);
    exchange(a);
    catchUp(b);
    give(a, assignCrew('o1', 'c1'));
    const lostId = give(b, assignCrew('o1', 'c2'));
    exchange(a);
    expect(exchange(b)[0]?.outcome).toBe('refused');
    expect(b.pending().count).toBe(0);
    expect(b.get<Order>({ type: 'order', id: 'o1' })?.crewId).toBe('c1');
    expect(b.lost()).toMatchObject([
      { commandId: lostId, type: 'assignCrew', wonBy: { name: dispatcher.name, type: 'assignCrew' } },
    ]);
    expect(open('b').lost()).toHaveLength(1);
    b.dismissLost(lostId);
    expect(open('b').lost()).toEqual([]);
    expect(hub.since(0).at(-1)).toMatchObject({ kind: 'refused', command: { commandId: lostId } });
  });

  it('settles what another console reported under the same id, and numbers the rest anew', () => {
    const [a, b] = [open('a'), open('b')];
    const same = { ...createOrder('o1'), commandId: 'same-for-both' };
    give(a, same);
    give(b, same);
    const second = give(b, createOrder('o2'));
    exchange(a);
    exchange(b);
    exchange(b);
    expect(b.pending().count).toBe(0);
    expect(hub.since(0).map((entry) => entry.command.commandId)).toEqual(['same-for-both', second]);
    expect(b.lost()).toEqual([]);
  });

  it('sends what waits under its new device id when the old one was lost, and nothing twice', () => {
    const log = open('a');
    give(log, createOrder('o1'));
    catchUp(log);
    hub.submit(log.unsent(64));
    give(log, createOrder('o2'));
    const renamed = open('a', 'a-again');
    for (let round = 0; round < 3; round++) exchange(renamed);
    expect(renamed.pending().count).toBe(0);
    expect(hub.since(0).map((entry) => `${entry.command.device} ${entry.command.entity.id}`)).toEqual([
      'a o1',
      'a-again o2',
    ]);
  });

  it('keeps what waits when the hub begins a new log, and says so (LOG0006)', () => {
    const log = open('a');
    give(log, createOrder('o1'));
    exchange(log);
    const waiting = give(log, createOrder('o2'));
    // The receipt came, the entry did not: it was lost with the old hub.
    log.applyReceipts(hub.submit(log.unsent(64)));
    hub = new HandHub('epoch-2');
    for (let round = 0; round < 3; round++) exchange(log);
    expect(notices).toContain('LOG0006');
    expect(hub.since(0).map((entry) => entry.command.commandId)).toEqual([waiting]);
    expect(log.pending().count).toBe(0);
    expect(log.head()).toEqual(hub.head());
    expect(open('a').head()).toEqual(hub.head());
  });

  it('takes nothing from a history that was cut off (LOG0003), rewritten (LOG0004) or altered on the way (LOG0005)', () => {
    const log = open('a');
    for (const id of ['o1', 'o2', 'o3']) give(log, createOrder(id));
    exchange(log);
    const before = log.head();
    const cut = new HandHub('epoch-1');
    expect(log.follow(cut.follow(log.place()))).toMatchObject({ ok: false, error: { code: 'LOG0003' } });
    expect(log.chain()).toBe('mismatch');

    const other = createConsoleLog({
      store: createMemoryJournal(),
      clock: systemClock,
      newId: () => `x-${++ids}`,
      deviceId: 'x',
    });
    for (const id of ['p1', 'p2', 'p3']) give(other, createOrder(id));
    cut.submit(other.unsent(64));
    expect(log.follow(cut.follow(log.place()))).toMatchObject({ ok: false, error: { code: 'LOG0004' } });

    expect(log.follow(hub.follow(log.place()))).toEqual({ ok: true, value: undefined });
    expect(log.chain()).toBe('ok');
    give(log, createOrder('o4'));
    hub.submit(log.unsent(64));
    const altered = hub.since(before.seq).map((entry) => ({ ...entry, hubAt: entry.hubAt + 1 }));
    expect(log.applyEntries({ epoch: hub.epoch, entries: altered })).toMatchObject({
      ok: false,
      error: { code: 'LOG0005' },
    });
    expect(log.head()).toEqual(before);
    expect(log.chain()).toBe('mismatch');
    exchange(log);
    expect(log.chain()).toBe('ok');
  });

  it('refuses what does not fit before anything is kept', () => {
    const log = open('a');
    const bad = { ...createOrder('o1'), payload: { title: 'x' } };
    expect(log.submit(bad as SubmitInput)).toMatchObject({ ok: false, error: { code: 'LOG0001' } });
    expect(log.submit({ ...createOrder('o1'), type: 'flyAway' } as SubmitInput)).toMatchObject({
      ok: false,
      error: { code: 'CMD0001' },
    });
    expect(log.pending()).toEqual({ count: 0, oldestAt: undefined });
  });

  it('keeps many commands in one write: each sees those before it, a refused one stops none, and people are told once', () => {
    const log = open('a');
    let told = 0;
    log.onChange(() => void (told += 1));
    const twice = { ...createOrder('o2'), commandId: 'same' };
    const results = log.submitMany([
      createOrder('o1'),
      acceptOrder('o1'),
      acceptOrder('nobody'),
      twice,
      twice,
    ] as SubmitInput[]);
    expect(results.map((result) => (result.ok ? result.value.deviceSeq : result.error.code))).toEqual([
      1,
      2,
      'CMD0003',
      3,
      3,
    ]);
    expect(told).toBe(1);
    expect(log.get<Order>({ type: 'order', id: 'o1' })?.stages.accepted).toBeDefined();
    expect(open('a').pending().count).toBe(3);
    exchange(log);
    expect(log.pending().count).toBe(0);
    expect(hub.since(0).map((entry) => entry.command.deviceSeq)).toEqual([1, 2, 3]);
  });

  it('says of each of many that the disk is full, and keeps none', () => {
    const store = openStore('a');
    const full = {
      ...store,
      addPending: () => {
        throw new CodedError('DBS0002');
      },
    };
    const log = createConsoleLog({ store: full, clock: systemClock, newId: () => `f-${++ids}`, deviceId: 'a' });
    const results = log.submitMany([createOrder('o1'), acceptOrder('nobody'), createOrder('o2')] as SubmitInput[]);
    expect(results.map((result) => (result.ok ? 'kept' : result.error.code))).toEqual([
      'DBS0002',
      'CMD0003',
      'DBS0002',
    ]);
    expect(log.pending().count).toBe(0);
    expect(log.get({ type: 'order', id: 'o1' })).toBeUndefined();
  });

  it('gives rows newest first, the waiting ones before the confirmed, also of one entity', () => {
    const log = open('a');
    give(log, createOrder('o1'));
    give(log, createOrder('o2'));
    exchange(log);
    give(log, acceptOrder('o1'));
    const kinds = log.rows({ limit: 10 }).rows.map((row) => `${row.kind} ${row.command.entity.id}`);
    expect(kinds).toEqual(['pending o1', 'accepted o2', 'accepted o1']);
    const entity = { type: 'order', id: 'o1' } as const;
    expect(log.rows({ limit: 10, entity }).rows.map((row) => row.kind)).toEqual(['pending', 'accepted']);
    expect(log.rows({ limit: 10, before: 2 }).rows.map((row) => row.seq)).toEqual([1]);
  });
});
