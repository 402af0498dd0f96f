import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MEASURE_NAMES } from '../domain/telemetry/measures.ts';
import type { AlarmLimit } from '../domain/alarm/types.ts';
import type { Calibration, ImpactResult } from '../domain/burst/impact-types.ts';
import type { BurstCandidate } from '../domain/burst/types.ts';
import type { TraceResult } from '../domain/network/trace-types.ts';
import type { Building, Network } from '../domain/network/types.ts';
import type { Command, DomainEvent, Refusal } from '../domain/entity/entity.ts';
import type { AlarmKpis } from '../domain/alarm/kpis.ts';
import {
  journalQuerySchema,
  kpiQuerySchema,
  ownFaultSchema,
  trialReplySchema,
  trialSchema,
  type JournalRow,
} from './alarm-api.ts';
import { impactRequestSchema, localiseRequestSchema, traceRequestSchema } from './analysis-api.ts';
import {
  browsedSchema,
  browseSchema,
  certificateSchema,
  certificatesSchema,
  discoveredSchema,
  discoverSchema,
  draftSchema,
  driverIdSchema,
  driversViewSchema,
  driverTestSchema,
  driverTrafficSchema,
  previewSchema,
  saveDriversSchema,
  trafficSchema,
} from './drivers-api.ts';
import { actorSchema, entityRefSchema } from './feed.ts';
import {
  exportHistorySchema,
  historyCurveSchema,
  historyUsageSchema,
  readHistorySchema,
  sparklinesReplySchema,
  sparklinesSchema,
} from './history-api.ts';
import {
  mapSourcesSchema,
  saveMapSchema,
  storeUsageSchema,
  testTileSchema,
  tileQuerySchema,
  tileSchema,
  tileTestSchema,
} from './map-api.ts';

/** What a page may ask of its core. One contract over MessagePort and WebSocket; tests/contract runs it over both. */

const detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** Every coded failure travels as one of these two; `data.code` is listed in docs/errors.md. */
const base = oc.errors({
  /** Not done, and doing the same again will not help: a rule, a role or the input is against it. */
  REFUSED: { status: 409, data: z.object({ code: z.string(), detail: detail.optional() }) },
  /** Not done because the console cannot at the moment (disk full, closing down). */
  UNAVAILABLE: { status: 503, data: z.object({ code: z.string(), detail: detail.optional() }) },
});

const signalInfoSchema = z.object({
  index: z.number().int().nonnegative(),
  signalId: z.string(),
  stationId: z.string(),
  measure: z.enum(MEASURE_NAMES as [(typeof MEASURE_NAMES)[number], ...(typeof MEASURE_NAMES)[number][]]),
  unit: z.string(),
  low: z.number(),
  high: z.number(),
  staleAfterMs: z.number(),
});
export type SignalInfo = z.infer<typeof signalInfoSchema>;

/** A row of the log as people read it: `seq` and `hubAt` are missing while the command waits for its receipt. */
export interface LogRow {
  readonly seq?: number | undefined;
  readonly hubAt?: number | undefined;
  readonly hash?: string | undefined;
  readonly kind: 'accepted' | 'refused' | 'pending';
  readonly command: Command;
  readonly events: readonly DomainEvent[];
  readonly refusal?: Refusal | undefined;
}

