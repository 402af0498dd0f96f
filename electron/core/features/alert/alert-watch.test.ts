import { describe, expect, it } from 'vitest';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { SubmitInput } from '../../log/console-log.ts';
import { startAlertWatch } from './alert-watch.ts';

const T0 = 1_790_000_000_000;
const CONTACTS = [
  { level: 'dispatch', contactId: 'd1', contactName: 'Li' },
  { level: 'dispatch', contactId: 'd2', contactName: 'Wu' },
] as const;

function alertAt(pagedAt: number): RedAlert {
  const pages = [{ contactId: 'd1', contactName: 'Li', pagedAt, sentAt: pagedAt }];
  return {
    id: 'A1',
    drill: false,
    status: 'active',
    reason: 'mainBurst',
    reasonText: '',
    place: { at: [126.6, 45.7] },
    declaredAt: pagedAt,
    declaredBy: 'Wang',
    hops: [{ level: 'dispatch', dueAt: pagedAt + 60_000, pages, escalations: 0 }],
    steps: [],
  };
}

function watch(...alerts: RedAlert[]) {
  const time = { wall: T0, monotonic: 5 };
  const ticks: (() => void)[] = [];
  const submitted: SubmitInput[] = [];
  const failures: unknown[] = [];
  const stop = () => undefined;
  startAlertWatch({
    clock: {
      now: () => time.wall,
      monotonic: () => time.monotonic,
      after: () => stop,
      every: (_period, task) => {
        ticks.push(task);
        return stop;
      },
    },
    alerts: () => alerts,
    contacts: () => CONTACTS,
    present: () => new Set(),
    submit: (input) => void submitted.push(input),
  });
  const pagedAfter = (ms: number, wallJumpMs = 0): readonly SubmitInput[] => {
    time.monotonic += ms;
    time.wall += ms + wallJumpMs;
    let failure: unknown;
    for (const tick of ticks) {
      try {
        tick();
      } catch (error) {
        failure = error;
      }
    }
    failures.push(failure);
    return submitted.filter(({ type }) => type === 'pageContact');
  };
  return { pagedAfter, failures };
}

describe('deadlines of the alert chain', () => {
  it.each([3_600_000, -3_600_000])('run on the monotonic clock when the wall clock jumps by %d ms', (jumpMs) => {
    const { pagedAfter } = watch(alertAt(T0));
    expect(pagedAfter(1_000)).toEqual([]);
    expect(pagedAfter(58_000, jumpMs)).toEqual([]);
    expect(pagedAfter(1_000)).toMatchObject([
      { payload: { contactId: 'd2', pagedAt: T0 + 60_000, escalation: true }, actor: { role: 'system' } },
    ]);
  });

  it('run on beside an alert that no rule can work with, which is told', () => {
    const broken = { ...alertAt(T0), id: 'A0', hops: undefined } as unknown as RedAlert;
    const { pagedAfter, failures } = watch(broken, alertAt(T0));
    expect(pagedAfter(1_000)).toEqual([]);
    expect(pagedAfter(59_000)).toHaveLength(1);
    expect(failures.at(-1)).toBeInstanceOf(TypeError);
  });

  it('are not put off by a console whose clock is behind that of the one that paged', () => {
    const { pagedAfter } = watch(alertAt(T0 + 600_000));
    expect(pagedAfter(1_000)).toEqual([]);
    expect(pagedAfter(59_000)).toEqual([]);
    expect(pagedAfter(1_000)).toHaveLength(1);
  });
});
