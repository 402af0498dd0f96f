import { assertNever } from '../../lib/assert-never.ts';
import { ok } from '../../lib/result.ts';
import { eventsOf } from '../entity/event.ts';
import { present } from '../entity/missing.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import type { Alarm, AlarmCommands, AlarmEvents, AlarmStatus } from './types.ts';

const event = eventsOf<AlarmEvents>('alarm');

const isActive = (status: AlarmStatus): boolean => status === 'activeUnacked' || status === 'activeAcked';

/** The rules of alarms after ISA-18.2 (SPEC.md beside this file). */
export const alarmModule: DomainModule<Alarm, AlarmCommands, AlarmEvents> = {
  type: 'alarm',
  commands: {
    raiseAlarm: { kind: 'fact', roles: ['system'] },
    returnAlarm: { kind: 'fact', roles: ['system'] },
    acknowledgeAlarm: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
    unacknowledgeAlarm: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
  },
  decide(state, command) {
    const id = command.entity.id;
    if (command.type === 'raiseAlarm') {
      const isNews = state === undefined || (!isActive(state.status) && command.payload.sourceAt > lastChangeAt(state));
      return ok(isNews ? [event(id, 'alarmRaised', command.payload)] : []);
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
      default:
        return assertNever(command);
    }
  },
  evolve(state, change, meta) {
    if (change.type === 'alarmRaised') {
      const { sourceAt, ...limit } = change.payload;
      const occurrence = (state?.occurrence ?? 0) + 1;
      return { id: change.entity.id, ...limit, status: 'activeUnacked', occurrence, raisedAt: sourceAt };
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
      default:
        return assertNever(change);
    }
  },
};

function lastChangeAt(alarm: Alarm): number {
  return Math.max(alarm.raisedAt, alarm.returnedAt ?? alarm.raisedAt);
}
