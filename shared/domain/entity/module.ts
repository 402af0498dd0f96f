import type { Result } from '../../lib/result.ts';
import type { Command, DecideContext, DomainEvent, EntityType, EventMeta, Refusal, Role } from './entity.ts';

/** How one command type is treated before `decide` is asked. Facts happened: they are never refused. */
export interface CommandRule {
  readonly kind: 'fact' | 'intent';
  readonly roles: readonly Role[];
}

type Distribute<Map> = { [Type in keyof Map & string]: Command<Type, Map[Type]> }[keyof Map & string];
type DistributeEvents<Map> = { [Type in keyof Map & string]: DomainEvent<Type, Map[Type]> }[keyof Map & string];

/** The union of commands of a `{type: payload}` map. */
export type CommandsOf<Map> = Distribute<Map>;
/** The union of events of a `{type: payload}` map. */
export type EventsOf<Map> = DistributeEvents<Map>;

/** The rules of one entity type. Pure: the same inputs give the same events on hub and console. */
export interface DomainModule<State, Commands, Events> {
  readonly type: EntityType;
  readonly commands: { readonly [Type in keyof Commands & string]: CommandRule };
  /** `state` is undefined where the entity does not exist yet. Events may name other entities. */
  decide(
    state: State | undefined,
    command: CommandsOf<Commands>,
    context: DecideContext,
  ): Result<readonly DomainEvent[], Refusal>;
  evolve(state: State | undefined, event: EventsOf<Events> & { entity: { id: string } }, meta: EventMeta): State;
}
