import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUALITY } from '../telemetry/measures.ts';
import { createAlarmEngine, type AlarmEngine } from './engine.ts';
import { createTransitions } from './transitions.ts';
import type { AlarmLimit, LimitKind } from './types.ts';

const SIGNALS = ['a', 'b', 'c'] as const;
const base = { stationId: 'S1', limit: 0.5, deadband: 0.1, priority: 'low' } as const;
const of = (signalId: string, kind: LimitKind, rest: Partial<AlarmLimit> = {}): AlarmLimit => ({
  ...base,
  signalId,
  kind,
  onDelayMs: 3_000,
  offDelayMs: 2_000,
  ...rest,
});
const LIMITS: readonly AlarmLimit[] = SIGNALS.flatMap((id) => [
  of(id, 'low'),
  of(id, 'high', { limit: 0.7, onDelayMs: 0 }),
  of(id, 'fall', { windowMs: 8_000, limit: 0.4 }),
  of(id, 'rise', { windowMs: 20_000, limit: 0.6, onDelayMs: 0 }),
  of(id, 'stuck', { windowMs: 5_000, limit: 0.15, deadband: 0, onDelayMs: 0 }),
  of(id, 'badQuality', { limit: 0 }),
  of(id, 'deviationHigh', { referenceSignalId: id === 'a' ? 'b' : 'a', limit: 0.3 }),
  of(id, 'deviationLow', { referenceValue: 0.5, limit: 0.2 }),
]);

type Sample = readonly [slot: number, value: number, quality: number, atMs: number];
const samples = fc
  .array(
    fc.tuple(
      fc.nat({ max: 2 }),
      fc.integer({ min: 0, max: 10 }).map((tenth) => tenth / 10),
      fc.constantFrom(QUALITY.good, QUALITY.good, QUALITY.good, QUALITY.uncertain, QUALITY.bad),
      fc.constantFrom(0, 100, 350, 1_000, 1_000, 2_500, 9_000),
    ),
    { minLength: 20, maxLength: 150, size: 'max' },
  )
  .map((steps) => {
    let atMs = 1_000_000;
    return steps.map(([slot, value, quality, later]): Sample => [slot, value, quality, (atMs += later)]);
  });

function engineOn(limits: readonly AlarmLimit[], before?: AlarmEngine): AlarmEngine {
  const engine = createAlarmEngine(limits, {
    slotCount: SIGNALS.length,
    slotOf: (id) => SIGNALS.findIndex((signal) => signal === id),
    before,
  });
  SIGNALS.forEach((_, slot) => engine.setStaleAfter(slot, 6_000));
  return engine;
}

/** All transitions in the order of their time; settled after every `cut` samples, and the engine made anew from the one before when `anew`. */
function transitionsOf(all: readonly Sample[], cut: number, anew = false): readonly (readonly unknown[])[] {
  const out = createTransitions();
  let engine = engineOn(LIMITS);
  engine.settle((all[0]?.[3] ?? 0) - 1, out);
  all.forEach(([slot, value, quality, atMs], index) => {
    engine.update(slot, value, quality, atMs, out);
    if (index % cut !== cut - 1) return;
    // Up to just before the next sample: everything of then has come.
    engine.settle((all[index + 1]?.[3] ?? atMs + 1) - 1, out);
    if (anew) engine = engineOn(LIMITS, engine);
  });
  engine.settle((all.at(-1)?.[3] ?? 0) + 20_000, out);
  return Array.from(
    { length: out.count },
    (_, row) => [out.sourceAtMs[row], out.limitIndex[row], out.raised[row], out.value[row]] as const,
  ).sort((a, b) => Number(a[0]) - Number(b[0]) || Number(a[1]) - Number(b[1]) || Number(b[2]) - Number(a[2]));
}

describe('the same samples', () => {
  it('ALM-30: in batches of other sizes give the same raises and returns, of every kind of limit', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 40 }), (all, cut) => {
        const whole = transitionsOf(all, 25);
        for (const [, index] of whole) seen.add(LIMITS[Number(index)]?.kind ?? '');
        expect(transitionsOf(all, cut)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
    expect([...seen].sort()).toEqual([...new Set(LIMITS.map(({ kind }) => kind))].sort());
  });

  it('ALM-32: give the same where the engine is taken over with the same limits in between', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 10 }), (all, cut) => {
        expect(transitionsOf(all, cut, true)).toEqual(transitionsOf(all, cut));
      }),
      { numRuns: 100 },
    );
  });
});

describe('changed limits', () => {
  it('ALM-32: a moved limit begins its delay anew, an active alarm stays until the new numbers clear it', () => {
    const out = createTransitions();
    const low = of('a', 'low');
    const high = of('b', 'high', { limit: 0.7 });
    const first = engineOn([low, high]);
    for (const atMs of [0, 3_000, 5_000]) first.update(0, 0.4, QUALITY.good, atMs, out);
    first.update(1, 0.9, QUALITY.good, 4_000, out);
    expect(out.count).toBe(1);
    const moved = engineOn(
      [
        { ...low, limit: 0.3, deadband: 0 },
        { ...high, onDelayMs: 4_000 },
      ],
      first,
    );
    moved.settle(7_500, out);
    moved.update(1, 0.9, QUALITY.good, 8_000, out);
    expect(out.count).toBe(1);
    moved.update(0, 0.4, QUALITY.good, 8_500, out);
    moved.settle(10_500, out);
    expect([out.count, out.raised[1], out.sourceAtMs[1]]).toEqual([2, 0, 10_500]);
    moved.settle(12_000, out);
    expect([out.count, out.raised[2], out.sourceAtMs[2]]).toEqual([3, 1, 12_000]);
  });

  it('ALM-32: limits that are new or gone leave the others alone', () => {
    const out = createTransitions();
    const first = engineOn([of('a', 'low')]);
    first.update(0, 0.4, QUALITY.good, 0, out);
    const more = engineOn([of('b', 'high'), of('a', 'low')], first);
    const fewer = engineOn([of('a', 'low')], more);
    fewer.update(0, 0.4, QUALITY.good, 3_000, out);
    expect([out.count, out.sourceAtMs[0]]).toEqual([1, 3_000]);
  });
});
