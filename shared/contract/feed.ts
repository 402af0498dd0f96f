import { z } from 'zod';
import { ENTITY_TYPES, ROLES } from '../domain/entity/entity.ts';
import type { AnalysisStatus } from '../domain/burst/impact-types.ts';
import type { BurstCandidate } from '../domain/burst/types.ts';
import type { CrewUpdate } from '../domain/crew/types.ts';

/** Version of feed and console API together. A page and a core of different versions refuse each other (API0002). */
export const CONSOLE_PROTOCOL_VERSION = 1;

export const actorSchema = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(64),
  role: z.enum(ROLES),
  crewId: z.string().max(64).optional(),
});

export const entityRefSchema = z.object({ type: z.enum(ENTITY_TYPES), id: z.string().min(1).max(128) });

/** Page -> core. `since` resumes where the page left off; without it, or when the core cannot, a snapshot follows. */
export const helloSchema = z.object({
  t: z.literal('hello'),
  protocolVersion: z.number().int(),
  since: z.object({ epoch: z.string(), seq: z.number().int().nonnegative() }).optional(),
});

/** No plant has more signals: an index above it is hostile. */
const MAX_SIGNAL_INDEX = 4_000_000;

/** Page -> core. Which signals are on screen and how often their newest values are wanted (1 to 10 a second). */
export const watchSchema = z.object({
  t: z.literal('watch'),
  signals: z.union([z.literal('all'), z.array(z.number().int().nonnegative().max(MAX_SIGNAL_INDEX)).max(200_000)]),
  hz: z.number().min(1).max(10),
});

export const feedRequestSchema = z.discriminatedUnion('t', [helloSchema, watchSchema]);
export type FeedRequest = z.infer<typeof feedRequestSchema>;

/** One entity as the console sees it: the hub's confirmed state with this console's pending commands on top. */
export const entityRowSchema = z.object({
  type: z.enum(ENTITY_TYPES),
  id: z.string(),
  version: z.number().int().nonnegative(),
  /** null: the entity vanished (a pending creation was refused). */
  value: z.unknown(),
  /** Ids of this console's commands on it that have no receipt yet. */
  pending: z.array(z.string()),
});
export type EntityRow = z.infer<typeof entityRowSchema>;

export const driverStatusSchema = z.object({
  id: z.string(),
  kind: z.enum(['opcua', 'modbus', 'replay']),
  endpoint: z.string(),
  state: z.enum(['connecting', 'live', 'reconnecting', 'failed']),
  code: z.string().optional(),
  detail: z.string().optional(),
  since: z.number(),
  signals: z.number().int(),
  samples: z.number(),
  /** Samples lost in a full lane since the start: the oldest first. */
  dropped: z.number(),
  /** How often a full lane held the driver up, and with it its peer. */
  heldUp: z.number().optional(),
  restarts: z.number().int(),
  lastSampleAt: z.number().optional(),
  serverSkewMs: z.number().optional(),
});
export type DriverStatus = z.infer<typeof driverStatusSchema>;

/** An own command that the hub refused or that lost to another's: shown until dismissed. */
export const lostCommandSchema = z.object({
  commandId: z.string(),
  type: z.string(),
  entity: entityRefSchema,
  code: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  wonBy: z.object({ name: z.string(), type: z.string(), at: z.number() }).optional(),
  at: z.number(),
});
export type LostCommand = z.infer<typeof lostCommandSchema>;

/** How the console itself is doing; about once a second and at once on a change of the link. All times UTC ms of the core's clock. */
export const consoleStatusSchema = z.object({
  now: z.number(),
  /** Id of this console, as it stands in the log and in the signals of its own faults. */
  device: z.string(),
  link: z.object({
    state: z.enum(['online', 'connecting', 'offline', 'refused']),
    since: z.number(),
    url: z.string(),
    code: z.string().optional(),
    hubSkewMs: z.number().optional(),
  }),
  unsent: z.object({ count: z.number().int(), oldestAt: z.number().optional() }),
  /** `mismatch`: the hub's history does not continue this console's replica (cut off or rewritten). */
  chain: z.enum(['ok', 'mismatch']),
  signals: z.object({
    known: z.number().int(),
    live: z.number().int(),
    stale: z.number().int(),
    oldestAgeMs: z.number().optional(),
    /** Samples lost in the lanes of all drivers since the start. The following too count from there (rules TEL-04 to TEL-13). */
    dropped: z.number(),
    /** Older than the value held: in the history alone. */
    late: z.number(),
    /** The same value at the same source time again. */
    duplicate: z.number(),
    /** Dated ahead of its server's clock: uncertain. */
    future: z.number(),
    notANumber: z.number(),
    /** Outside the instrument's span: uncertain or bad. */
    outOfRange: z.number(),
    /** Of no signal, or without a source time: thrown away. */
    unknown: z.number(),
  }),
  drivers: z.array(driverStatusSchema),
  lost: z.array(lostCommandSchema),
  /** Change when the page should ask again for `catalogue.signals` / `network.get`. */
  catalogueRevision: z.number().int(),
  networkRevision: z.number().int(),
  /** Faults of the console itself, by code (full disk, file set aside at start). */
  faults: z.array(z.object({ code: z.string(), detail: z.string().optional(), since: z.number() })),
});
export type ConsoleStatus = z.infer<typeof consoleStatusSchema>;

export type Access = 'full' | 'wall';

/** Core -> page, as JSON text. Telemetry frames travel beside them as binary (telemetry-frame.ts). */
export type FeedMessage =
  | {
      readonly t: 'welcome';
      readonly protocolVersion: number;
      readonly coreVersion: string;
      readonly now: number;
      readonly access: Access;
    }
  | { readonly t: 'snapshot'; readonly epoch: string; readonly seq: number; readonly rows: readonly EntityRow[] }
  /** Contiguous: carries everything after `from` up to `seq`. */
  | {
      readonly t: 'delta';
      readonly epoch: string;
      readonly from: number;
      readonly seq: number;
      readonly rows: readonly EntityRow[];
    }
  | { readonly t: 'status'; readonly status: ConsoleStatus }
  /** Who is signed on at this seat; null: nobody. */
  | { readonly t: 'seat'; readonly actor: z.infer<typeof actorSchema> | null }
  /** After the hello all crews with the tracks of the last half hour, in parts; then positions that are news, of each crew in order. */
  | ({ readonly t: 'crews' } & CrewUpdate)
  | { readonly t: 'candidates'; readonly candidates: readonly BurstCandidate[] }
  /** The network model: built, calibrated, how far the background work is. */
  | { readonly t: 'analysis'; readonly status: AnalysisStatus }
  | { readonly t: 'error'; readonly code: string; readonly detail?: string };
