import { useI18n } from 'vue-i18n';
import type { Alarm, AlarmLimit, LimitKind } from '#shared/domain/alarm/types.ts';
import { MEASURES, measureOf, type Measure } from '#shared/domain/telemetry/measures.ts';
import { formatValue, useFormat } from '../../locales/use-format.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { useDeviceWords } from './device-words.ts';

/** Kinds whose level is a change or a distance, not a value of the signal. */
const AMOUNTS: readonly LimitKind[] = ['deviationLow', 'deviationHigh', 'fall', 'rise'];

/** Which console tells of a fault of its own, and which part of it fails; of `console.<device>.<part>`. */
export function faultOf(signalId: string): { readonly device: string; readonly part: string } {
  const [, device = '', ...rest] = signalId.split('.');
  return { device, part: rest.join('.') };
}

const stationOf = (signalId: string): string => signalId.slice(0, signalId.lastIndexOf('.'));

/** Alarms in words: where, what, how much. */
export function useAlarmWords() {
  const { t } = useI18n();
  const { age, measureName } = useFormat();
  const { deviceName } = useDeviceWords();
  const network = useNetwork();

  const stationName = (stationId: string): string =>
    network.stationsById.get(stationId)?.name ?? (stationId === 'console' ? t('alarm.ownConsole') : stationId);

  /** `primary supply pressure low`, or which part of a console fails. */
  function alarmWhat({ signalId, kind }: Pick<Alarm, 'signalId' | 'kind'>): string {
    if (kind === 'fault') return faultWords(signalId);
    const measure = measureOf(signalId);
    if (measure === 'circulationPumpOn' && kind === 'low') return t('alarm.pumpStopped');
    return `${measure ? measureName(measure) : signalId} ${t(`limit.${kind}`)}`;
  }

  /** Parts of a console: sound, speech, history, standstill, driver-<id>, clock-<id>. */
  function faultWords(signalId: string): string {
    const { device: deviceId, part } = faultOf(signalId);
    const device = deviceName(deviceId);
    const [kind = '', ...id] = part.split('-');
    const known = (['sound', 'speech', 'history', 'standstill', 'driver', 'clock'] as const).find(
      (one) => one === kind,
    );
    return known ? t(`alarm.fault.${known}`, { id: id.join('-'), device }) : `${device} ${part}`;
  }

  /** `primary supply pressure low: 0.412 MPa (limit 0.450)` */
  function alarmCause(alarm: Pick<Alarm, 'signalId' | 'kind' | 'value' | 'limit'>): string {
    const measure = measureOf(alarm.signalId);
    if (!measure || alarm.kind === 'badQuality' || alarm.kind === 'fault') return alarmWhat(alarm);
    if (measure === 'circulationPumpOn') return alarmWhat(alarm);
    const value = `${formatValue(alarm.value, measure)} ${MEASURES[measure].unit}`;
    if (alarm.kind === 'stuck') return `${alarmWhat(alarm)} ${value}`;
    return t('alarm.cause', { what: alarmWhat(alarm), value, limit: limitWords(alarm.limit, alarm.kind, measure) });
  }

  function limitWords(level: number, kind: LimitKind, measure: Measure): string {
    return t(AMOUNTS.includes(kind) ? 'alarm.amount' : 'alarm.limit', { limit: formatValue(level, measure) });
  }

  /** `0.350 MPa`, `± 0.050 MPa from 0.450`, `0.100 MPa in 5 min`: what a limit compares with. */
  function levelOf(limit: AlarmLimit): string {
    const measure = measureOf(limit.signalId);
    if (!measure || limit.kind === 'badQuality') return '—';
    if (measure === 'circulationPumpOn') return String(limit.limit);
    const level = `${formatValue(limit.limit, measure)} ${MEASURES[measure].unit}`;
    if (limit.windowMs !== undefined) return t('alarm.within', { level, age: age(limit.windowMs) });
    const { referenceSignalId, referenceValue } = limit;
    if (referenceValue !== undefined)
      return t('alarm.from', { level, reference: formatValue(referenceValue, measure) });
    return referenceSignalId === undefined
      ? level
      : t('alarm.from', { level, reference: signalName(referenceSignalId, limit.signalId) });
  }

  /** The measure, with its station where that is another than the one of `beside`. */
  function signalName(signalId: string, beside: string): string {
    const measure = measureOf(signalId);
    if (measure === undefined) return signalId;
    const stationId = stationOf(signalId);
    return stationId === stationOf(beside) ? measureName(measure) : `${stationName(stationId)} ${measureName(measure)}`;
  }

  const alarmSentence = (alarm: Alarm): string => {
    const returned = alarm.status === 'returnedUnacked' ? ` · ${t('alarm.returned')}` : '';
    return `${stationName(alarm.stationId)} ${alarmCause(alarm)}${returned}`;
  };

  return { alarmWhat, alarmCause, alarmSentence, levelOf, stationName };
}
