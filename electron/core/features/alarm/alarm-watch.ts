import { createAlarmEngine } from '#shared/domain/alarm/engine.ts';
import { alarmIdOf, createTransitions, reportOf } from '#shared/domain/alarm/transitions.ts';
import type { Alarm, AlarmLimit } from '#shared/domain/alarm/types.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { SubmitInput } from '../../log/console-log.ts';
import type { SampleColumns } from '../../telemetry/ring.ts';
import type { SignalCatalogue } from '../../telemetry/signal-catalogue.ts';

export interface AlarmWatchDependencies {
  readonly clock: Clock;
  readonly catalogue: SignalCatalogue;
  readonly limits: readonly AlarmLimit[];
  /** Alarms as the log has them now, pending ones included: what is active there is not raised again. */
  readonly alarms: () => readonly Alarm[];
  /** False where the console could not keep it now (full disk): it is told again. */
  readonly submit: (input: SubmitInput) => boolean;
}

export interface AlarmWatch {
  /** Takes the samples that the latest table took (`onBatch` of the ingest). Allocates only for a raise or a return. */
  observe(batch: SampleColumns, count: number): void;
  dispose(): void;
}

const SYSTEM: Actor = { id: 'console', name: 'Heatline', role: 'system' };
const SETTLE_MS = 1_000;
/** Samples of one instant do not all come at once: a delay counts as run out when the plant's time is this far past its end. */
const SETTLE_LAG_MS = 2_000;
/** Reports that wait for room on the disk; the oldest go beyond it [eng]. */
const MAX_WAITING = 50_000;
const NOT_MAPPED = -2;
const NO_LIMIT = -1;

/**
 * Runs the alarm engine over the samples and reports raises and returns to the log. Everything is dated by source time and the
 * command ids are made from it, so that two consoles on the same plant report each thing once.
 */
export function createAlarmWatch(dependencies: AlarmWatchDependencies): AlarmWatch {
  const { clock, catalogue, limits, alarms, submit } = dependencies;
  const slots = new Map<string, number>();
  for (const { signalId } of limits) if (!slots.has(signalId)) slots.set(signalId, slots.size);
  const engine = createAlarmEngine(limits, {
    slotCount: slots.size,
    slotOf: (signalId) => slots.get(signalId),
    active: new Set(alarms().flatMap((alarm) => (isActive(alarm) ? [alarmIdOf(alarm)] : []))),
  });
  const found = createTransitions();
  /** Raises and returns that are not in the log yet, in their order. */
  const waiting: SubmitInput[] = [];
  let slotOfIndex = new Int32Array(0);
  let plantTimeMs = 0;

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
      const raised = found.raised[row] === 1;
      const told = reportOf(limit, raised, found.value[row] as number, found.sourceAtMs[row] as number);
      waiting.push({
        commandId: told.commandId,
        entity: { type: 'alarm', id: told.alarmId },
        type: told.type,
        payload: told.payload,
        actor: SYSTEM,
      });
    }
    found.count = 0;
    const kept = waiting.findIndex((input) => !submit(input));
    waiting.splice(0, kept < 0 ? waiting.length : Math.max(kept, waiting.length - MAX_WAITING));
  }

  const stopSettling = clock.every(SETTLE_MS, () => {
    engine.settle(plantTimeMs - SETTLE_LAG_MS, found);
    report();
  });

  return {
    observe(batch, count) {
      const now = clock.now();
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
    dispose: stopSettling,
  };
}

function isActive(alarm: Alarm): boolean {
  return alarm.status === 'activeUnacked' || alarm.status === 'activeAcked';
}
