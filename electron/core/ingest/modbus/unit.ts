import type { ModbusDriverConfig } from '#shared/contract/modbus-driver.ts';
import type { PlannedRead } from './read-plan.ts';
import { splitRead } from './read-plan.ts';
import type { ReadDecoder } from './read-decoder.ts';

/** A unit that was silent for this many polls is asked only once in `SILENT_EVERY` polls, so that it costs the others little. */
const SILENT_AFTER = 3;
const SILENT_EVERY = 10;

/** The device, or a gateway for it, is not there now: as good as no answer. */
const ABSENT_EXCEPTIONS: readonly number[] = [10, 11];
/** The device works on something long: asked again at the next poll. */
const BUSY_EXCEPTIONS: readonly number[] = [5, 6];
/** The address or the function does not exist: no use to ask for the same again. */
const ADDRESS_EXCEPTIONS: readonly number[] = [1, 2, 3];

/** How one unit is polled. */
export interface UnitPace {
  readonly pollMs: number;
  readonly timeoutMs: number;
  readonly pipeline: number;
}

/** A request and how its reply is decoded. */
export interface ReadyRead {
  readonly read: PlannedRead;
  readonly decoder: ReadDecoder;
}

/** One unit behind a connection, with its own queue and pace: a slow or dead one holds up only itself. */
export class ModbusUnit {
  readonly id: number;
  readonly pace: UnitPace;
  /** Exception code of its last refusal; undefined once it answers again. */
  exception: number | undefined;
  isAnswering = false;
  readonly #prepare: (read: PlannedRead) => ReadyRead;
  readonly #planned: readonly PlannedRead[];
  #reads: readonly ReadyRead[] = [];
  #next = 0;
  #underWay = 0;
  #silentPolls = 0;
  #polls = 0;

  constructor(id: number, reads: readonly PlannedRead[], pace: UnitPace, prepare: (read: PlannedRead) => ReadyRead) {
    this.id = id;
    this.pace = pace;
    this.#prepare = prepare;
    this.#planned = reads;
    this.reset();
  }

  get isSilent(): boolean {
    return this.#silentPolls >= SILENT_AFTER;
  }

  /** A new connection: the plan as it was made, nothing under way. */
  reset(): void {
    this.#reads = this.#planned.map(this.#prepare);
    this.#next = this.#reads.length;
    this.#underWay = 0;
    this.#silentPolls = 0;
    this.exception = undefined;
    this.isAnswering = false;
  }

  /** A poll is due. One that still runs goes on alone: a slow unit makes its own pace. */
  poll(): void {
    this.#polls += 1;
    const isDue = !this.isSilent || this.#polls % SILENT_EVERY === 0;
    if (!isDue || this.#underWay > 0) return;
    this.#next = 0;
    this.isAnswering = false;
  }

  /** The next request of this poll, if its pipeline has room. */
  take(): ReadyRead | undefined {
    if (this.#underWay >= this.pace.pipeline) return undefined;
    const ready = this.#reads[this.#next];
    if (ready === undefined) return undefined;
    this.#next += 1;
    this.#underWay += 1;
    return ready;
  }

  answered(): void {
    this.#underWay -= 1;
    this.isAnswering = true;
    this.#silentPolls = 0;
    this.exception = undefined;
  }

  /** No answer in time: what is left of this poll would time out too and is given up. */
  timedOut(): void {
    this.#underWay -= 1;
    this.#next = this.#reads.length;
    if (this.#underWay === 0 && !this.isAnswering) this.#silentPolls += 1;
  }

  /** @returns whether what was asked for is bad now; otherwise nothing is known of it */
  refused(ready: ReadyRead, exception: number): boolean {
    this.exception = exception;
    if (ABSENT_EXCEPTIONS.includes(exception)) {
      this.timedOut();
      return false;
    }
    this.#underWay -= 1;
    this.isAnswering = true;
    this.#silentPolls = 0;
    if (BUSY_EXCEPTIONS.includes(exception)) return false;
    if (ADDRESS_EXCEPTIONS.includes(exception) && ready.read.clusters.length > 1) this.#split(ready);
    return true;
  }

  /** What a device refuses must not cost its neighbours: from the next poll on they are asked for apart. */
  #split(ready: ReadyRead): void {
    const at = this.#reads.indexOf(ready);
    if (at < 0) return;
    const parts = splitRead(ready.read).map(this.#prepare);
    this.#reads = [...this.#reads.slice(0, at), ...parts, ...this.#reads.slice(at + 1)];
    if (this.#next > at) this.#next += parts.length - 1;
  }
}

/** The pace of a unit: its group's, where it is in one, else the driver's. */
export function paceOf(config: ModbusDriverConfig, unit: number): UnitPace {
  const group = config.groups.find(({ units }) => units.includes(unit));
  return {
    pollMs: group?.pollMs ?? config.pollMs,
    timeoutMs: group?.timeoutMs ?? config.timeoutMs,
    pipeline: group?.pipeline ?? config.pipeline,
  };
}
