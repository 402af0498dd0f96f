import { expect, it } from 'vitest';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';
import { lossOf } from './heat-loss.ts';

const question = { pipeId: 'P1', at: [126.6, 45.7] } as const;
const trace = { steps: [{ valveId: 'V1' }, { valveId: 'V2' }] } as never;
const closed = (id: string, at: number, basis: ValveRecord['basis'] = 'field') =>
  [id, { id, at, basis, state: 'closed' } as ValveRecord] as const;
const alert = (patch: Partial<RedAlert>) =>
  ({ status: 'active', pipeId: 'P1', place: { at: [0, 0] }, steps: [], ...patch }) as unknown as RedAlert;
const isolated = { kind: 'isolated', occurredAt: 50 } as never;

it('reckons as if closed now until all valves are told closed, then from the last of them', () => {
  expect(lossOf(question, trace, [], new Map([closed('V1', 10)]), 99)).toEqual({ sinceMs: 99, basis: 'ifNow' });
  const edited = new Map([closed('V1', 10), closed('V2', 20, 'edited')]);
  expect(lossOf(question, trace, [], edited, 99).basis).toBe('ifNow');
  const all = new Map([closed('V1', 10), closed('V2', 20)]);
  expect(lossOf(question, trace, [], all, 99)).toEqual({ sinceMs: 20, basis: 'valves' });
  expect(lossOf(undefined, undefined, [], all, 99).basis).toBe('ifNow');
});

it('takes the isolation that the alert of this place recorded, of no other and no ended one', () => {
  const loss = (one: RedAlert) => lossOf(question, trace, [one], new Map(), 99).basis;
  expect(loss(alert({ steps: [isolated] }))).toBe('isolated');
  expect(loss(alert({ steps: [isolated], pipeId: undefined, place: { at: [126.601, 45.7] } }))).toBe('isolated');
  expect(loss(alert({ steps: [isolated], pipeId: 'P2' }))).toBe('ifNow');
  expect(loss(alert({ steps: [isolated], status: 'ended' }))).toBe('ifNow');
});
