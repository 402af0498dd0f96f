import { describe, expect, it } from 'vitest';
import type { DriverStatus } from '#shared/contract/feed.ts';
import type { LimitCommands } from '#shared/domain/alarm-limit/types.ts';
import type { Alarm, AlarmLimit } from '#shared/domain/alarm/types.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';
import { QUALITY, type Measure } from '#shared/domain/telemetry/measures.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { createTestClock } from '#tests/support/test-clock.ts';
import { createConsoleLog } from '../../log/console-log.ts';
import { createMemoryJournal } from '../../log/memory-journal.ts';
import { createSampleColumns } from '../../telemetry/ring.ts';
import { SignalCatalogue } from '../../telemetry/signal-catalogue.ts';
import { createAlarmWatch } from './alarm-watch.ts';

const START = 1_790_000_000_000;
const SIGNAL = 'S001.primarySupplyPressureMPa';
const ID = `${SIGNAL}:low`;
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
const LEAD: Actor = { id: 'lead', name: 'Lead', role: 'shiftLead' };
type Sample = readonly [atS: number, value: number];

/** A watch on a log of its own; an hour of clock lies between its samples and now. */
function console_({ limits = [LIMIT] as readonly AlarmLimit[], journal = createMemoryJournal() } = {}) {
  const clock = createTestClock();
  clock.advance(START + 3_600_000);
  const catalogue = new SignalCatalogue();
  const disk = { isFull: false };
  const store = {
    ...journal,
    addPending: (...args: Parameters<typeof journal.addPending>) => {
      if (disk.isFull) throw new CodedError('DBS0002');
      journal.addPending(...args);
    },
  };
  let ids = 0;
  const log = createConsoleLog({ store, clock, newId: () => `id-${String((ids += 1))}`, deviceId: 'desk-1' });
  const driver = { id: 'd', state: 'live' as DriverStatus['state'] };
  const refused: string[] = [];
  const watch = createAlarmWatch({
    clock,
    catalogue,
    log,
    drivers: () => [driver as DriverStatus],
    onRefused: (_entity, { code }) => refused.push(code),
  });
  watch.setDefaults(limits);
  const register = (stationId: string, measure: Measure) =>
    catalogue.register({
      stationId,
      measure,
      unit: 'MPa',
      low: 0,
      high: 1.6,
      staleAfterMs: 20_000,
      driver: 'd',
    });
  const other = register('S001', 'primaryReturnPressureMPa');
  const supply = register('S001', 'primarySupplyPressureMPa');
  const observeAt = (index: number, samples: readonly Sample[]) => {
    const batch = createSampleColumns(samples.length);
    for (const [row, [atS, value]] of samples.entries()) {
      batch.indexes[row] = index;
      batch.values[row] = value;
      batch.sourceAtMs[row] = START + 1_000 * atS;
      batch.qualities[row] = QUALITY.good;
    }
    watch.observe(batch, samples.length);
  };
  const reported = () =>
    log
      .waiting()
      .filter(({ command }) => command.actor.role === 'system')
      .map(({ command }) => command);
  return {
    clock,
    log,
    watch,
    register,
    disk,
    driver,
    refused,
    reported,
    observe: (...samples: readonly Sample[]) => observeAt(supply, samples),
    observeOther: (...samples: readonly Sample[]) => observeAt(other, samples),
    settle: () => clock.advance(1_000),
    set: <Type extends keyof LimitCommands>(type: Type, payload: LimitCommands[Type]) => {
      const result = log.submit({ entity: { type: 'alarmLimit', id: ID }, type, payload, actor: LEAD });
      expect(result.ok).toBe(true);
      clock.advance(1_000);
    },
    alarm: () => log.get<Alarm>({ type: 'alarm', id: ID }),
  };
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
    expect(one.reported()).toHaveLength(2);
    expect(two.reported()).toEqual(one.reported());
    expect(one.reported()[0]).toMatchObject({
      type: 'raiseAlarm',
      entity: { type: 'alarm', id: ID },
      payload: { value: 0.2, limit: 0.35 },
    });
    expect(one.reported()[1]).toMatchObject({ type: 'returnAlarm', payload: { sourceAt: START + 10_000 } });
  });

  it('ALM-12: keeps what the full disk did not take, in its order, and reports it once there is room', () => {
    const { reported, disk, observe, settle } = console_();
    disk.isFull = true;
    observe(...BURST);
    settle();
    expect(reported()).toEqual([]);
    disk.isFull = false;
    settle();
    settle();
    expect(reported().map(({ type }) => type)).toEqual(['raiseAlarm', 'returnAlarm']);
  });

  it('ALM-14: does not raise again after a restart what the log has active, but reports its return', () => {
    const journal = createMemoryJournal();
    console_({ journal }).observe([1, 0.2], [8, 0.2]);
    const again = console_({ journal });
    again.observe([9, 0.2], [20, 0.2]);
    expect(again.reported()).toHaveLength(1);
    again.observe([21, 0.8]);
    expect(again.reported()[1]).toMatchObject({ type: 'returnAlarm' });
  });

  it('ALM-13: ends a delay on a signal that has fallen silent once the plant has moved on', () => {
    const { reported, observe, observeOther, settle } = console_();
    observe([0, 0.2]);
    observeOther([6, 0.3]);
    settle();
    expect(reported()).toEqual([]);
    observeOther([7, 0.3]);
    settle();
    expect(reported()).toMatchObject([{ type: 'raiseAlarm', payload: { sourceAt: START + 5_000 } }]);
  });

  it('loses none of a flood, whatever its size, and writes those of high priority first', () => {
    const stations = Array.from({ length: 2_000 }, (_, n) => `F${String(n)}`);
    const limits = stations.map((stationId, n): AlarmLimit => {
      const signalId = `${stationId}.primarySupplyPressureMPa`;
      return { ...LIMIT, signalId, stationId, onDelayMs: 0, priority: n === 1_999 ? 'high' : 'low' };
    });
    const { watch, register, reported, clock } = console_({ limits });
    const batch = createSampleColumns(stations.length);
    for (const [row, stationId] of stations.entries()) {
      batch.indexes[row] = register(stationId, 'primarySupplyPressureMPa');
      batch.values[row] = 0.1;
      batch.sourceAtMs[row] = START;
    }
    watch.observe(batch, stations.length);
    for (let round = 0; round < 20; round += 1) clock.advance(100);
    expect(reported()[0]).toMatchObject({ payload: { priority: 'high' } });
    expect(reported()).toHaveLength(2_000);
  });

  it('ALM-28, ALM-29: silence of a signal is bad quality, silence of a whole driver is not', () => {
    const bad: AlarmLimit = { ...LIMIT, kind: 'badQuality', limit: 0, deadband: 0, onDelayMs: 1_000 };
    const heard = console_({ limits: [bad] });
    heard.observe([0, 0.5]);
    heard.settle();
    heard.observeOther([30, 0.5]);
    heard.settle();
    expect(heard.reported()).toMatchObject([{ type: 'raiseAlarm', payload: { sourceAt: START + 21_000 } }]);
    const unheard = console_({ limits: [bad] });
    unheard.observe([0, 0.5]);
    unheard.settle();
    unheard.driver.state = 'reconnecting';
    unheard.settle();
    unheard.observeOther([30, 0.5]);
    unheard.settle();
    expect(unheard.reported()).toEqual([]);
  });
});

