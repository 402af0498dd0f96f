import { z } from 'zod';
import { LIMIT_KINDS, PRIORITIES, type AlarmLimit } from '../domain/alarm/types.ts';

/** What a page may ask of the alarms beyond their present state, which is on the feed (console API, `alarms.*`). Times UTC ms. */

const id = z.string().min(1).max(128);
const at = z.number().int().min(0).max(7_258_118_400_000);
/** A day at most: nobody waits a week for a pump. */
const DELAY_MAX_MS = 86_400_000;
const delay = z.number().int().min(0).max(DELAY_MAX_MS);

/** Checked wherever a limit enters; which fields a kind needs is a rule of the domain (shared/domain/alarm-limit). */
export const alarmLimitSchema = z.strictObject({
  signalId: id,
  stationId: id,
  kind: z.enum(LIMIT_KINDS),
  limit: z.number(),
  deadband: z.number().min(0),
  onDelayMs: delay,
  offDelayMs: delay,
  priority: z.enum(PRIORITIES),
  windowMs: z.number().int().min(1_000).max(DELAY_MAX_MS).optional(),
  referenceSignalId: id.optional(),
  referenceValue: z.number().optional(),
}) satisfies z.ZodType<AlarmLimit>;

export const journalQuerySchema = z.object({
  from: at,
  to: at,
  stationId: id.optional(),
  alarmId: id.optional(),
  /** Rows older than this place in the journal: the `key` of the last row of the page before. */
  before: z.string().max(64).optional(),
  limit: z.number().int().min(1).max(1_000),
});

/** One line of the alarm journal: what happened to which alarm, by whom. `event` is the name of the domain event. Newest first. */
export interface JournalRow {
  readonly key: string;
  readonly at: number;
  readonly alarmId: string;
  readonly stationId: string;
  readonly event: string;
  readonly value?: number | undefined;
  readonly by: string;
  readonly on: string;
  readonly reason?: string | undefined;
  readonly isPending: boolean;
}

export const kpiQuerySchema = z.object({ from: at, to: at });

export const trialSchema = z.object({ limit: alarmLimitSchema, from: at, to: at });

/** What a limit would have done on recorded data. `samples` 0: nothing is recorded, so nothing was tried. */
export const trialReplySchema = z.object({
  samples: z.number(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  raises: z.number(),
  activeMs: z.number(),
  /** The first 200, oldest first. */
  transitions: z.array(z.object({ at: z.number(), raised: z.boolean(), value: z.number() })),
});
export type TrialReply = z.infer<typeof trialReplySchema>;

/** A page tells that something of this workplace fails or works again; it becomes an alarm of kind `fault`. */
export const ownFaultSchema = z.object({
  what: z.enum(['sound', 'speech']),
  isFailing: z.boolean(),
  detail: z.string().max(200),
});
