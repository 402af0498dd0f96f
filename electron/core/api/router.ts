import { implement, ORPCError } from '@orpc/server';
import { z } from 'zod';
import { consoleContract, type LogRow, type SignalInfo } from '#shared/contract/console-api.ts';
import type { Access } from '#shared/contract/feed.ts';
import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import type { Actor, EntityRef, Refusal } from '#shared/domain/entity/entity.ts';
import type { Building, Network } from '#shared/domain/network/types.ts';
import type { AlarmQueries } from './alarm-queries.ts';
import type { AnalysisQueries } from './analysis-queries.ts';
import type { DriversQueries } from './drivers-queries.ts';
import type { HistoryQueries } from './history-queries.ts';
import type { MapQueries } from './map-queries.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Result } from '#shared/lib/result.ts';

/** Who is calling: known from the connection, never from the message. */
export interface CallContext {
  readonly seat: string;
  readonly access: Access;
}

/** What the features offer to the API. */
export interface ConsoleFeatures {
  readonly people: () => readonly Actor[];
  readonly actorOf: (seat: string) => Actor | undefined;
  readonly signOn: (seat: string, personId: string, pin: string) => Actor;
  readonly signOff: (seat: string) => void;
  readonly signals: () => { readonly revision: number; readonly signals: readonly SignalInfo[] };
  readonly limits: () => readonly AlarmLimit[];
  readonly network: () => { readonly revision: number; readonly network: Network | null };
  readonly buildings: () => readonly Building[];
  readonly submit: (input: {
    readonly commandId: string;
    readonly entity: EntityRef;
    readonly type: string;
    readonly payload: unknown;
    readonly actor: Actor;
  }) => Result<{ readonly commandId: string; readonly deviceSeq: number }, Refusal>;
  readonly history: HistoryQueries;
  readonly analysis: AnalysisQueries;
  readonly alarms: AlarmQueries;
  readonly drivers: DriversQueries;
  readonly map: MapQueries;
  /** Told of what a feature threw without a code. */
  readonly onFault: (thrown: unknown) => void;
  readonly dismissLost: (commandId: string) => void;
  readonly entries: (query: {
    readonly entity?: EntityRef | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  }) => { readonly rows: readonly LogRow[]; readonly head: { readonly seq: number; readonly hash: string } };
}

/** Faults of the machine, not of the request: the same call may work later. */
const UNAVAILABLE = /^(DBS\d{4}|HYD0005)$/;

const refused = (code: string, detail: Refusal['detail'] = {}) => {
  const data = { code, detail };
  return UNAVAILABLE.test(code)
    ? new ORPCError('UNAVAILABLE', { status: 503, defined: true, message: code, data })
    : new ORPCError('REFUSED', { status: 409, defined: true, message: code, data });
};

/** Turns what a feature throws into what the contract promises; anything uncoded is told to `onFault`. */
function asApiError(thrown: unknown, onFault: ConsoleFeatures['onFault']): unknown {
  if (thrown instanceof CodedError) return refused(thrown.code, thrown.detail);
  // The input does not fit the contract: it never came to a feature.
  if (thrown instanceof ORPCError)
    return thrown.code === 'BAD_REQUEST' ? refused('API0009', wrongField(thrown.data)) : thrown;
  onFault(thrown);
  return new ORPCError('UNAVAILABLE', { status: 503, defined: true, message: 'API0010', data: { code: 'API0010' } });
}

const issuesSchema = z.object({
  issues: z
    .array(z.object({ path: z.array(z.union([z.string(), z.number()])).optional(), message: z.string() }))
    .min(1),
});

/** Which field does not fit the contract, and why; nothing where that is not known. */
function wrongField(data: unknown): Refusal['detail'] {
  const [issue] = issuesSchema.safeParse(data).data?.issues ?? [];
  if (issue === undefined) return {};
  const field = (issue.path ?? []).join('.').slice(0, 200);
  return { ...(field !== '' && { field }), why: issue.message.slice(0, 200) };
}

const contract = implement(consoleContract).$context<CallContext>();