describe('limits that people set', () => {
  it('LIM-03: are watched within a second, with the running delays of the others', () => {
    const other: AlarmLimit = { ...LIMIT, kind: 'lowLow', limit: 0.3, onDelayMs: 8_000 };
    const { observe, set, reported } = console_({ limits: [LIMIT, other] });
    observe([0, 0.25]);
    set('setLimit', { ...LIMIT, limit: 0.2, reason: 'winter' });
    observe([8, 0.25]);
    expect(reported()).toMatchObject([{ type: 'raiseAlarm', payload: { kind: 'lowLow', sourceAt: START + 8_000 } }]);
  });

  it('LIM-05: a retired limit returns its alarm; restored, it raises the next occurrence', () => {
    const { observe, set, alarm, reported } = console_();
    observe([0, 0.2], [6, 0.2]);
    expect(alarm()?.status).toBe('activeUnacked');
    set('retireLimit', { reason: 'sensor removed' });
    expect(alarm()?.status).toBe('returnedUnacked');
    observe([20, 0.2], [30, 0.2]);
    expect(reported()).toHaveLength(2);
    set('restoreLimit', { reason: 'sensor back' });
    observe([4_000, 0.2], [4_010, 0.2]);
    expect(alarm()).toMatchObject({ status: 'activeUnacked', occurrence: 2 });
  });
});

describe('a shelf', () => {
  it('ALM-34: ends when its time is up, reported under one command id, and what is active asks again', () => {
    const { observe, log, clock, alarm, reported } = console_();
    observe([0, 0.2], [6, 0.2]);
    const entity = { type: 'alarm', id: ID } as const;
    log.submit({ entity, type: 'acknowledgeAlarm', payload: { occurrence: 1 }, actor: LEAD });
    const until = clock.now() + 60_000;
    log.submit({ entity, type: 'shelveAlarm', payload: { until, reason: 'work on it' }, actor: LEAD });
    expect(alarm()?.shelved?.until).toBe(until);
    clock.advance(59_000);
    expect(alarm()?.shelved).toBeDefined();
    clock.advance(2_000);
    expect(alarm()).toMatchObject({ status: 'activeUnacked', shelved: undefined });
    clock.advance(10_000);
    expect(reported().map(({ commandId }) => commandId)).toEqual([
      expect.stringContaining('raiseAlarm'),
      `endShelving:${ID}:${String(until)}`,
    ]);
  });
});

describe('a console that stood still', () => {
  const BAD: AlarmLimit = { ...LIMIT, kind: 'badQuality', limit: 0, deadband: 0, onDelayMs: 30_000, priority: 'low' };
  const badIsRaised = (log: ReturnType<typeof console_>['log']): boolean =>
    log.get({ type: 'alarm', id: `${SIGNAL}:badQuality` }) !== undefined;

  it.each(['samples', 'its own turn'])('ALM-43: takes what it missed for no silence when %s come first', (first) => {
    const { observe, observeOther, settle, clock, log } = console_({ limits: [BAD] });
    const takeSamples = () => {
      observeOther([61, 0.3]);
      observe([61, 0.8]);
    };
    observe([0, 0.8]);
    settle();
    if (first === 'samples') clock.standStill(60_000, takeSamples);
    else clock.standStill(60_000);
    takeSamples();
    settle();
    expect(badIsRaised(log)).toBe(false);
  });

  it('ALM-43: still tells a signal that is silent from its return on', () => {
    const { observe, observeOther, settle, clock, log } = console_({ limits: [BAD] });
    observe([0, 0.8]);
    settle();
    clock.standStill(60_000);
    for (let atS = 61; atS <= 111; atS += 10) {
      observeOther([atS, 0.3]);
      settle();
    }
    expect(badIsRaised(log)).toBe(false);
    observeOther([113, 0.3]);
    settle();
    expect(badIsRaised(log)).toBe(true);
  });
});
