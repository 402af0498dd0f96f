import { z } from 'zod';
import type { LimitCommands } from '../domain/alarm-limit/types.ts';
import { LIMIT_KINDS, PRIORITIES, type AlarmCommands } from '../domain/alarm/types.ts';
import { ALERT_LEVELS, type AlertCommands } from '../domain/alert/types.ts';
import type { ComplaintCommands } from '../domain/complaint/types.ts';
import type { CrewCommands } from '../domain/crew/types.ts';
import type { EntityType } from '../domain/entity/entity.ts';
import { INSIGHT_KINDS, type InsightCommands } from '../domain/insight/types.ts';
import { VALVE_CONDITIONS, VALVE_STATES } from '../domain/network/types.ts';
import { ORDER_STAGES, type OrderCommands } from '../domain/order/types.ts';
import { PLANT_STATES, type StationCommands } from '../domain/station/types.ts';
import type { SuppressionCommands } from '../domain/suppression/types.ts';
import { isMeasure, type Measure } from '../domain/telemetry/measures.ts';
import type { BurstSettingsCommands } from '../domain/burst-settings/types.ts';
import type { BurstVerdictCommands } from '../domain/burst-verdict/types.ts';
import type { ValveCommands } from '../domain/valve/types.ts';
import type { ForecastCommands } from '../domain/weather/forecast.ts';
import type { WeatherCommands } from '../domain/weather/types.ts';
import { alarmLimitSchema } from './alarm-api.ts';

/** The shapes of all command payloads, checked where a command enters (console and hub) and nowhere later. */

type Schemas<Map> = { readonly [Type in keyof Map]: z.ZodType<Map[Type]> };

/** UTC ms between 1970 and 2200: anything else is a broken clock or a wrong unit. */
const atSchema = z.number().int().min(0).max(7_258_118_400_000);
const idSchema = z.string().min(1).max(128);
const shortText = z.string().min(1).max(200);
const longText = z.string().max(4_000);
const reasonText = z.string().min(1).max(1_000);
const lonLatSchema = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).readonly();
const placeSchema = z.strictObject({ at: lonLatSchema, address: z.string().max(300).optional() });
const nothing = z.record(z.string(), z.never());

export const complaintCategorySchema = z.enum(['burst', 'leak', 'suddenCold', 'notHot', 'belowStandard', 'other']);
export const complaintChannelSchema = z.enum(['phone', 'wechat', 'app', 'counter']);
export const crewSkillSchema = z.enum(['pipe', 'welding', 'valve', 'electrical', 'heatDoctor']);
export const fieldStageSchema = z.enum(['contacted', 'departed', 'arrived', 'handled', 'revisited']);
export const stepKindSchema = z.enum([
  'note',
  'valveOrdered',
  'valveClosed',
  'noticeSent',
  'crewArrived',
  'isolated',
  'repaired',
  'refilled',
  'restored',
]);

const alarmOfLimit = z.strictObject({
  signalId: idSchema,
  stationId: idSchema,
  kind: z.enum(LIMIT_KINDS),
  priority: z.enum(PRIORITIES),
  limit: z.number(),
});

const alarm: Schemas<AlarmCommands> = {
  raiseAlarm: alarmOfLimit.extend({ value: z.number(), sourceAt: atSchema }),
  returnAlarm: z.strictObject({ value: z.number(), sourceAt: atSchema }),
  acknowledgeAlarm: z.strictObject({ occurrence: z.number().int().min(1) }),
  unacknowledgeAlarm: z.strictObject({ occurrence: z.number().int().min(1), reason: reasonText }),
  shelveAlarm: z.strictObject({ until: atSchema, reason: reasonText }),
  unshelveAlarm: z.strictObject({ reason: reasonText }),
  endShelving: z.strictObject({ until: atSchema }),
  takeOutOfService: alarmOfLimit.extend({ reason: reasonText }),
  returnToService: z.strictObject({ reason: reasonText }),
};

