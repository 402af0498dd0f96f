import type { DriverStatus } from '#shared/contract/feed.ts';
import { effectiveLimits } from '#shared/domain/alarm-limit/effective.ts';
import { retiredReturns } from '#shared/domain/alarm-limit/retired.ts';
import type { LimitSetting } from '#shared/domain/alarm-limit/types.ts';
import { createAlarmEngine, type AlarmEngine } from '#shared/domain/alarm/engine.ts';
import { isActive } from '#shared/domain/alarm/lists.ts';
import { createTransitions, reportOf } from '#shared/domain/alarm/transitions.ts';
import type { Alarm, AlarmLimit } from '#shared/domain/alarm/types.ts';
import type { EntityRef, Refusal } from '#shared/domain/entity/entity.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import type { ConsoleLog } from '../../log/console-log.ts';
import type { SampleColumns } from '../../telemetry/ring.ts';
import type { SignalCatalogue } from '../../telemetry/signal-catalogue.ts';
import { createAlarmReports } from './alarm-reports.ts';
import { startShelfWatch } from './shelf-watch.ts';
import { watchStandstill } from './standstill.ts';

export interface AlarmWatchDependencies {
  readonly clock: Clock;
  readonly catalogue: SignalCatalogue;
  /** Alarms as the log has them, pending ones included: what is active there is not raised again. */
  readonly log: Pick<ConsoleLog, 'get' | 'list' | 'submitMany' | 'onChange'>;
  readonly drivers: () => readonly DriverStatus[];
  /** Told of a raise or return that the log will never keep. */
  readonly onRefused: (entity: EntityRef, refusal: Refusal) => void;
}

export interface AlarmWatch {
  /** Takes the samples that the latest table took (`onBatch` of the ingest). Allocates only for a raise or a return. */
  observe(batch: SampleColumns, count: number): void;
  /** The limits of the imported stations, in place of those before. What people set stands above them. */
  setDefaults(limits: readonly AlarmLimit[]): void;
  dispose(): void;
}

const SETTLE_MS = 1_000;
/** [eng] No turn for this long is a standstill of our own; a busy thread is late by less. */
const STANDSTILL_MS = 3_000;
/** Samples of one instant do not all come at once: a delay counts as run out when the plant's time is this far past its end. */
const SETTLE_LAG_MS = 2_000;
/** A table of limits is set in many commands; one look at all of them is enough. */
const REVIEW_MS = 200;
/** A source time further ahead of our clock than this is a wrong clock, as for the latest table [eng]. */
const MAX_SKEW_MS = 5_000;
const NOT_MAPPED = -2;
const NO_LIMIT = -1;

/**
 * Runs the alarm engine over the samples and reports raises and returns to the log. Everything is dated by source time and the
 * command ids are made from it, so that two consoles on the same plant report each thing once.
 */
