import type { SignalInfo } from '#shared/contract/console-api.ts';
import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { isStale } from '#shared/domain/telemetry/staleness.ts';
import type { LatestTable } from '../../stores/latest-table.ts';
import type { LiveColumns } from './scene/columns.ts';

/** Where the values of every station stand in the catalogue, by slot (the place of the station in the list of the wall). */
export interface WallSignals {
  /** Catalogue index of the main and of the second value; -1 where the station does not report it. */
  readonly main: Int32Array;
  readonly second: Int32Array;
  readonly mainIds: readonly (string | undefined)[];
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** The normal zone between the limits, as shares of the span. */
  readonly normalFrom: Float32Array;
  readonly normalTo: Float32Array;
  /** Age from which the main value may not be shown as live, ms. */
  readonly staleAfterMs: Float64Array;
}

/** @param limits the limits that are watched, by signal id */
export function wallSignals(
  mains: readonly (SignalInfo | undefined)[],
  seconds: readonly (SignalInfo | undefined)[],
  limits: ReadonlyMap<string, readonly AlarmLimit[]>,
): WallSignals {
  const zones = mains.map((signal) => (signal ? normalZone(signal, limits.get(signal.signalId) ?? []) : [0, 1]));
  return {
    main: Int32Array.from(mains, (signal) => signal?.index ?? -1),
    second: Int32Array.from(seconds, (signal) => signal?.index ?? -1),
    mainIds: mains.map((signal) => signal?.signalId),
    lows: Float64Array.from(mains, (signal) => signal?.low ?? 0),
    highs: Float64Array.from(mains, (signal) => signal?.high ?? 1),
    normalFrom: Float32Array.from(zones, ([from]) => from as number),
    normalTo: Float32Array.from(zones, ([, to]) => to as number),
    staleAfterMs: Float64Array.from(mains, (signal) => signal?.staleAfterMs ?? 0),
  };
}

function normalZone(signal: SignalInfo, limits: readonly AlarmLimit[]): readonly [number, number] {
  const share = (value: number): number => Math.min(1, Math.max(0, (value - signal.low) / (signal.high - signal.low)));
  const of = (...kinds: readonly string[]): number[] =>
    limits.filter(({ kind }) => kinds.includes(kind)).map(({ limit }) => limit);
  const lows = of('low', 'lowLow');
  const highs = of('high', 'highHigh');
  return [lows.length > 0 ? share(Math.max(...lows)) : 0, highs.length > 0 ? share(Math.min(...highs)) : 1];
}

/** Fills the columns with the newest values. No object is made for a station. @param nowMs the page's monotonic clock */
export function fillColumns(columns: LiveColumns, signals: WallSignals, latest: LatestTable, nowMs: number): void {
  for (let slot = 0; slot < signals.main.length; slot += 1) {
    const main = signals.main[slot] as number;
    const second = signals.second[slot] as number;
    columns.main[slot] = latest.value(main);
    columns.second[slot] = latest.value(second);
    columns.agesMs[slot] = latest.ageMs(main, nowMs);
    columns.quality[slot] = latest.quality(main);
    columns.secondQuality[slot] = latest.quality(second);
  }
}

/** Whether a station's main value cannot be relied on: it may no longer be shown as live, or its quality is bad. */
export function isSlotDoubtful(slot: number, signals: WallSignals, latest: LatestTable, nowMs: number): boolean {
  const index = signals.main[slot] ?? -1;
  const quality = latest.quality(index);
  return (
    quality === QUALITY.none ||
    quality === QUALITY.bad ||
    isStale(latest.ageMs(index, nowMs), signals.staleAfterMs[slot] as number)
  );
}
