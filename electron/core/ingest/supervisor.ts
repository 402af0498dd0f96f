import { Worker } from 'node:worker_threads';
import type { DriverConfig } from '#shared/contract/drivers.ts';
import type { DriverStatus } from '#shared/contract/feed.ts';
import { MEASURES } from '#shared/domain/telemetry/measures.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import { isClockWrong } from '#shared/domain/telemetry/sample-rules.ts';
import { createRing, openRing } from '../telemetry/ring.ts';
import type { Ring } from '../telemetry/ring.ts';
import type { SignalCatalogue } from '../telemetry/signal-catalogue.ts';
import type { DriverReport, DriverWorkerData, FoundSignal, FromDriver, MissedSamples, ToDriver } from './protocol.ts';

export interface SupervisorOptions {
  readonly config: DriverConfig;
  readonly workerUrl: URL;
  readonly pkiDir: string;
  readonly catalogue: SignalCatalogue;
  readonly clock: Clock;
  readonly onState: (state: DriverStatus) => void;
  /** Source time of the value held of a signal, UTC ms; 0 where none is. */
  readonly heldAt: (index: number) => number;
  /** Samples of a signal that a driver found in its peer's own history. */
  readonly onBackfill: (index: number, samples: MissedSamples) => void;
  /** No beat for this long means that the driver hangs. Default 10 s (30 s before its first beat). */
  readonly hangMs?: number;
  /** First delay before a dead driver is started again; doubles up to 30 s. Default 500 ms. */
  readonly restartMs?: number;
  /** A peer that makes a driver hold more than this costs the driver, not the console. Default 512 MB. */
  readonly maxHeapMb?: number;
}

const CHECK_MS = 1_000;
const FIRST_BEAT_MS = 30_000;
const MAX_RESTART_MS = 30_000;
/** A driver that lived this long starts again without a longer delay. */
const HEALTHY_MS = 60_000;
const STOP_MS = 2_000;
/**
 * At its limit a thread gets 16 MB more to end in (Node, Worker::NearHeapLimit). What is young then counts as old at once: were it more than
 * that, not the thread but the whole process would end. [eng]
 */
const MAX_YOUNG_MB = 12;

/**
 * Keeps one driver running in a worker thread: starts it, starts it again with growing delay when it dies or hangs, and knows
 * its state. Whatever a peer does to the driver ends here.
 */
export class DriverSupervisor {
  readonly ring: Ring;
  readonly #options: SupervisorOptions;
  readonly #memory: SharedArrayBuffer;
  readonly #stopChecking: Cancel;
  #worker: Worker | undefined;
  #cancelRestart: Cancel | undefined;
  #report: DriverReport = { state: 'connecting' };
  #since: number;
  #signals = 0;
  #restarts = 0;
  #deathsInARow = 0;
  #startedAt = 0;
  #lastBeats = 0;
  #lastBeatAt = 0;
  #hasBeaten = false;
  readonly #samples = new Total(() => this.ring.pushed);
  readonly #dropped = new Total(() => this.ring.dropped);
  #lastSamples = 0;
  #lastSampleAt: number | undefined;
  #serverSkewMs: number | undefined;
  #death: { readonly code: string; readonly detail: string } | undefined;
  #isDisposed = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#memory = createRing(options.config.ringRows ?? defaultRingRows(options.config));
    this.ring = openRing(this.#memory);
    this.#since = options.clock.now();
    this.#start();
    this.#stopChecking = options.clock.every(CHECK_MS, () => this.#check());
  }

  state(): DriverStatus {
    const { config } = this.#options;
    return {
      id: config.id,
      kind: config.kind,
      endpoint: endpointOf(config),
      ...this.#report,
      ...this.#clockFault(),
      since: this.#since,
      signals: this.#signals,
      samples: this.#samples.total(),
      dropped: this.#dropped.total(),
      heldUp: this.ring.heldUp,
      restarts: this.#restarts,
      lastSampleAt: this.#lastSampleAt,
      serverSkewMs: this.#serverSkewMs,
    };
  }

  /** The server's clock against ours as it was last measured; 0 where it does not tell. */
  get serverSkewMs(): number {
    return this.#serverSkewMs ?? 0;
  }

