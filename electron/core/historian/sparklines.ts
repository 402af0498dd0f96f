import type { Sparklines } from '#shared/contract/history-api.ts';
import type { HourView } from './hour-view.ts';
import { groupOf, HOUR_MS, placeOf } from './places.ts';
import { isUsable } from './rollup.ts';
import { NOT_A_NUMBER, type Series } from './series.ts';
import type { HistoryStore, StoredSignal } from './store.ts';

interface SparklineContext {
  readonly query: { readonly signalIds: readonly string[]; readonly minutes: number; readonly points: number };
  readonly now: number;
  readonly find: (signalId: string) => StoredSignal | undefined;
  readonly pending: ReadonlyMap<number, ReadonlySet<number>>;
  readonly view: HourView;
  readonly store: HistoryStore;
}

/** Sums by bucket while the hours of a signal are read. */
class Buckets {
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;
  readonly #from: number;
  readonly #stepMs: number;

  constructor(points: number, from: number, stepMs: number) {
    this.#sums = new Float64Array(points);
    this.#counts = new Uint32Array(points);
    this.#from = from;
    this.#stepMs = stepMs;
  }

  clear(): void {
    this.#sums.fill(0);
    this.#counts.fill(0);
  }

  add({ at, values, qualities, length }: Series, first: number): void {
    for (let i = first; i < length; i += 1) {
      const bucket = Math.floor(((at[i] as number) - this.#from) / this.#stepMs);
      const quality = qualities[i] as number;
      if (bucket >= this.#sums.length || (quality & NOT_A_NUMBER) !== 0 || !isUsable(quality)) continue;
      this.#sums[bucket] = (this.#sums[bucket] as number) + (values[i] as number);
      this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    }
  }

  means(): (number | null)[] {
    return Array.from(this.#sums, (sum, i) => {
      const count = this.#counts[i] as number;
      return count === 0 ? null : sum / count;
    });
  }
}

/** Reads the signals group by group, since those of a group share their segments. Ends a step after each signal. */
export function* sparklinesOf(context: SparklineContext): Generator<void, Sparklines> {
  const { query, now, find, pending, view, store } = context;
  const { signalIds, minutes, points } = query;
  const stepMs = (minutes * 60_000) / points;
  const from = now - minutes * 60_000;
  const buckets = new Buckets(points, from, stepMs);
  const values: (number | null)[][] = signalIds.map(() => Array<null>(points).fill(null));
  const asked = signalIds
    .flatMap((signalId, position) => {
      const signal = find(signalId);
      return signal === undefined ? [] : [{ number: signal.number, position }];
    })
    .sort((a, b) => a.number - b.number);
  let segments = new Map<number, readonly Uint8Array[]>();
  let group = -1;
  for (const { number, position } of asked) {
    if (groupOf(number) !== group) {
      group = groupOf(number);
      segments = new Map();
      for (let hour = placeOf(from); hour <= placeOf(now); hour += 1) {
        if (pending.get(group)?.has(hour) === true) segments.set(hour, store.segments(group, hour));
      }
      yield;
    }
    buckets.clear();
    for (let hour = placeOf(from); hour <= placeOf(now); hour += 1) {
      view.loadSamples(number, hour, segments.get(hour) ?? []);
      buckets.add(view.series, hour * HOUR_MS >= from ? 0 : view.series.indexAt(from));
    }
    values[position] = buckets.means();
    yield;
  }
  return { from, stepMs, values };
}
