import type { LonLat } from '../../lib/geo.ts';

/** Everything whose life is kept in the log. `station` master data lives in the imported network; only what people did to it is here. */
export const ENTITY_TYPES = [
  'station',
  'alarm',
  'alarmLimit',
  'suppression',
  'insight',
  'complaint',
  'crew',
  'order',
  'redAlert',
  'weather',
  'forecast',
  'valve',
  'burstVerdict',
  'burstSettings',
] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

export interface EntityRef {
  readonly type: EntityType;
  readonly id: string;
}

/** Duties a person can sign on with. `system` is the console or hub itself; `wall` is read-only. */
export const ROLES = ['callCentre', 'dispatcher', 'shiftLead', 'crewLeader', 'system', 'wall'] as const;
export type Role = (typeof ROLES)[number];

/** Who acts. For `crewLeader`, `crewId` is the crew he leads. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly crewId?: string | undefined;
}

export interface Place {
  readonly at: LonLat;
  readonly address?: string | undefined;
}

/**
 * What one device asks for or reports. `deviceSeq` counts a device's commands from 1 without gaps, `expectedVersion` is the
 * version of `entity` its sender saw, `issuedAt` the sender's clock in UTC ms (when it happened, for facts see the payload).
 */
export interface Command<Type extends string = string, Payload = unknown> {
  readonly commandId: string;
  readonly device: string;
  readonly deviceSeq: number;
  readonly actor: Actor;
  readonly entity: EntityRef;
  readonly expectedVersion: number;
  readonly type: Type;
  readonly payload: Payload;
  readonly issuedAt: number;
}

/** What became true. One command can touch several entities, each event names its own. */
export interface DomainEvent<Type extends string = string, Payload = unknown> {
  readonly entity: EntityRef;
  readonly type: Type;
  readonly payload: Payload;
}

/** Known when an event is applied: which command made it, by whom, and (once the hub has it) when and where the hub put it. */
export interface EventMeta {
  readonly commandId: string;
  readonly actor: Actor;
  readonly device: string;
  readonly issuedAt: number;
  /** UTC ms on the hub's clock; undefined while the command is pending. */
  readonly hubAt?: number | undefined;
  /** Place in the hub's log, from 1; undefined while the command is pending. */
  readonly hubSeq?: number | undefined;
}

/** Why a command is refused: a code of docs/errors.md (`ORD0003`) and what a person needs to act on it. */
export interface Refusal {
  readonly code: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Read access to the other entities while deciding. */
export interface DecideContext {
  get<T>(ref: EntityRef): T | undefined;
  list<T>(type: EntityType): readonly T[];
  /** Drawn from the command id, so that hub and console name the same things alike. */
  derivedId(suffix: string): string;
}
