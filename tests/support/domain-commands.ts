import fc from 'fast-check';
import { ORDER_STAGES } from '#shared/domain/order/types.ts';
import { PLANT_STATES } from '#shared/domain/station/types.ts';
import { ROLES, type Actor, type Command, type EntityType, type Role } from '#shared/domain/entity/entity.ts';
import { commandRule } from '#shared/domain/entity/registry.ts';
import { PLACE, T0 } from './domain-world.ts';

/** A command before it has an id and a place in its device's sequence. */
type Draft = Pick<Command, 'entity' | 'type' | 'payload' | 'actor' | 'issuedAt'>;

const at = fc.integer({ min: T0 - 3_600_000, max: T0 + 7_200_000 });
const short = fc.constantFrom('', ' ', 'because', '冒热水', '不热');
const category = fc.constantFrom('burst', 'leak', 'suddenCold', 'notHot', 'belowStandard', 'other');
const place = fc.constant(PLACE);
const level = fc.constantFrom('callCentre', 'dispatch', 'crew');
const contact = fc.constantFrom('cc1', 'cc2', 'd1', 'stranger');
const occurrence = fc.integer({ min: 0, max: 3 });
const head = fc.constantFrom('', 'ab'.repeat(32));

const seen = fc.constant({ at: PLACE.at, confidence: 0.7, firstSeenAt: T0, evidence: ['complaints:c1'] });

