import { expect, it } from 'vitest';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { BurstCandidate, RankedPlace } from '#shared/domain/burst/types.ts';
import { alertAtPlace, alertsOf, candidateOf, movedM } from './alerts-here.ts';

const alert = (patch: Partial<RedAlert> = {}): RedAlert =>
  ({ id: 'r1', status: 'active', drill: false, declaredAt: 100, place: { at: [126.6, 45.7] }, ...patch }) as RedAlert;
const candidate = { id: 'c1', radiusM: 120, places: [], firstSeenAt: 50 } as const;
const near = { ...candidate, at: [126.6005, 45.7] } as const;
const far = { ...candidate, at: [126.65, 45.7], pipeId: 'P1' } as const;

it('ALT-01: finds the alert that runs for a candidate by pipe, by distance, or by a place it takes to be likely', () => {
  expect(alertsOf(near, [alert()]).running?.id).toBe('r1');
  expect(alertsOf(far, [alert()]).running).toBeUndefined();
  expect(alertsOf({ ...far, radiusM: 9_000 }, [alert()]).running).toBeUndefined();
  expect(alertsOf(far, [alert({ pipeId: 'P1' })]).running?.id).toBe('r1');
  const place = (pipeId: string, share: number) => ({ pipeId, share }) as RankedPlace;
  const moved = { ...far, places: [place('P1', 0.7), place('P2', 0.2), place('P3', 0.01)] };
  expect(alertsOf(moved, [alert({ pipeId: 'P2' })]).running?.id).toBe('r1');
  expect(alertsOf(moved, [alert({ pipeId: 'P3' })]).running).toBeUndefined();
});

it('ALT-01: alerts of other places are told apart, a drill is no alert, and one that ended leaves the place open again', () => {
  expect(alertsOf(far, [alert()]).elsewhere.map(({ id }) => id)).toEqual(['r1']);
  const drilled = alertsOf(near, [alert({ drill: true })]);
  expect([drilled.running, drilled.drill?.id, drilled.elsewhere]).toEqual([undefined, 'r1', []]);
  expect(alertsOf(far, [alert({ drill: true }), alert({ status: 'ended' })])).toMatchObject({ elsewhere: [] });
  const ended = [
    alert({ id: 'old', status: 'ended', declaredAt: 10, endedAt: 20 }),
    alert({ id: 'a', status: 'ended', endedAt: 200 }),
    alert({ id: 'b', status: 'ended', endedAt: 300 }),
  ];
  expect(alertsOf(near, ended)).toMatchObject({ running: undefined, ended: { id: 'b' } });
  expect(alertsOf(near, ended.slice(0, 1)).ended).toBeUndefined();
});

it('ALT-17: the alert of a candidate stays its own wherever the place moves, and how far it moved is told', () => {
  const own = alert({ candidateId: 'c1', pipeId: 'P9' });
  expect(alertsOf(far, [own])).toMatchObject({ running: { id: 'r1' }, elsewhere: [] });
  expect(alertsOf({ ...far, id: 'c2' }, [own]).running).toBeUndefined();
  const candidates = [{ ...near, id: 'c2' }, far] as unknown as readonly BurstCandidate[];
  expect(candidateOf(own, candidates)?.id).toBe('c1');
  expect(candidateOf(alert(), candidates)?.id).toBe('c2');
  expect(movedM(far, own)).toBeCloseTo(3_888, -2);
  expect(movedM(near, own)).toBeUndefined();
});

it('ALT-01: a place where an alert runs is noticed before a second is declared', () => {
  expect(alertAtPlace(near, [alert()])?.id).toBe('r1');
  expect(alertAtPlace(far, [alert(), alert({ id: 'r2', pipeId: 'P1' })])?.id).toBe('r2');
  expect(alertAtPlace(near, [alert({ drill: true }), alert({ status: 'ended' })])).toBeUndefined();
});
