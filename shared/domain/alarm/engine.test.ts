import { describe, expect, it } from 'vitest';
import { QUALITY, MEASURE_NAMES, signalIdOf } from '../telemetry/measures.ts';
import { defaultLimits } from './default-limits.ts';
import { createAlarmEngine } from './engine.ts';
import { alarmIdOf, createTransitions, reportOf } from './transitions.ts';
import type { AlarmLimit } from './types.ts';

const LOW: AlarmLimit = {
  signalId: 'S1.primarySupplyPressureMPa',
  stationId: 'S1',
  kind: 'low',
  limit: 0.35,
  deadband: 0.05,
  onDelayMs: 3000,
  offDelayMs: 2000,
  priority: 'medium',
};
const HIGH: AlarmLimit = { ...LOW, kind: 'high', limit: 1, onDelayMs: 0, offDelayMs: 0 };
const BAD: AlarmLimit = { ...LOW, kind: 'badQuality', limit: 0, deadband: 0, onDelayMs: 2000, offDelayMs: 0 };

type Sample = readonly [atMs: number, value: number, quality?: number];

function run(limits: readonly AlarmLimit[], samples: readonly Sample[], active?: ReadonlySet<string>) {
  const known = (id: string) => (active?.has(id) === true ? { isActive: true, changedAtMs: -1 } : undefined);
  const engine = createAlarmEngine(limits, { slotCount: 1, slotOf: () => 0, known });
  const out = createTransitions(1);
  for (const [atMs, value, quality] of samples) engine.update(0, value, quality ?? QUALITY.good, atMs, out);
  const settle = (untilMs: number) => {
    engine.settle(untilMs, out);
  };
  const found = () =>
    Array.from({ length: out.count }, (_, row) => [
      engine.limits[out.limitIndex[row] ?? -1]?.kind,
      out.raised[row] === 1 ? 'raise' : 'return',
      out.sourceAtMs[row],
      out.value[row],
    ]);
  return { found, settle };
}

