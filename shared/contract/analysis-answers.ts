import { z } from 'zod';
import { BURST_PARAM_KEYS } from '../domain/burst-settings/catalogue.ts';
import { IMPACT_LAYERS, type Calibration, type ImpactResult } from '../domain/burst/impact-types.ts';
import { CANDIDATE_GRADES, EVIDENCE_KINDS, type BurstCandidate } from '../domain/burst/types.ts';
import type { TraceResult } from '../domain/network/trace-types.ts';

/**
 * The answers of the network model in the words of the OpenAPI document; tests hold real answers against them. Ids are those of the
 * imported network, coordinates WGS84, times UTC ms, head in metres of water. The types they repeat are explained where they stand.
 */

const ids = z.array(z.string());
const lonLat = z.tuple([z.number(), z.number()]).describe('Longitude, latitude, WGS84');
const side = z.enum(['supply', 'return']);
const sensitiveKind = z.enum(['hospital', 'school', 'careHome']);
const basis = z.enum(['quick', 'trace', 'simulation', 'reports']);

const remarks = z
  .array(
    z.object({
      code: z.string(),
      detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    }),
  )
  .describe('Coded remarks on an answer that stands all the same (docs/errors.md)');

const valveStep = z.object({
  valveId: z.string(),
  name: z.string().optional(),
  side,
  at: lonLat,
  dnMm: z.number().optional(),
  order: z.number().int().describe('Place in the walk, from 1'),
  walkM: z.number().describe('Metres from the stop before: straight line x 1.4'),
  action: z.enum(['close', 'verify']).describe('verify: recorded as closed, somebody has to look'),
  isUncertain: z.boolean(),
  ifStuckExtraStations: z.number().describe('Stations that come on top when this valve does not close'),
});

const lostCustomers = z.object({
  stations: z.array(z.object({ stationId: z.string(), why: z.enum(['inside', 'cutOff']), households: z.number() })),
  households: z.number(),
  heatedAreaM2: z.number(),
  buildings: z.number(),
  sensitive: z.array(z.object({ buildingId: z.string(), kind: sensitiveKind, stationId: z.string() })),
  alreadyOut: ids.describe('Stations without a source before this trace already'),
});

export const traceResultSchema = z.object({
  pipeIds: ids,
  isolatedPipeIds: ids,
  cutOffPipeIds: ids,
  lengthM: z.number(),
  volumeM3: z.number(),
  steps: z.array(valveStep),
  leftOut: z.array(z.object({ valveId: z.string(), side, at: lonLat, why: z.enum(['stuck', 'noSourceBehind']) })),
  stationsToShut: ids.optional(),
  lost: lostCustomers,
  rounds: z.array(
    z.object({
      pastValves: ids,
      segments: z.number(),
      lengthM: z.number(),
      lostStations: z.number(),
      lostHouseholds: z.number(),
    }),
  ),
  remarks,
  tookMs: z.number(),
}) satisfies z.ZodType<TraceResult>;

const shape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('circle'), at: lonLat, radiusM: z.number() }),
  z.object({ type: z.literal('pipes'), pipeIds: ids }),
  z.object({ type: z.literal('stations'), stationIds: ids }),
  z.object({ type: z.literal('complaints'), complaintIds: ids, at: lonLat, radiusM: z.number() }),
]);

const leakEstimate = z.object({
  holeShare: z.number(),
  pressureMPa: z.number(),
  tempC: z.number(),
  flowM3PerH: z.number(),
  flowTPerH: z.number(),
  basis,
  readingsFrom: z.string(),
  makeupRiseTPerH: z.number().optional(),
  holeShareByMakeup: z.number().optional(),
});

const simulatedState = z.object({
  leakTPerH: z.number(),
  makeupTPerH: z.number(),
  isMakeupAtLimit: z.boolean(),
  pressureMPa: z.number(),
  effects: z.array(
    z.object({
      stationId: z.string(),
      flowShare: z.number().describe('Flow in relation to before'),
      liftM: z.number().describe('Pressure difference left, m of hot water'),
      supplyDropM: z.number(),
      isAffected: z.boolean(),
    }),
  ),
});

const calibrationSummary = z.object({
  at: z.number(),
  stations: z.number(),
  rmsM: z.number(),
  maxM: z.number(),
});

export const calibrationSchema = calibrationSummary
  .extend({
    residuals: z.array(
      z.object({
        stationId: z.string(),
        supplyM: z.number().optional(),
        returnM: z.number().optional(),
        flowTPerH: z.number().optional(),
      }),
    ),
  })
  .describe('Residuals: measured minus simulated') satisfies z.ZodType<Calibration>;

const simulation = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('solved'),
    burst: simulatedState,
    closed: simulatedState.optional(),
    calibration: calibrationSummary.optional(),
    tookMs: z.number(),
    remarks,
  }),
  z.object({ state: z.literal('none'), code: z.string(), detail: remarks.element.shape.detail }),
]);

export const impactResultSchema = z.object({
  pipeId: z.string(),
  at: lonLat,
  dnMm: z.number(),
  leak: leakEstimate,
  layers: z.array(
    z.object({
      kind: z.enum(IMPACT_LAYERS),
      basis,
      params: z.partialRecord(z.enum(BURST_PARAM_KEYS), z.number()),
      figures: z.record(z.string(), z.number()),
      shape,
      remarks,
    }),
  ),
  trace: traceResultSchema,
  simulation,
  readingsAt: z.number().optional(),
}) satisfies z.ZodType<ImpactResult>;

const evidence = z.object({
  kind: z.enum(EVIDENCE_KINDS),
  refs: ids,
  weight: z.number(),
  text: z.string(),
  readings: z
    .array(z.object({ ref: z.string(), value: z.number(), expected: z.number().optional(), unit: z.string() }))
    .optional(),
});

const rankedPlace = z.object({
  rank: z.number(),
  pipeId: z.string(),
  at: lonLat,
  dnMm: z.number(),
  street: z.string().optional(),
  share: z.number(),
  pressureFit: z.number().optional(),
  complaintM: z.number().optional(),
  leakTPerH: z.number().optional(),
});

export const candidatesSchema = z.array(
  z.object({
    id: z.string(),
    at: lonLat,
    address: z.string().optional(),
    pipeId: z.string().optional(),
    dnMm: z.number().optional(),
    confidence: z.number(),
    grade: z.enum(CANDIDATE_GRADES),
    radiusM: z.number(),
    evidence: z.array(evidence),
    places: z.array(rankedPlace),
    firstSeenAt: z.number(),
  }),
) satisfies z.ZodType<readonly BurstCandidate[]>;
