import type { Sparklines } from '#shared/contract/history-api.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { theLink } from '../link/link.ts';
import { apiFault, type ApiFault } from './api-fault.ts';

/** The last minutes of many signals as short rows of means; the span ends now. */
export async function readSparklines(query: {
  readonly signalIds: readonly string[];
  readonly minutes: number;
  readonly points: number;
}): Promise<Result<Sparklines, ApiFault>> {
  try {
    return ok(await theLink().api.history.sparklines({ ...query, signalIds: [...query.signalIds] }));
  } catch (thrown) {
    return err(apiFault(thrown));
  }
}
