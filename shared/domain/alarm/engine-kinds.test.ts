import { describe, expect, it } from 'vitest';
import { QUALITY } from '../telemetry/measures.ts';
import { createAlarmEngine } from './engine.ts';
import { createTransitions } from './transitions.ts';
import type { AlarmLimit } from './types.ts';

const BASE: AlarmLimit = {
  signalId: 'own',
  stationId: 'S1',
  kind: 'fall',
  limit: 0.1,
  deadband: 0.02,
  onDelayMs: 0,
  offDelayMs: 0,
  priority: 'medium',
};
const FALL: AlarmLimit = { ...BASE, windowMs: 16_000 };
const RISE: AlarmLimit = { ...FALL, kind: 'rise' };
const STUCK: AlarmLimit = { ...BASE, kind: 'stuck', limit: 0.01, deadband: 0, windowMs: 16_000 };
const BAD: AlarmLimit = { ...BASE, kind: 'badQuality', limit: 0, deadband: 0, onDelayMs: 3_000 };
const APART: AlarmLimit = { ...BASE, kind: 'deviationHigh', limit: 5, deadband: 1, referenceSignalId: 'other' };

type Step = readonly [atS: number, value: number, slot?: 'own' | 'other', quality?: number];

function run(limits: readonly AlarmLimit[], { staleAfterMs = Infinity, active = false } = {}) {
  const engine = createAlarmEngine(limits, {
    slotCount: 2,
    slotOf: (id) => ['own', 'other'].indexOf(id),
    known: () => ({ isActive: active, changedAtMs: 0 }),
  });
  engine.setStaleAfter(0, staleAfterMs);
  engine.setStaleAfter(1, staleAfterMs);
  const out = createTransitions();
  return {
    engine,
    give: (...steps: readonly Step[]) => {
      for (const [atS, value, slot, quality] of steps) {
        engine.update(slot === 'other' ? 1 : 0, value, quality ?? QUALITY.good, atS * 1_000, out);
      }
    },
    settle: (untilS: number) => engine.settle(untilS * 1_000, out),
    found: () =>
      Array.from({ length: out.count }, (_, row) => [
        out.raised[row] === 1 ? 'raise' : 'return',
        (out.sourceAtMs[row] as number) / 1_000,
      ]),
  };
}

const steady = (fromS: number, toS: number, value: number): readonly Step[] =>
  Array.from({ length: toS - fromS }, (_, second) => [fromS + second, value] as const);

describe('change within a window', () => {
  it('ALM-26: a fall is raised by more than the limit within the window, and returns when the window has passed', () => {
    const { give, found } = run([FALL]);
    give(...steady(0, 30, 0.8), [30, 0.71], [31, 0.69]);
    expect(found()).toEqual([['raise', 31]]);
    give(...steady(32, 60, 0.69));
    expect(found()).toHaveLength(2);
    expect(found()[1]?.[1]).toBeGreaterThanOrEqual(30 + 14);
    expect(found()[1]?.[1]).toBeLessThanOrEqual(30 + 17);
  });

  it('ALM-26: a slow fall of the same size is none; a rise is not a fall', () => {
    const { give, found } = run([FALL]);
    give(...Array.from({ length: 100 }, (_, second) => [second, 0.8 - 0.005 * second] as const));
    give([100, 0.9]);
    expect(found()).toEqual([]);
    const rise = run([RISE]);
    rise.give(...steady(0, 20, 0.3), [20, 0.45], [21, 0.45]);
    expect(rise.found()).toEqual([['raise', 20]]);
  });

  it('ALM-26: a value that is only told when it changes stands until then, so its jump is one within the window', () => {
    const { give, found } = run([FALL]);
    give([0, 0.8], [600, 0.5]);
    expect(found()).toEqual([['raise', 600]]);
    const late = run([FALL], { staleAfterMs: 5_000 });
    late.give([0, 0.8], [600, 0.5]);
    expect(late.found()).toEqual([]);
  });

  it('ALM-14: an active fall is not taken as over by an engine that has not seen a whole window', () => {
    const { give, found } = run([FALL], { active: true });
    give(...steady(0, 16, 0.5));
    expect(found()).toEqual([]);
    give([16, 0.5]);
    expect(found()).toEqual([['return', 16]]);
  });
});

