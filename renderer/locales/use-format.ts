import { useI18n } from 'vue-i18n';
import { MEASURES, type Measure } from '#shared/domain/telemetry/measures.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Times, ages and values in words and figures of the language. All times in UTC ms, shown in the PC's time zone. */
export function useFormat() {
  const { t, locale } = useI18n();

  /** 7 s, 12 min, 3.5 h, 4 d; a dash where there never was a value. */
  function age(ms: number): string {
    if (!Number.isFinite(ms)) return '—';
    const positive = Math.max(0, ms);
    if (positive < MINUTE_MS) return t('time.seconds', { n: Math.floor(positive / 1000) });
    if (positive < HOUR_MS) return t('time.minutes', { n: Math.floor(positive / MINUTE_MS) });
    // A span that was chosen is whole hours; one that runs keeps its decimal, so that it does not change its width.
    const decimals = positive % HOUR_MS === 0 ? 0 : 1;
    if (positive < 2 * DAY_MS) return t('time.hours', { n: (positive / HOUR_MS).toFixed(decimals) });
    return t('time.days', { n: Math.floor(positive / DAY_MS) });
  }

  /** Time left to a deadline, or by how much it is over. */
  const left = (ms: number): string => (ms >= 0 ? t('time.left', { age: age(ms) }) : t('time.over', { age: age(-ms) }));

  const clock = (at: number): string =>
    new Date(at).toLocaleTimeString(locale.value, {
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });

  const dateTime = (at: number): string =>
    new Date(at).toLocaleString(locale.value, {
      hourCycle: 'h23',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });

  const dateOf = (at: number): string =>
    new Date(at).toLocaleDateString(locale.value, { month: '2-digit', day: '2-digit', weekday: 'short' });

  const measureName = (measure: Measure): string => t(`measure.${measure}`);

  return { age, left, clock, dateTime, dateOf, measureName };
}

/** A measured value in its own number of decimals, without unit; a dash where there is none. */
export function formatValue(value: number, measure: Measure): string {
  return Number.isFinite(value) ? value.toFixed(MEASURES[measure].decimals) : '—';
}
