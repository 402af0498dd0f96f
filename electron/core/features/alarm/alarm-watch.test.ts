import { describe, expect, it } from 'vitest';
import type { Alarm, AlarmLimit } from '#shared/domain/alarm/types.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { SubmitInput } from '../../log/console-log.ts';
import { createSampleColumns } from '../../telemetry/ring.ts';
import { SignalCatalogue } from '../../telemetry/signal-catalogue.ts';
import { createAlarmWatch } from './alarm-watch.ts';

const START = 1_790_000_000_000;
const SIGNAL = 'S001.primarySupplyPressureMPa';
const LIMIT: AlarmLimit = {
  signalId: SIGNAL,
  stationId: 'S001',
  kind: 'low',
  limit: 0.35,
  deadband: 0.03,
  onDelayMs: 5_000,
  offDelayMs: 0,
  priority: 'medium',
};

function console_(alarms: readonly Alarm[] = []) {
  const tasks: (() => void)[] = [];
  const clock = {
    now: () => START + 3_600_000,
    monotonic: () => 0,
    after: () => () => undefined,
    every: (_period: number, task: () => void) => {
      tasks.push(task);
      return () => undefined;
    },
  };
  const catalogue = new SignalCatalogue();
  const submitted: SubmitInput[] = [];
  const disk = { isFull: false };
  const watch = createAlarmWatch({
    clock,
    catalogue,
    limits: [LIMIT],
    alarms: () => alarms,
    submit: (input) => {
      if (disk.isFull) return false;
      submitted.push(input);
      return true;
    },
  });
  const base = { stationId: 'S001', unit: 'MPa', low: 0, high: 1.6, staleAfterMs: 5_000, driver: 'd' } as const;
  const other = catalogue.register({ ...base, measure: 'primaryReturnPressureMPa' });
  const supply = catalogue.register({ ...base, measure: 'primarySupplyPressureMPa' });
  /** Samples in one batch: [seconds from the start, value]. */
  const observeAt = (index: number, samples: readonly (readonly [atS: number, value: number])[]) => {
    const batch = createSampleColumns(samples.length);
    for (const [row, [atS, value]] of samples.entries()) {
      batch.indexes[row] = index;
      batch.values[row] = value;
      batch.sourceAtMs[row] = START + 1_000 * atS;
      batch.qualities[row] = QUALITY.good;
    }
    watch.observe(batch, samples.length);
  };
  const observe = (...samples: Parameters<typeof observeAt>[1]) => observeAt(supply, samples);
  const observeOther = (...samples: Parameters<typeof observeAt>[1]) => observeAt(other, samples);
  const settle = () => tasks.forEach((task) => task());
  return { submitted, disk, observe, observeOther, settle };
}

const BURST = [
  [0, 0.8],
  [1, 0.2],
  [4, 0.2],
  [7, 0.2],
  [10, 0.7],
] as const;

describe('alarm watch', () => {
  it('ALM-12: two consoles that cut the same samples into other batches report the same commands', () => {
    const [one, two] = [console_(), console_()];
    one.observe(...BURST);
    for (const sample of BURST) two.observe(sample);
    expect(one.submitted).toHaveLength(2);
    expect(two.submitted).toEqual(one.submitted);
    expect(one.submitted[0]).toMatchObject({
      type: 'raiseAlarm',
      entity: { type: 'alarm', id: `${SIGNAL}:low` },
      actor: { role: 'system' },
      payload: { value: 0.2, limit: 0.35 },
    });
    expect(one.submitted[1]).toMatchObject({ type: 'returnAlarm', payload: { sourceAt: START + 10_000 } });
  });

  it('ALM-12: keeps what the full disk did not take, in its order, and reports it once there is room', () => {
    const { submitted, disk, observe, settle } = console_();
    disk.isFull = true;
    observe(...BURST);
    settle();
    expect(submitted).toEqual([]);
    disk.isFull = false;
    settle();
    settle();
    expect(submitted.map(({ type }) => type)).toEqual(['raiseAlarm', 'returnAlarm']);
  });

  it('ALM-14: does not raise again after a restart what the log has active, but reports its return', () => {
    const alarm: Alarm = {
      id: `${SIGNAL}:low`,
      signalId: SIGNAL,
      stationId: 'S001',
      kind: 'low',
      priority: 'medium',
      status: 'activeAcked',
      limit: 0.35,
      value: 0.2,
      occurrence: 1,
      raisedAt: START,
    };
    const { submitted, observe } = console_([alarm]);
    observe([1, 0.2], [8, 0.2]);
    expect(submitted).toEqual([]);
    observe([9, 0.8]);
    expect(submitted).toMatchObject([{ type: 'returnAlarm' }]);
  });

  it('ALM-13: ends a delay on a signal that has fallen silent once the plant has moved on', () => {
    const { submitted, observe, observeOther, settle } = console_();
    observe([0, 0.2]);
    observeOther([6, 0.3]);
    settle();
    expect(submitted).toEqual([]);
    observeOther([7, 0.3]);
    settle();
    expect(submitted).toMatchObject([{ type: 'raiseAlarm', payload: { sourceAt: START + 5_000 } }]);
  });
});