  /** Lets the driver leave its peer, then ends its thread. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#stopChecking();
    this.#cancelRestart?.();
    const worker = this.#worker;
    if (worker === undefined) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(STOP_MS, () => void worker.terminate());
      worker.once('exit', () => {
        cancel();
        resolve();
      });
      this.#say({ type: 'stop' });
    });
  }

  #start(): void {
    const { clock, config, workerUrl, pkiDir } = this.#options;
    const workerData: DriverWorkerData = { config, ring: this.#memory, pkiDir };
    const worker = new Worker(workerUrl, {
      name: `driver ${config.id}`,
      workerData,
      resourceLimits: {
        maxOldGenerationSizeMb: this.#options.maxHeapMb ?? 512,
        maxYoungGenerationSizeMb: MAX_YOUNG_MB,
      },
      // A library's prints belong neither on our standard output nor, since they may quote a peer, in our log.
      stdout: true,
      stderr: true,
    });
    worker.stdout.resume();
    worker.stderr.resume();
    this.#worker = worker;
    this.#death = undefined;
    this.#startedAt = this.#lastBeatAt = clock.monotonic();
    this.#lastBeats = this.ring.beats;
    this.#hasBeaten = false;
    worker.on('message', (message: FromDriver) => this.#hear(message));
    worker.on('error', (error) => {
      this.#death = deathOf(error);
    });
    worker.on('exit', (exitCode) => this.#died(exitCode));
  }

  #hear(message: FromDriver): void {
    switch (message.type) {
      case 'register':
        this.#say({ type: 'indexes', indexes: this.#register(message.signals) });
        break;
      case 'held':
        this.#say({ type: 'held', at: Float64Array.from(message.indexes, this.#options.heldAt) });
        break;
      case 'backfill':
        this.#options.onBackfill(message.index, message.samples);
        break;
      case 'report':
        this.#setReport(message.report);
        break;
      case 'skew':
        this.#serverSkewMs = message.serverSkewMs;
        break;
    }
  }

  #register(signals: readonly FoundSignal[]): Uint32Array {
    const { catalogue, config } = this.#options;
    this.#signals = signals.length;
    return Uint32Array.from(signals, (signal) =>
      catalogue.register({
        ...signal,
        unit: MEASURES[signal.measure].unit,
        staleAfterMs: config.staleAfterMs,
        driver: config.id,
      }),
    );
  }

  #died(exitCode: number): void {
    this.#worker = undefined;
    if (this.#isDisposed) return;
    const { clock, restartMs = 500 } = this.#options;
    this.#deathsInARow = clock.monotonic() - this.#startedAt > HEALTHY_MS ? 1 : this.#deathsInARow + 1;
    this.#restarts += 1;
    const { code, detail } = this.#death ?? { code: 'TEL0001', detail: `exit ${exitCode}` };
    this.#setReport({ state: 'reconnecting', code, detail });
    const delayMs = Math.min(MAX_RESTART_MS, restartMs * 2 ** (this.#deathsInARow - 1));
    this.#cancelRestart = clock.after(delayMs, () => this.#start());
  }

  #check(): void {
    const now = this.#options.clock.monotonic();
    if (this.#samples.total() !== this.#lastSamples) {
      this.#lastSamples = this.#samples.total();
      this.#lastSampleAt = this.#options.clock.now();
    }
    if (this.ring.beats !== this.#lastBeats) {
      this.#lastBeats = this.ring.beats;
      this.#lastBeatAt = now;
      this.#hasBeaten = true;
    }
    const allowedMs = this.#hasBeaten ? (this.#options.hangMs ?? 10_000) : FIRST_BEAT_MS;
    if (this.#worker !== undefined && this.#death === undefined && now - this.#lastBeatAt > allowedMs) {
      this.#death = { code: 'TEL0002', detail: `no beat for ${Math.round(now - this.#lastBeatAt)} ms` };
      void this.#worker.terminate();
    }
    this.#options.onState(this.state());
  }

  #setReport(report: DriverReport): void {
    if (report.state !== this.#report.state) this.#since = this.#options.clock.now();
    this.#report = report;
    this.#options.onState(this.state());
  }

  /** A wrong clock is said where nothing graver is (TEL-14). */
  #clockFault(): { readonly code?: string; readonly detail?: string } {
    if (this.#report.state !== 'live' || this.#report.code !== undefined || !isClockWrong(this.#serverSkewMs))
      return {};
    return { code: 'TEL0005', detail: `skewMs=${String(this.#serverSkewMs)}` };
  }

  #say(message: ToDriver): void {
    this.#worker?.postMessage(message);
  }
}

/** A sum over a counter that begins at 0 again after 2^32. Ask it more often than the counter goes round. */
class Total {
  readonly #counter: () => number;
  #seen = 0;
  #total = 0;

  constructor(counter: () => number) {
    this.#counter = counter;
  }

  total(): number {
    const now = this.#counter();
    this.#total += (now - this.#seen) >>> 0;
    this.#seen = now;
    return this.#total;
  }
}

/** About a second of what a driver may bring; memory is taken only as far as it is used. [eng] */
function defaultRingRows(config: DriverConfig): number {
  return config.kind === 'opcua' && config.mode === 'bulk' ? 1_048_576 : 262_144;
}

/** Where a driver reads, as people know it. */
function endpointOf(config: DriverConfig): string {
  switch (config.kind) {
    case 'opcua':
      return config.endpoint;
    case 'modbus':
      return `${config.host}:${config.port}`;
    case 'replay':
      return config.file;
  }
}

/** A driver that ended itself gave its reason as a coded error; its properties survive the way between threads. */
function deathOf(error: unknown): { readonly code: string; readonly detail: string } {
  if (!(error instanceof Error)) return { code: 'TEL0001', detail: String(error) };
  const code: unknown = 'code' in error ? error.code : undefined;
  const isCoded = typeof code === 'string' && /^[A-Z]{3}\d{4}$/.test(code);
  const words = isCoded ? error.message.replace(`${code} `, '') : error.message;
  return { code: isCoded ? code : 'TEL0001', detail: words.slice(0, 200) };
}
