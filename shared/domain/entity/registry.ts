import type { Result } from '../../lib/result.ts';
import { alarmLimitModule } from '../alarm-limit/rules.ts';
import { alarmModule } from '../alarm/rules.ts';
import { redAlertModule } from '../alert/rules.ts';
import { burstSettingsModule } from '../burst-settings/rules.ts';
import { burstVerdictModule } from '../burst-verdict/rules.ts';
import { complaintModule } from '../complaint/rules.ts';
import { crewModule } from '../crew/rules.ts';
import { insightModule } from '../insight/rules.ts';
import { createOrderModule } from '../order/rules.ts';
import { stationModule } from '../station/rules.ts';
import { suppressionModule } from '../suppression/rules.ts';
import { valveModule } from '../valve/rules.ts';
import { forecastModule } from '../weather/forecast.ts';
import { createWeatherModule } from '../weather/rules.ts';
import { CodedError } from '../../lib/coded-error.ts';
import type { Command, DecideContext, DomainEvent, EntityType, EventMeta, Refusal } from './entity.ts';
import type { CommandRule } from './module.ts';
import { refuse } from './refusal.ts';
import { shapeFault } from './shape.ts';

/** A domain module whose types were left behind: what log, hub and replica work with. */
export interface AnyModule {
  readonly type: EntityType;
  readonly commands: Readonly<Record<string, CommandRule>>;
  decide(state: unknown, command: Command, context: DecideContext): Result<readonly DomainEvent[], Refusal>;
  evolve(state: unknown, event: DomainEvent, meta: EventMeta): unknown;
}

/** Read access to all entities: the hub's projection, or a console's replica with its pending commands on top. */
export type Entities = Pick<DecideContext, 'get' | 'list'>;

const MODULES: Readonly<Record<EntityType, AnyModule>> = {
  station: stationModule,
  alarm: alarmModule,
  alarmLimit: alarmLimitModule,
  suppression: suppressionModule,
  insight: insightModule,
  complaint: complaintModule,
  crew: crewModule,
  order: createOrderModule(),
  redAlert: redAlertModule,
  weather: createWeatherModule(),
  forecast: forecastModule,
  valve: valveModule,
  burstVerdict: burstVerdictModule,
  burstSettings: burstSettingsModule,
};

/** The rules of an entity type, with the default numbers. */
export function moduleOf(type: EntityType): AnyModule {
  return MODULES[type];
}

/** Whether a command reports a fact or asks for something, and who may give it; undefined for a command that does not exist. */
export function commandRule(type: EntityType, commandType: string): CommandRule | undefined {
  if (!Object.hasOwn(MODULES, type) || !Object.hasOwn(MODULES[type].commands, commandType)) return undefined;
  return MODULES[type].commands[commandType];
}

/**
 * Decides one command against the current entities. The same inputs give the same events on hub and console: no clock, no chance.
 * An empty list of events is an acceptance too: what was reported or asked for is so already.
 * A fact is refused only where it cannot be used at all: unknown command, wrong role, unknown entity, impossible shape.
 */
export function decideCommand(entities: Entities, command: Command): Result<readonly DomainEvent[], Refusal> {
  const { entity, type, actor, payload } = command;
  const rule = commandRule(entity.type, type);
  if (rule === undefined) return refuse('CMD0001', { entityType: entity.type, command: type });
  if (!rule.roles.includes(actor.role)) {
    return refuse('CMD0002', { command: type, role: actor.role, may: rule.roles.join(', ') });
  }
  const fault = entity.id === '' ? 'entity.id' : shapeFault(payload);
  if (fault !== undefined) return refuse('CMD0004', { command: type, field: fault });
  const context: DecideContext = {
    get: (ref) => entities.get(ref),
    list: (listed) => entities.list(listed),
    derivedId: (suffix) => `${command.commandId}.${suffix}`,
  };
  return moduleOf(entity.type).decide(entities.get(entity), command, context);
}

/** Applies one event to the state of the entity it names and gives the new state; `undefined` is an entity not there yet. */
export function applyEvent(state: unknown, event: DomainEvent, meta: EventMeta): unknown {
  if (!Object.hasOwn(MODULES, event.entity.type)) throw new CodedError('CMD0005', { ...event.entity });
  return moduleOf(event.entity.type).evolve(state, event, meta);
}

/** What an event's `evolve` may know of the command that made it; `receipt` is the hub's, once there is one. */
export function metaOf(command: Command, receipt?: { readonly hubAt: number; readonly hubSeq: number }): EventMeta {
  const { commandId, actor, device, issuedAt } = command;
  return { commandId, actor, device, issuedAt, hubAt: receipt?.hubAt, hubSeq: receipt?.hubSeq };
}
