import { LIMIT_KINDS, type LimitKind } from '#shared/domain/alarm/types.ts';

/** Signal and kind of an alarm id (`S001.primarySupplyPressureMPa:low`), for alarms that the page does not hold. */
export function alarmPartsOf(alarmId: string): { readonly signalId: string; readonly kind: LimitKind } {
  const at = alarmId.lastIndexOf(':');
  const kind = LIMIT_KINDS.find((one) => one === alarmId.slice(at + 1)) ?? 'fault';
  return { signalId: alarmId.slice(0, at < 0 ? undefined : at), kind };
}