describe('limit engine', () => {
  it('ALM-08: raises after the on-delay without a break, dated at its end', () => {
    expect(
      run(
        [LOW],
        [
          [1000, 0.3],
          [2000, 0.3],
          [3999, 0.3],
        ],
      ).found(),
    ).toEqual([]);
    expect(
      run(
        [LOW],
        [
          [1000, 0.3],
          [4500, 0.29],
        ],
      ).found(),
    ).toEqual([['low', 'raise', 4000, 0.3]]);
    expect(
      run(
        [LOW],
        [
          [1000, 0.3],
          [2000, 0.36],
          [3000, 0.3],
          [5000, 0.3],
        ],
      ).found(),
    ).toEqual([]);
  });

  it('ALM-08: a value at the limit is not beyond it', () => {
    expect(
      run(
        [LOW, HIGH],
        [
          [1000, 0.35],
          [9000, 0.35],
        ],
      ).found(),
    ).toEqual([]);
    expect(
      run(
        [HIGH],
        [
          [1000, 1],
          [2000, 1.01],
        ],
      ).found(),
    ).toEqual([['high', 'raise', 2000, 1.01]]);
  });

  it('ALM-09: returns only after the deadband, for the off-delay without a break', () => {
    const down: Sample[] = [
      [0, 0.3],
      [3000, 0.3],
    ];
    expect(run([LOW], [...down, [4000, 0.39], [9000, 0.39]]).found()).toHaveLength(1);
    expect(run([LOW], [...down, [4000, 0.41], [5000, 0.39], [6000, 0.41], [7000, 0.41]]).found()).toHaveLength(1);
    expect(run([LOW], [...down, [4000, 0.41], [6500, 0.42]]).found()[1]).toEqual(['low', 'return', 6000, 0.41]);
    expect(
      run(
        [HIGH],
        [
          [0, 1.2],
          [1000, 0.96],
          [2000, 0.95],
        ],
      ).found()[1],
    ).toEqual(['high', 'return', 2000, 0.95]);
  });

  it('ALM-10: ignores samples that are late, come twice or have no source time', () => {
    expect(
      run(
        [HIGH],
        [
          [5000, 0.5],
          [5000, 2],
          [4000, 2],
          [NaN, 2],
        ],
      ).found(),
    ).toEqual([]);
  });

  it('ALM-11: bad quality raises its own limit only, with the last good value', () => {
    const samples: Sample[] = [
      [0, 0.6],
      [1000, 0, QUALITY.bad],
      [2000, NaN],
      [3000, 0.1, QUALITY.none],
    ];
    expect(run([LOW, HIGH, BAD], samples).found()).toEqual([['badQuality', 'raise', 3000, 0.6]]);
    expect(run([BAD], [...samples, [4000, 0.6]]).found()[1]).toEqual(['badQuality', 'return', 4000, 0.6]);
  });

  it('ALM-11: bad quality breaks a running delay and leaves an active alarm active', () => {
    expect(
      run(
        [LOW],
        [
          [0, 0.3],
          [1000, 0.3, QUALITY.bad],
          [3500, 0.3],
        ],
      ).found(),
    ).toEqual([]);
    expect(
      run(
        [LOW],
        [
          [0, 0.3],
          [3000, 0.3],
          [4000, 0.9, QUALITY.bad],
          [9000, 0.9, QUALITY.bad],
        ],
      ).found(),
    ).toEqual([['low', 'raise', 3000, 0.3]]);
  });

  it('ALM-11: an uncertain value counts as a value', () => {
    expect(run([HIGH], [[0, 1.2, QUALITY.uncertain]]).found()).toHaveLength(1);
  });

  it('ALM-12: both consoles make the same command of a transition', () => {
    const report = reportOf(LOW, true, 0.3, 4000);
    expect(report.commandId).toBe('raiseAlarm:S1.primarySupplyPressureMPa:low:4000');
    expect(report.payload).toMatchObject({ kind: 'low', limit: 0.35, value: 0.3, sourceAt: 4000 });
    expect(reportOf(LOW, false, 0.5, 4000).commandId).not.toBe(report.commandId);
  });

  it('ALM-13: settles a delay of a signal that has gone quiet, dated at its end', () => {
    const { found, settle } = run([LOW], [[0, 0.3]]);
    settle(2999);
    expect(found()).toEqual([]);
    settle(60_000);
    settle(61_000);
    expect(found()).toEqual([['low', 'raise', 3000, 0.3]]);
  });

  it('ALM-13: settles a return as well', () => {
    const { found, settle } = run(
      [LOW],
      [
        [0, 0.3],
        [3000, 0.3],
        [4000, 0.5],
      ],
    );
    settle(5999);
    expect(found()).toHaveLength(1);
    settle(6000);
    expect(found()[1]).toEqual(['low', 'return', 6000, 0.5]);
  });

  it('ALM-14: takes up what the log has as active', () => {
    const active = new Set([alarmIdOf(LOW)]);
    expect(
      run(
        [LOW],
        [
          [0, 0.3],
          [9000, 0.3],
        ],
        active,
      ).found(),
    ).toEqual([]);
    expect(
      run(
        [LOW],
        [
          [0, 0.5],
          [9000, 0.5],
        ],
        active,
      ).found(),
    ).toEqual([['low', 'return', 2000, 0.5]]);
  });

  it('ALM-15: loses nothing when the columns are full, and evaluates each signal by its own limits', () => {
    const limits = Array.from({ length: 200 }, (_, slot) => ({ ...HIGH, signalId: `S${String(slot)}.x`, limit: slot }));
    const shuffled = [...limits.slice(77), ...limits.slice(0, 77), { ...HIGH, signalId: 'unknown' }];
    const engine = createAlarmEngine(shuffled, {
      slotCount: 200,
      slotOf: (signalId) => (signalId === 'unknown' ? undefined : Number(signalId.slice(1, -2))),
    });
    const out = createTransitions(2);
    for (let slot = 0; slot < 202; slot += 1) {
      engine.update(slot, slot % 2 === 0 ? slot + 1 : slot - 1, QUALITY.good, 1000, out);
    }
    const raised = Array.from(out.limitIndex.slice(0, out.count), (index) => shuffled[index]?.limit);
    expect(raised).toEqual(Array.from({ length: 100 }, (_, n) => 2 * n));
  });
});

