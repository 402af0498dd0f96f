import { SUBMIT_MAX_COMMANDS, type Receipt, type SubmitReply } from '#shared/contract/hub-protocol.ts';
import type { Command, Refusal } from '#shared/domain/entity/entity.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import type { ConsoleLog } from '../log/console-log.ts';
import { createLatency, type LatencyStats } from './latency.ts';

export interface OutboxDependencies {
  readonly log: Pick<ConsoleLog, 'unsent' | 'onOutbox' | 'head' | 'applyReceipts'>;
  readonly clock: Clock;
  /** Sends commands of this device in order and gives the hub's answer; rejects when there was none in time. */
  readonly send: (commands: readonly Command[]) => Promise<SubmitReply>;
}

export interface Outbox {
  /** From now on what waits is sent; call it when the hub has been asked where to go on. */
  open(): void;
  /** Sends nothing more until {@link open}; an answer still on its way counts for nothing, its commands are sent again. */
  shut(): void;
  stats(): LatencyStats;
  /** Why the hub could not take commands the last time it answered; undefined once it took some. */
  trouble(): Refusal | undefined;
  dispose(): void;
}

/** Wait before a try after the hub could not take commands (its disk is full, it is closing) [eng]. */
const RETRY_MS = 1_000;
/** So many conflicts in a row are ordinary contention between consoles [eng]. */
const MAX_FRUITLESS = 5;

/**
 * Brings own commands to the hub, one batch on its way at a time. A command leaves the outbox only with a receipt, so it may be sent twice;
 * the hub knows it by its id and answers the same.
 */
export function createOutbox({ log, clock, send }: OutboxDependencies): Outbox {
  const latency = createLatency();
  let isOpen = false;
  let isBusy = false;
  let run = 0;
  let trouble: Refusal | undefined;
  let cancelRetry: Cancel | undefined;
  /** Answers in a row that settled nothing: a hub and a console that do not come together must not race. */
  let fruitless = 0;
  /** A conflict waits here until the replica holds what it lost against. */
  let conflict: Extract<Receipt, { outcome: 'conflict' }> | undefined;

  const pump = (): void => {
    if (!isOpen || isBusy || cancelRetry !== undefined) return;
    if (conflict !== undefined) {
      if (log.head().seq < conflict.headSeq) return;
      const passed = conflict;
      conflict = undefined;
      isBusy = true;
      guarded(() => log.applyReceipts([passed]));
      isBusy = false;
      if (cancelRetry !== undefined) return;
    }
    const commands = log.unsent(SUBMIT_MAX_COMMANDS);
    if (commands.length === 0) return;
    isBusy = true;
    const mine = run;
    const sentAt = clock.monotonic();
    send(commands).then(
      (reply) => {
        if (mine !== run) return;
        guarded(() => take(reply, clock.monotonic() - sentAt));
        isBusy = false;
        pump();
      },
      () => {
        if (mine !== run) return;
        isBusy = false;
        trouble = { code: 'LOG0009' };
        retryLater();
      },
    );
  };

  const take = (reply: SubmitReply, tookMs: number): void => {
    if ('error' in reply) {
      const { code, detail } = reply.error;
      trouble = { code, ...(detail && { detail }) };
      retryLater();
      return;
    }
    trouble = undefined;
    for (const { outcome } of reply.receipts) if (outcome === 'accepted' || outcome === 'refused') latency.add(tookMs);
    conflict = reply.receipts.find((receipt) => receipt.outcome === 'conflict') ?? conflict;
    log.applyReceipts(reply.receipts.filter(({ outcome }) => outcome !== 'conflict'));
    const isSettled = reply.receipts.some(({ outcome }) => outcome !== 'conflict' && outcome !== 'outOfSequence');
    fruitless = isSettled ? 0 : fruitless + 1;
    if (fruitless > MAX_FRUITLESS || reply.receipts.length === 0) retryLater();
  };

  /** The journal may have no room for what a receipt changes: the commands stay and are tried again. */
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      trouble = { code: codeOf(error) ?? 'LOG0009', detail: { why: String(error).slice(0, 200) } };
      retryLater();
    }
  };

  const retryLater = (): void => {
    cancelRetry ??= clock.after(RETRY_MS, () => {
      cancelRetry = undefined;
      pump();
    });
  };

  const stop = log.onOutbox(pump);
  const shut = (): void => {
    isOpen = false;
    isBusy = false;
    run += 1;
    conflict = undefined;
    cancelRetry?.();
    cancelRetry = undefined;
  };
  return {
    open() {
      isOpen = true;
      pump();
    },
    shut,
    stats: latency.stats,
    trouble: () => trouble,
    dispose() {
      stop();
      shut();
    },
  };
}
