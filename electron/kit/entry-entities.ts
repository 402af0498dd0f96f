import type { LogEntry } from '#shared/contract/hub-protocol.ts';
import type { EntityRef } from '#shared/domain/entity/entity.ts';

/** The entities an entry is about: the command's own and every one its events touched. */
export function entitiesOf(entry: Pick<LogEntry, 'command' | 'events'>): EntityRef[] {
  const refs = new Map<string, EntityRef>();
  for (const ref of [entry.command.entity, ...entry.events.map((event) => event.entity)]) {
    refs.set(`${ref.type}:${ref.id}`, ref);
  }
  return [...refs.values()];
}

/** Which entries to read, newest first. */
export interface EntryQuery {
  /** Only entries before this place. */
  readonly before?: number | undefined;
  /** Only entries about this entity. */
  readonly entity?: EntityRef | undefined;
  readonly limit: number;
}