export const consoleContract = {
  session: {
    /** Who may sign on at this console, with the telephone by which each is reached (the printable list of an alert). */
    people: base.output(z.array(actorSchema.extend({ phone: z.string().optional() }))),
    /** Signs this seat on; every window of the seat follows. SES0001 unknown person or PIN, SES0002 too many tries. */
    signOn: base.input(z.object({ personId: z.string(), pin: z.string().max(32) })).output(actorSchema),
    signOff: base.output(z.void()),
  },
  catalogue: {
    signals: base.output(z.object({ revision: z.number().int(), signals: z.array(signalInfoSchema) })),
    /** The limits that the imported stations start with. What people set stands above them: `effectiveLimits` with the `alarmLimit` rows of the feed. */
    limits: base.output(z.custom<readonly AlarmLimit[]>(Array.isArray)),
  },
  network: {
    /** The imported network, or null before any import. Large: ask once a revision. */
    get: base.output(
      z.object({ revision: z.number().int(), network: z.custom<Network>((v) => typeof v === 'object').nullable() }),
    ),
    buildings: base.output(z.custom<readonly Building[]>(Array.isArray)),
  },
  /** The network model: also at `/api/v1` over HTTP and as `heatline trace|impact|localise` (docs/burst.md). */
  analysis: {
    /** NET0001 unknown pipe, NET0005 no network. */
    trace: base
      .route({ method: 'POST', path: '/network/trace', summary: 'Valves that close a leak off, and who loses heat' })
      .input(traceRequestSchema)
      .output(z.custom<TraceResult>((v) => typeof v === 'object')),
    /** Also NET0006 no pipe near the place. */
    impact: base
      .route({ method: 'POST', path: '/burst/impact', summary: 'What a burst does: layers, trace, simulation' })
      .input(impactRequestSchema)
      .output(z.custom<ImpactResult>((v) => typeof v === 'object')),
    localise: base
      .route({ method: 'POST', path: '/burst/localise', summary: 'Where it has burst: ranked places with evidence' })
      .input(localiseRequestSchema)
      .output(z.custom<readonly BurstCandidate[]>(Array.isArray)),
    /** How well the model repeats what is measured; null before it was compared. */
    calibration: base
      .route({ method: 'GET', path: '/network/calibration', summary: 'Residuals of the hydraulic model' })
      .output(z.custom<Calibration | null>((v) => typeof v === 'object')),
  },
  command: {
    /**
     * Decides and commits one command of the person signed on at this seat. Returns once it is safe on this console's disk;
     * its receipt arrives on the feed (the row's `pending` no longer names it, or `lost` does).
     */
    submit: base
      .input(
        z.object({
          commandId: z.uuid(),
          entity: entityRefSchema,
          type: z.string().min(1).max(64),
          payload: z.unknown(),
        }),
      )
      .output(z.object({ commandId: z.string(), deviceSeq: z.number().int() })),
    dismissLost: base.input(z.object({ commandId: z.string() })).output(z.void()),
  },
  history: {
    /** HIS0001 unknown signal, HIS0002 the time span is empty or too long. */
    read: base.input(readHistorySchema).output(historyCurveSchema),
    /** Short curves of many signals at once, for the cells of the wall. Unknown signals give a row of nulls. */
    sparklines: base.input(sparklinesSchema).output(sparklinesReplySchema),
    usage: base.input(z.object({ signalId: z.string().optional() })).output(historyUsageSchema),
    /** A file of the points, one row a point and signal: signal_id, at (UTC ms), at_text (ISO), min, max, mean, count, quality. */
    export: base.input(exportHistorySchema).output(z.file()),
  },
  alarms: {
    journal: base.input(journalQuerySchema).output(z.custom<readonly JournalRow[]>(Array.isArray)),
    kpis: base.input(kpiQuerySchema).output(z.custom<AlarmKpis>((v) => typeof v === 'object')),
    /** Runs a limit over recorded data without making it live. */
    trial: base.input(trialSchema).output(trialReplySchema),
    reportOwnFault: base.input(ownFaultSchema).output(z.void()),
  },
  /** The plant's connections (drivers-api.ts). Wall screens have none of it; what changes or tries out a draft wants the shift lead. */
  drivers: {
    get: base.output(driversViewSchema),
    /** MAP0001 to MAP0006 a wrong field, DRV0001 no file, DRV0002 changed in the meantime, DRV0003 not writable. Changed drivers start anew. */
    save: base.input(saveDriversSchema).output(driversViewSchema),
    restart: base.input(driverIdSchema).output(z.void()),
    test: base.input(draftSchema).output(driverTestSchema),
    discover: base.input(discoverSchema).output(discoveredSchema),
    browse: base.input(browseSchema).output(browsedSchema),
    preview: base.input(draftSchema).output(previewSchema),
    certificates: base.input(driverIdSchema).output(certificatesSchema),
    decideCertificate: base.input(certificateSchema).output(z.void()),
    traffic: base.input(trafficSchema).output(driverTrafficSchema),
  },
  /** Maps from outside over the built-in base (map-api.ts). */
  map: {
    /** The addresses, which may hold keys, only where the page has full access. */
    sources: base.output(mapSourcesSchema),
    /** MPS0001 a wrong field (`path`), MPS0002 changed in the meantime, MPS0003 not writable. */
    saveSources: base.input(saveMapSchema).output(mapSourcesSchema),
    /** Fetches one tile of a source that need not be saved, past the store. MPS0001, MPS0005 to MPS0010. */
    testSource: base.input(testTileSchema).output(tileTestSchema),
    /** MPS0004 unknown source, MPS0005 to MPS0010 nothing to be had and nothing stored. */
    tile: base.input(tileQuerySchema).output(tileSchema),
    storeUsage: base.output(storeUsageSchema),
  },
  log: {
    /** Newest first, pending commands before confirmed ones. `head` is the hub's chain head as this console verified it. */
    entries: base
      .input(
        z.object({
          entity: entityRefSchema.optional(),
          before: z.number().int().positive().optional(),
          limit: z.number().int().min(1).max(500),
        }),
      )
      .output(
        z.object({
          rows: z.custom<readonly LogRow[]>(Array.isArray),
          head: z.object({ seq: z.number().int(), hash: z.string() }),
        }),
      ),
  },
};