/** What may be in the payload of each command; ids are of the group `g`, so that two groups never touch. */
function payloadsOf(g: string) {
  const idOf = (type: EntityType) => fc.constantFrom(`${g}-${type}-1`, `${g}-${type}-2`);
  const crewId = idOf('crew');
  const named = (values: Record<string, fc.Arbitrary<unknown>>, optional: readonly string[] = []) =>
    fc.record(values, { requiredKeys: Object.keys(values).filter((key) => !optional.includes(key)) });
  const ofLimit = {
    signalId: fc.constant('S1.makeupFlowTPerH'),
    stationId: fc.constant('S1'),
    kind: fc.constant('high'),
    priority: fc.constantFrom('low', 'medium'),
    limit: fc.constant(3),
  };
  const payloads: Record<EntityType, Record<string, fc.Arbitrary<unknown>>> = {
    station: {
      noteStation: named({ text: short }),
      setPlantState: named({ state: fc.constantFrom(...PLANT_STATES), reason: short }),
    },
    alarm: {
      raiseAlarm: named({
        ...ofLimit,
        value: fc.double({ min: 3, max: 50, noNaN: true }),
        sourceAt: at,
      }),
      returnAlarm: named({ value: fc.constant(1), sourceAt: at }),
      acknowledgeAlarm: named({ occurrence }),
      unacknowledgeAlarm: named({ occurrence, reason: short }),
      shelveAlarm: named({ until: at, reason: short }),
      unshelveAlarm: named({ reason: short }),
      endShelving: named({ until: at }),
      takeOutOfService: named({ ...ofLimit, reason: short }),
      returnToService: named({ reason: short }),
    },
    alarmLimit: {
      setLimit: named({
        ...ofLimit,
        deadband: fc.constant(0.1),
        onDelayMs: fc.constant(0),
        offDelayMs: fc.constant(0),
        reason: short,
      }),
      retireLimit: named({ reason: short }),
      restoreLimit: named({ reason: short }),
    },
    suppression: {
      defineSuppression: named({
        name: short,
        areas: fc.constantFrom([], ['North']),
        stationIds: fc.constant([]),
        measures: fc.constant([]),
        kinds: fc.constant([]),
        plantStates: fc.constantFrom([], ['filling']),
        isOn: fc.boolean(),
        reason: short,
      }),
      switchSuppression: named({ isOn: fc.boolean(), reason: short }),
    },
    insight: {
      findInsight: named({
        kind: fc.constant('makeupRise'),
        subjectId: fc.constant('S1'),
        evidence: fc.constant([{ name: 'makeupFlow', value: 4, unit: 't/h' }]),
        sourceAt: at,
      }),
      clearInsight: named({ sourceAt: at }),
      orderFromInsight: named({ occurrence, title: short, place }),
      dismissInsight: named({ occurrence, reason: short, until: at }),
    },
    complaint: {
      registerComplaint: named(
        {
          category,
          channel: fc.constant('phone'),
          text: short,
          place,
          reportedAt: at,
          roomTempC: fc.integer({ min: 5, max: 25 }),
        },
        ['roomTempC'],
      ),
      recategoriseComplaint: named({ category, reason: short }),
      closeComplaint: named({ reason: short }),
    },
    crew: {
      registerCrew: named({
        name: short,
        leader: short,
        phone: short,
        members: fc.constant(4),
        skills: fc.constant(['pipe']),
        base: fc.constant(PLACE.at),
      }),
      startShift: fc.constant({}),
      endShift: fc.constant({}),
    },
    order: {
      createOrder: named(
        {
          category,
          urgent: fc.boolean(),
          title: short,
          place,
          complaintIds: fc.array(idOf('complaint'), { maxLength: 2 }),
          receivedAt: at,
          alertId: idOf('redAlert'),
        },
        ['alertId'],
      ),
      acceptOrder: fc.constant({}),
      assignCrew: named({ crewId, replaces: crewId }, ['replaces']),
      crewAccept: named({ crewId, occurredAt: at }),
      crewDecline: named({ crewId, occurredAt: at, reason: short }),
      recordStage: named(
        {
          stage: fc.constantFrom('contacted', 'departed', 'arrived', 'handled', 'revisited'),
          occurredAt: at,
          proof: short,
        },
        ['proof'],
      ),
      correctStage: named({ stage: fc.constantFrom(...ORDER_STAGES), at, why: short }),
      addNote: named({ text: short }),
      closeOrder: named({ outcome: fc.constantFrom('done', 'closedWithReason', 'handedOn'), reason: short }, [
        'reason',
      ]),
    },
    redAlert: {
      declareRedAlert: named({
        drill: fc.boolean(),
        reason: fc.constant('mainBurst'),
        reasonText: short,
        place,
        declaredAt: at,
        contacts: fc.array(fc.record({ level, contactId: contact, contactName: contact }), { maxLength: 3 }),
      }),
      pageContact: named({ level, contactId: contact, contactName: contact, pagedAt: at, escalation: fc.boolean() }),
      markPage: named({ level, contactId: contact, mark: fc.constantFrom('delivered', 'read'), occurredAt: at }),
      acceptHop: named({ level, contactId: contact, occurredAt: at }),
      recordStep: named(
        {
          kind: fc.constantFrom('note', 'valveOrdered', 'valveClosed'),
          valveId: idOf('valve'),
          text: short,
          occurredAt: at,
        },
        ['valveId'],
      ),
      endRedAlert: named({ reason: short, endedAt: at, signedHead: head }),
    },
    weather: {
      observeWeather: named({
        outdoorTempC: fc.integer({ min: -12, max: 4 }),
        observedAt: at,
        source: fc.constant('roof'),
      }),
    },
    forecast: {
      forecastWeather: named({
        issuedAt: at,
        source: fc.constant('bureau'),
        points: fc.array(fc.record({ at, outdoorTempC: fc.integer({ min: -40, max: 10 }) }), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
    },
    valve: {
      editValve: named({ state: fc.constantFrom('open', 'closed', 'unknown'), reason: short }, ['state']),
      reportValve: named(
        {
          state: fc.constantFrom('open', 'closed', 'unknown'),
          condition: fc.constantFrom('operable', 'stuck', 'unknown'),
          occurredAt: at,
          note: short,
          alertId: idOf('redAlert'),
        },
        ['state', 'condition', 'alertId'],
      ),
    },
    burstVerdict: {
      confirmCandidate: named({ reason: short, seen }),
      rejectCandidate: named({ reason: short, seen }),
      moveCandidate: named({ reason: short, seen, to: fc.constant({ at: PLACE.at }) }),
    },
    burstSettings: {
      setBurstParams: named({
        values: fc.constantFrom({ 'washout.lowM': 6 }, { 'washout.lowM': null }, { 'no.such': 1 }, { 'leak.cd': 9 }),
        reason: short,
      }),
    },
  };
  return { idOf, payloads };
}

/**
 * Commands of any entity type but those of `without`, sensible or not, all on the few entities of group `g`. Four of five are given by a duty that
 * may, so that the rules are reached.
 */
function anyDraft(g: string, without: readonly EntityType[] = []): fc.Arbitrary<Draft> {
  const { idOf, payloads } = payloadsOf(g);
  const types = (Object.keys(payloads) as EntityType[]).filter((type) => !without.includes(type));
  const actorOf = (roles: readonly Role[]): fc.Arbitrary<Actor> =>
    fc
      .record({ role: fc.constantFrom(...roles), crewId: idOf('crew') })
      .map(({ role, crewId }) => ({ id: role, name: role, role, crewId: role === 'crewLeader' ? crewId : undefined }));
  const draftOf = (entityType: EntityType, type: string, payload: fc.Arbitrary<unknown>): fc.Arbitrary<Draft> =>
    fc.record({
      entity: idOf(entityType).map((id) => ({ type: entityType, id })),
      type: fc.constant(type),
      payload,
      actor: fc.oneof(
        { weight: 4, arbitrary: actorOf(commandRule(entityType, type)?.roles ?? ROLES) },
        { weight: 1, arbitrary: actorOf(ROLES) },
      ),
      issuedAt: at,
    });
  return fc.oneof(
    ...types.flatMap((entityType) =>
      Object.entries(payloads[entityType]).map(([type, payload]) => draftOf(entityType, type, payload)),
    ),
  );
}

/** What one device gives, long enough for orders and alerts of the group to live their whole life. */
export function anyCommands(g: string, without: readonly EntityType[] = []): fc.Arbitrary<readonly Command[]> {
  return fc
    .array(anyDraft(g, without), { minLength: 20, maxLength: 60, size: 'max' })
    .map((drafts) => numbered(`desk-${g}`, drafts));
}

/** Gives drafts their ids and sequence. The id depends on device and place only, so another interleaving keeps it. */
function numbered(device: string, drafts: readonly Draft[]): readonly Command[] {
  return drafts.map((draft, index) => ({
    ...draft,
    commandId: `${device}-${String(index + 1)}`,
    device,
    deviceSeq: index + 1,
    expectedVersion: 0,
  }));
}