export function createAlarmWatch(dependencies: AlarmWatchDependencies): AlarmWatch {
  const { clock, catalogue, log, drivers, onRefused } = dependencies;
  const reports = createAlarmReports({ clock, submitMany: log.submitMany, onRefused });
  const found = createTransitions();
  const stoodStillMs = watchStandstill(clock, STANDSTILL_MS);
  /** Slots stay what they are while limits come and go. */
  const slots = new Map<string, number>();
  let engine: AlarmEngine = createAlarmEngine([], { slotCount: 0, slotOf: () => undefined });
  let defaults: readonly AlarmLimit[] = [];
  let slotOfIndex = new Int32Array(0);
  let driverOfSlot: (string | undefined)[] = [];
  let knownCatalogue = -1;
  let plantTimeMs = 0;
  let nextReview: Cancel | undefined;

  /** Drivers find their signals one after another: the catalogue grows while we run. */
  function slotOf(index: number): number {
    if (index >= slotOfIndex.length) {
      const wider = new Int32Array(Math.max(1_024, 2 * catalogue.size)).fill(NOT_MAPPED);
      wider.set(slotOfIndex);
      slotOfIndex = wider;
    }
    if (slotOfIndex[index] === NOT_MAPPED) {
      slotOfIndex[index] = slots.get(catalogue.at(index)?.signalId ?? '') ?? NO_LIMIT;
    }
    return slotOfIndex[index] as number;
  }

  function report(): void {
    for (let row = 0; row < found.count; row += 1) {
      const limit = engine.limits[found.limitIndex[row] as number] as AlarmLimit;
      const isRaise = found.raised[row] === 1;
      reports.add(
        reportOf(limit, isRaise, found.value[row] as number, found.sourceAtMs[row] as number),
        limit.priority,
      );
    }
    found.count = 0;
    reports.flush();
  }

  function knownAlarm(id: string) {
    const alarm = log.get<Alarm>({ type: 'alarm', id });
    if (alarm === undefined) return undefined;
    return { isActive: isActive(alarm.status), changedAtMs: Math.max(alarm.raisedAt, alarm.returnedAt ?? 0) };
  }

  /** Takes over the limits that count now, without losing what runs on the others (ALM-32). */
  function review(): void {
    nextReview?.();
    nextReview = undefined;
    report();
    const settings = log.list<LimitSetting>('alarmLimit');
    const limits = effectiveLimits(defaults, settings);
    for (const { signalId, referenceSignalId = signalId } of limits) {
      for (const id of [signalId, referenceSignalId]) if (!slots.has(id)) slots.set(id, slots.size);
    }
    engine = createAlarmEngine(limits, {
      slotCount: slots.size,
      slotOf: (signalId) => slots.get(signalId),
      known: knownAlarm,
      before: engine,
    });
    slotOfIndex.fill(NOT_MAPPED);
    knownCatalogue = -1;
    for (const gone of retiredReturns(log.list<Alarm>('alarm'), settings, limits)) reports.add(gone, 'low');
    reports.flush();
  }

  /** Each signal's own limit of age and its driver, once the catalogue knows them. */
  function learnSignals(): void {
    if (knownCatalogue === catalogue.revision) return;
    knownCatalogue = catalogue.revision;
    driverOfSlot = Array<undefined>(slots.size).fill(undefined);
    for (const [signalId, slot] of slots) {
      const signal = catalogue.at(catalogue.indexOf(signalId) ?? -1);
      if (signal === undefined) continue;
      engine.setStaleAfter(slot, signal.staleAfterMs);
      driverOfSlot[slot] = signal.driver;
    }
  }

  /** Silence of a driver says nothing of the plant: it is an alarm of its own (ALM-29). */
  function loseUnheard(): void {
    const unheard = new Set(drivers().flatMap(({ id, state }) => (state === 'live' ? [] : [id])));
    if (unheard.size === 0) return;
    for (const [slot, driver] of driverOfSlot.entries()) {
      if (driver !== undefined && unheard.has(driver)) engine.lose(slot);
    }
  }

  /** What comes after a standstill must not show as hundreds of signals that fell silent (ALM-43). */
  function noticeStandstill(): void {
    const forMs = stoodStillMs();
    if (forMs > 0) engine.standStill(forMs);
  }

  const stopShelfWatch = startShelfWatch({ clock, log });
  const stopListening = log.onChange((refs) => {
    if (nextReview !== undefined || !refs.some(({ type }) => type === 'alarmLimit')) return;
    nextReview = clock.after(REVIEW_MS, review);
  });
  const stopSettling = clock.every(SETTLE_MS, () => {
    noticeStandstill();
    learnSignals();
    loseUnheard();
    if (plantTimeMs > 0) engine.settle(plantTimeMs - SETTLE_LAG_MS, found);
    report();
  });

  return {
    observe(batch, count) {
      noticeStandstill();
      const now = clock.now();
      engine.setHorizon(now + MAX_SKEW_MS);
      for (let row = 0; row < count; row += 1) {
        const sourceAtMs = batch.sourceAtMs[row] as number;
        // A time ahead of ours is a wrong clock: it must not run out the delays of the whole plant.
        if (sourceAtMs > plantTimeMs && sourceAtMs <= now) plantTimeMs = sourceAtMs;
        const slot = slotOf(batch.indexes[row] as number);
        if (slot === NO_LIMIT) continue;
        engine.update(slot, batch.values[row] as number, batch.qualities[row] as number, sourceAtMs, found);
      }
      if (found.count > 0) report();
    },
    setDefaults(limits) {
      defaults = limits;
      review();
    },
    dispose() {
      stopListening();
      stopSettling();
      stopShelfWatch();
      nextReview?.();
      reports.dispose();
    },
  };
}
