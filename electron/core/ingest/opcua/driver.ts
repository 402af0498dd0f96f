import { AttributeIds, VariableIds, resolveNodeId } from 'node-opcua';
import type { ClientSession } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Cancel } from '#shared/lib/clock.ts';
import { Backoff } from '../backoff.ts';
import type { DriverContext, RunningDriver } from '../driver-context.ts';
import { detailOf } from '../protocol.ts';
import { browseMap } from './browse-map.ts';
import { openSession } from './session.ts';
import type { OpcuaSession } from './session.ts';
import { subscribe } from './subscription.ts';

const RECONNECT_FIRST_MS = 500;
const RECONNECT_MOST_MS = 10_000;
const SKEW_EVERY_MS = 30_000;
/** A server that keeps an attempt waiting longer is given up; browsing 40,000 nodes takes 10 s. */
const ATTEMPT_MS = 60_000;
const CLOSE_MS = 2_000;
const SERVER_TIME = resolveNodeId(VariableIds.Server_ServerStatus_CurrentTime);

/** What only a person can mend. It is tried again all the same: the server may be the one to be mended. */
const FOR_A_PERSON = new Set(['OPC0002', 'OPC0003', 'OPC0006', 'OPC0007', 'MAP0006']);

/**
 * Keeps a subscription with an OPC UA server alive. Every connection starts from nothing: connect, browse, map, subscribe. A
 * server that comes back with other namespaces or stations is thus read as it then is.
 */
export function startOpcuaDriver(context: DriverContext<OpcuaDriverConfig>): RunningDriver {
  const driver = new OpcuaDriver(context);
  driver.connect();
  return { close: () => driver.dispose() };
}

class OpcuaDriver {
  readonly #context: DriverContext<OpcuaDriverConfig>;
  readonly #backoff: Backoff;
  #opened: OpcuaSession | undefined;
  #stops: Cancel[] = [];
  /** Number of the attempt: what an older one still says is not heard. */
  #attempt = 0;

  constructor(context: DriverContext<OpcuaDriverConfig>) {
    this.#context = context;
    this.#backoff = new Backoff(context.clock, RECONNECT_FIRST_MS, RECONNECT_MOST_MS);
  }

  connect(): void {
    this.#attempt += 1;
    const attempt = this.#attempt;
    if (attempt === 1) this.#context.report({ state: 'connecting' });
    const onEnded = (error: CodedError) => {
      if (attempt === this.#attempt) this.#end(error);
    };
    this.#stops.push(
      // A library that neither connects nor fails is beyond mending from here: the thread ends, the supervisor starts another.
      this.#context.clock.after(ATTEMPT_MS, () => {
        throw new CodedError('OPC0005', { problem: 'no answer in time' });
      }),
    );
    this.#open(onEnded, () => attempt === this.#attempt).catch((error: unknown) => {
      onEnded(error instanceof CodedError ? error : new CodedError('OPC0005', { problem: messageOf(error) }));
    });
  }

  async dispose(): Promise<void> {
    this.#attempt += 1;
    this.#backoff.dispose();
    for (const stop of this.#stops) stop();
    await this.#opened?.close().catch(() => undefined);
  }

  async #open(onEnded: (error: CodedError) => void, isCurrent: () => boolean): Promise<void> {
    const { config, clock, ring, pkiDir } = this.#context;
    const lost = () => onEnded(new CodedError('OPC0004', { problem: 'the connection broke' }));
    const opened = await openSession(config, pkiDir, lost);
    if (!isCurrent()) return opened.close();
    this.#opened = opened;
    const { session } = opened;
    const map = await browseMap(session, config);
    const indexes = await this.#context.register(
      map.signals.map(({ stationId, measure, low, high }) => ({ stationId, measure, low, high })),
    );
    if (!isCurrent()) return;
    let trouble = map.warnings[0];
    const onTrouble = (error: CodedError) => {
      if (trouble?.message === error.message) return;
      trouble = error;
      if (isCurrent()) this.#context.report({ state: 'live', code: error.code, detail: detailOf(error) });
    };
    const { stop } = await subscribe({ session, config, map, indexes, ring, clock, onTrouble, onEnded });
    if (!isCurrent()) return stop();
    for (const cancel of this.#stops) cancel();
    this.#stops = [stop, clock.every(SKEW_EVERY_MS, () => void this.#measureSkew(session))];
    this.#backoff.reset();
    this.#context.report({ state: 'live', code: trouble?.code, detail: trouble && detailOf(trouble) });
    await this.#measureSkew(session);
  }

  #end(error: CodedError): void {
    this.#attempt += 1;
    for (const stop of this.#stops) stop();
    this.#stops = [];
    const state = FOR_A_PERSON.has(error.code) ? 'failed' : 'reconnecting';
    this.#context.report({ state, code: error.code, detail: detailOf(error) });
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened === undefined) {
      this.#backoff.schedule(() => this.connect());
      return;
    }
    // A library that cannot let go of a dead connection costs its thread; the supervisor starts a new one.
    const giveUp = this.#context.clock.after(CLOSE_MS, () => {
      throw error;
    });
    void opened
      .close()
      .catch(() => undefined)
      .then(() => {
        giveUp();
        this.#backoff.schedule(() => this.connect());
      });
  }

  /** The server's clock against ours, half the round trip taken off. A server that does not tell is left alone. */
  async #measureSkew(session: ClientSession): Promise<void> {
    const { clock } = this.#context;
    const askedAt = clock.now();
    const read = await session.read({ nodeId: SERVER_TIME, attributeId: AttributeIds.Value }).catch(() => undefined);
    const serverTime: unknown = read?.value.value;
    if (serverTime instanceof Date) {
      this.#context.reportSkew(Math.round(serverTime.getTime() - (askedAt + clock.now()) / 2));
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n', 1)[0] as string) : String(error);
}
