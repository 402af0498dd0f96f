import { describe, expect, it } from 'vitest';
import type { Channel } from '#shared/contract/channel.ts';
import type { ConsoleStatus, FeedMessage } from '#shared/contract/feed.ts';
import type { AnalysisStatus } from '#shared/domain/burst/impact-types.ts';
import type { EntityRef } from '#shared/domain/entity/entity.ts';
import { Feed } from './feed.ts';
import { StateLane } from './state-lane.ts';

const MEGABYTE = 1024 * 1024;
const TRACK = { crewId: 'K1', points: [{ at: [126, 45] as const, atMs: 1 }] };
const HELLO = { t: 'hello', protocolVersion: 1 };

function setUp() {
  const ticks = new Set<() => void>();
  const later = new Set<() => void>();
  const rows: EntityRef[] = [];
  const rowOf = (ref: EntityRef) => ({ ...ref, version: 1, value: {}, pending: [] });
  const feed = new Feed({
    clock: {
      now: () => 0,
      monotonic: () => 0,
      after: (_delay, task) => {
        later.add(task);
        return () => void later.delete(task);
      },
      every: (_period, task) => {
        ticks.add(task);
        return () => void ticks.delete(task);
      },
    },
    coreVersion: 'test',
    lane: new StateLane({ rowOf, allRows: () => rows.map(rowOf) }, 'epoch'),
    latest: {
      revision: 0,
      values: new Float64Array(),
      sourceAtMs: new Float64Array(),
      receivedAtMs: new Float64Array(),
      qualities: new Uint8Array(),
      changedSince: () => 0,
    },
    status: () => ({}) as ConsoleStatus,
    seatActor: () => undefined,
    crews: () => ({ positions: [], tracks: [TRACK] }),
    candidates: () => [],
    analysis: () => ({}) as AnalysisStatus,
  });
  const gather = (id: string) => {
    rows.push({ type: 'order', id });
    feed.entitiesChanged([{ type: 'order', id }]);
  };
  const pass = () => [...later].forEach((task) => (later.delete(task), task()));
  /** A change after a quiet time. */
  const change = (id: string) => {
    gather(id);
    pass();
  };
  const page = (seat: string) => {
    const heard: FeedMessage[] = [];
    const state = { bufferedBytes: 0, isClosed: false };
    let hear: (message: string | ArrayBuffer) => void = () => undefined;
    let closed: () => void = () => undefined;
    const channel: Channel = {
      send: (message) => void heard.push(JSON.parse(message as string) as FeedMessage),
      onMessage: (listener) => void (hear = listener),
      onClose: (listener) => void (closed = listener),
      // As a socket does it: the end comes later, if the other side still answers at all.
      close: () => void (state.isClosed = true),
      get bufferedBytes() {
        return state.bufferedBytes;
      },
    };
    feed.attach(channel, { seat, access: 'full' });
    const say = (request: unknown) => hear(typeof request === 'string' ? request : JSON.stringify(request));
    const stateSeqs = () =>
      heard.flatMap((message) => (message.t === 'snapshot' || message.t === 'delta' ? [message.seq] : []));
    return { heard, state, say, stateSeqs, gone: () => closed() };
  };
  return { feed, ticks, change, gather, pass, page, tick: () => [...ticks].forEach((task) => task()) };
}

