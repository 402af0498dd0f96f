import { useI18n } from 'vue-i18n';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { MEASURES, isMeasure, type Measure } from '#shared/domain/telemetry/measures.ts';
import { formatValue, useFormat } from '../../locales/use-format.ts';
import { useNetwork } from '../../stores/network.store.ts';

/** Alarms in words: where, what, how much. */
export function useAlarmWords() {
  const { t } = useI18n();
  const { measureName } = useFormat();
  const network = useNetwork();

  const stationName = (stationId: string): string => network.stationsById.get(stationId)?.name ?? stationId;

  /** `primary supply pressure low: 0.412 MPa (limit 0.450)` */
  function alarmCause(alarm: Alarm): string {
    const measure = measureOf(alarm);
    if (!measure) return `${alarm.signalId} ${t(`limit.${alarm.kind}`)}`;
    if (alarm.kind === 'badQuality') return `${measureName(measure)} ${t('limit.badQuality')}`;
    const value = `${formatValue(alarm.value, measure)} ${MEASURES[measure].unit}`;
    const limit = t('alarm.limit', { limit: formatValue(alarm.limit, measure) });
    return `${measureName(measure)} ${t(`limit.${alarm.kind}`)} ${value} (${limit})`;
  }

  const alarmSentence = (alarm: Alarm): string => {
    const returned = alarm.status === 'returnedUnacked' ? ` · ${t('alarm.returned')}` : '';
    return `${stationName(alarm.stationId)} ${alarmCause(alarm)}${returned}`;
  };

  return { alarmCause, alarmSentence, stationName };
}

function measureOf(alarm: Alarm): Measure | undefined {
  const name = alarm.signalId.slice(alarm.stationId.length + 1);
  return isMeasure(name) ? name : undefined;
}
