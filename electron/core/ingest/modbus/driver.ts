import { modbusMeasures, modbusStationIds } from '#shared/contract/modbus-driver.ts';
import type { ModbusDriverConfig } from '#shared/contract/modbus-driver.ts';
import { MEASURES, QUALITY } from '#shared/domain/telemetry/measures.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { Backoff } from '../backoff.ts';
import type { DriverContext, RunningDriver } from '../driver-context.ts';
import { detailOf } from '../protocol.ts';
import type { FoundSignal } from '../protocol.ts';
import { createBlockDecoder } from './block-decoder.ts';
import type { BlockDecoder } from './block-decoder.ts';
import { ModbusConnection } from './connection.ts';
import type { ModbusReply } from './connection.ts';
import { planReads, splitRead } from './read-plan.ts';
import type { PlannedRead } from './read-plan.ts';

const RECONNECT_FIRST_MS = 500;
const RECONNECT_MOST_MS = 10_000;
/** A unit that was silent for this many polls is asked only once in `SILENT_EVERY` polls, so that it costs the others little. */
const SILENT_AFTER = 3;
const SILENT_EVERY = 10;
const SKEW_EVERY_POLLS = 10;

/** One unit behind the connection, with its own queue: a slow or dead one holds up only itself. */
interface Unit {
  readonly id: number;
  reads: readonly PlannedRead[];
  queue: PlannedRead[];
  underWay: number;
  /** Whether any read of the current poll was answered. */
  isAnswering: boolean;
  silentPolls: number;
  exception: number | undefined;
}

/** Polls a Modbus TCP peer by its mapping and pushes what it says into the ring. */
export function startModbusDriver(context: DriverContext<ModbusDriverConfig>): RunningDriver {
  const { config } = context;
  const stations = modbusStationIds(config.stations);
  const measures = modbusMeasures(config);
  const signals = stations.flatMap((stationId) =>
    measures.map(({ measure }): FoundSignal => {
      const { low, high } = MEASURES[measure];
      return { stationId, measure, low, high };
    }),
  );
  const driver = new ModbusDriver(context, measures.length, new Float64Array(stations.length));
  context.report({ state: 'connecting' });
  void context.register(signals).then((indexes) => driver.open(indexes));
  return { close: () => Promise.resolve(driver.dispose()) };
}

class ModbusDriver {
  readonly #context: DriverContext<ModbusDriverConfig>;
  readonly #measureCount: number;
  /** Source time of each station's last block, UTC ms; 0 before the first. */
  readonly #lastSourceAt: Float64Array;
  readonly #backoff: Backoff;
  readonly #units: readonly Unit[];
  #connection: ModbusConnection | undefined;
  #decoder: BlockDecoder | undefined;
  #indexes = new Uint32Array(0);
  #stopPolling: (() => void) | undefined;
  #polls = 0;
  #shown = '';

