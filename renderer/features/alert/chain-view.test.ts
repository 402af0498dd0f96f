import { expect, it } from 'vitest';
import type { Hop, RedAlert } from '#shared/domain/alert/types.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';
import { chainView, countdown, pagesToMarkRead } from './chain-view.ts';

const T = 1_000_000;
const agent: Actor = { id: 'agent-1', name: '林', role: 'callCentre' };
const dispatcher: Actor = { id: 'dispatcher-1', name: '周', role: 'dispatcher' };
const leader: Actor = { id: 'p9', name: '杨', role: 'crewLeader', crewId: 'K5' };

const hop = (patch: Partial<Hop> = {}): Hop => ({
  level: 'callCentre',
  dueAt: T + 60_000,
  pages: [{ contactId: 'agent-1', contactName: '林', pagedAt: T }],
  escalations: 0,
  ...patch,
});
const alert = (hops: readonly Hop[], patch: Partial<RedAlert> = {}): RedAlert => ({
  id: 'a',
  drill: false,
  status: 'active',
  reason: 'mainBurst',
  reasonText: '',
  place: { at: [126.6, 45.7] },
  declaredAt: T,
  declaredBy: '王',
  hops,
  steps: [],
  ...patch,
});
const viewOf = (hops: readonly Hop[], actor: Actor | null, nowMs = T) => chainView(alert(hops), actor, nowMs);

it('always shows the three levels; one without a page is closed', () => {
  expect(viewOf([hop()], null).map(({ level, state }) => [level, state])).toEqual([
    ['callCentre', 'waiting'],
    ['dispatch', 'closed'],
    ['crew', 'closed'],
  ]);
});

it('runs the deadline and says late once it is over', () => {
  const [before] = viewOf([hop()], null, T + 59_000);
  const [after] = viewOf([hop()], null, T + 61_000);
  expect([before?.state, before?.leftMs]).toEqual(['waiting', 1000]);
  expect([after?.state, after?.leftMs]).toEqual(['late', -1000]);
});

it('never says sent without the receipt, and keeps the four facts apart', () => {
  const page = { contactId: 'agent-1', contactName: '林', pagedAt: T, readAt: T + 5 };
  const [view] = viewOf([hop({ pages: [page] })], null);
  expect(view?.pages[0]?.marks).toEqual({ sent: undefined, delivered: undefined, read: T + 5, accepted: undefined });
});

it('stops the countdown with the acceptance and shows whom it spared', () => {
  const pages = [
    { contactId: 'agent-1', contactName: '林', pagedAt: T, cancelledAt: T + 9 },
    { contactId: 'agent-2', contactName: '赵', pagedAt: T, acceptedAt: T + 9 },
  ];
  const [view] = viewOf([hop({ pages, acceptedAt: T + 9, acceptedBy: '赵' })], agent, T + 90_000);
  expect([view?.state, view?.leftMs, view?.acceptAs]).toEqual(['accepted', undefined, undefined]);
  expect(view?.pages.map(({ isCancelled }) => isCancelled)).toEqual([true, false]);
});

it('lets only the duties of a level accept, and for a crew in the name of the crew', () => {
  expect(viewOf([hop()], agent)[0]?.acceptAs).toBe('agent-1');
  expect(viewOf([hop()], dispatcher)[0]?.acceptAs).toBeUndefined();
  expect(viewOf([hop()], null)[0]?.acceptAs).toBeUndefined();
  const crew = hop({ level: 'crew', pages: [{ contactId: 'K5', contactName: '杨', pagedAt: T }] });
  expect(viewOf([crew], dispatcher)[2]?.acceptAs).toBe('K5');
  expect(viewOf([crew], leader)[2]?.acceptAs).toBe('K5');
  expect(chainView(alert([hop()], { status: 'ended' }), agent, T)[0]?.acceptAs).toBeUndefined();
});

it('says who comes next: the rest of the roster, then the shift lead', () => {
  const contacts = [
    { level: 'callCentre', contactId: 'agent-1', contactName: '林' },
    { level: 'callCentre', contactId: 'agent-2', contactName: '赵' },
    { level: 'dispatch', contactId: 'dispatcher-1', contactName: '周' },
  ] as const;
  expect(chainView(alert([hop()], { contacts }), null, T)[0]?.next.map(({ contactName }) => contactName)).toEqual([
    '赵',
    '王',
  ]);
  expect(chainView(alert([hop({ acceptedAt: T })], { contacts }), null, T)[0]?.next).toEqual([]);
});

it('marks read only what pages the person signed on, once, while it runs', () => {
  const crew = hop({ level: 'crew', pages: [{ contactId: 'K5', contactName: '杨', pagedAt: T }] });
  expect(pagesToMarkRead(alert([hop(), crew]), agent)).toEqual([{ level: 'callCentre', contactId: 'agent-1' }]);
  expect(pagesToMarkRead(alert([hop(), crew]), leader)).toEqual([{ level: 'crew', contactId: 'K5' }]);
  const read = hop({ pages: [{ contactId: 'agent-1', contactName: '林', pagedAt: T, readAt: T }] });
  expect(pagesToMarkRead(alert([read]), agent)).toEqual([]);
  expect(pagesToMarkRead(alert([hop()], { status: 'ended' }), agent)).toEqual([]);
});

it('counts down to zero and on below it', () => {
  expect([125_000, 60_000, 59_001, 1, 0, -1, -12_000].map(countdown)).toEqual([
    '2:05',
    '1:00',
    '1:00',
    '0:01',
    '0:00',
    '-0:01',
    '-0:12',
  ]);
});
