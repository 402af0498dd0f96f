import { z } from 'zod';
import type { CrewUpdate } from '../domain/crew/types.ts';
import type { Actor, Command, DomainEvent, Refusal } from '../domain/entity/entity.ts';
import { actorSchema, entityRefSchema } from './feed.ts';

/**
 * What console and hub say to each other over socket.io. The console offers {@link hubAuthSchema}; then
 * `submit` (commands out, receipts back), `follow` (entries from a place in the log on, contiguous, each page acknowledged),
 * `clock` (offset of the hub's clock) and, from the hub, `live` (crews, not in the log: after `follow` positions and tracks of all in parts, then moves,
 * of each crew in order, a few times a second).
 */

/** Largest command, as JSON, in bytes: a page of text with room to spare [eng]. */
export const COMMAND_MAX_BYTES = 64 * 1024;
/** Most commands in one `submit`, most entries in one page [eng]. */
export const SUBMIT_MAX_COMMANDS = 64;
export const PAGE_MAX_ENTRIES = 200;
/** Largest frame either side takes: a full page of middling commands; above it the socket is closed. */
export const FRAME_MAX_BYTES = 16 * 1024 * 1024;

/** Who won where an intent lost: the last change of the entity, as the hub had it. */
export interface WonBy {
  readonly actor: Actor;
  readonly type: string;
  /** UTC ms, hub's clock. */
  readonly at: number;
}

export interface LoggedRefusal extends Refusal {
  readonly wonBy?: WonBy | undefined;
}

/** One place in the hub's log. `hash` covers everything else in canonical JSON (RFC 8785), `prevHash` included. */
export interface LogEntry {
  readonly seq: number;
  readonly prevHash: string;
  readonly hash: string;
  /** UTC ms on the hub's clock; never goes back. */
  readonly hubAt: number;
  readonly kind: 'accepted' | 'refused';
  readonly command: Command;
  readonly events: readonly DomainEvent[];
  readonly refusal?: LoggedRefusal | undefined;
}

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const textId = z.string().min(1).max(128);
const wholeSchema = z.number().int().nonnegative();

export const hubAuthSchema = z.object({
  token: z.string().max(512),
  protocolVersion: z.number().int(),
  device: textId,
});

export const commandSchema = z.strictObject({
  commandId: textId,
  device: textId,
  deviceSeq: z.number().int().positive(),
  actor: actorSchema,
  entity: entityRefSchema,
  expectedVersion: wholeSchema,
  type: z.string().min(1).max(64),
  payload: z.unknown(),
  issuedAt: z.number().int().nonnegative(),
});

export const submitSchema = z.object({ commands: z.array(z.unknown()).min(1).max(SUBMIT_MAX_COMMANDS) });

const refusalSchema = z.object({
  code: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
const wonBySchema = z.object({ actor: actorSchema, type: z.string(), at: z.number() });
const loggedRefusalSchema = refusalSchema.extend({ wonBy: wonBySchema.optional() });

/**
 * The hub's answer to one command.
 * `accepted` / `refused`: it is in the log at `seq`, for ever; the same commandId gets the same answer again.
 * `conflict`: not in the log; the entity moved on but the command is still legal: catch up to `headSeq`, decide again, send again.
 * `outOfSequence`: not in the log; the hub expects `expected` from this device.
 * `rejected`: not in the log and never will be under this id.
 */
export const receiptSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('accepted'), commandId: textId, seq: wholeSchema, hubAt: z.number() }),
  z.object({
    outcome: z.literal('refused'),
    commandId: textId,
    seq: wholeSchema,
    hubAt: z.number(),
    refusal: loggedRefusalSchema,
  }),
  z.object({ outcome: z.literal('conflict'), commandId: textId, headSeq: wholeSchema, version: wholeSchema }),
  z.object({
    outcome: z.literal('outOfSequence'),
    commandId: textId,
    expected: z
      .number()
      .int()
      .positive()
      .max(2 ** 40),
  }),
  z.object({ outcome: z.literal('rejected'), commandId: z.string(), refusal: refusalSchema }),
]);
export type Receipt = z.infer<typeof receiptSchema>;

/** Receipts in the order of the commands; shorter than them after a `conflict` or `outOfSequence`, which stops the batch. */
export const submitReplySchema = z.union([
  z.object({ receipts: z.array(receiptSchema) }),
  z.object({ error: refusalSchema }),
]);
export type SubmitReply = z.infer<typeof submitReplySchema>;

/** `hash` is the console's head at `since`: the hub compares, so a rewritten history shows at once. */
export const followSchema = z.object({ epoch: textId.nullable(), since: wholeSchema, hash: hashSchema.nullable() });
export type Follow = z.infer<typeof followSchema>;

/**
 * `from`: the place the hub goes on from (0: from the start, because epoch, place or hash did not fit).
 * `why` says which; `cutOff` and `rewritten` are an alarm for the console: the same log no longer holds what it held.
 */
export const followReplySchema = z.union([
  z.object({
    epoch: textId,
    headSeq: wholeSchema,
    from: wholeSchema,
    why: z.enum(['continues', 'newConsole', 'otherEpoch', 'cutOff', 'rewritten']),
  }),
  z.object({ error: refusalSchema }),
]);
export type FollowReply = z.infer<typeof followReplySchema>;

const eventSchema = z.object({ entity: entityRefSchema, type: z.string(), payload: z.unknown() });

export const entrySchema = z.object({
  seq: z.number().int().positive(),
  prevHash: hashSchema,
  hash: hashSchema,
  hubAt: z.number(),
  kind: z.enum(['accepted', 'refused']),
  command: commandSchema,
  events: z.array(eventSchema),
  refusal: loggedRefusalSchema.optional(),
});

export const entriesPageSchema = z.object({ epoch: textId, entries: z.array(entrySchema).max(PAGE_MAX_ENTRIES) });

export const clockReplySchema = z.object({ hubAt: z.number() });

const placeSchema = z.tuple([z.number(), z.number()]).readonly();

export const liveSchema = z.object({
  positions: z.array(
    z.object({ crewId: textId, at: placeSchema, headingDeg: z.number().optional(), positionAt: z.number() }),
  ),
  /** Of the crews in this part of what a console that has just connected is told. */
  tracks: z
    .array(z.object({ crewId: textId, points: z.array(z.object({ at: placeSchema, atMs: z.number() })) }))
    .optional(),
});

export interface ConsoleToHub {
  submit(request: unknown, reply: (answer: SubmitReply) => void): void;
  follow(request: unknown, reply: (answer: FollowReply) => void): void;
  clock(request: unknown, reply: (answer: { hubAt: number }) => void): void;
}

export interface HubToConsole {
  entries(page: { readonly epoch: string; readonly entries: readonly LogEntry[] }, done: () => void): void;
  live(update: CrewUpdate): void;
  /** Said before the hub closes the socket because of what the console sent. */
  fault(refusal: Refusal): void;
}