describe('stuck', () => {
  it('ALM-27: is raised after a whole window of good samples that do not differ, and returns with the first that does', () => {
    const { give, found } = run([STUCK]);
    give(...steady(0, 16, 0.8));
    expect(found()).toEqual([]);
    give([16, 0.8], [17, 0.8], [18, 0.82]);
    expect(found()).toEqual([
      ['raise', 16],
      ['return', 18],
    ]);
  });

  it('ALM-27: bad samples and silence begin the window anew', () => {
    const { give, found, settle } = run([STUCK], { staleAfterMs: 5_000 });
    give(...steady(0, 12, 0.8), [12, 0, 'own', QUALITY.bad], ...steady(13, 28, 0.8));
    expect(found()).toEqual([]);
    settle(200);
    give(...steady(200, 216, 0.8));
    expect(found()).toEqual([]);
    give([216, 0.8]);
    expect(found()).toEqual([['raise', 216]]);
  });

  it('ALM-27: a moving value is not stuck', () => {
    const { give, found } = run([STUCK]);
    give(...Array.from({ length: 200 }, (_, second) => [second, 0.8 + 0.01 * (second % 3)] as const));
    expect(found()).toEqual([]);
  });
});

describe('deviation', () => {
  it('ALM-24: from a fixed value is judged by every sample, on both sides', () => {
    const high = run([{ ...APART, referenceSignalId: undefined, referenceValue: 50 }]);
    high.give([0, 55], [1.5, 55.1], [2, 54.5], [3, 54]);
    expect(high.found()).toEqual([
      ['raise', 1.5],
      ['return', 3],
    ]);
    const low = run([{ ...APART, kind: 'deviationLow', referenceSignalId: undefined, referenceValue: 50 }]);
    low.give([0, 45], [1, 44], [2, 45.5], [3, 46]);
    expect(low.found()).toEqual([
      ['raise', 1],
      ['return', 3],
    ]);
  });

  it('ALM-24: from another signal goes by what both were at full seconds, whichever came first', () => {
    const both: readonly Step[] = [
      [0.2, 50],
      [0.4, 50, 'other'],
      [1.2, 56],
      [1.4, 52, 'other'],
      [2.3, 58],
      [2.6, 52, 'other'],
      [3.1, 52],
      [3.7, 52, 'other'],
    ];
    const orders = [
      both,
      [...both.filter(([, , slot]) => slot === 'other'), ...both.filter(([, , slot]) => slot !== 'other')],
    ];
    for (const order of orders) {
      const { give, settle, found } = run([APART]);
      settle(0);
      give(...order);
      settle(5);
      expect(found()).toEqual([
        ['raise', 3],
        ['return', 4],
      ]);
    }
  });

  it('ALM-25: holds while the reference is bad, stale or not there, and breaks its delay', () => {
    const missing = run([APART]);
    missing.settle(0);
    missing.give([0.5, 90]);
    missing.settle(10);
    expect(missing.found()).toEqual([]);

    const { give, settle, found } = run([{ ...APART, onDelayMs: 3_000 }], { staleAfterMs: 2_000 });
    settle(0);
    give([0.5, 90], [0.5, 50, 'other'], [1.5, 90], [1.5, 50, 'other'], [2.5, 90], [2.5, 0, 'other', QUALITY.bad]);
    give([3.5, 90], [3.5, 50, 'other'], [4.5, 90], [5.5, 90], [6.5, 90], [7.5, 90], [8.5, 90]);
    settle(9);
    expect(found()).toEqual([]);
    give([9.5, 90], [9.5, 50, 'other'], [10.5, 90], [11.5, 90], [11.5, 50, 'other'], [12.5, 90], [13.5, 90]);
    settle(14);
    expect(found()).toEqual([['raise', 13]]);
    give([14.5, 0], [20, 0]);
    settle(21);
    expect(found()).toHaveLength(1);
  });
});

