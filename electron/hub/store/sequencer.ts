import type { LogEntry, Receipt } from '#shared/contract/hub-protocol.ts';
import type { Command } from '#shared/domain/entity/entity.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Notice } from '#kit/open-database.ts';
import { Batch } from './batch.ts';
import type { HubStore } from './hub-store.ts';

/** A command of the HTTP API: the hub numbers it for its device and takes the version as it finds it. */
export type ApiCommand = Omit<Command, 'deviceSeq' | 'expectedVersion'>;

interface Job {
  run(batch: Batch): Receipt[];
  resolve(receipts: Receipt[]): void;
  reject(error: unknown): void;
}

/** Most jobs put into one transaction [eng]: bounds how long the first of them waits for its receipt. */
const JOBS_A_BATCH = 128;

/**
 * Puts commands in the log one after the other. What waits together is committed together (one fsync), and nobody gets a receipt
 * before the commit.
 */
export class Sequencer {
  readonly #store: HubStore;
  readonly #clock: Clock;
  readonly #onNotice: (notice: Notice) => void;
  readonly #listeners = new Set<(entries: readonly LogEntry[]) => void>();
  #queue: Job[] = [];
  #scheduled = false;
  #closed = false;
  #clockWentBack = false;

  constructor(store: HubStore, clock: Clock, onNotice: (notice: Notice) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onNotice = onNotice;
  }

  /** Called with what was appended, after its commit. */
  onAppended(listener: (entries: readonly LogEntry[]) => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Commands of one device in their order. Receipts come in the same order and end early after a `conflict` or `outOfSequence`.
   * Rejects with DBS0002 (disk full; nothing of the batch is in the log) or HUB0013.
   */
  submit(commands: readonly Command[]): Promise<Receipt[]> {
    return this.#enqueue((batch) => batch.takeAll(commands));
  }

  /** One command of the HTTP API. */
  async submitApi(command: ApiCommand): Promise<Receipt> {
    const [receipt] = await this.#enqueue((batch) => [
      batch.take({
        ...command,
        deviceSeq: batch.nextDeviceSeq(command.device),
        expectedVersion: batch.version(command),
      }),
    ]);
    if (receipt === undefined) throw new CodedError('HUB0013');
    return receipt;
  }

  /** Commits what waits and takes nothing more. */
  close(): void {
    while (this.#queue.length > 0) this.#flush();
    this.#closed = true;
  }

  #enqueue(run: Job['run']): Promise<Receipt[]> {
    if (this.#closed) return Promise.reject(new CodedError('HUB0013'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ run, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => {
        this.#scheduled = false;
        while (this.#queue.length > 0) this.#flush();
      });
    });
  }

  #flush(): void {
    const jobs = this.#queue.splice(0, JOBS_A_BATCH);
    const hubAt = this.#now();
    try {
      const results: Receipt[][] = [];
      const { entries } = this.#store.commit(() => {
        const batch = new Batch(this.#store, hubAt);
        results.length = 0;
        for (const job of jobs) results.push(job.run(batch));
        return batch;
      });
      if (entries.length > 0) for (const listener of this.#listeners) listener(entries);
      jobs.forEach((job, index) => job.resolve(results[index] ?? []));
    } catch (error) {
      for (const job of jobs) job.reject(error);
    }
  }

  /** The hub's clock, which never goes back in the log; a step back is told once. */
  #now(): number {
    const now = this.#clock.now();
    const last = this.#store.lastHubAt();
    const isBack = now < last;
    if (isBack && !this.#clockWentBack) this.#onNotice({ code: 'HUB0009', detail: { byMs: last - now }, at: now });
    this.#clockWentBack = isBack;
    return Math.max(now, last);
  }
}
