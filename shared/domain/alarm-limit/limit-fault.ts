import type { AlarmLimit } from '../alarm/types.ts';

/** The field that keeps a limit from working, or undefined: a window where the kind compares over time, a reference where it deviates from one. */
export function limitFault(limit: AlarmLimit): keyof AlarmLimit | undefined {
  const { kind, windowMs = 0 } = limit;
  if (!Number.isFinite(limit.limit)) return 'limit';
  if (!(limit.deadband >= 0)) return 'deadband';
  if (kind === 'fault') return 'kind';
  const isChange = kind === 'fall' || kind === 'rise';
  if ((isChange || kind === 'stuck') && !(windowMs > 0)) return 'windowMs';
  const isDeviation = kind === 'deviationLow' || kind === 'deviationHigh';
  const isMissing = limit.referenceSignalId === undefined && limit.referenceValue === undefined;
  if (isDeviation && (isMissing || limit.referenceSignalId === limit.signalId)) return 'referenceSignalId';
  const isAmount = isDeviation || isChange || kind === 'stuck';
  if (isAmount && limit.limit < 0) return 'limit';
  // A change is never less than nothing: beyond its limit the deadband would keep the alarm for ever.
  return isChange && limit.deadband > limit.limit ? 'deadband' : undefined;
}
