import type { ReplayDriverConfig } from '#shared/contract/replay-driver.ts';
import type { Cancel } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { createSampleColumns } from '../../telemetry/ring.ts';
import type { DriverContext, RunningDriver } from '../driver-context.ts';
import { detailOf } from '../protocol.ts';
import { loadRecording, spanOf, type Recording } from './recording.ts';

const TICK_MS = 20;
const BLOCK_ROWS = 4_096;
/** Between the last sample of a round and the first of the next, recorded ms. */
const ROUND_GAP_MS = 1_000;

/** Plays a recorded file into the ring as if it were the plant. */
export function startReplayDriver(context: DriverContext<ReplayDriverConfig>): RunningDriver {
  let player: Player | undefined;
  let isClosed = false;
  context.report({ state: 'connecting' });
  void open(context).then((opened) => {
    if (isClosed) opened?.dispose();
    else player = opened;
  });
  return {
    close: () => {
      isClosed = true;
      player?.dispose();
      return Promise.resolve();
    },
  };
}

async function open(context: DriverContext<ReplayDriverConfig>): Promise<Player | undefined> {
  try {
    const recording = await loadRecording(context.config.file, spanOf(context.config));
    const indexes = await context.register(recording.signals);
    context.report({ state: 'live' });
    return new Player(context, recording, indexes);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    context.report({ state: 'failed', code: error.code, detail: detailOf(error) });
    return undefined;
  }
}

class Player {
  readonly #context: DriverContext<ReplayDriverConfig>;
  readonly #recording: Recording;
  readonly #indexes: Uint32Array;
  readonly #block = createSampleColumns(BLOCK_ROWS);
  readonly #stop: Cancel;
  readonly #firstAt: number;
  readonly #lastAt: number;
  /** When the present round began, on the wall and on the monotonic clock. */
  #startedAt: number;
  #startedMonotonic: number;
  #next = 0;

  constructor(context: DriverContext<ReplayDriverConfig>, recording: Recording, indexes: Uint32Array) {
    this.#context = context;
    this.#recording = recording;
    this.#indexes = new Uint32Array(indexes);
    this.#firstAt = recording.at[0] as number;
    this.#lastAt = recording.at[recording.count - 1] as number;
    this.#startedAt = context.clock.now();
    this.#startedMonotonic = context.clock.monotonic();
    this.#stop = context.clock.every(TICK_MS, () => this.#play());
  }

  dispose(): void {
    this.#stop();
  }

  /** Pushes what is due. A lane that does not keep up is waited for: the rest comes later with the same times. */
  #play(): void {
    const { ring, config, clock } = this.#context;
    const due = this.#dueRow(clock.monotonic() - this.#startedMonotonic);
    while (this.#next < due && ring.waiting < ring.capacity / 2) {
      const rows = Math.min(BLOCK_ROWS, due - this.#next, ring.capacity / 4);
      this.#fill(rows);
      ring.pushBlock(this.#block, rows);
      this.#next += rows;
    }
    if (this.#next < this.#recording.count) return;
    if (config.loop && config.speed !== 'max') this.#again(config.speed);
    else {
      this.#stop();
      this.#context.report({ state: 'failed', code: 'REP0005', detail: `samples=${this.#recording.count}` });
    }
  }

  /** The first row that is not due yet. */
  #dueRow(playedMs: number): number {
    const { speed } = this.#context.config;
    const { at, count } = this.#recording;
    if (speed === 'max') return count;
    const position = this.#firstAt + playedMs * speed;
    let row = this.#next;
    while (row < count && (at[row] as number) <= position) row += 1;
    return row;
  }

  #fill(rows: number): void {
    const { at, signal, values, qualities } = this.#recording;
    const { indexes, values: outValues, sourceAtMs, qualities: outQualities } = this.#block;
    for (let row = 0; row < rows; row += 1) {
      const from = this.#next + row;
      indexes[row] = this.#indexes[signal[from] as number] as number;
      outValues[row] = values[from] as number;
      sourceAtMs[row] = this.#sourceTime(at[from] as number);
      outQualities[row] = qualities[from] as number;
    }
  }

  #sourceTime(recordedAt: number): number {
    const { times, speed } = this.#context.config;
    if (times === 'recorded') return recordedAt;
    // All at once: what was recorded last is now.
    if (speed === 'max') return this.#startedAt - (this.#lastAt - recordedAt);
    return this.#startedAt + (recordedAt - this.#firstAt) / speed;
  }

  #again(speed: number): void {
    const roundMs = (this.#lastAt - this.#firstAt + ROUND_GAP_MS) / speed;
    this.#startedAt += roundMs;
    this.#startedMonotonic += roundMs;
    this.#next = 0;
  }
}
