import type { DomainEvent, EntityType } from './entity.ts';

/** A typed maker of the events of one entity type: the payload has to fit the event's name. */
export function eventsOf<Events>(
  entityType: EntityType,
): <Type extends keyof Events & string>(
  entityId: string,
  type: Type,
  payload: Events[Type],
) => DomainEvent<Type, Events[Type]> {
  return (entityId, type, payload) => ({ entity: { type: entityType, id: entityId }, type, payload });
}
