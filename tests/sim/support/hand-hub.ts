import { randomUUID } from 'node:crypto';
import type { Follow, FollowReply, LogEntry, Receipt } from '#shared/contract/hub-protocol.ts';
import type { Command } from '#shared/domain/entity/entity.ts';
import { genesisHash, type LogHead } from '#kit/hash-chain.ts';
import { EntityView } from '#kit/entity-view.ts';
import { Batch, type BatchBase } from '#hub/store/batch.ts';
import { standingOf } from '#hub/socket/follower.ts';

/** The hub's own rules (its Batch) over a log in memory, turned by hand: a test says when something is sent and answered. */
export class HandHub implements BatchBase {
  readonly epoch: string;
  readonly entities = new EntityView();
  readonly #entries: LogEntry[] = [];
  readonly #devices = new Map<string, number>();
  #now = 1_790_000_000_000;

  constructor(epoch: string = randomUUID()) {
    this.epoch = epoch;
  }

  readonly log = {
    byCommand: (commandId: string) => this.#entries.find((entry) => entry.command.commandId === commandId),
    hashAt: (seq: number) => this.#entries[seq - 1]?.hash,
  };

  head(): LogHead {
    const last = this.#entries.at(-1);
    return last === undefined ? { seq: 0, hash: genesisHash(this.epoch) } : { seq: last.seq, hash: last.hash };
  }

  deviceSeq(device: string): number {
    return this.#devices.get(device) ?? 0;
  }

  since(seq: number): LogEntry[] {
    return structuredClone(this.#entries.slice(seq));
  }

  follow(request: Follow): Exclude<FollowReply, { error: unknown }> {
    const why = standingOf(this, request);
    return { epoch: this.epoch, headSeq: this.head().seq, from: why === 'continues' ? request.since : 0, why };
  }

  submit(commands: readonly Command[]): Receipt[] {
    const batch = new Batch(this, (this.#now += 10));
    const receipts = batch.takeAll(structuredClone(commands));
    this.#entries.push(...batch.entries);
    for (const row of batch.projection) this.entities.put(row);
    for (const [device, seq] of batch.devices) this.#devices.set(device, seq);
    return receipts;
  }
}
