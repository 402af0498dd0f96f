import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { AlertContact, AlertLevel, RedAlert } from '#shared/domain/alert/types.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { BurstSettings } from '#shared/domain/burst-settings/types.ts';
import type { BurstVerdict } from '#shared/domain/burst-verdict/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Crew } from '#shared/domain/crew/types.ts';
import type { Role } from '#shared/domain/entity/entity.ts';
import type { ConsoleStatus } from '#shared/contract/feed.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { LiveReports } from './analysis/analysis.ts';
import { createRouter, type ConsoleRouter } from './api/router.ts';
import type { CoreDependencies } from './dependencies.ts';
import { Feed } from './feed/feed.ts';
import { StateLane } from './feed/state-lane.ts';
import { tellAnalysis } from './features/analysis/tell-analysis.ts';
import { alarmJournal } from './features/alarm/alarm-journal.ts';
import { createAlarmFigures } from './features/alarm/alarm-figures.ts';
import { tryLimit } from './features/alarm/alarm-trial.ts';
import { createOwnFaults } from './features/alarm/own-faults.ts';
import { startAlertWatch } from './features/alert/alert-watch.ts';
import { createBurstWatch } from './features/burst/burst-watch.ts';
import { createSeats, type People } from './features/session/seats.ts';
import { consoleStatus, type LinkStatus } from './features/status/console-status.ts';

/** `GET /healthz` of a console. Times UTC ms, ages ms. */
export interface Health {
  readonly ok: boolean;
  readonly service: 'console';
  readonly versions: Readonly<Record<string, string>>;
  readonly link: LinkStatus;
  readonly signals: ConsoleStatus['signals'];
  readonly unsent: ConsoleStatus['unsent'];
  /** `mismatch`: the hub's history does not continue this console's copy. */
  readonly chain: ConsoleStatus['chain'];
  readonly drivers: ConsoleStatus['drivers'];
  /** Faults of the console itself, by code. */
  readonly faults: ConsoleStatus['faults'];
  readonly openAlarms: number;
  readonly activeAlerts: number;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly pages: number;
}

export interface Core {
  readonly router: ConsoleRouter;
  readonly feed: Feed;
  health(): Health;
  dispose(): void;
}

const LEVEL_OF_ROLE: Partial<Record<Role, AlertLevel>> = { callCentre: 'callCentre', dispatcher: 'dispatch' };

