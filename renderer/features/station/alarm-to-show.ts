import type { NavigateParams } from '#shared/contract/host-bridge.ts';
import { measureOf } from '#shared/domain/telemetry/measures.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';

/**
 * The alarm whose curve comes first when a station is opened: the one it was opened from, or the worst open one that has a curve.
 * @param open worst first
 */
export function alarmToShow(
  stationId: string,
  askedId: string | undefined,
  alarms: ReadonlyMap<string, Alarm>,
  open: readonly Alarm[],
): Alarm | undefined {
  const asked = askedId === undefined ? undefined : alarms.get(askedId);
  if (asked?.stationId === stationId) return asked;
  return open.find((alarm) => alarm.stationId === stationId && measureOf(alarm.signalId) !== undefined);
}

const answered = new WeakSet<NavigateParams>();

/** The id of the alarm that a request names, the first time that it is asked: a station that is opened again later is opened for itself. */
export function alarmOnce(request: NavigateParams): string | undefined {
  if (answered.has(request)) return undefined;
  answered.add(request);
  return request['alarm'];
}
