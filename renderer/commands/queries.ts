import { onScopeDispose } from 'vue';
import type { z } from 'zod';
import type { LogRow } from '#shared/contract/console-api.ts';
import type { exportHistorySchema, HistoryCurve, readHistorySchema } from '#shared/contract/history-api.ts';
import type { EntityRef } from '#shared/domain/entity/entity.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { theLink } from '../link/link.ts';
import { apiFault, type ApiFault } from './api-fault.ts';

export interface LogPage {
  readonly rows: readonly LogRow[];
  readonly head: { readonly seq: number; readonly hash: string };
}

/** Entries of the log, newest first; of one entity, or of all. */
export async function listLogEntries(query: {
  readonly entity?: EntityRef;
  readonly before?: number;
  readonly limit: number;
}): Promise<Result<LogPage, ApiFault>> {
  try {
    return ok(await theLink().api.log.entries(query));
  } catch (thrown) {
    return err(apiFault(thrown));
  }
}

/** One recorded curve; the core chooses the tier by span and number of points. */
export async function readHistory(query: z.infer<typeof readHistorySchema>): Promise<Result<HistoryCurve, ApiFault>> {
  try {
    return ok(await theLink().api.history.read(query));
  } catch (thrown) {
    return err(apiFault(thrown));
  }
}

/** Recorded points as a file, CSV or Parquet. */
export async function exportHistory(query: z.infer<typeof exportHistorySchema>): Promise<Result<File, ApiFault>> {
  try {
    return ok(await theLink().api.history.export(query));
  } catch (thrown) {
    return err(apiFault(thrown));
  }
}

/** Loads network and buildings into their store when they are not there yet. */
export const ensureNetwork = (): void => {
  theLink().ensureNetwork();
};

export const retryConnection = (): void => {
  theLink().retryNow();
};

/**
 * Keeps asking for the live values of a changing set of signals while the calling component lives.
 * @returns call it with the catalogue indexes to watch from now on
 */
export function useSignalWatch(hz: number): (signals: readonly number[]) => void {
  let stop: (() => void) | undefined;
  onScopeDispose(() => stop?.());
  return (signals) => {
    const before = stop;
    stop = theLink().watchSignals(signals, hz);
    before?.();
  };
}
