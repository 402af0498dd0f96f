import { onScopeDispose, shallowRef, watch } from 'vue';
import { readHistory, useSignalWatch } from '../../commands/queries.ts';
import { useCatalogue } from '../../stores/catalogue.store.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useConsole } from '../../stores/console.store.ts';
import { useTelemetry } from '../../stores/telemetry.store.ts';
import { columnsOf, extendTail, keyOfSpec, withTail, type CurveColumns, type CurveSpec, type Tail } from './curve.ts';
import type { TimeRange } from './time-range.ts';

/** Zooming asks once, when the hand rests. */
const DEBOUNCE_MS = 140;
const WATCH_HZ = 1;
/** What follows now is read anew after this long, and after as long as this many points stand for: the live tail is denser than the curve. */
const REREAD_MS = 60_000;
const REREAD_POINTS = 20;
const STALE_DEFAULT_MS = 10_000;

export type HistoryState = 'loading' | 'ready' | 'failed';

/**
 * Curves of what is in sight, read again when that changes (the newest wish wins), with the live values added at their end.
 * @param maxPoints how many points the chart can show
 */
export function useHistory(specs: () => readonly CurveSpec[], range: () => TimeRange, maxPoints: () => number) {
  const catalogue = useCatalogue();
  const telemetry = useTelemetry();
  const consoleStore = useConsole();
  const clock = useClock();
  const state = shallowRef<HistoryState>('loading');
  const isReading = shallowRef(false);
  const failure = shallowRef<string>();
  const curves = shallowRef<readonly CurveColumns[]>([]);
  const setWatch = useSignalWatch(WATCH_HZ);

  let read: readonly CurveColumns[] = [];
  const tails = new Map<string, Tail>();
  let wish = 0;
  let readAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const staleAfterMs = (signalId: string): number => catalogue.byId.get(signalId)?.staleAfterMs ?? STALE_DEFAULT_MS;

  function publish(): void {
    curves.value = read.map((curve) => {
      const tail = curve.spec.earlierMs === 0 && range().follows ? tails.get(curve.spec.signalId) : undefined;
      return tail ? withTail(curve, tail, staleAfterMs(curve.spec.signalId)) : curve;
    });
  }

  async function readNow(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (!consoleStore.isConnected || specs().length === 0) return;
    wish += 1;
    const mine = wish;
    const { from, to } = range();
    const edge = (to - from) * 0.02;
    readAt = performance.now();
    isReading.value = true;
    const wanted = specs();
    const answers = await Promise.all(
      wanted.map(({ signalId, earlierMs }) =>
        readHistory({
          signalId,
          from: Math.max(0, Math.floor(from - earlierMs - edge)),
          to: Math.ceil(to - earlierMs + edge),
          maxPoints: Math.round(Math.min(4000, Math.max(200, maxPoints()))),
        }),
      ),
    );
    if (mine !== wish) return;
    isReading.value = false;
    const failed = answers.find((answer) => !answer.ok);
    if (failed && !failed.ok) {
      failure.value = failed.error.code;
      state.value = 'failed';
      return;
    }
    read = answers.flatMap((answer, k) => (answer.ok ? [columnsOf(wanted[k] as CurveSpec, answer.value)] : []));
    dropRead();
    failure.value = undefined;
    state.value = 'ready';
    publish();
  }

  /** Live values that the history has by now are not kept twice. */
  function dropRead(): void {
    for (const { spec, at } of read) {
      const tail = spec.earlierMs === 0 ? tails.get(spec.signalId) : undefined;
      const k = tail ? tail.at.findIndex((time) => time > (at.at(-1) ?? -Infinity)) : -1;
      if (!tail) continue;
      for (const column of [tail.at, tail.value, tail.quality]) column.splice(0, k < 0 ? column.length : k);
    }
  }

  function takeLive(): void {
    let isNew = false;
    for (const { signalId, earlierMs } of specs()) {
      const signal = catalogue.byId.get(signalId);
      if (!signal || earlierMs !== 0) continue;
      let tail = tails.get(signalId);
      if (!tail) tails.set(signalId, (tail = { at: [], value: [], quality: [] }));
      const { latest } = telemetry;
      const sample = {
        atMs: latest.sourceAtMs(signal.index),
        value: latest.value(signal.index),
        quality: latest.quality(signal.index),
      };
      if (extendTail(tail, 0, sample)) isNew = true;
    }
    if (isNew && state.value === 'ready') publish();
    const { from, to, follows } = range();
    const afterMs = Math.max(REREAD_MS, ((to - from) / maxPoints()) * REREAD_POINTS);
    if (follows && performance.now() - readAt > afterMs) void readNow();
  }

  watch(
    () => specs().map(keyOfSpec).join(' '),
    () => {
      const ids = new Set(specs().map(({ signalId }) => signalId));
      for (const known of tails.keys()) if (!ids.has(known)) tails.delete(known);
      state.value = 'loading';
      curves.value = read = [];
      void readNow();
    },
    { immediate: true },
  );
  watch(
    () =>
      specs().flatMap(({ signalId, earlierMs }) =>
        earlierMs === 0 ? (catalogue.byId.get(signalId)?.index ?? []) : [],
      ),
    setWatch,
    { immediate: true },
  );
  watch(
    () => {
      const { from, to, follows } = range();
      return follows ? `now ${String(Math.round(to - from))}` : `${String(from)} ${String(to)}`;
    },
    () => {
      publish();
      clearTimeout(timer);
      timer = setTimeout(() => void readNow(), DEBOUNCE_MS);
    },
  );
  watch(
    () => consoleStore.isConnected,
    () => void readNow(),
  );
  watch([() => telemetry.revision, () => clock.now], takeLive);
  onScopeDispose(() => {
    clearTimeout(timer);
    wish += 1;
  });

  return { state, isReading, failure, curves, again: readNow, staleAfterMs };
}
