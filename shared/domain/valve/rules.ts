import { ok } from '../../lib/result.ts';
import type { AlertEvents, RedAlert } from '../alert/types.ts';
import type { DecideContext, DomainEvent } from '../entity/entity.ts';
import { eventsOf } from '../entity/event.ts';
import type { CommandsOf, DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import type { ValveCommands, ValveEvents, ValveRecord } from './types.ts';

type ReportValve = Extract<CommandsOf<ValveCommands>, { readonly type: 'reportValve' }>;

const event = eventsOf<ValveEvents>('valve');
const alertEvent = eventsOf<AlertEvents>('redAlert');
const KEPT_CHANGES = 20;

/** The rules of what is known of a valve (SPEC.md beside this file). */
export const valveModule: DomainModule<ValveRecord, ValveCommands, ValveEvents> = {
  type: 'valve',
  commands: {
    editValve: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
    reportValve: { kind: 'fact', roles: ['crewLeader', 'dispatcher', 'shiftLead', 'system'] },
  },
  decide(state, command, context) {
    const { id } = command.entity;
    if (command.type === 'reportValve') return ok(reported(id, command, context));
    const { state: next, condition, reason } = command.payload;
    if (reason.trim() === '') return refuse('VAL0001');
    const isSaid = (said: string | undefined, known: string | undefined): boolean =>
      said === undefined || said === known;
    // VAL-01: nothing said, or nothing new: it is so already.
    const isSo = isSaid(next, state?.state) && isSaid(condition, state?.condition);
    return ok(isSo ? [] : [event(id, 'valveEdited', command.payload)]);
  },
  evolve(state, change, meta) {
    const isField = change.type === 'valveReported';
    const told = {
      at: isField ? change.payload.occurredAt : meta.issuedAt,
      by: meta.actor.name,
      basis: isField ? ('field' as const) : ('edited' as const),
      state: change.payload.state,
      condition: change.payload.condition,
      reason: isField ? change.payload.note : change.payload.reason,
    };
    // VAL-03: newest in the world first, whenever it was told; each of state and condition stands as last said.
    const all = [told, ...(state?.changes ?? [])].sort((a, b) => b.at - a.at);
    const ofState = all.find((one) => one.state !== undefined);
    const ofCondition = all.find((one) => one.condition !== undefined);
    const standing = all[0] ?? told;
    return {
      id: change.entity.id,
      state: ofState?.state,
      condition: ofCondition?.condition,
      basis: standing.basis,
      by: standing.by,
      reason: standing.reason,
      at: standing.at,
      changes: all.filter((one, k) => k < KEPT_CHANGES || one === ofState || one === ofCondition),
    };
  },
};

/** VAL-04: "closed" said of an alert is a step of it as well; in a drill it is nothing but a step, since nobody turned the valve. */
function reported(id: string, command: ReportValve, context: DecideContext): readonly DomainEvent[] {
  const { alertId, state, occurredAt, note } = command.payload;
  const alert = alertId === undefined ? undefined : context.get<RedAlert>({ type: 'redAlert', id: alertId });
  const events: DomainEvent[] = alert?.drill === true ? [] : [event(id, 'valveReported', command.payload)];
  if (alert === undefined || state !== 'closed') return events;
  const late = alert.status === 'ended' || alert.steps.some((step) => step.occurredAt > occurredAt);
  const step = { id: context.derivedId('step'), by: command.actor.name, late, text: note, valveId: id, occurredAt };
  return [...events, alertEvent(alert.id, 'stepRecorded', { ...step, kind: 'valveClosed' })];
}
