import { applyEvent, decideCommand, metaOf, type Entities } from '#shared/domain/entity/registry.ts';
import type {
  Actor,
  Command,
  DomainEvent,
  EntityRef,
  EntityType,
  EventMeta,
  Role,
} from '#shared/domain/entity/entity.ts';

/** Monday 2026-01-12 08:00 UTC+8. */
export const T0 = Date.UTC(2026, 0, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Who gives a command in a test, and when (ms after T0); what is left out is a dispatcher in the first second. */
export interface Giving {
  readonly role?: Role;
  readonly name?: string;
  readonly crewId?: string;
  readonly atMs?: number;
  readonly commandId?: string;
  readonly device?: string;
}

export interface Outcome {
  /** The refusal's code, or undefined when it was accepted. */
  readonly refused: string | undefined;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  readonly events: readonly DomainEvent[];
}

/** A log in memory over the real rules: commands are decided and, when accepted, applied at once. */
export interface World extends Entities {
  readonly applied: readonly { readonly event: DomainEvent; readonly meta: EventMeta }[];
  give(type: EntityType, id: string, command: string, payload?: unknown, giving?: Giving): Outcome;
  submit(command: Command): Outcome;
  /** The state of an entity that has to be there. */
  at<T>(type: EntityType, id: string): T;
  /** All states by `type/id`, for comparing worlds. */
  snapshot(): Readonly<Record<string, unknown>>;
}

/** @param isPending true leaves out the hub's receipt, as on a console whose commands are on their way. */
export function createWorld(isPending = false): World {
  const states = new Map<string, unknown>();
  const applied: { event: DomainEvent; meta: EventMeta }[] = [];
  const keyOf = (ref: EntityRef): string => `${ref.type}/${ref.id}`;
  let given = 0;

  const world: World = {
    applied,
    get: <T>(ref: EntityRef) => states.get(keyOf(ref)) as T | undefined,
    list: <T>(type: EntityType) =>
      [...states].filter(([key]) => key.startsWith(`${type}/`)).map(([, state]) => state as T),
    give(type, id, command, payload = {}, giving = {}) {
      given += 1;
      const role = giving.role ?? 'dispatcher';
      const actor: Actor = { id: `p-${giving.name ?? role}`, name: giving.name ?? role, role, crewId: giving.crewId };
      return world.submit({
        commandId: giving.commandId ?? `c${String(given)}`,
        device: giving.device ?? 'desk-1',
        deviceSeq: given,
        actor,
        entity: { type, id },
        expectedVersion: 0,
        type: command,
        payload,
        issuedAt: T0 + (giving.atMs ?? 0),
      });
    },
    submit(command) {
      const decided = decideCommand(world, command);
      if (!decided.ok) return { refused: decided.error.code, detail: decided.error.detail ?? {}, events: [] };
      const meta = metaOf(command, isPending ? undefined : { hubAt: command.issuedAt + 5, hubSeq: applied.length + 1 });
      for (const event of decided.value) {
        const key = keyOf(event.entity);
        states.set(key, applyEvent(states.get(key), event, meta));
        applied.push({ event, meta });
      }
      return { refused: undefined, detail: {}, events: decided.value };
    },
    at: <T>(type: EntityType, id: string) => {
      const state = states.get(`${type}/${id}`);
      if (state === undefined) throw new Error(`no ${type} ${id} in this world`);
      return state as T;
    },
    snapshot: () => Object.fromEntries([...states].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  return world;
}

export const PLACE = { at: [120.38, 36.07] as const, address: 'Ningxia Road 12' };

/** A crew on shift. */
export function registerCrew(world: World, id: string): void {
  const crew = {
    name: `crew ${id}`,
    leader: `leader ${id}`,
    phone: '13',
    members: 4,
    skills: ['pipe'],
    base: PLACE.at,
  };
  world.give('crew', id, 'registerCrew', crew, { role: 'system' });
  world.give('crew', id, 'startShift', {}, { role: 'system' });
}

export function registerComplaint(world: World, id: string, overrides: object = {}): Outcome {
  const payload = { category: 'notHot', channel: 'phone', text: '不热', place: PLACE, reportedAt: T0, ...overrides };
  return world.give('complaint', id, 'registerComplaint', payload, { role: 'callCentre' });
}

export function createOrder(world: World, id: string, overrides: object = {}, giving: Giving = {}): Outcome {
  const payload = {
    category: 'notHot',
    urgent: false,
    title: 'no heat',
    place: PLACE,
    complaintIds: [],
    receivedAt: T0,
    ...overrides,
  };
  return world.give('order', id, 'createOrder', payload, giving);
}

export function declareAlert(world: World, id: string, overrides: object = {}): Outcome {
  const payload = {
    drill: false,
    reason: 'mainBurst',
    reasonText: '',
    place: PLACE,
    declaredAt: T0,
    contacts: [
      { level: 'callCentre', contactId: 'cc1', contactName: 'Agent 1' },
      { level: 'callCentre', contactId: 'cc2', contactName: 'Agent 2' },
      { level: 'dispatch', contactId: 'd1', contactName: 'Dispatcher 1' },
    ],
    ...overrides,
  };
  return world.give('redAlert', id, 'declareRedAlert', payload, { role: 'shiftLead', name: 'Lead' });
}
