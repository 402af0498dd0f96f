import { assertNever } from '../../lib/assert-never.ts';
import { ok } from '../../lib/result.ts';
import { eventsOf } from '../entity/event.ts';
import { present } from '../entity/missing.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import { shelfLimitMs } from './config.ts';
import { isActive } from './lists.ts';
import { PRIORITIES, type Alarm, type AlarmCommands, type AlarmEvents } from './types.ts';

const event = eventsOf<AlarmEvents>('alarm');

/** The rules of alarms after ISA-18.2 (SPEC.md beside this file). */
export const alarmModule: DomainModule<Alarm, AlarmCommands, AlarmEvents> = {
  type: 'alarm',
  commands: {
    raiseAlarm: { kind: 'fact', roles: ['system'] },
    returnAlarm: { kind: 'fact', roles: ['system'] },
    acknowledgeAlarm: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
    unacknowledgeAlarm: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
    shelveAlarm: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
    unshelveAlarm: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
    endShelving: { kind: 'fact', roles: ['system'] },
    takeOutOfService: { kind: 'intent', roles: ['shiftLead'] },
    returnToService: { kind: 'intent', roles: ['shiftLead'] },
  },
  decide(state, command) {
    const id = command.entity.id;
    if (command.type === 'raiseAlarm') {
      const isNews = state === undefined || (!isActive(state.status) && command.payload.sourceAt > lastChangeAt(state));
      return ok(isNews ? [event(id, 'alarmRaised', command.payload)] : []);
    }
    if (command.type === 'takeOutOfService') {
      if (command.payload.reason.trim() === '') return refuse('ALM0003');
      return ok(state?.outOfService === undefined ? [event(id, 'alarmTakenOutOfService', command.payload)] : []);
    }
    if (state === undefined) return refuse('CMD0003', { type: 'alarm', id });
    switch (command.type) {
      case 'returnAlarm': {
        const isNews = isActive(state.status) && command.payload.sourceAt >= state.raisedAt;
        return ok(isNews ? [event(id, 'alarmReturned', command.payload)] : []);
      }
      case 'acknowledgeAlarm':
        if (command.payload.occurrence !== state.occurrence) {
          return refuse('ALM0001', { seen: command.payload.occurrence, current: state.occurrence });
        }
        if (state.ackedAt !== undefined) return ok([]);
        return ok([event(id, 'alarmAcknowledged', command.payload)]);
      case 'unacknowledgeAlarm':
        if (command.payload.occurrence !== state.occurrence) {
          return refuse('ALM0001', { seen: command.payload.occurrence, current: state.occurrence });
        }
        if (state.ackedAt === undefined) return refuse('ALM0002', { occurrence: state.occurrence });
        if (command.payload.reason.trim() === '') return refuse('ALM0003');
        return ok([event(id, 'alarmUnacknowledged', command.payload)]);
      case 'shelveAlarm': {
        const { until, reason } = command.payload;
        if (reason.trim() === '') return refuse('ALM0003');
        const mayMs = shelfLimitMs(state.priority, command.actor.role);
        if (mayMs === 0) return refuse('ALM0006', { priority: state.priority, role: command.actor.role });
        if (!(until > command.issuedAt && until <= command.issuedAt + mayMs))
          return refuse('ALM0007', { mostMs: mayMs });
        return ok([event(id, 'alarmShelved', command.payload)]);
      }
      case 'unshelveAlarm':
        if (command.payload.reason.trim() === '') return refuse('ALM0003');
        return ok(state.shelved === undefined ? [] : [event(id, 'alarmUnshelved', command.payload)]);
      case 'endShelving':
        return ok(state.shelved?.until === command.payload.until ? [event(id, 'alarmUnshelved', {})] : []);
      case 'returnToService':
        if (command.payload.reason.trim() === '') return refuse('ALM0003');
        return ok(state.outOfService === undefined ? [] : [event(id, 'alarmReturnedToService', command.payload)]);
      default:
        return assertNever(command);
    }
  },
  evolve(state, change, meta) {
    if (change.type === 'alarmRaised') {
      const { sourceAt, ...limit } = change.payload;
      const occurrence = (state?.occurrence ?? 0) + 1;
      const { outOfService } = state ?? {};
      // Who shelved a low alarm decided nothing about a high one: limits move (ALM-42).
      const isGraver = state !== undefined && PRIORITIES.indexOf(limit.priority) < PRIORITIES.indexOf(state.priority);
      const shelved = isGraver ? undefined : state?.shelved;
      const raised = { ...limit, status: 'activeUnacked', occurrence, raisedAt: sourceAt } as const;
      return { id: change.entity.id, ...raised, shelved, outOfService };
    }
    const told = { by: meta.actor.name, on: meta.device, at: meta.issuedAt };
    if (change.type === 'alarmTakenOutOfService') {
      const { reason, ...limit } = change.payload;
      const never = {
        ...limit,
        id: change.entity.id,
        status: 'normal',
        value: limit.limit,
        occurrence: 0,
        raisedAt: 0,
      } as const;
      return { ...(state ?? never), outOfService: { ...told, reason } };
    }
    const alarm = present(state, 'alarm', change.entity.id);
    switch (change.type) {
      case 'alarmReturned': {
        const status = alarm.status === 'activeAcked' ? 'normal' : 'returnedUnacked';
        return { ...alarm, status, returnedAt: change.payload.sourceAt };
      }
      case 'alarmAcknowledged': {
        const acked = { ackedAt: meta.issuedAt, ackedBy: meta.actor.name, ackedOn: meta.device };
        return { ...alarm, ...acked, status: isActive(alarm.status) ? 'activeAcked' : 'normal' };
      }
      case 'alarmUnacknowledged': {
        const unacked = { ackedAt: undefined, ackedBy: undefined, ackedOn: undefined };
        return { ...alarm, ...unacked, status: isActive(alarm.status) ? 'activeUnacked' : 'returnedUnacked' };
      }
      case 'alarmShelved':
        return { ...alarm, shelved: { ...told, ...change.payload } };
      case 'alarmUnshelved':
        return askedAgain({ ...alarm, shelved: undefined });
      case 'alarmReturnedToService':
        return askedAgain({ ...alarm, outOfService: undefined });
      default:
        return assertNever(change);
    }
  },
};

/** An alarm that comes back to the operator while it is active is news, whoever knew of it before. */
function askedAgain(alarm: Alarm): Alarm {
  if (alarm.status !== 'activeAcked') return alarm;
  return { ...alarm, status: 'activeUnacked', ackedAt: undefined, ackedBy: undefined, ackedOn: undefined };
}

function lastChangeAt(alarm: Alarm): number {
  return Math.max(alarm.raisedAt, alarm.returnedAt ?? alarm.raisedAt);
}
