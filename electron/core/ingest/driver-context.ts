import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '#kit/system-clock.ts';
import type { DriverConfig } from '#shared/contract/drivers.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { openRing } from '../telemetry/ring.ts';
import type { Ring } from '../telemetry/ring.ts';
import type { DriverReport, DriverWorkerData, FoundSignal, FromDriver, ToDriver } from './protocol.ts';

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
  const say = (message: FromDriver) => port.postMessage(message);

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
  });
  port.on('message', (message: ToDriver) => {
    if (message.type === 'indexes') waiting?.(message.indexes);
    else void driver.close().finally(() => process.exit(0));
  });
}