describe('age', () => {
  it('ALM-28: silence beyond the limit of the signal raises bad quality after its delay, and the next sample returns it', () => {
    const { give, settle, found } = run([BAD], { staleAfterMs: 5_000 });
    give([0, 0.5], [4, 0.5]);
    settle(11.9);
    expect(found()).toEqual([]);
    settle(12);
    settle(60);
    expect(found()).toEqual([['raise', 12]]);
    give([61, 0.5]);
    expect(found()[1]).toEqual(['return', 61]);
  });

  it('ALM-28: a signal that never came is not judged', () => {
    const { settle, found } = run([BAD], { staleAfterMs: 5_000 });
    settle(1_000);
    expect(found()).toEqual([]);
  });

  it('ALM-28: a delay of a value ends only while the value is not stale', () => {
    const slow: AlarmLimit = { ...BASE, kind: 'high', limit: 1, onDelayMs: 10_000 };
    const { give, settle, found } = run([slow], { staleAfterMs: 5_000 });
    give([0, 2]);
    settle(30);
    give([31, 2]);
    expect(found()).toEqual([]);
  });

  it('ALM-29: what the console does not hear is not judged until its next sample', () => {
    const { engine, give, settle, found } = run([BAD, { ...BASE, kind: 'high', limit: 1, onDelayMs: 4_000 }], {
      staleAfterMs: 5_000,
    });
    give([0, 2]);
    engine.lose(0);
    settle(100);
    expect(found()).toEqual([]);
    give([100, 0.5]);
    settle(107);
    expect(found()).toEqual([]);
    settle(108);
    expect(found()).toEqual([['raise', 108]]);
  });

  it('ALM-43: time in which the console stood still is no silence; what is silent after it alarms', () => {
    const { engine, give, settle, found } = run([BAD], { staleAfterMs: 5_000 });
    give([0, 0.5], [4, 0.5]);
    engine.standStill(50_000);
    // Some that waited in the line while nobody took them, then those of now.
    give([6, 0.5], [55, 0.5], [56, 0.5]);
    settle(63.9);
    expect(found()).toEqual([]);
    settle(64);
    expect(found()).toEqual([['raise', 64]]);
  });

  it('ALM-43: a signal that fell silent just before, or meanwhile, alarms after its whole time from the return', () => {
    const { engine, give, settle, found } = run([BAD], { staleAfterMs: 5_000 });
    give([0, 0.5], [4, 0.5]);
    settle(10);
    engine.standStill(50_000);
    settle(61.9);
    expect(found()).toEqual([]);
    settle(62);
    expect(found()).toEqual([['raise', 62]]);
  });

  it('ALM-43: a value holds over a standstill no longer than over silence', () => {
    const { engine, give, found } = run([{ ...BASE, kind: 'high', limit: 1, onDelayMs: 10_000 }], {
      staleAfterMs: 5_000,
    });
    give([0, 2]);
    engine.standStill(50_000);
    give([50, 2], [55, 2], [59.9, 2]);
    expect(found()).toEqual([]);
    give([60, 2]);
    expect(found()).toEqual([['raise', 60]]);
  });
});

describe('a clock that is set back', () => {
  const HIGH: AlarmLimit = { ...BASE, kind: 'high', limit: 1, deadband: 0 };

  it('ALM-31: does not silence the signal, and its transitions stay newer than the last', () => {
    const { engine, give, found } = run([HIGH]);
    engine.setHorizon(105_000);
    give([3_700, 2]);
    give([101, 2], [102, 0], [103, 2]);
    expect(found()).toEqual([
      ['raise', 3_700],
      ['return', 3_700.001],
      ['raise', 3_700.002],
    ]);
    engine.setHorizon(4_000_000);
    give([3_990, 0]);
    expect(found()[3]).toEqual(['return', 3_990]);
  });

  it('ALM-10, ALM-31: an older sample of a signal that runs true is still ignored', () => {
    const { engine, give, found } = run([HIGH]);
    engine.setHorizon(105_000);
    give([102, 0.5], [101, 2]);
    expect(found()).toEqual([]);
  });
});
