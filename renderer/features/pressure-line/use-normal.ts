import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { NORMAL_DAYS, normalOf } from '#shared/domain/pressure-line/normal.ts';
import { readHistory } from '../../commands/queries.ts';
import { useClock } from '../../stores/clock.store.ts';

const HOUR_MS = 3_600_000;
/** Reads at once: the core has other work. */
const AT_ONCE = 6;
/** An hour a point and some to spare: the hourly means are read. */
const POINTS = NORMAL_DAYS * 24 + 32;

/** Normal values of signals, by signal id, made of the same hour on the days before; read again each hour. */
export function useNormal(signalIds: () => readonly string[]) {
  const clock = useClock();
  const values = shallowRef<ReadonlyMap<string, number>>(new Map());
  const left = shallowRef(0);
  const failure = shallowRef<string>();
  let wish = 0;

  async function read(): Promise<void> {
    wish += 1;
    const mine = wish;
    const now = clock.coreNow();
    const waiting = [...signalIds()];
    const found = new Map<string, number>();
    left.value = waiting.length;
    failure.value = undefined;
    const worker = async (): Promise<void> => {
      for (let id = waiting.pop(); id !== undefined && mine === wish; id = waiting.pop()) {
        const answer = await readHistory({
          signalId: id,
          from: Math.floor(now - (NORMAL_DAYS * 24 + 1) * HOUR_MS),
          to: Math.floor(now),
          maxPoints: POINTS,
        });
        if (mine !== wish) return;
        const normal = answer.ok ? normalOf(answer.value, now) : undefined;
        if (normal !== undefined) found.set(id, normal);
        if (!answer.ok && answer.error.kind === 'unreachable') failure.value = answer.error.code;
        left.value -= 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (mine === wish) values.value = found;
  }

  watch(
    () => `${String(Math.floor(clock.now / HOUR_MS))} ${signalIds().join(' ')}`,
    () => void read(),
    { immediate: true },
  );
  onScopeDispose(() => {
    wish += 1;
  });
  return { values, isReading: computed(() => left.value > 0), failure, again: read };
}
