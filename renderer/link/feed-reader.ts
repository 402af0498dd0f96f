import { CONSOLE_PROTOCOL_VERSION, type EntityRow, type FeedMessage, type FeedRequest } from '#shared/contract/feed.ts';
import { decodeTelemetryFrame, type TelemetryFrame } from '#shared/contract/telemetry-frame.ts';
import { assertNever } from '#shared/lib/assert-never.ts';

/** Where a reader stands in the state lane. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/** What a reader does with what it reads. */
export interface FeedSink {
  rows(rows: readonly EntityRow[], replace: boolean): void;
  frame(frame: TelemetryFrame): void;
  message(message: Exclude<FeedMessage, { t: 'snapshot' | 'delta' }>): void;
}

/**
 * Reads one connection's feed and keeps the state lane without holes: a delta that does not continue where the reader stands, or is
 * of another epoch, is not applied; the reader says hello again without `since` and waits for the snapshot. What it has seen is skipped.
 */
export class FeedReader {
  #position: Position | undefined;
  #isAwaitingSnapshot = false;
  readonly #send: (request: FeedRequest) => void;
  readonly #sink: FeedSink;

  constructor(send: (request: FeedRequest) => void, sink: FeedSink, position?: Position) {
    this.#send = send;
    this.#sink = sink;
    this.#position = position;
  }

  /** Where a later connection may resume. */
  get position(): Position | undefined {
    return this.#isAwaitingSnapshot ? undefined : this.#position;
  }

  hello(): void {
    const since = this.position;
    this.#send({ t: 'hello', protocolVersion: CONSOLE_PROTOCOL_VERSION, ...(since && { since }) });
  }

  /** @throws CodedError TEL0003, TEL0004 for a broken frame; SyntaxError for broken JSON: the connection is not to be trusted. */
  take(raw: string | ArrayBuffer): void {
    if (typeof raw !== 'string') {
      this.#sink.frame(decodeTelemetryFrame(raw));
      return;
    }
    const message = JSON.parse(raw) as FeedMessage;
    switch (message.t) {
      case 'snapshot':
        this.#position = { epoch: message.epoch, seq: message.seq };
        this.#isAwaitingSnapshot = false;
        this.#sink.rows(message.rows, true);
        return;
      case 'delta':
        this.#takeDelta(message);
        return;
      case 'welcome':
      case 'status':
      case 'seat':
      case 'crews':
      case 'candidates':
      case 'analysis':
      case 'error':
        this.#sink.message(message);
        return;
      default:
        assertNever(message);
    }
  }

  #takeDelta(delta: Extract<FeedMessage, { t: 'delta' }>): void {
    if (this.#isAwaitingSnapshot) return;
    const at = this.#position;
    if (!at || at.epoch !== delta.epoch || delta.from > at.seq) {
      this.#isAwaitingSnapshot = true;
      this.#send({ t: 'hello', protocolVersion: CONSOLE_PROTOCOL_VERSION });
      return;
    }
    if (delta.seq < at.seq || (delta.seq === at.seq && delta.from < at.seq)) return;
    this.#position = { epoch: delta.epoch, seq: delta.seq };
    this.#sink.rows(delta.rows, false);
  }
}
