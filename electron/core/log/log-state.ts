import type { Command, DomainEvent, EntityRef } from '#shared/domain/entity/entity.ts';
import { decideCommand } from '#shared/domain/entity/registry.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import { EntityView, type EntityState } from '#kit/entity-view.ts';
import { genesisHash, type LogHead } from '#kit/hash-chain.ts';
import type { JournalContent, OwnRefusal, PendingCommand } from './journal-store.ts';

/** Head of a console that has not met a hub yet. */
const NO_HEAD: LogHead = { seq: 0, hash: '0'.repeat(64) };

export const keyOf = (ref: EntityRef): string => `${ref.type}:${ref.id}`;

/**
 * What a console knows, in memory: the confirmed replica, its pending commands, and the view of both that people see. Only changed
 * after the journal has the change.
 */
export class LogState {
  epoch: string | undefined;
  head: LogHead;
  confirmed = new EntityView();
  /** The confirmed replica with the pending commands replayed on top. */
  view: EntityView;
  /** In the order they were given. */
  pending: readonly PendingCommand[];
  readonly refusals = new Map<string, OwnRefusal>();
  /** Own commands the hub has acknowledged but whose entry is still on its way. */
  readonly acknowledged = new Set<string>();
  nextDeviceSeq: number;

  constructor(content: JournalContent) {
    this.epoch = content.epoch;
    this.head = content.head ?? (content.epoch === undefined ? NO_HEAD : { seq: 0, hash: genesisHash(content.epoch) });
    for (const row of content.projection) this.confirmed.put(row);
    this.pending = content.pending;
    this.nextDeviceSeq = content.nextDeviceSeq;
    for (const lost of content.refusals) this.refusals.set(lost.command.commandId, lost);
    this.view = new EntityView(this.confirmed);
    this.replay();
  }

  /** Own commands without a receipt, in the order they go out. */
  unsent(): readonly PendingCommand[] {
    return this.pending.filter(({ command }) => !this.acknowledged.has(command.commandId));
  }

  /**
   * Puts the pending commands on top of the confirmed replica again. One that is not legal any more has no effect here; it still
   * goes to the hub, which decides. Returns the entities that come out otherwise: thousands may wait, and pages are told of each.
   */
  replay(): EntityRef[] {
    const before = this.view;
    this.view = new EntityView(this.confirmed);
    for (const { command } of this.pending) tryOn(this.view, command);
    const refs = new Map([...before.ownRows(), ...this.view.ownRows()].map(({ ref }) => [keyOf(ref), ref]));
    return [...refs.values()].filter((ref) => !isSameRow(before.row(ref), this.view.row(ref)));
  }

  /** Whether the view already shows every one of these confirmed rows as it is. */
  foresaw(rows: readonly EntityState[]): boolean {
    return rows.every((row) => isSameRow(this.view.row(row.ref), row));
  }

  /** The version each pending command finds when those before it have happened: what it expects when it is sent again. */
  expectedVersions(): Map<string, number> {
    const versions = new Map<string, number>();
    const view = new EntityView(this.confirmed);
    for (const { command } of this.pending) {
      versions.set(command.commandId, view.version(command.entity));
      tryOn(view, command);
    }
    return versions;
  }

  adopt(epoch: string): EntityRef[] {
    const gone = this.confirmed.ownRows().map((row) => row.ref);
    this.epoch = epoch;
    this.head = { seq: 0, hash: genesisHash(epoch) };
    this.confirmed = new EntityView();
    this.acknowledged.clear();
    return [...gone, ...this.replay()];
  }
}

function isSameRow(a: EntityState | undefined, b: EntityState | undefined): boolean {
  return a === b || (a?.version === b?.version && JSON.stringify(a?.state) === JSON.stringify(b?.state));
}

/** Decides and applies one command on a view; false where it is not legal there. */
function tryOn(view: EntityView, command: Command): boolean {
  const attempt = new EntityView(view);
  try {
    const decided = decideCommand(view, command);
    if (!decided.ok) return false;
    attempt.apply(command, decided.value);
  } catch (error) {
    // A rule that cannot work with this state: the hub will refuse the command and say so.
    if (codeOf(error) === undefined && !(error instanceof Error)) throw error;
    return false;
  }
  for (const row of attempt.ownRows()) view.put(row);
  return true;
}

/** Gives commands that have no receipt new numbers from `first` on, keeping their order. Returns the rows that changed. */
export function renumbered(rows: readonly PendingCommand[], first: number): PendingCommand[] {
  return rows.flatMap((row, index) => {
    const deviceSeq = first + index;
    return row.command.deviceSeq === deviceSeq ? [] : [{ ...row, command: { ...row.command, deviceSeq } }];
  });
}

/** The rows with `changed` ones in their places. */
export function withChanged(rows: readonly PendingCommand[], changed: readonly PendingCommand[]): PendingCommand[] {
  const byId = new Map(changed.map((row) => [row.command.commandId, row]));
  return rows.map((row) => byId.get(row.command.commandId) ?? row);
}

/** The entities a pending command is about. */
export function touchedBy(command: Command, events: readonly DomainEvent[]): EntityRef[] {
  return [command.entity, ...events.map((event) => event.entity)];
}
