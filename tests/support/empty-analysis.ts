import type { Analysis } from '#core/analysis/analysis.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** A network model without a network: every question is refused with NET0005. For cores that cannot have a thread. */
export function createEmptyAnalysis(): Analysis {
  const refuse = () => Promise.reject(new CodedError('NET0005'));
  return {
    setNetwork: () => undefined,
    setValves: () => undefined,
    setNumbers: () => undefined,
    observe: () => undefined,
    recall: () => undefined,
    trace: refuse,
    impact: refuse,
    localise: refuse,
    calibration: () => Promise.resolve(undefined),
    status: () => ({
      network: 'none',
      remarks: [],
      pipes: 0,
      stations: 0,
      sensitivity: { state: 'none', done: 0, total: 0 },
    }),
    onStatus: () => undefined,
    dispose: () => Promise.resolve(),
  };
}
