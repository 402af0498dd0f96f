import type { ModbusDriverConfig } from '#shared/contract/modbus-driver.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { createSampleColumns } from '../../telemetry/ring.ts';
import type { DriverContext, RunningDriver } from '../driver-context.ts';
import { detailOf } from '../protocol.ts';
import type { ModbusReply } from './connection.ts';
import { ModbusLink } from './link.ts';
import { pointsOf } from './points.ts';
import type { ModbusPoints } from './points.ts';
import { ReadDecoder } from './read-decoder.ts';
import { planReads } from './read-plan.ts';
import { ModbusUnit, paceOf } from './unit.ts';
import type { ReadyRead } from './unit.ts';

/** Samples of the largest reply: 2,000 bits. */
const BLOCK_ROWS = 2_048;
const SKEW_EVERY_MS = 10_000;

/** Polls a Modbus TCP peer by its mapping and pushes what it says into the ring. */
export function startModbusDriver(context: DriverContext<ModbusDriverConfig>): RunningDriver {
  context.report({ state: 'connecting' });
  const points = readPoints(context);
  if (points === undefined) return { close: () => Promise.resolve() };
  let driver: ModbusDriver | undefined;
  let isClosed = false;
  void context.register(points.signals).then((indexes) => {
    if (!isClosed) driver = new ModbusDriver(context, points, indexes);
  });
  return {
    close: () => {
      isClosed = true;
      driver?.dispose();
      return Promise.resolve();
    },
  };
}

/** What to read; undefined, and said so, where the mapping cannot be used. */
function readPoints(context: DriverContext<ModbusDriverConfig>): ModbusPoints | undefined {
  try {
    return pointsOf(context.config);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    context.report({ state: 'failed', code: error.code, detail: detailOf(error) });
    return undefined;
  }
}

class ModbusDriver {
  readonly #context: DriverContext<ModbusDriverConfig>;
  readonly #units: readonly ModbusUnit[];
  /** The shared connection, those of the groups that want their own, and one for units whose replies were wrong. */
  readonly #shared: ModbusLink;
  readonly #own: readonly ModbusLink[];
  readonly #apart: ModbusLink;
  /** Rows of the replies that came in one piece: they go into the ring together. */
  readonly #block = createSampleColumns(BLOCK_ROWS);
  #rows = 0;
  #lastSkewAt = Number.NEGATIVE_INFINITY;
  #shown = '';

  constructor(context: DriverContext<ModbusDriverConfig>, points: ModbusPoints, indexes: Uint32Array) {
    this.#context = context;
    const { config } = context;
    const lastSourceAt = new Float64Array(points.clusters.length);
    this.#units = [...planReads(points.clusters, config)].map(
      ([id, reads]) =>
        new ModbusUnit(id, reads, paceOf(config, id), (read) => ({
          read,
          decoder: new ReadDecoder(read, indexes, lastSourceAt),
        })),
    );
    const groups = config.groups.filter(({ ownConnection }) => ownConnection).map(({ units }) => this.#unitsOf(units));
    this.#own = groups.map((units) => this.#link(units));
    this.#shared = this.#link(this.#units.filter((unit) => !groups.flat().includes(unit)));
    this.#apart = this.#link([]);
  }

  dispose(): void {
    for (const link of this.#links()) link.dispose();
  }

  #links(): readonly ModbusLink[] {
    return [this.#shared, ...this.#own, this.#apart];
  }

  #unitsOf(ids: readonly number[]): readonly ModbusUnit[] {
    return this.#units.filter(({ id }) => ids.includes(id));
  }

  #link(units: readonly ModbusUnit[]): ModbusLink {
    const { host, port, timeoutMs, inFlight } = this.#context.config;
    const link: ModbusLink = new ModbusLink({
      host,
      port,
      timeoutMs,
      inFlight,
      clock: this.#context.clock,
      onReply: (unit, ready, reply) => this.#take(unit, ready, reply),
      onReceived: () => this.#push(),
      onTurn: () => this.#show(),
      onLiar: (unit) => this.#setApart(link, unit),
    });
    link.serve(units);
    return link;
  }

  /** A unit that lies costs its connection: it gets one apart, so that the others keep theirs. */
  #setApart(link: ModbusLink, liar: ModbusUnit): void {
    if (link === this.#apart || link.units.length === 1) return;
    link.serve(link.units.filter((unit) => unit !== liar));
    this.#apart.serve([...this.#apart.units, liar]);
  }

  #take(unit: ModbusUnit, ready: ReadyRead, reply: ModbusReply): void {
    const now = this.#context.clock.now();
    if (this.#rows + ready.decoder.rows > BLOCK_ROWS) this.#push();
    switch (reply.kind) {
      case 'timeout':
        unit.timedOut();
        return;
      case 'exception':
        if (unit.refused(ready, reply.exception)) this.#rows += ready.decoder.refuse(now, this.#block, this.#rows);
        return;
      case 'data':
        unit.answered();
        ready.decoder.decode(reply.view, reply.base, now, this.#block, this.#rows);
        this.#rows += ready.decoder.rows;
        this.#reportSkew(ready.decoder, now);
    }
  }

  #push(): void {
    this.#context.ring.pushBlock(this.#block, this.#rows);
    this.#rows = 0;
  }

  #reportSkew(decoder: ReadDecoder, now: number): void {
    const { deviceTime } = decoder;
    if (deviceTime === undefined) return;
    const monotonic = this.#context.clock.monotonic();
    if (monotonic - this.#lastSkewAt < SKEW_EVERY_MS) return;
    this.#lastSkewAt = monotonic;
    this.#context.reportSkew(deviceTime - now);
  }

  /** Says how it goes, when that has changed: live while any unit answers, with the code of what does not. */
  #show(): void {
    const lost = this.#links().find(({ error, units }) => error !== undefined && units.length > 0);
    if (!this.#links().some(({ isOpen }) => isOpen)) {
      if (lost?.error !== undefined) this.#report('reconnecting', lost.error.code, detailOf(lost.error));
      return;
    }
    if (!this.#units.some((unit) => unit.isAnswering)) return;
    const silent = this.#units.filter((unit) => unit.isSilent);
    const refusing = this.#units.filter((unit) => unit.exception !== undefined);
    if (lost?.error !== undefined) this.#report('live', lost.error.code, `units=${namesOf(lost.units)}`);
    else if (silent.length > 0) this.#report('live', 'MOD0006', `units=${namesOf(silent)}`);
    else if (refusing.length > 0) this.#report('live', 'MOD0007', `units=${namesOf(refusing)}`);
    else this.#report('live');
  }

  #report(state: 'live' | 'reconnecting', code?: string, detail?: string): void {
    const shown = [state, code, detail].join(' ');
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#context.report({ state, code, detail });
  }
}

function namesOf(units: readonly ModbusUnit[]): string {
  return units
    .map((unit) => (unit.exception === undefined ? `${unit.id}` : `${unit.id} exception ${unit.exception}`))
    .join(', ');
}