/** The composition root: ties log, telemetry and plant to feed and API. Owns nothing that was handed to it. */
export function createCore(dependencies: CoreDependencies): Core {
  const { log, hub, plant, telemetry, people, coreVersion, analysis } = dependencies;
  const clock = guarded(dependencies.clock, dependencies.onFault);
  const lane = new StateLane(log, dependencies.newId());
  const status = () =>
    consoleStatus({
      clock,
      device: log.deviceId,
      link: hub.status,
      unsent: log.pending,
      chain: log.chain,
      signals: telemetry.counts,
      drivers: telemetry.drivers,
      lost: log.lost,
      catalogueRevision: () => telemetry.signals().revision,
      networkRevision: plant.revision,
      faults: dependencies.faults,
    });
  const seats = createSeats({
    clock,
    people,
    store: dependencies.seatStore,
    hashSeat: dependencies.hashSeat,
    onChange: (seat) => feed.seatChanged(seat),
  });
  const liveReports = (): LiveReports => ({
    nowMs: clock.now(),
    complaints: log.list<Complaint>('complaint'),
    alarms: log.list<Alarm>('alarm'),
    verdicts: log.list<BurstVerdict>('burstVerdict'),
  });
  const burst = createBurstWatch({
    clock,
    complaints: () => log.list<Complaint>('complaint'),
    alarms: () => log.list<Alarm>('alarm'),
    verdicts: () => log.list<BurstVerdict>('burstVerdict'),
    numbers: () => burstNumbers(log.list<BurstSettings>('burstSettings')[0]?.values),
    network: plant.network,
    analysis,
    onChange: () => feed.candidatesChanged(),
  });
  const telling = tellAnalysis({ clock, analysis, plant, log, telemetry, recorded: dependencies.history.recorded });
  const feed: Feed = new Feed({
    clock,
    coreVersion,
    lane,
    latest: telemetry.latest,
    status,
    seatActor: seats.actorOf,
    crews: hub.crews,
    candidates: burst.candidates,
    analysis: analysis.status,
  });
  const stopAlertWatch = startAlertWatch({
    clock,
    alerts: () => log.list<RedAlert>('redAlert'),
    contacts: () => contactsOf(people, log.list<Crew>('crew')),
    present: () => new Set([...feed.seats()].flatMap((seat) => seats.actorOf(seat)?.id ?? [])),
    submit: (input) => void log.submit(input),
  });

  const ownFaults = createOwnFaults({
    clock,
    log,
    drivers: telemetry.drivers,
    history: () => ({ dropped: dependencies.history.dropped, faults: dependencies.history.faults() }),
    seats: () => feed.seats(),
  });

  log.onChange((refs) => {
    feed.entitiesChanged(refs);
    telling.entitiesChanged(refs);
    burst.entitiesChanged(refs);
  });
  analysis.onStatus(() => feed.analysisChanged());
  hub.onStatus(() => feed.statusChanged());
  hub.onCrews((news) => feed.crewsTold(news));

  const router = createRouter({
    people: people.list,
    actorOf: seats.actorOf,
    signOn: seats.signOn,
    signOff: seats.signOff,
    signals: telemetry.signals,
    limits: telemetry.limits,
    network: () => ({ revision: plant.revision(), network: plant.network() }),
    buildings: plant.buildings,
    submit: (input) => {
      const result = log.submit(input);
      // The page sees at once that something waits, without waiting for the next second.
      feed.flush();
      if (result.ok) feed.statusChanged();
      return result;
    },
    dismissLost: (commandId) => {
      log.dismissLost(commandId);
      feed.statusChanged();
    },
    entries: log.rows,
    history: dependencies.history,
    analysis: {
      trace: analysis.trace,
      impact: analysis.impact,
      calibration: analysis.calibration,
      localise: (request) => analysis.localise(request, liveReports()),
    },
    drivers: telemetry.setup,
    map: dependencies.map,
    alarms: {
      journal: (query) => alarmJournal(log, query),
      kpis: createAlarmFigures({ clock, log }),
      trial: (query) =>
        tryLimit(
          {
            clock,
            recorded: dependencies.history.recorded,
            staleAfterMs: (signalId) =>
              telemetry.signals().signals.find((signal) => signal.signalId === signalId)?.staleAfterMs,
          },
          query,
        ),
      reportOwnFault: ({ what, isFailing, detail }, seat) => {
        dependencies.onOwnFault({ what, isFailing, detail });
        ownFaults.report(what, isFailing, seat);
      },
    },
    onFault: dependencies.onFault,
  });

  return {
    router,
    feed,
    health: () => {
      const { link, signals, unsent, chain, drivers, faults } = status();
      return {
        ok: true,
        service: 'console',
        versions: { heatline: coreVersion, node: process.versions.node },
        link,
        signals,
        unsent,
        chain,
        drivers,
        faults,
        openAlarms: log.list<Alarm>('alarm').filter((alarm) => alarm.status !== 'normal').length,
        activeAlerts: log.list<RedAlert>('redAlert').filter((alert) => alert.status === 'active').length,
        head: log.head(),
        pages: feed.pages,
      };
    },
    dispose: () => {
      stopAlertWatch();
      ownFaults.dispose();
      burst.dispose();
      telling.dispose();
      feed.dispose();
    },
  };
}

/** A clock whose tasks end no process: state that a rule cannot work with costs that task's round, and is told. */
function guarded(clock: Clock, onFault: (thrown: unknown) => void): Clock {
  const safely = (task: () => void) => (): void => {
    try {
      task();
    } catch (thrown) {
      onFault(thrown);
    }
  };
  return {
    now: clock.now,
    monotonic: clock.monotonic,
    after: (delayMs, task) => clock.after(delayMs, safely(task)),
    every: (periodMs, task) => clock.every(periodMs, safely(task)),
  };
}

/** Who can be paged, in order: the people of the roster by duty, then the crews on shift. */
function contactsOf(people: People, crews: readonly Crew[]): readonly AlertContact[] {
  const ofPeople = people.list().flatMap(({ id, name, role }) => {
    const level = LEVEL_OF_ROLE[role];
    return level === undefined ? [] : [{ level, contactId: id, contactName: name }];
  });
  const ofCrews = crews
    .filter((crew) => crew.onShift)
    .map((crew) => ({ level: 'crew' as const, contactId: crew.id, contactName: crew.leader }));
  return [...ofPeople, ...ofCrews];
}