const STATION = { id: 'S1', kind: 'station', designFlowTPerH: 60 } as const;
const SOURCE = { id: 'H1', kind: 'source', designFlowTPerH: 6000 } as const;

describe('default limits', () => {
  it('ALM-20: are near 5 / 15 / 80 % of a station', () => {
    const limits = defaultLimits(STATION);
    const share = (priority: string) => limits.filter((limit) => limit.priority === priority).length / limits.length;
    expect(share('high')).toBeCloseTo(0.05, 1);
    expect(share('medium')).toBeCloseTo(0.15, 1);
    expect(share('low')).toBeCloseTo(0.8, 1);
    expect(new Set(limits.map(alarmIdOf)).size).toBe(limits.length);
  });

  it('ALM-23: size the make-up by the design flow, with a floor', () => {
    const makeup = (station: Parameters<typeof defaultLimits>[0]) =>
      defaultLimits(station)
        .filter(
          ({ signalId, kind }) => signalId.endsWith('makeupFlowTPerH') && (kind === 'high' || kind === 'highHigh'),
        )
        .map((limit) => limit.limit);
    expect(makeup({ id: 'S1', kind: 'station' })).toEqual([3, 6]);
    expect(makeup({ id: 'S1', kind: 'station', designFlowTPerH: 400 })).toEqual([8, 20]);
    expect(makeup({ id: 'H1', kind: 'source' })).toEqual([20, 40]);
    expect(makeup(SOURCE)).toEqual([120, 300]);
  });

  it('ALM-22: are silent over the whole range of a quiet plant, and not when the pressure falls', () => {
    const quiet: Record<string, readonly [number, number]> = {
      primarySupplyPressureMPa: [0.5, 1.2],
      primaryReturnPressureMPa: [0.25, 0.5],
      primarySupplyTempC: [70, 120],
      primaryReturnTempC: [35, 60],
      primaryFlowTPerH: [5, 60],
      secondarySupplyPressureMPa: [0.35, 0.55],
      secondaryReturnPressureMPa: [0.2, 0.4],
      secondarySupplyTempC: [45, 60],
      secondaryReturnTempC: [35, 48],
      makeupFlowTPerH: [0, 1],
      circulationPumpOn: [1, 1],
    };
    for (const station of [STATION, SOURCE]) {
      const engine = createAlarmEngine(defaultLimits(station), {
        slotCount: MEASURE_NAMES.length,
        slotOf: (id) => MEASURE_NAMES.findIndex((measure) => signalIdOf(station.id, measure) === id),
      });
      const out = createTransitions();
      // Up and down over the whole range, twice in three hours.
      for (let second = 0; second < 10_800; second += 5) {
        const share = Math.abs(((second / 2_700) % 2) - 1);
        MEASURE_NAMES.forEach((measure, slot) => {
          const [low, high] = quiet[measure] ?? [0, 0];
          engine.update(slot, low + share * (high - low), QUALITY.good, second * 1000, out);
        });
        engine.settle(second * 1000, out);
      }
      expect(out.count).toBe(0);
      for (let second = 10_800; second < 10_810; second += 1) engine.update(0, 0.2, QUALITY.good, second * 1000, out);
      expect(Array.from(out.limitIndex.slice(0, out.count), (index) => engine.limits[index]?.kind)).toEqual([
        'fall',
        'lowLow',
        'low',
      ]);
    }
  });
});
