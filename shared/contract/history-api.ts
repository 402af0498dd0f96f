import { z } from 'zod';

/** What a page may ask of the history (console API, `history.*`). All times are source times in UTC ms. */

const signalId = z.string().min(1).max(128);
const at = z.number().int().min(0).max(7_258_118_400_000);
const column = z.array(z.number().nullable());

export const HISTORY_TIERS = ['raw', 'minute', 'hour'] as const;
export type HistoryTier = (typeof HISTORY_TIERS)[number];

export const readHistorySchema = z.object({
  signalId,
  from: at,
  to: at,
  /**
   * Most rows of the answer. The finest tier is read that reaches back to `from` and has at most 16 times as many; what has more rows is
   * thinned to buckets that keep min and max.
   */
  maxPoints: z.number().int().min(10).max(20_000),
});

/**
 * A curve in columns: row `i` of each belongs together and stands for the time from `at[i]` to the next. A raw point has min = max = mean.
 * `quality` is the worst of the bucket, as QUALITY. Bad values are null; `count` is of the samples that are not bad. `gaps` are the times in which nothing came for longer than the
 * signal's own limit of age, oldest first: a curve is not drawn across them.
 */
export const historyCurveSchema = z.object({
  signalId,
  tier: z.enum(HISTORY_TIERS),
  at: z.array(z.number()),
  min: column,
  max: column,
  mean: column,
  count: z.array(z.number()),
  quality: z.array(z.number()),
  gaps: z.array(z.tuple([z.number(), z.number()])),
});
export type HistoryCurve = z.infer<typeof historyCurveSchema>;

export const sparklinesSchema = z.object({
  signalIds: z.array(signalId).min(1).max(5_000),
  /** The span ends now. */
  minutes: z.number().int().min(1).max(240),
  points: z.number().int().min(2).max(240),
});

/** `values[s][p]` is the mean of signal `s` in bucket `p`, null where nothing good came; bucket `p` starts at `from + p * stepMs`. */
export const sparklinesReplySchema = z.object({
  from: z.number(),
  stepMs: z.number(),
  values: z.array(column),
});
export type Sparklines = z.infer<typeof sparklinesReplySchema>;

/** How much room the history takes. `bytes` are those of the stored blocks; `fileBytes` what the file has on the disk. */
export const historyUsageSchema = z.object({
  fileBytes: z.number(),
  tiers: z.array(
    z.object({
      tier: z.enum(HISTORY_TIERS),
      keepMs: z.number(),
      points: z.number(),
      bytes: z.number(),
      from: z.number().nullable(),
      to: z.number().nullable(),
    }),
  ),
  /** A row a UTC day, the newest first; of one signal where one was asked for. Points of the raw tier, bytes of raw and minutes. */
  days: z.array(z.object({ dayAt: z.number(), points: z.number(), bytes: z.number() })),
  /** Mean bytes of one signal and day on the raw tier. */
  bytesPerSignalDay: z.number(),
});
export type HistoryUsage = z.infer<typeof historyUsageSchema>;

export const exportHistorySchema = z.object({
  signalIds: z.array(signalId).min(1).max(500),
  from: at,
  to: at,
  tier: z.enum(HISTORY_TIERS),
  format: z.enum(['csv', 'parquet']),
});
