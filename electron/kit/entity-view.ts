import type { Actor, Command, DomainEvent, EntityRef, EntityType } from '#shared/domain/entity/entity.ts';
import { applyEvent, metaOf } from '#shared/domain/entity/registry.ts';

/** Which command last changed an entity: what a loser is told. */
export interface LastChange {
  readonly actor: Actor;
  readonly type: string;
  readonly device: string;
  /** UTC ms: hub's clock, or the sender's while pending. */
  readonly at: number;
}

/** One entity with its version: how many events have made it what it is. */
export interface EntityState {
  readonly ref: EntityRef;
  readonly version: number;
  readonly state: unknown;
  readonly changed: LastChange;
}

/**
 * Entities by type and id, in layers: a layer holds what changed above its base, so that a batch or the pending commands can be
 * tried out and dropped. Not safe to read through while the base is changed.
 */
export class EntityView {
  readonly #base: EntityView | undefined;
  readonly #rows = new Map<EntityType, Map<string, EntityState>>();

  constructor(base?: EntityView) {
    this.#base = base;
  }

  row(ref: EntityRef): EntityState | undefined {
    return this.#rows.get(ref.type)?.get(ref.id) ?? this.#base?.row(ref);
  }

  get<T>(ref: EntityRef): T | undefined {
    return this.row(ref)?.state as T | undefined;
  }

  version(ref: EntityRef): number {
    return this.row(ref)?.version ?? 0;
  }

  list<T>(type: EntityType): readonly T[] {
    const states: T[] = [];
    this.#eachOf(type, new Set(), (row) => states.push(row.state as T));
    return states;
  }

  put(row: EntityState): void {
    let rows = this.#rows.get(row.ref.type);
    if (rows === undefined) this.#rows.set(row.ref.type, (rows = new Map()));
    rows.set(row.ref.id, row);
  }

  /** Takes an entity out of this layer: what the base has shows through. */
  drop(ref: EntityRef): void {
    this.#rows.get(ref.type)?.delete(ref.id);
  }

  /** What this layer itself holds. */
  ownRows(): EntityState[] {
    return [...this.#rows.values()].flatMap((rows) => [...rows.values()]);
  }

  /** Applies the events of one command; `hub` is its place in the log, absent while it is pending. */
  apply(
    command: Command,
    events: readonly DomainEvent[],
    hub?: { readonly hubSeq: number; readonly hubAt: number },
  ): void {
    const meta = metaOf(command, hub);
    const { actor, type, device, issuedAt } = command;
    const changed: LastChange = { actor, type, device, at: hub?.hubAt ?? issuedAt };
    for (const event of events) {
      const before = this.row(event.entity);
      const state = applyEvent(before?.state, event, meta);
      this.put({ ref: event.entity, version: (before?.version ?? 0) + 1, state, changed });
    }
  }

  /** Visits every entity of a type once: those of the base that no layer hides, then those of each layer above it. */
  #eachOf(type: EntityType, above: Set<string>, visit: (row: EntityState) => void): void {
    const own = this.#rows.get(type);
    if (this.#base === undefined) {
      if (own !== undefined) for (const [id, row] of own) if (!above.has(id)) visit(row);
      return;
    }
    if (own === undefined) return this.#base.#eachOf(type, above, visit);
    const hidden = new Set(above);
    for (const id of own.keys()) hidden.add(id);
    this.#base.#eachOf(type, hidden, visit);
    for (const [id, row] of own) if (!above.has(id)) visit(row);
  }
}