const alarmLimit: Schemas<LimitCommands> = {
  setLimit: alarmLimitSchema.extend({ reason: reasonText }),
  retireLimit: z.strictObject({ reason: reasonText }),
  restoreLimit: z.strictObject({ reason: reasonText }),
};

const manyIds = z.array(idSchema).max(5_000);

const suppression: Schemas<SuppressionCommands> = {
  defineSuppression: z.strictObject({
    name: shortText,
    areas: manyIds,
    stationIds: manyIds,
    measures: z.array(z.custom<Measure>((name) => typeof name === 'string' && isMeasure(name))).max(100),
    kinds: z.array(z.enum(LIMIT_KINDS)).max(20),
    plantStates: z.array(z.enum(PLANT_STATES)).max(10),
    isOn: z.boolean(),
    reason: reasonText,
  }),
  switchSuppression: z.strictObject({ isOn: z.boolean(), reason: reasonText }),
};

const occurrence = z.number().int().min(1);

const insight: Schemas<InsightCommands> = {
  findInsight: z.strictObject({
    kind: z.enum(INSIGHT_KINDS),
    subjectId: idSchema,
    measure: z.custom<Measure>((name) => typeof name === 'string' && isMeasure(name)).optional(),
    evidence: z.array(z.strictObject({ name: shortText, value: z.number(), unit: z.string().max(20) })).max(20),
    sourceAt: atSchema,
  }),
  clearInsight: z.strictObject({ sourceAt: atSchema }),
  orderFromInsight: z.strictObject({ occurrence, title: shortText, place: placeSchema }),
  dismissInsight: z.strictObject({ occurrence, reason: reasonText, until: atSchema }),
};

const complaint: Schemas<ComplaintCommands> = {
  registerComplaint: z.strictObject({
    category: complaintCategorySchema,
    channel: complaintChannelSchema,
    text: longText,
    place: placeSchema,
    buildingId: idSchema.optional(),
    phone: z.string().max(40).optional(),
    reportedAt: atSchema,
    roomTempC: z.number().min(-60).max(80).optional(),
  }),
  recategoriseComplaint: z.strictObject({ category: complaintCategorySchema, reason: reasonText }),
  closeComplaint: z.strictObject({ reason: reasonText }),
};

const crew: Schemas<CrewCommands> = {
  registerCrew: z.strictObject({
    name: shortText,
    leader: shortText,
    phone: z.string().max(40),
    members: z.number().int().min(0).max(1_000),
    skills: z.array(crewSkillSchema).max(20),
    base: lonLatSchema,
  }),
  startShift: nothing,
  endShift: nothing,
};

const order: Schemas<OrderCommands> = {
  createOrder: z.strictObject({
    category: complaintCategorySchema,
    urgent: z.boolean(),
    title: shortText,
    place: placeSchema,
    complaintIds: z.array(idSchema).max(500),
    alertId: idSchema.optional(),
    receivedAt: atSchema,
  }),
  acceptOrder: nothing,
  assignCrew: z.strictObject({ crewId: idSchema, replaces: idSchema.optional(), reason: reasonText.optional() }),
  crewAccept: z.strictObject({ crewId: idSchema, occurredAt: atSchema }),
  crewDecline: z.strictObject({ crewId: idSchema, occurredAt: atSchema, reason: reasonText }),
  recordStage: z.strictObject({ stage: fieldStageSchema, occurredAt: atSchema, proof: longText.optional() }),
  correctStage: z.strictObject({ stage: z.enum(ORDER_STAGES), at: atSchema, why: reasonText }),
  addNote: z.strictObject({ text: longText.min(1) }),
  closeOrder: z.strictObject({
    outcome: z.enum(['done', 'closedWithReason', 'handedOn']),
    reason: reasonText.optional(),
  }),
};

const levelSchema = z.enum(ALERT_LEVELS);
const contactSchema = z.strictObject({ level: levelSchema, contactId: idSchema, contactName: shortText });