  constructor(context: DriverContext<ModbusDriverConfig>, measureCount: number, lastSourceAt: Float64Array) {
    this.#context = context;
    this.#measureCount = measureCount;
    this.#lastSourceAt = lastSourceAt;
    this.#backoff = new Backoff(context.clock, RECONNECT_FIRST_MS, RECONNECT_MOST_MS);
    this.#units = [...planReads(context.config)].map(([id, reads]) => ({
      id,
      reads,
      queue: [],
      underWay: 0,
      isAnswering: false,
      silentPolls: 0,
      exception: undefined,
    }));
  }

  open(indexes: Uint32Array): void {
    this.#indexes = new Uint32Array(indexes);
    try {
      this.#decoder = createBlockDecoder(this.#context.config, this.#context.ring, this.#indexes);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      this.#context.report({ state: 'failed', code: error.code, detail: detailOf(error) });
      return;
    }
    this.#connect();
  }

  dispose(): void {
    this.#backoff.dispose();
    this.#stopPolling?.();
    this.#connection?.dispose();
  }

  #connect(): void {
    const { host, port, timeoutMs, registers, pollMs } = this.#context.config;
    for (const unit of this.#units)
      Object.assign(unit, { queue: [], underWay: 0, silentPolls: 0, exception: undefined });
    this.#connection = new ModbusConnection({
      host,
      port,
      timeoutMs,
      functionCode: registers === 'holding' ? 3 : 4,
      clock: this.#context.clock,
      onEnd: (error) => this.#lost(error),
      onConnected: () => {
        this.#poll();
        this.#stopPolling = this.#context.clock.every(pollMs, () => this.#poll());
      },
    });
  }

  #lost(error: CodedError): void {
    this.#stopPolling?.();
    this.#connection?.dispose();
    this.#show('reconnecting', error.code, detailOf(error));
    this.#backoff.schedule(() => this.#connect());
  }

  #poll(): void {
    this.#polls += 1;
    const silent = this.#units.filter((unit) => unit.silentPolls >= SILENT_AFTER);
    if (silent.length === this.#units.length) {
      this.#lost(new CodedError('MOD0006', { units: namesOf(silent) }));
      return;
    }
    this.#showLive(silent);
    this.#connection?.batch(() => {
      for (const unit of this.#units) {
        const isDue = unit.silentPolls < SILENT_AFTER || this.#polls % SILENT_EVERY === 0;
        if (!isDue || unit.underWay > 0) continue;
        unit.queue = [...unit.reads];
        unit.isAnswering = false;
        this.#ask(unit);
      }
    });
  }

  #ask(unit: Unit): void {
    while (unit.underWay < this.#context.config.pipeline) {
      const read = unit.queue.shift();
      if (read === undefined) return;
      unit.underWay += 1;
      this.#connection?.read(read, (reply) => {
        unit.underWay -= 1;
        this.#take(unit, read, reply);
        this.#ask(unit);
      });
    }
  }

  #take(unit: Unit, read: PlannedRead, reply: ModbusReply): void {
    switch (reply.kind) {
      case 'timeout':
        // What is left of this poll would time out too: give it up rather than queue behind a dead unit.
        unit.queue = [];
        if (unit.underWay === 0 && !unit.isAnswering) unit.silentPolls += 1;
        return;
      case 'exception':
        unit.isAnswering = true;
        unit.silentPolls = 0;
        unit.exception = reply.exception;
        // One missing block must not cost its neighbours: from the next poll on they are asked for alone.
        unit.reads = unit.reads.flatMap((planned) =>
          planned === read ? splitRead(this.#context.config, read) : planned,
        );
        for (const block of read.blocks) this.#pushBad(block.station);
        return;
      case 'registers': {
        unit.isAnswering = true;
        unit.silentPolls = 0;
        unit.exception = undefined;
        const now = this.#context.clock.now();
        for (const block of read.blocks) {
          const first = block.station * this.#measureCount;
          this.#lastSourceAt[block.station] = this.#decoder?.decode(reply.registers, block.at, first, now) ?? now;
        }
        this.#backoff.reset();
        this.#reportSkew(read, now);
      }
    }
  }

  /**
   * Exceptions give no value and no source time. The samples take the place just after the last good block by the peer's own
   * clock, so that its next good block is not late; a station that never answered stays without value.
   */
  #pushBad(station: number): void {
    const hasOwnTime = this.#context.config.sourceTimeAt !== undefined;
    const last = this.#lastSourceAt[station] as number;
    if (hasOwnTime && last === 0) return;
    const sourceAt = hasOwnTime ? last + 1 : this.#context.clock.now();
    for (let i = 0; i < this.#measureCount; i += 1) {
      const index = this.#indexes[station * this.#measureCount + i] as number;
      this.#context.ring.push(index, Number.NaN, sourceAt, QUALITY.bad);
    }
  }

  #reportSkew(read: PlannedRead, now: number): void {
    const station = read.blocks[0]?.station;
    if (station !== 0 || this.#context.config.sourceTimeAt === undefined) return;
    if (this.#polls % SKEW_EVERY_POLLS === 1) this.#context.reportSkew((this.#lastSourceAt[0] as number) - now);
  }

  #showLive(silent: readonly Unit[]): void {
    if (!this.#units.some((unit) => unit.isAnswering)) return;
    const refusing = this.#units.filter((unit) => unit.exception !== undefined);
    if (silent.length > 0) this.#show('live', 'MOD0006', `units=${namesOf(silent)}`);
    else if (refusing.length > 0) this.#show('live', 'MOD0007', `units=${namesOf(refusing)}`);
    else this.#show('live');
  }

  #show(state: 'live' | 'reconnecting', code?: string, detail?: string): void {
    const shown = [state, code, detail].join(' ');
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#context.report({ state, code, detail });
  }
}

function namesOf(units: readonly Unit[]): string {
  return units
    .map((unit) => (unit.exception === undefined ? `${unit.id}` : `${unit.id} exception ${unit.exception}`))
    .join(', ');
}
