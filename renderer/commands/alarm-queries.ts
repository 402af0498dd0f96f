import type { z } from 'zod';
import type { JournalRow, journalQuerySchema, TrialReply } from '#shared/contract/alarm-api.ts';
import type { AlarmKpis } from '#shared/domain/alarm/kpis.ts';
import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ApiFault } from './api-fault.ts';
import { asked } from './asked.ts';

export type JournalQuery = z.infer<typeof journalQuerySchema>;

/** What happened to alarms, newest first, a page at a time. */
export const readJournal = (query: JournalQuery): Promise<Result<readonly JournalRow[], ApiFault>> =>
  asked((api) => api.alarms.journal(query));

/** How the alarm system did in a span of UTC ms. */
export const readKpis = (from: number, to: number): Promise<Result<AlarmKpis, ApiFault>> =>
  asked((api) => api.alarms.kpis({ from: Math.round(from), to: Math.round(to) }));

/** What a limit would have done on recorded data of a span of UTC ms; nothing of it becomes live. */
export const tryLimit = (limit: AlarmLimit, from: number, to: number): Promise<Result<TrialReply, ApiFault>> =>
  asked((api) => api.alarms.trial({ limit, from: Math.round(from), to: Math.round(to) }));
