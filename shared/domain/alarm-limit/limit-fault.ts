import type { AlarmLimit } from '../alarm/types.ts';

/** The field that keeps a limit from working, or undefined: a window where the kind compares over time, a reference where it deviates from one. */
export function limitFault(limit: AlarmLimit): keyof AlarmLimit | undefined {
  const { kind } = limit;
  if (!Number.isFinite(limit.limit)) return 'limit';
  if (!(limit.deadband >= 0)) return 'deadband';
  if (kind === 'fault') return 'kind';
  if ((kind === 'fall' || kind === 'rise' || kind === 'stuck') && limit.windowMs === undefined) return 'windowMs';
  const isDeviation = kind === 'deviationLow' || kind === 'deviationHigh';
  if (isDeviation && limit.referenceSignalId === undefined && limit.referenceValue === undefined) {
    return 'referenceSignalId';
  }
  const isAmount = isDeviation || kind === 'fall' || kind === 'rise' || kind === 'stuck';
  return isAmount && limit.limit < 0 ? 'limit' : undefined;
}
