import type { EntityRef } from '#shared/domain/entity/entity.ts';
import type { PendingCommand } from './journal-store.ts';
import { keyOf, touchedBy, type LogState } from './log-state.ts';

/**
 * The pending commands by their id and by the entity they are about. Thousands may wait while the hub is away: new ones are added,
 * and all is made anew only when some left.
 */
export class WaitingIndex {
  readonly #state: LogState;
  #byEntity = new Map<string, string[]>();
  #byId = new Map<string, PendingCommand>();
  /** The pending commands that the maps stand for. */
  #of: LogState['pending'] = [];

  constructor(state: LogState) {
    this.#state = state;
  }

  /** The waiting command of this id. */
  byId(commandId: string): PendingCommand | undefined {
    this.#refresh();
    return this.#byId.get(commandId);
  }

  /** Ids of the commands that wait on an entity, in their order. */
  idsOf(ref: EntityRef): readonly string[] {
    this.#refresh();
    return this.#byEntity.get(keyOf(ref)) ?? [];
  }

  /** Puts commands behind those that wait. */
  append(added: readonly PendingCommand[]): void {
    this.#refresh();
    this.#state.pending = [...this.#state.pending, ...added];
    this.#of = this.#state.pending;
    added.forEach((row) => this.#note(row));
  }

  #refresh(): void {
    if (this.#of === this.#state.pending) return;
    this.#byEntity = new Map();
    this.#byId = new Map();
    this.#of = this.#state.pending;
    this.#of.forEach((row) => this.#note(row));
  }

  #note(row: PendingCommand): void {
    const { commandId } = row.command;
    this.#byId.set(commandId, row);
    for (const key of new Set(touchedBy(row.command, row.events).map(keyOf))) {
      const ids = this.#byEntity.get(key);
      if (ids === undefined) this.#byEntity.set(key, [commandId]);
      else ids.push(commandId);
    }
  }
}