const redAlert: Schemas<AlertCommands> = {
  declareRedAlert: z.strictObject({
    drill: z.boolean(),
    reason: shortText,
    reasonText: z.string().max(1_000),
    place: placeSchema,
    pipeId: idSchema.optional(),
    candidateId: idSchema.optional(),
    declaredAt: atSchema,
    contacts: z.array(contactSchema).max(100),
  }),
  pageContact: contactSchema.extend({ pagedAt: atSchema, escalation: z.boolean() }),
  markPage: z.strictObject({
    level: levelSchema,
    contactId: idSchema,
    mark: z.enum(['delivered', 'read']),
    occurredAt: atSchema,
  }),
  acceptHop: z.strictObject({ level: levelSchema, contactId: idSchema, occurredAt: atSchema }),
  recordStep: z.strictObject({
    kind: stepKindSchema,
    text: longText,
    valveId: idSchema.optional(),
    occurredAt: atSchema,
  }),
  endRedAlert: z.strictObject({
    reason: reasonText,
    endedAt: atSchema,
    signedHead: z.string().regex(/^[0-9a-f]{64}$/),
  }),
};

const station: Schemas<StationCommands> = {
  noteStation: z.strictObject({ text: longText.min(1) }),
  setPlantState: z.strictObject({ state: z.enum(PLANT_STATES), reason: reasonText }),
};

const weather: Schemas<WeatherCommands> = {
  observeWeather: z.strictObject({
    outdoorTempC: z.number().min(-80).max(60),
    windMPerS: z.number().min(0).max(120).optional(),
    observedAt: atSchema,
    source: shortText,
  }),
};

const forecast: Schemas<ForecastCommands> = {
  forecastWeather: z.strictObject({
    issuedAt: atSchema,
    source: shortText,
    points: z
      .array(z.strictObject({ at: atSchema, outdoorTempC: z.number().min(-80).max(60) }))
      .min(1)
      .max(400),
  }),
};

export const valveStateSchema = z.enum(VALVE_STATES);
export const valveConditionSchema = z.enum(VALVE_CONDITIONS);

const valve: Schemas<ValveCommands> = {
  editValve: z.strictObject({
    state: valveStateSchema.optional(),
    condition: valveConditionSchema.optional(),
    reason: reasonText,
  }),
  reportValve: z.strictObject({
    state: valveStateSchema.optional(),
    condition: valveConditionSchema.optional(),
    occurredAt: atSchema,
    note: longText,
    alertId: idSchema.optional(),
  }),
};

const seen = z.strictObject({
  at: lonLatSchema,
  pipeId: idSchema.optional(),
  confidence: z.number().min(0).max(1),
  firstSeenAt: atSchema,
  evidence: z.array(z.string().max(200)).max(5_000),
});

const burstVerdict: Schemas<BurstVerdictCommands> = {
  confirmCandidate: z.strictObject({ reason: reasonText, seen }),
  rejectCandidate: z.strictObject({ reason: reasonText, seen }),
  moveCandidate: z.strictObject({
    reason: reasonText,
    seen,
    to: z.strictObject({ at: lonLatSchema, pipeId: idSchema.optional() }),
  }),
};

const burstSettings: Schemas<BurstSettingsCommands> = {
  setBurstParams: z.strictObject({
    values: z.record(z.string().max(60), z.number().nullable()),
    reason: reasonText,
  }),
};

const payloadSchemas: Readonly<Record<EntityType, Readonly<Record<string, z.ZodType>>>> = {
  alarm,
  alarmLimit,
  suppression,
  insight,
  complaint,
  crew,
  order,
  redAlert,
  station,
  weather,
  forecast,
  valve,
  burstVerdict,
  burstSettings,
};

/** The path and words of what is wrong with a payload, or undefined where it fits its command type. */
export function payloadFault(entityType: EntityType, type: string, payload: unknown): string | undefined {
  const schemas = payloadSchemas[entityType];
  const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (schema === undefined) return `unknown command ${entityType}.${type}`.slice(0, 200);
  const parsed = schema.safeParse(payload);
  if (parsed.success) return undefined;
  const issue = parsed.error.issues[0];
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`.slice(0, 200);
}
