import { z } from 'zod';
import { entrySchema } from '#shared/contract/hub-protocol.ts';
import { canonicalJson } from './canonical-json.ts';
import { sha256Hex } from './hash-chain.ts';

/** Name and version of the form of an exported log: JSON lines, each with a `t`. */
export const LOG_FILE_FORMAT = 'heatline-log/1';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

/** First line. `epoch` names the log; its genesis hash follows from it. */
const headerSchema = z.object({
  t: z.literal('header'),
  format: z.literal(LOG_FILE_FORMAT),
  epoch: z.string(),
  exportedAt: z.number(),
});

/** A line for each entry of the hub's log, in order. */
const entryLineSchema = z.object({ t: z.literal('entry'), entry: entrySchema });

/**
 * After them the exporting console's commands without an entry, chained provisionally to the last entry: the hub has not given them a
 * place yet, and they must not go missing from an export unseen.
 */
const pendingLineSchema = z.object({
  t: z.literal('pending'),
  index: count,
  prevHash: hash,
  hash,
  command: z.unknown(),
  events: z.unknown(),
});

/** Last line. `header` is the hash of the first line, `hash` that of the rest of this one. */
const footerSchema = z.object({
  t: z.literal('footer'),
  entries: count,
  pending: count,
  head: z.object({ seq: count, hash }),
  tail: hash,
  header: hash,
  hash,
});

export const logLineSchema = z.discriminatedUnion('t', [
  headerSchema,
  entryLineSchema,
  pendingLineSchema,
  footerSchema,
]);
export type LogHeader = z.infer<typeof headerSchema>;
export type LogFooter = z.infer<typeof footerSchema>;
export type PendingLine = z.infer<typeof pendingLineSchema>;

/** The hash of one pending line or footer: over the canonical JSON of all of it but the hash itself. */
export function lineHash(line: Omit<PendingLine, 'hash'> | Omit<LogFooter, 'hash'>): string {
  return sha256Hex(canonicalJson({ ...line, hash: undefined }));
}