/** The console API over the features. Reading is for everyone connected; acting needs full access and a person signed on. */
export function createRouter(features: ConsoleFeatures) {
  const coded = contract.middleware(async ({ next }) => {
    try {
      return await next();
    } catch (thrown) {
      throw asApiError(thrown, features.onFault);
    }
  });
  const acting = contract.middleware(({ context, next }) => {
    if (context.access !== 'full') throw refused('API0004');
    return next();
  });
  const read = contract.use(coded);
  const act = read.use(acting);
  const leading = (context: CallContext, command: string) => {
    const actor = features.actorOf(context.seat);
    if (actor === undefined) throw refused('SES0003');
    if (actor.role !== 'shiftLead') throw refused('CMD0002', { command, role: actor.role, may: 'shiftLead' });
  };
  const lead = act.use(
    contract.middleware(({ context, path, next }) => {
      leading(context, path.join('.'));
      return next();
    }),
  );
  /** Trying out what is not saved dials where the draft says and reads the files it names: that is the shift lead's. */
  const trying = (context: CallContext, command: string, draft: Readonly<Record<string, unknown>>) => {
    if (!features.drivers.isSaved(draft)) leading(context, command);
  };

  return contract.router({
    session: {
      people: read.session.people.handler(() => [...features.people()]),
      signOn: act.session.signOn.handler(({ context, input }) =>
        features.signOn(context.seat, input.personId, input.pin),
      ),
      signOff: act.session.signOff.handler(({ context }) => features.signOff(context.seat)),
    },
    catalogue: {
      signals: read.catalogue.signals.handler(() => {
        const { revision, signals } = features.signals();
        return { revision, signals: [...signals] };
      }),
      limits: read.catalogue.limits.handler(() => features.limits()),
    },
    network: {
      get: read.network.get.handler(() => features.network()),
      buildings: read.network.buildings.handler(() => features.buildings()),
    },
    analysis: {
      trace: read.analysis.trace.handler(({ input }) => features.analysis.trace(input)),
      impact: read.analysis.impact.handler(({ input }) => features.analysis.impact(input)),
      localise: read.analysis.localise.handler(({ input }) => features.analysis.localise(input)),
      calibration: read.analysis.calibration.handler(async () => (await features.analysis.calibration()) ?? null),
    },
    command: {
      submit: act.command.submit.handler(({ context, input }) => {
        const actor = features.actorOf(context.seat);
        if (actor === undefined) throw refused('SES0003');
        const result = features.submit({ ...input, actor });
        if (!result.ok) throw refused(result.error.code, result.error.detail);
        return result.value;
      }),
      dismissLost: act.command.dismissLost.handler(({ input }) => features.dismissLost(input.commandId)),
    },
    history: {
      read: read.history.read.handler(({ input }) => features.history.read(input)),
      sparklines: read.history.sparklines.handler(({ input }) => features.history.sparklines(input)),
      usage: read.history.usage.handler(({ input }) => features.history.usage(input.signalId)),
      // A page of a wall shows; what takes the plant's data out of the house, or minutes of a core, is for a workplace.
      export: act.history.export.handler(({ input }) => features.history.export(input)),
    },
    alarms: {
      journal: read.alarms.journal.handler(({ input }) => features.alarms.journal(input)),
      kpis: read.alarms.kpis.handler(({ input }) => features.alarms.kpis(input)),
      trial: act.alarms.trial.handler(({ input }) => features.alarms.trial(input)),
      reportOwnFault: act.alarms.reportOwnFault.handler(({ context, input }) =>
        features.alarms.reportOwnFault(input, context.seat),
      ),
    },
    drivers: {
      get: act.drivers.get.handler(() => features.drivers.view()),
      save: lead.drivers.save.handler(({ input }) => features.drivers.save(input)),
      restart: lead.drivers.restart.handler(({ input }) => features.drivers.restart(input.id)),
      test: act.drivers.test.handler(({ context, input }) => {
        trying(context, 'drivers.test', input.driver);
        return features.drivers.test(input);
      }),
      discover: lead.drivers.discover.handler(({ input }) => features.drivers.discover(input)),
      browse: act.drivers.browse.handler(({ context, input }) => {
        trying(context, 'drivers.browse', input.driver);
        return features.drivers.browse(input);
      }),
      preview: act.drivers.preview.handler(({ context, input }) => {
        trying(context, 'drivers.preview', input.driver);
        return features.drivers.preview(input);
      }),
      certificates: act.drivers.certificates.handler(({ input }) => features.drivers.certificates(input.id)),
      decideCertificate: lead.drivers.decideCertificate.handler(({ input }) =>
        features.drivers.decideCertificate(input),
      ),
      traffic: act.drivers.traffic.handler(({ input }) => features.drivers.traffic(input)),
    },
    map: {
      sources: read.map.sources.handler(({ context }) => features.map.sources(context.access === 'full')),
      saveSources: lead.map.saveSources.handler(({ input }) => features.map.save(input)),
      testSource: lead.map.testSource.handler(({ input }) => features.map.test(input)),
      tile: read.map.tile.handler(({ input }) => features.map.tile(input)),
      storeUsage: read.map.storeUsage.handler(() => features.map.storeUsage()),
    },
    log: {
      entries: read.log.entries.handler(({ input }) => features.entries(input)),
    },
  });
}

export type ConsoleRouter = ReturnType<typeof createRouter>;
