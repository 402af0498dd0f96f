import type { z } from 'zod';
import type {
  journalQuerySchema,
  JournalRow,
  kpiQuerySchema,
  ownFaultSchema,
  TrialReply,
  trialSchema,
} from '#shared/contract/alarm-api.ts';
import type { AlarmKpis } from '#shared/domain/alarm/kpis.ts';

/** What the alarm features answer to the API beyond the feed. */
export interface AlarmQueries {
  journal(query: z.infer<typeof journalQuerySchema>): readonly JournalRow[];
  kpis(query: z.infer<typeof kpiQuerySchema>): Promise<AlarmKpis>;
  trial(query: z.infer<typeof trialSchema>): Promise<TrialReply>;
  /** `seat`: the workplace that it is a fault of. */
  reportOwnFault(fault: z.infer<typeof ownFaultSchema>, seat: string): void;
}
