import type { Actor, EntityRef } from '#shared/domain/entity/entity.ts';

/** Commands of a small story, as a page would submit them. */
export interface Story {
  readonly entity: EntityRef;
  readonly type: string;
  readonly payload: unknown;
  readonly actor: Actor;
  readonly commandId?: string;
}

export const dispatcher: Actor = { id: 'd1', name: 'Li Wei', role: 'dispatcher' };
export const shiftLead: Actor = { id: 's1', name: 'Wang Fang', role: 'shiftLead' };
export const system: Actor = { id: 'console', name: 'Heatline', role: 'system' };

const AT = 1_790_000_000_000;
const place = { at: [116.4, 39.9], address: 'Xinhua Road 12' };

export const createOrder = (id: string): Story => ({
  entity: { type: 'order', id },
  type: 'createOrder',
  payload: { category: 'notHot', urgent: false, title: `order ${id}`, place, complaintIds: [], receivedAt: AT },
  actor: dispatcher,
});

export const acceptOrder = (id: string): Story => ({
  entity: { type: 'order', id },
  type: 'acceptOrder',
  payload: {},
  actor: dispatcher,
});

export const assignCrew = (id: string, crewId: string, replaces?: string): Story => ({
  entity: { type: 'order', id },
  type: 'assignCrew',
  payload: { crewId, ...(replaces !== undefined && { replaces, reason: 'nearer' }) },
  actor: dispatcher,
});

export const addNote = (id: string, text: string): Story => ({
  entity: { type: 'order', id },
  type: 'addNote',
  payload: { text },
  actor: dispatcher,
});

export const recordStage = (id: string, stage: string): Story => ({
  entity: { type: 'order', id },
  type: 'recordStage',
  payload: { stage, occurredAt: AT + 60_000, proof: 'photo 17' },
  actor: dispatcher,
});

export const registerCrew = (id: string): Story => ({
  entity: { type: 'crew', id },
  type: 'registerCrew',
  payload: {
    name: `crew ${id}`,
    leader: 'Zhao',
    phone: '13800000000',
    members: 4,
    skills: ['pipe'],
    base: [116.4, 39.9],
  },
  actor: dispatcher,
});

export const registerComplaint = (id: string): Story => ({
  entity: { type: 'complaint', id },
  type: 'registerComplaint',
  payload: { category: 'burst', channel: 'phone', text: '路上冒热水', place, reportedAt: AT },
  actor: dispatcher,
});

export const raiseAlarm = (stationId: string, sourceAt: number): Story => ({
  entity: { type: 'alarm', id: `${stationId}.primarySupplyPressureMPa:low` },
  type: 'raiseAlarm',
  payload: {
    signalId: `${stationId}.primarySupplyPressureMPa`,
    stationId,
    kind: 'low',
    priority: 'high',
    limit: 0.4,
    value: 0.3,
    sourceAt,
  },
  actor: system,
  commandId: `raise-${stationId}-${sourceAt}`,
});

export const declareRedAlert = (id: string): Story => ({
  entity: { type: 'redAlert', id },
  type: 'declareRedAlert',
  payload: {
    drill: false,
    reason: 'mainBurst',
    reasonText: 'hot water on the road',
    place,
    declaredAt: AT,
    contacts: [
      { level: 'callCentre', contactId: 'c1', contactName: 'Chen' },
      { level: 'dispatch', contactId: 'd1', contactName: 'Li Wei' },
    ],
  },
  actor: shiftLead,
});

export const recordStep = (id: string, text: string): Story => ({
  entity: { type: 'redAlert', id },
  type: 'recordStep',
  payload: { kind: 'note', text, occurredAt: AT + 1_000 },
  actor: shiftLead,
});
