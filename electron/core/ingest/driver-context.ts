import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '#kit/system-clock.ts';
import type { DriverConfig } from '#shared/contract/drivers.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { openRing } from '../telemetry/ring.ts';
import type { Ring } from '../telemetry/ring.ts';
import type { DriverReport, DriverWorkerData, FoundSignal, FromDriver, MissedSamples, ToDriver } from './protocol.ts';

/** What a driver gets to work with, in its own thread. */
export interface DriverContext<Config extends DriverConfig> {
  readonly config: Config;
  readonly ring: Ring;
  readonly clock: Clock;
  /** Folder for the key and certificates of this driver. */
  readonly pkiDir: string;
  /** Makes the signals known to the core; their indexes for the ring, in the same order. One call at a time. */
  register(signals: readonly FoundSignal[]): Promise<Uint32Array>;
  report(report: DriverReport): void;
  reportSkew(serverSkewMs: number): void;
  /** The way of what was missed, read from the peer's own history; undefined where nobody keeps it. */
  readonly history?: DriverHistory | undefined;
}

/** What a driver needs to fill gaps. */
export interface DriverHistory {
  /** Source time of the value that the core holds of each signal, UTC ms; 0 where it holds none. One call at a time. */
  heldAt(indexes: Uint32Array): Promise<Float64Array>;
  /** Hands over samples that were missed: for history alone, never live. The arrays cannot be used afterwards. */
  fill(index: number, samples: MissedSamples): void;
}

/** A driver that runs. `close` leaves the peer politely; the thread is ended after it in any case. */
export interface RunningDriver {
  close(): Promise<void>;
}

const BEAT_MS = 250;

/** Runs a driver as the main thing of its worker thread: beats, answers `stop`, dies with the first uncaught error. */
export function runDriver<Config extends DriverConfig>(start: (context: DriverContext<Config>) => RunningDriver): void {
  const port = parentPort;
  if (port === null) throw new Error('a driver runs in a worker thread only');
  const { config, ring: memory, pkiDir } = workerData as DriverWorkerData;
  const ring = openRing(memory);
  let waiting: ((indexes: Uint32Array) => void) | undefined;
  let asking: ((at: Float64Array) => void) | undefined;
  const say = (message: FromDriver, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer);

  systemClock.every(BEAT_MS, () => ring.beat());
  const driver = start({
    config: config as Config,
    ring,
    clock: systemClock,
    pkiDir,
    register: (signals) =>
      new Promise((resolve) => {
        waiting = resolve;
        say({ type: 'register', signals });
      }),
    report: (report) => say({ type: 'report', report }),
    reportSkew: (serverSkewMs) => say({ type: 'skew', serverSkewMs }),
    history: {
      heldAt: (indexes) =>
        new Promise((resolve) => {
          asking = resolve;
          say({ type: 'held', indexes });
        }),
      fill: (index, samples) => {
        const { at, values, qualities } = samples;
        say({ type: 'backfill', index, samples }, [at.buffer, values.buffer, qualities.buffer]);
      },
    },
  });
  port.on('message', (message: ToDriver) => {
    if (message.type === 'indexes') waiting?.(message.indexes);
    else if (message.type === 'held') asking?.(message.at);
    else void driver.close().finally(() => process.exit(0));
  });
}
