import { CodedError } from '#shared/lib/coded-error.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import { Backoff } from '../backoff.ts';
import { ModbusConnection } from './connection.ts';
import type { ModbusReply, ModbusRequest } from './connection.ts';
import type { ModbusUnit, ReadyRead } from './unit.ts';

const RECONNECT_FIRST_MS = 500;
const RECONNECT_MOST_MS = 10_000;

export interface LinkOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** Requests under way over all units. */
  readonly inFlight: number;
  readonly clock: Clock;
  readonly onReply: (unit: ModbusUnit, ready: ReadyRead, reply: ModbusReply) => void;
  /** After the replies that came in one piece. */
  readonly onReceived: () => void;
  /** After each turn that may have changed what is to be said of the link. */
  readonly onTurn: () => void;
  /** A unit gave a wrong reply, which cost the connection. */
  readonly onLiar: (unit: ModbusUnit) => void;
}

interface Question {
  readonly request: ModbusRequest;
  readonly onReply: (reply: ModbusReply) => void;
}

/** One connection and the units that are polled over it, made again with growing delay when it is lost. Units take turns. */
export class ModbusLink {
  readonly #options: LinkOptions;
  readonly #backoff: Backoff;
  #units: readonly ModbusUnit[] = [];
  #connection: ModbusConnection | undefined;
  #stopPolling: Cancel[] = [];
  readonly #questions = new WeakMap<ReadyRead, Question>();
  #underWay = 0;
  #turn = 0;
  #error: CodedError | undefined;
  #isOpen = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.clock, RECONNECT_FIRST_MS, RECONNECT_MOST_MS);
  }

  get units(): readonly ModbusUnit[] {
    return this.#units;
  }
  get isOpen(): boolean {
    return this.#isOpen;
  }
  /** Why it was closed last; undefined once a unit has answered over the new connection. */
  get error(): CodedError | undefined {
    return this.#error;
  }

  /** From now on these are its units; a connection that stands is made again for them. */
  serve(units: readonly ModbusUnit[]): void {
    this.#units = units;
    this.#close();
    this.#backoff.dispose();
    if (units.length > 0) this.#connect();
  }

  dispose(): void {
    this.#backoff.dispose();
    this.#close();
  }

  #connect(): void {
    const { host, port, timeoutMs, clock } = this.#options;
    for (const unit of this.#units) unit.reset();
    this.#underWay = 0;
    this.#connection = new ModbusConnection({
      host,
      port,
      timeoutMs,
      clock,
      onEnd: (error, liar) => this.#lost(error, liar),
      onReceived: () => {
        this.#options.onReceived();
        if (this.#isOpen) this.#ask();
      },
      onConnected: () => {
        this.#isOpen = true;
        this.#startPolling();
      },
    });
  }

  #close(): void {
    for (const stop of this.#stopPolling) stop();
    this.#stopPolling = [];
    this.#isOpen = false;
    this.#connection?.dispose();
    this.#connection = undefined;
  }

  #lost(error: CodedError, liar: number | undefined): void {
    this.#close();
    this.#error = error;
    const unit = this.#units.find(({ id }) => id === liar);
    this.#backoff.schedule(() => this.#connect());
    this.#options.onTurn();
    if (unit !== undefined) this.#options.onLiar(unit);
  }

  #startPolling(): void {
    this.#poll(this.#units);
    for (const pollMs of new Set(this.#units.map(({ pace }) => pace.pollMs))) {
      const units = this.#units.filter(({ pace }) => pace.pollMs === pollMs);
      this.#stopPolling.push(this.#options.clock.every(pollMs, () => this.#poll(units)));
    }
  }

  #poll(units: readonly ModbusUnit[]): void {
    const silent = this.#units.filter((unit) => unit.isSilent);
    if (silent.length === this.#units.length) {
      this.#lost(new CodedError('MOD0006', { units: silent.map(({ id }) => id).join(', ') }), undefined);
      return;
    }
    this.#options.onTurn();
    for (const unit of units) unit.poll();
    this.#connection?.batch(() => this.#ask());
  }

  /** One request a unit in turn, until nobody has one left or enough are under way. */
  #ask(): void {
    let idle = 0;
    while (this.#underWay < this.#options.inFlight && idle < this.#units.length) {
      const unit = this.#units[this.#turn % this.#units.length] as ModbusUnit;
      this.#turn = (this.#turn + 1) % this.#units.length;
      const ready = unit.take();
      if (ready === undefined) {
        idle += 1;
        continue;
      }
      idle = 0;
      this.#underWay += 1;
      const { request, onReply } = this.#questionOf(unit, ready);
      this.#connection?.read(request, onReply);
    }
  }

  /** Made once a request of the plan, not once a poll. */
  #questionOf(unit: ModbusUnit, ready: ReadyRead): Question {
    const known = this.#questions.get(ready);
    if (known !== undefined) return known;
    const { area, address, quantity } = ready.read;
    const question: Question = {
      request: { unit: unit.id, area, address, quantity, timeoutMs: unit.pace.timeoutMs },
      onReply: (reply) => {
        this.#underWay -= 1;
        if (reply.kind !== 'timeout') this.#backoff.reset();
        if (reply.kind === 'data') this.#error = undefined;
        this.#options.onReply(unit, ready, reply);
        if (reply.kind === 'timeout') this.#ask();
      },
    };
    this.#questions.set(ready, question);
    return question;
  }
}
