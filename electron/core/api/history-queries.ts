import type { z } from 'zod';
import type {
  exportHistorySchema,
  HistoryCurve,
  HistoryUsage,
  readHistorySchema,
  Sparklines,
  sparklinesSchema,
} from '#shared/contract/history-api.ts';

/** What the historian answers to the API. Each may throw a CodedError of the area HIS. */
export interface HistoryQueries {
  read(query: z.infer<typeof readHistorySchema>): Promise<HistoryCurve>;
  sparklines(query: z.infer<typeof sparklinesSchema>): Promise<Sparklines>;
  usage(signalId: string | undefined): Promise<HistoryUsage>;
  export(query: z.infer<typeof exportHistorySchema>): Promise<File>;
}
