import { reactive, ref, shallowRef, watch } from 'vue';
import type { JournalRow } from '#shared/contract/alarm-api.ts';
import { readJournal, type JournalQuery } from '../../commands/alarm-queries.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useConsole } from '../../stores/console.store.ts';

export const JOURNAL_SPANS = ['hour', 'shift', 'day', 'week', 'month', 'custom'] as const;
type JournalSpan = (typeof JOURNAL_SPANS)[number];

const HOUR_MS = 3_600_000;
const SPAN_MS = {
  hour: HOUR_MS,
  shift: 12 * HOUR_MS,
  day: 24 * HOUR_MS,
  week: 168 * HOUR_MS,
  month: 720 * HOUR_MS,
} as const;
/** Clocks of plant and console differ: what is dated a little ahead is of now, too. */
const AHEAD_MS = 60_000;
const PAGE = 500;
/** More than anyone reads; who needs more takes a narrower span. */
const ALL = 50_000;

/** The journal in pages, newest first, of a span of time and what `narrowed` names. */
export function useJournal(narrowed: () => Pick<JournalQuery, 'stationId' | 'alarmId'>) {
  const time = useClock();
  const consoleStore = useConsole();
  const span = ref<JournalSpan>('shift');
  const custom = reactive({ from: '', to: '' });
  const rows = shallowRef<readonly JournalRow[]>([]);
  const failure = ref<string>();
  const isLoading = ref(false);
  const isAtEnd = ref(true);
  /** What is being read; an answer to an older question is dropped. */
  let question = 0;
  let bounds = { from: 0, to: 0 };

  function boundsOf(): typeof bounds {
    if (span.value !== 'custom') {
      return { from: Math.round(time.now - SPAN_MS[span.value]), to: Math.round(time.now + AHEAD_MS) };
    }
    const at = (text: string, otherwise: number): number => {
      const parsed = new Date(text).getTime();
      return Number.isFinite(parsed) ? parsed : Math.round(otherwise);
    };
    return { from: at(custom.from, time.now - SPAN_MS.day), to: at(custom.to, time.now + AHEAD_MS) };
  }

  async function page(mine: number, before?: string): Promise<boolean> {
    const { stationId, alarmId } = narrowed();
    const result = await readJournal({ ...bounds, stationId, alarmId, before, limit: PAGE });
    if (mine !== question) return false;
    failure.value = result.ok ? undefined : result.error.code;
    if (!result.ok) return false;
    rows.value = before === undefined ? result.value : [...rows.value, ...result.value];
    isAtEnd.value = result.value.length < PAGE;
    return true;
  }

  async function load(): Promise<void> {
    if (!consoleStore.isConnected) return;
    question += 1;
    bounds = boundsOf();
    isLoading.value = true;
    await page(question);
    isLoading.value = false;
  }

  async function more(): Promise<void> {
    const last = rows.value.at(-1);
    if (last === undefined || isLoading.value) return;
    isLoading.value = true;
    await page(question, last.key);
    isLoading.value = false;
  }

  async function all(): Promise<void> {
    if (isLoading.value) return;
    isLoading.value = true;
    const mine = question;
    while (!isAtEnd.value && rows.value.length < ALL && (await page(mine, rows.value.at(-1)?.key)));
    isLoading.value = false;
  }

  watch([span, custom, () => Object.values(narrowed()).join(), () => consoleStore.isConnected], () => void load(), {
    immediate: true,
  });

  return { span, custom, rows, failure, isLoading, isAtEnd, load, more, all };
}