describe('a page of the feed', () => {
  it('that does not read gets nothing more, then every change once and in order', () => {
    const { change, page, tick } = setUp();
    const slow = page('slow');
    const good = page('good');
    slow.say(HELLO);
    good.say(HELLO);
    change('o1');
    slow.state.bufferedBytes = 9 * MEGABYTE;
    change('o2');
    change('o3');
    tick();
    expect(slow.stateSeqs()).toEqual([0, 1]);
    slow.state.bufferedBytes = 0;
    change('o4');
    tick();
    change('o5');
    expect(slow.stateSeqs()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(good.stateSeqs()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('is told of the first change at once and of those close behind it together, each entity once', () => {
    const { feed, gather, pass, page } = setUp();
    const good = page('good');
    good.say(HELLO);
    for (const id of ['o1', 'o2', 'o3', 'o2']) gather(id);
    expect(good.stateSeqs()).toEqual([0, 1]);
    pass();
    const last = good.heard.at(-1);
    expect(last?.t === 'delta' && last.rows.map((row) => row.id)).toEqual(['o2', 'o3']);
    gather('o4');
    expect(good.stateSeqs()).toEqual([0, 1, 2]);
    // Whoever asked for a change must see it before the answer.
    feed.flush();
    expect(good.stateSeqs()).toEqual([0, 1, 2, 3]);
    pass();
    gather('o5');
    expect(good.stateSeqs()).toEqual([0, 1, 2, 3, 4]);
  });

  it('learns with its hello where crews were, then of their moves in few pieces, the way between them as well', () => {
    const { feed, pass, page } = setUp();
    const good = page('good');
    const move = (crewId: string, positionAt: number) =>
      feed.crewsTold({ positions: [{ crewId, at: [126, 45], positionAt }] });
    move('K1', 0);
    expect(good.heard).toEqual([]);
    good.say(HELLO);
    for (const [crewId, at] of [['K1', 1], ['K2', 1], ['K1', 2], ['K2', 2], ['K1', 3]] as const) move(crewId, at); // prettier-ignore
    pass();
    move('K2', 3);
    pass();
    const told = good.heard.flatMap((message) => (message.t === 'crews' ? [message] : []));
    expect(told[0]?.tracks).toEqual([TRACK]);
    expect(told.slice(1).map(({ positions }) => positions.map((one) => one.crewId + String(one.positionAt)))).toEqual([
      ['K21', 'K22', 'K11', 'K12', 'K13'],
      ['K23'],
    ]);
  });

  it('that does not read is told nothing of crews meanwhile, and misses no move', () => {
    const { feed, pass, page } = setUp();
    const slow = page('slow');
    slow.state.bufferedBytes = 2 * MEGABYTE;
    slow.say(HELLO);
    const crews = () => slow.heard.flatMap((message) => (message.t === 'crews' ? [message.positions] : []));
    pass();
    expect(crews()).toEqual([]);
    slow.state.bufferedBytes = 0;
    pass();
    expect(crews()).toEqual([[]]);
    slow.state.bufferedBytes = 2 * MEGABYTE;
    feed.crewsTold({ positions: [{ crewId: 'K1', at: [126, 45], positionAt: 1 }] });
    pass();
    feed.crewsTold({ positions: [{ crewId: 'K1', at: [126, 45], positionAt: 2 }] });
    expect(crews()).toHaveLength(1);
    slow.state.bufferedBytes = 0;
    pass();
    expect(crews()[1]?.map(({ positionAt }) => positionAt)).toEqual([1, 2]);
  });

  it('that did not read is told again what was found meanwhile', () => {
    const { feed, page, tick } = setUp();
    const slow = page('slow');
    slow.say(HELLO);
    const told = () => slow.heard.filter(({ t }) => t === 'candidates').length;
    expect(told()).toBe(1);
    slow.state.bufferedBytes = 9 * MEGABYTE;
    feed.candidatesChanged();
    tick();
    expect(told()).toBe(1);
    slow.state.bufferedBytes = 0;
    tick();
    expect(told()).toBe(2);
  });

  it('that asks and asks without reading is cut off', () => {
    const { feed, page } = setUp();
    const hostile = page('hostile');
    hostile.state.bufferedBytes = 33 * MEGABYTE;
    hostile.say(HELLO);
    expect(hostile.state.isClosed).toBe(true);
    expect(feed.pages).toBe(0);
  });

  it.each([
    ['what is no JSON', 'x'],
    ['a wrong form', { t: 'watch', signals: [-1], hz: 1 }],
    ['an index no plant has', { t: 'watch', signals: [Number.MAX_SAFE_INTEGER], hz: 1 }],
    ['another version', { t: 'hello', protocolVersion: 99 }],
    ['keys of every object', '{"t":"hello","protocolVersion":"1","__proto__":{"protocolVersion":1}}'],
  ])('that says %s is told a code, and is heard no more while its socket still closes', (_name, request) => {
    const { feed, ticks, page } = setUp();
    const before = ticks.size;
    const bad = page('bad');
    bad.say(request);
    bad.say({ t: 'watch', signals: 'all', hz: 10 });
    bad.say(HELLO);
    expect(bad.heard.map(({ t }) => t)).toEqual(['error']);
    expect(bad.state.isClosed).toBe(true);
    expect([feed.pages, ticks.size]).toEqual([0, before]);
  });

  it('may watch as many signals as the contract allows, and leaves no timer when it goes', () => {
    const { feed, ticks, page } = setUp();
    const before = ticks.size;
    const wide = page('wide');
    wide.say({ t: 'watch', signals: Array.from({ length: 200_000 }, (_, index) => index), hz: 10 });
    expect(ticks.size).toBe(before + 1);
    wide.gone();
    expect([feed.pages, ticks.size]).toEqual([0, before]);
  });

  it('counts as a screen in front of somebody only while it follows', () => {
    const { feed, page } = setUp();
    const one = page('one');
    expect([...feed.seats()]).toEqual([]);
    one.say(HELLO);
    expect([...feed.seats()]).toEqual(['one']);
    one.state.bufferedBytes = 9 * MEGABYTE;
    expect([...feed.seats()]).toEqual([]);
  });
});
