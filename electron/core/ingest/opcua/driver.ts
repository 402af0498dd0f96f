import { AttributeIds, resolveNodeId, VariableIds } from 'node-opcua';
import type { ClientSession } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import type { CodedError } from '#shared/lib/coded-error.ts';
import type { Cancel } from '#shared/lib/clock.ts';
import type { DriverContext, RunningDriver } from '../driver-context.ts';
import { detailOf } from '../protocol.ts';
import type { DriverReport, FoundSignal } from '../protocol.ts';
import { GapFiller } from './history.ts';
import { ServerLine } from './line.ts';
import { openOwnCertificates } from './session.ts';
import type { OwnCertificates } from './session.ts';

const SKEW_EVERY_MS = 30_000;
/** A change to a server that is only the better happens at most so often; one that is away is left at once. */
const DWELL_MS = 10_000;
const SERVER_TIME = resolveNodeId(VariableIds.Server_ServerStatus_CurrentTime);

/** What only a person can mend. It is tried again all the same: the server may be the one to be mended. */
const FOR_A_PERSON = new Set([
  ...['OPC0002', 'OPC0003', 'OPC0006', 'OPC0007', 'OPC0008', 'OPC0009', 'OPC0010', 'OPC0011', 'OPC0012', 'OPC0013'],
  ...['OPC0014', 'MAP0006'],
]);

/**
 * Serves the values of one plant from `endpoint` or one of `standby`. Every server has a session and a subscription that is
 * warm; only the active one publishes. When it dies, hangs, or serves worse than another by its own word, that one is told to
 * publish: its first answer carries the newest value of every item.
 */
export function startOpcuaDriver(context: DriverContext<OpcuaDriverConfig>): RunningDriver {
  const driver = new OpcuaDriver(context);
  driver.start();
  return { close: () => driver.dispose() };
}

class OpcuaDriver {
  readonly #context: DriverContext<OpcuaDriverConfig>;
  readonly #lines: readonly ServerLine[];
  #active: ServerLine | undefined;
  /** The line that is about to serve while none does. */
  #first: ServerLine | undefined;
  #skewMs = 0;
  #changedAt = Number.NEGATIVE_INFINITY;
  #own: Promise<OwnCertificates> | undefined;
  #registering: Promise<unknown> = Promise.resolve();
  #stopSkew: Cancel | undefined;
  readonly #filler: GapFiller | undefined;
  /** Why history is not whole; told while nothing worse is to be told. */
  #historyProblem: CodedError | undefined;

