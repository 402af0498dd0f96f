import { payloadFault } from '#shared/contract/commands.ts';
import {
  COMMAND_MAX_BYTES,
  type LogEntry,
  type LoggedRefusal,
  type Receipt,
  type WonBy,
} from '#shared/contract/hub-protocol.ts';
import type { Command, DomainEvent, Refusal } from '#shared/domain/entity/entity.ts';
import { commandRule, decideCommand } from '#shared/domain/entity/registry.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import { err, type Result } from '#shared/lib/result.ts';
import { canonicalJson } from '#kit/canonical-json.ts';
import { EntityView } from '#kit/entity-view.ts';
import { entryHash, type LogHead } from '#kit/hash-chain.ts';
import type { Appended, HubStore } from './hub-store.ts';

/** What a batch reads of the store it will be added to. */
export type BatchBase = Pick<HubStore, 'entities' | 'head' | 'deviceSeq'> & {
  readonly log: Pick<HubStore['log'], 'byCommand'>;
};

type Decided = Result<readonly DomainEvent[], Refusal>;

/** Receipt of a command that is in the log: drawn from its entry, so a repeated command gets the same one. */
export function receiptOf(entry: LogEntry): Receipt {
  const { seq, hubAt } = entry;
  const { commandId } = entry.command;
  if (entry.kind === 'accepted') return { outcome: 'accepted', commandId, seq, hubAt };
  return { outcome: 'refused', commandId, seq, hubAt, refusal: entry.refusal ?? { code: 'HUB0008' } };
}

/**
 * Works out commands one after the other against the store, without changing it: what it collects is committed as one. Every
 * command sees what those before it did.
 */
export class Batch implements Appended {
  readonly entries: LogEntry[] = [];
  readonly devices = new Map<string, number>();
  readonly #layer: EntityView;
  readonly #store: BatchBase;
  readonly #hubAt: number;
  #head: LogHead;

  /** `hubAt` is the time of all entries of the batch, in UTC ms. */
  constructor(store: BatchBase, hubAt: number) {
    this.#store = store;
    this.#layer = new EntityView(store.entities);
    this.#hubAt = hubAt;
    this.#head = store.head();
  }

  get projection(): ReturnType<EntityView['ownRows']> {
    return this.#layer.ownRows();
  }

  nextDeviceSeq(device: string): number {
    return (this.devices.get(device) ?? this.#store.deviceSeq(device)) + 1;
  }

  version(command: Pick<Command, 'entity'>): number {
    return this.#layer.version(command.entity);
  }

  /** Decides one command. Only `accepted` and `refused` put it in the log. */
  take(command: Command): Receipt {
    const { commandId } = command;
    const earlier =
      this.entries.find((entry) => entry.command.commandId === commandId) ?? this.#store.log.byCommand(commandId);
    if (earlier !== undefined) return this.#repeated(command, earlier);
    if (Buffer.byteLength(canonicalJson(command)) > COMMAND_MAX_BYTES) {
      return { outcome: 'rejected', commandId, refusal: { code: 'LOG0002', detail: { maxBytes: COMMAND_MAX_BYTES } } };
    }
    const expected = this.nextDeviceSeq(command.device);
    if (command.deviceSeq !== expected) return { outcome: 'outOfSequence', commandId, expected };

    const decided = this.#decide(command);
    const version = this.version(command);
    const isFact = commandRule(command.entity.type, command.type)?.kind === 'fact';
    if (decided.ok && !isFact && version !== command.expectedVersion) {
      return { outcome: 'conflict', commandId, headSeq: this.#head.seq, version };
    }
    return receiptOf(this.#append(command, decided));
  }

  /** Commands of one device in their order; stops after one that has to be sent again before those behind it. */
  takeAll(commands: readonly Command[]): Receipt[] {
    const receipts: Receipt[] = [];
    for (const command of commands) {
      const receipt = this.take(command);
      receipts.push(receipt);
      if (receipt.outcome === 'conflict' || receipt.outcome === 'outOfSequence') break;
    }
    return receipts;
  }

  #repeated(command: Command, earlier: LogEntry): Receipt {
    const same =
      earlier.command.type === command.type &&
      earlier.command.entity.type === command.entity.type &&
      earlier.command.entity.id === command.entity.id;
    if (same) return receiptOf(earlier);
    return {
      outcome: 'rejected',
      commandId: command.commandId,
      refusal: { code: 'HUB0007', detail: { seq: earlier.seq } },
    };
  }

  #decide(command: Command): Decided {
    const rule = commandRule(command.entity.type, command.type);
    const fault = rule === undefined ? undefined : payloadFault(command.entity.type, command.type, command.payload);
    if (fault !== undefined) return err({ code: 'LOG0001', detail: { fault } });
    return this.#guarded(command, () => decideCommand(this.#layer, command));
  }

  /** A rule that throws must not take the hub down, nor stop the commands behind it. */
  #guarded(command: Command, work: () => Decided): Decided {
    try {
      return work();
    } catch (error) {
      return err({
        code: codeOf(error) ?? 'HUB0008',
        detail: { command: command.type, why: String(error).slice(0, 200) },
      });
    }
  }

  #append(command: Command, decided: Decided): LogEntry {
    const place = { hubSeq: this.#head.seq + 1, hubAt: this.#hubAt };
    const attempt = new EntityView(this.#layer);
    const outcome = this.#guarded(command, () => {
      if (decided.ok) attempt.apply(command, decided.value, place);
      return decided;
    });
    if (outcome.ok) for (const row of attempt.ownRows()) this.#layer.put(row);
    const content = {
      seq: place.hubSeq,
      prevHash: this.#head.hash,
      hubAt: this.#hubAt,
      kind: outcome.ok ? ('accepted' as const) : ('refused' as const),
      command,
      events: outcome.ok ? outcome.value : [],
      ...(outcome.ok ? {} : { refusal: this.#withWinner(command, outcome.error) }),
    };
    // Through JSON once, so that what is hashed, stored, sent and kept in memory is the same value.
    const plain = JSON.parse(canonicalJson(content)) as Omit<LogEntry, 'hash'>;
    const entry: LogEntry = { ...plain, hash: entryHash(plain) };
    this.entries.push(entry);
    this.devices.set(command.device, command.deviceSeq);
    this.#head = { seq: entry.seq, hash: entry.hash };
    return entry;
  }

  /** Adds who changed the entity last, where that was not the loser's own console. */
  #withWinner(command: Command, refusal: Refusal): LoggedRefusal {
    const changed = this.#layer.row(command.entity)?.changed;
    if (changed === undefined || changed.device === command.device) return refusal;
    const wonBy: WonBy = { actor: changed.actor, type: changed.type, at: changed.at };
    return { ...refusal, wonBy };
  }
}
