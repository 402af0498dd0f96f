import type { Clock } from '#shared/lib/clock.ts';
import type { SampleColumns } from '#core/telemetry/ring.ts';
import { createSampleColumns } from '#core/telemetry/ring.ts';
import { HistoryEngine } from '#core/historian/history-engine.ts';
import { historyConfig } from '#core/historian/config.ts';

/** A Monday, 00:00 UTC. */
export const START = Date.UTC(2026, 0, 5);
const SECOND_MS = 1_000;

export interface SimulatedClock extends Clock {
  set(now: number): void;
}

/** A clock that is set by hand; both its times are the same, and it has no timers. */
export function simulatedClock(): SimulatedClock {
  let now = START;
  const none = () => () => undefined;
  return { now: () => now, monotonic: () => now, after: none, every: none, set: (to) => void (now = to) };
}

/**
 * What a plant sends: pressures of three decimals, temperatures and flows of one, wandering slowly under the noise of the transmitter; all of a
 * second in one batch, whose time is up to 7 ms late. Repeatable.
 */
export function createPlantLoad(signals: number): { second(at: number): SampleColumns } {
  const batch = createSampleColumns(signals);
  const level = new Float64Array(signals);
  let seed = 7;
  for (let i = 0; i < signals; i += 1) {
    batch.indexes[i] = i;
    level[i] = 300 + ((i * 37) % 400);
  }
  return {
    second(at) {
      for (let i = 0; i < signals; i += 1) {
        // xorshift32: cheap beside what is measured.
        seed ^= seed << 13;
        seed ^= seed >>> 17;
        seed ^= seed << 5;
        const wander = (seed & 0xff) === 0 ? ((seed >>> 8) & 3) - 1.5 : 0;
        level[i] = (level[i] as number) + wander;
        const noise = ((seed >>> 12) & 7) - 3.5;
        batch.values[i] = Math.round((level[i] as number) + noise) / (i % 2 === 0 ? 1_000 : 10);
      }
      batch.sourceAtMs.fill(at + (seed & 7));
      return batch;
    },
  };
}

export function benchSignalId(index: number): string {
  return `S${String(index)}.primarySupplyPressureMPa`;
}

/** An engine over `file` that knows so many signals. */
export function openBenchEngine(file: string, clock: Clock, signals: number): HistoryEngine {
  const engine = new HistoryEngine({ file, clock, config: historyConfig({}), onNotice: () => undefined });
  engine.tell(
    0,
    Array.from({ length: signals }, (_, i) => ({ signalId: benchSignalId(i), staleAfterMs: 10_000 })),
  );
  return engine;
}

/** Gives an engine `seconds` of the plant from `from` on, with a turn of its writing each second, as its worker does it. */
export function simulate(
  engine: HistoryEngine,
  clock: SimulatedClock,
  load: { second(at: number): SampleColumns },
  from: number,
  seconds: number,
): void {
  for (let second = 0; second < seconds; second += 1) {
    const at = from + second * SECOND_MS;
    const batch = load.second(at);
    clock.set(at + 500);
    engine.take(batch, 0, batch.indexes.length);
    engine.turn();
  }
}
