import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { MEASURES, measureOf } from '#shared/domain/telemetry/measures.ts';
import { useFormat } from '../../locales/use-format.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import type { TableColumn } from '../../ui/table-rows.ts';
import { useAlarmWords } from '../station/use-alarm-words.ts';

const RANK = { high: 0, medium: 1, low: 2 } as const;
const MINUTE_MS = 60_000;

/** Columns of a list of alarms; in files with the value at the raise, its unit and who acknowledged. */
export function useAlarmColumns() {
  const { t } = useI18n();
  const { age, dateTime } = useFormat();
  const { alarmCause, stationName } = useAlarmWords();
  const network = useNetwork();
  const time = useClock();
  const raised = ({ occurrence }: Alarm): boolean => occurrence > 0;

  return computed<readonly TableColumn<Alarm>[]>(() => [
    {
      key: 'priority',
      title: t('alarms.priority'),
      text: ({ priority }) => t(`priority.${priority}`),
      sortBy: ({ priority }) => RANK[priority],
      width: '6em',
    },
    {
      key: 'raisedAt',
      title: t('alarms.raisedAt'),
      text: (alarm) => (raised(alarm) ? dateTime(alarm.raisedAt) : '—'),
      sortBy: ({ raisedAt }) => raisedAt,
      file: (alarm) => (raised(alarm) ? new Date(alarm.raisedAt) : null),
      width: '9em',
    },
    {
      key: 'age',
      title: t('alarms.age'),
      text: (alarm) => (raised(alarm) ? age(time.now - alarm.raisedAt) : '—'),
      sortBy: ({ raisedAt }) => -raisedAt,
      file: (alarm) => (raised(alarm) ? Math.round((time.now - alarm.raisedAt) / MINUTE_MS) : null),
      unit: 'min',
      width: '6em',
    },
    { key: 'station', title: t('alarms.station'), text: ({ stationId }) => stationName(stationId) },
    {
      key: 'area',
      title: t('alarms.area'),
      text: ({ stationId }) => network.stationsById.get(stationId)?.area ?? '',
      width: '7em',
    },
    { key: 'what', title: t('alarms.what'), text: alarmCause, width: 'minmax(0, 2fr)' },
    { key: 'status', title: t('alarms.status'), text: ({ status }) => t(`alarm.status.${status}`), width: '9em' },
    {
      key: 'value',
      title: t('alarms.value'),
      text: () => '',
      file: (alarm) => (raised(alarm) ? alarm.value : null),
      decimals: ({ signalId }) => decimalsOf(signalId),
      inFileOnly: true,
    },
    { key: 'unit', title: t('alarms.unit'), text: ({ signalId }) => unitOf(signalId), inFileOnly: true },
    {
      key: 'ackedAt',
      title: t('alarm.status.activeAcked'),
      text: () => '',
      file: ({ ackedAt }) => (ackedAt === undefined ? null : new Date(ackedAt)),
      inFileOnly: true,
    },
    { key: 'ackedBy', title: t('alarms.by'), text: ({ ackedBy }) => ackedBy ?? '', inFileOnly: true },
  ]);
}

/** Decimals of a signal's values, undefined where it names no measure. */
export function decimalsOf(signalId: string): number | undefined {
  const measure = measureOf(signalId);
  return measure && MEASURES[measure].decimals;
}

/** Unit of a signal's values, empty where it has none. */
export function unitOf(signalId: string): string {
  const measure = measureOf(signalId);
  return measure === undefined ? '' : MEASURES[measure].unit;
}