  constructor(context: DriverContext<OpcuaDriverConfig>) {
    this.#context = context;
    const { config, clock, history } = context;
    const onProblem = (error: CodedError) => {
      this.#historyProblem = error;
      this.#report();
    };
    const serverNow = () => clock.now() + this.#skewMs;
    this.#filler = history === undefined ? undefined : new GapFiller({ config, clock, history, serverNow, onProblem });
    const urls = [...new Set([context.config.endpoint, ...context.config.standby])];
    this.#lines = urls.map(
      (url) =>
        new ServerLine({
          context,
          url,
          hasPartner: urls.length > 1,
          own: () => this.#openOwn(),
          register: (signals) => this.#register(signals),
          onMapped: (line, indexes) => this.#onMapped(line, indexes),
          onReady: (line) => this.#onReady(line),
          onLevel: () => this.#choose(),
          onTrouble: () => this.#report(),
          onEnded: (line) => this.#onEnded(line),
          hasReserve: (line) =>
            line === this.#active && this.#lines.some((other) => other !== line && other.live !== undefined),
          giveUp: (line, error) => this.#giveUp(line, error),
        }),
    );
  }

  start(): void {
    const { clock, report } = this.#context;
    report({ state: 'connecting' });
    this.#stopSkew = clock.every(SKEW_EVERY_MS, () => {
      const session = this.#active?.live?.session;
      if (session !== undefined) void this.#measureSkew(session);
    });
    for (const line of this.#lines) line.connect();
  }

  async dispose(): Promise<void> {
    this.#stopSkew?.();
    await Promise.all(this.#lines.map((line) => line.dispose()));
    await (await this.#own?.catch(() => undefined))?.dispose();
  }

  /** The first of the lines is to serve at once: what is held before its first value is where the gap begins. */
  async #onMapped(line: ServerLine, indexes: Uint32Array): Promise<boolean> {
    if (this.#active !== undefined || (this.#first ?? line) !== line) return false;
    this.#first = line;
    await this.#filler?.note({ indexes });
    return this.#active === undefined;
  }

  #onReady(line: ServerLine): void {
    if (this.#active === undefined) void this.#activate(line);
    else {
      // One that was about to serve while another became ready before it.
      if (line !== this.#active && line.isPublishing) void line.publish(false);
      this.#choose();
    }
    this.#report();
  }

  #onEnded(line: ServerLine): void {
    if (line === this.#active) this.#active = undefined;
    if (line === this.#first) this.#first = undefined;
    if (this.#active === undefined) {
      const next = this.#best();
      if (next !== undefined) void this.#activate(next);
    }
    this.#report();
  }

  /** Changes to a line that serves better by the servers' own word. */
  #choose(): void {
    const best = this.#best();
    const active = this.#active;
    if (best === undefined || active === undefined || best.level <= active.level) return;
    const waited = this.#context.clock.monotonic() - this.#changedAt;
    if (waited < DWELL_MS) {
      this.#context.clock.after(DWELL_MS - waited, () => this.#choose());
      return;
    }
    this.#changedAt = this.#context.clock.monotonic();
    void this.#activate(best);
    this.#report();
  }

  async #activate(line: ServerLine): Promise<void> {
    const before = this.#active;
    this.#active = line;
    const isCurrent = () => this.#active === line && line.live !== undefined;
    if (line.live !== undefined && !line.isPublishing) await this.#filler?.note(line.live);
    if (isCurrent()) await line.publish(true);
    // The old one is silenced after the new one speaks: what both say at the same source time is taken once.
    if (before !== undefined && before !== line && before !== this.#active) await before.publish(false);
    if (line.live !== undefined && isCurrent()) {
      await this.#measureSkew(line.live.session);
      // A server that breaks off in the middle ends its line; what is left is read from the next.
      if (isCurrent()) await this.#filler?.fill(line.live, isCurrent).catch(() => undefined);
    }
  }

  #best(): ServerLine | undefined {
    return this.#lines.reduce<ServerLine | undefined>((best, line) => {
      if (line.live === undefined) return best;
      return best === undefined || line.level > best.level ? line : best;
    }, undefined);
  }

  #report(): void {
    this.#context.report(this.#state());
  }

  #state(): DriverReport {
    const active = this.#active;
    const away = this.#lines.find((line) => line.problem !== undefined);
    const error = active === undefined ? away?.problem : (active.trouble ?? this.#historyProblem);
    if (active === undefined) {
      const isForPerson = error !== undefined && FOR_A_PERSON.has(error.code);
      return { state: isForPerson ? 'failed' : 'reconnecting', code: error?.code, detail: error && detailOf(error) };
    }
    if (away?.problem !== undefined) {
      const detail = `away=${away.url} serving=${active.url} because=${away.problem.message}`;
      return { state: 'live', code: 'OPC0015', detail: detail.slice(0, 400) };
    }
    return { state: 'live', code: error?.code, detail: error && detailOf(error) };
  }

  /** The core answers one registration at a time. */
  #register(signals: readonly FoundSignal[]): Promise<Uint32Array> {
    const registered = this.#registering.then(() => this.#context.register(signals));
    this.#registering = registered.catch(() => undefined);
    return registered;
  }

  #openOwn(): Promise<OwnCertificates> {
    this.#own ??= openOwnCertificates(this.#context.pkiDir).catch((error: unknown) => {
      this.#own = undefined;
      throw error;
    });
    return this.#own;
  }

  /**
   * A library that neither connects, fails nor lets go costs its thread, unless another line serves in it or is about to: that one would
   * have to begin anew.
   */
  #giveUp(line: ServerLine, error: CodedError): void {
    if (this.#active === undefined && !this.#lines.some((other) => other !== line && other.isComing)) throw error;
  }

  /** The server's clock against ours, half the round trip taken off. A server that does not tell is left alone. */
  async #measureSkew(session: ClientSession): Promise<void> {
    const { clock } = this.#context;
    const askedAt = clock.now();
    const read = await session.read({ nodeId: SERVER_TIME, attributeId: AttributeIds.Value }).catch(() => undefined);
    const serverTime: unknown = read?.value.value;
    if (serverTime instanceof Date) {
      this.#skewMs = Math.round(serverTime.getTime() - (askedAt + clock.now()) / 2);
      this.#context.reportSkew(this.#skewMs);
    }
  }
}
