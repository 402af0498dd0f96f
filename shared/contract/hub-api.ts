import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { ValveOrder } from '../domain/alert/valve-orders.ts';
import { ORDER_STAGES, type Order } from '../domain/order/types.ts';
import {
  complaintCategorySchema,
  complaintChannelSchema,
  crewSkillSchema,
  fieldStageSchema,
  stepKindSchema,
  valveConditionSchema,
  valveStateSchema,
} from './commands.ts';

/**
 * The hub's HTTP API, version 1: how customer service, crews' phones and weather stations reach the log. Every call that changes
 * something carries a client-made `commandId` and may be repeated with it: it is done once, and the answer is the same.
 * Times are UTC ms.
 */

const id = z.string().min(1).max(120);
const commandId = z
  .string()
  .min(8)
  .max(120)
  .describe('Made by the client (a UUID). Repeating a call with it does nothing twice.');
const at = z.number().int().min(0).max(7_258_118_400_000).describe('UTC, milliseconds since 1970');
const lon = z.number().min(-180).max(180).describe('WGS84, degrees');
const lat = z.number().min(-90).max(90).describe('WGS84, degrees');
const done = z.object({ seq: z.number().int().describe('Place in the log of the hub') });

const detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const base = oc.errors({
  UNAUTHORIZED: { status: 401, data: z.object({ code: z.string() }) },
  NOT_FOUND: { status: 404, data: z.object({ code: z.string(), detail: detail.optional() }) },
  /** In the log as refused: repeating it will not help. */
  REFUSED: { status: 409, data: z.object({ code: z.string(), detail: detail.optional() }) },
  /** Not in the log: repeat it later with the same commandId. */
  UNAVAILABLE: { status: 503, data: z.object({ code: z.string(), detail: detail.optional() }) },
});

const stampSchema = z.object({
  at,
  by: z.string(),
  commandId: z.string(),
  outOfOrder: z.boolean().optional(),
  correctedWhy: z.string().optional(),
});

export const orderSchema = z.object({
  id,
  number: z.string(),
  category: z.enum([...complaintCategorySchema.options, 'preventive']),
  urgent: z.boolean(),
  title: z.string(),
  place: z.object({ at: z.tuple([lon, lat]).readonly(), address: z.string().optional() }),
  complaintIds: z.array(z.string()).readonly(),
  alertId: z.string().optional(),
  stages: z.partialRecord(z.enum(ORDER_STAGES), stampSchema),
  crewId: z.string().optional(),
  crewAcceptedAt: at.optional(),
  deadlines: z
    .array(
      z.object({
        clock: z.enum(['contact', 'repair', 'plan', 'revisit']),
        dueAt: at,
        rule: z.string(),
        outdoorTempC: z.number().optional(),
        metAt: at.optional(),
      }),
    )
    .readonly(),
  notes: z.array(z.object({ at, by: z.string(), text: z.string() })).readonly(),
  outcome: z.enum(['done', 'closedWithReason', 'handedOn']).optional(),
  outcomeReason: z.string().optional(),
}) satisfies z.ZodType<Order>;

const valveOrderSchema = z.object({
  valveId: z.string(),
  alertId: z.string(),
  order: z.number().int().describe('Place among the valves of the alert, from 1'),
  text: z.string(),
  orderedAt: at,
  drill: z.boolean().describe('In a drill nobody turns it'),
}) satisfies z.ZodType<ValveOrder>;

export const hubApiContract = {
  registerComplaint: base
    .route({ method: 'POST', path: '/complaints', summary: 'A customer called', tags: ['complaints'] })
    .input(
      z.object({
        commandId,
        category: complaintCategorySchema,
        channel: complaintChannelSchema,
        text: z.string().max(4_000),
        lon,
        lat,
        address: z.string().max(300).optional(),
        buildingId: id.optional(),
        phone: z.string().max(40).optional(),
        reportedAt: at,
        roomTempC: z.number().min(-60).max(80).optional(),
      }),
    )
    .output(done.extend({ complaintId: z.string() })),
  registerCrew: base
    .route({ method: 'PUT', path: '/crews/{crewId}', summary: 'A crew, new or changed', tags: ['crews'] })
    .input(
      z.object({
        crewId: id,
        commandId,
        name: z.string().min(1).max(200),
        leader: z.string().min(1).max(64),
        phone: z.string().max(40),
        members: z.number().int().min(0).max(1_000),
        skills: z.array(crewSkillSchema).max(20),
        lon,
        lat,
      }),
    )
    .output(done),
  setShift: base
    .route({
      method: 'POST',
      path: '/crews/{crewId}/shift',
      summary: 'A crew starts or ends its shift',
      tags: ['crews'],
    })
    .input(z.object({ crewId: id, commandId, onShift: z.boolean() }))
    .output(done),
  crewPositions: base
    .route({
      method: 'POST',
      path: '/crew-positions',
      summary: 'Where crews are: passed on within a fifth of a second, newest wins, not kept in the log',
      tags: ['crews'],
    })
    .input(
      z.object({
        positions: z
          .array(z.object({ crewId: id, lon, lat, headingDeg: z.number().min(0).max(360).optional(), positionAt: at }))
          .max(500),
      }),
    )
    .output(z.object({ taken: z.number().int() })),
  crewOrders: base
    .route({
      method: 'GET',
      path: '/crews/{crewId}/orders',
      summary: 'Open orders assigned to a crew',
      tags: ['crews'],
    })
    .input(z.object({ crewId: id }))
    .output(z.object({ orders: z.array(orderSchema) })),
  crewAcceptance: base
    .route({
      method: 'POST',
      path: '/orders/{orderId}/crew-acceptance',
      summary: 'A crew says yes or no to an order',
      tags: ['orders'],
    })
    .input(
      z.object({
        orderId: id,
        commandId,
        crewId: id,
        accepted: z.boolean(),
        reason: z.string().min(1).max(1_000).optional().describe('Why not; needed for a no'),
        occurredAt: at,
      }),
    )
    .output(done),
  recordStage: base
    .route({
      method: 'POST',
      path: '/orders/{orderId}/stages',
      summary: 'A stage reported from the field',
      tags: ['orders'],
    })
    .input(
      z.object({
        orderId: id,
        commandId,
        stage: fieldStageSchema,
        occurredAt: at,
        proof: z.string().max(4_000).optional(),
      }),
    )
    .output(done),
  recordStep: base
    .route({
      method: 'POST',
      path: '/alerts/{alertId}/steps',
      summary: 'Something done or found in a red alert',
      tags: ['alerts'],
    })
    .input(
      z.object({
        alertId: id,
        commandId,
        kind: stepKindSchema,
        text: z.string().max(4_000),
        valveId: id.optional(),
        crewId: id.optional().describe('The crew that did it; without it the step stands in the name of the caller'),
        occurredAt: at,
      }),
    )
    .output(done),
  crewValves: base
    .route({
      method: 'GET',
      path: '/crews/{crewId}/valves',
      summary: 'Valves to be shut in the red alerts a crew has an order of, those not yet reported closed',
      tags: ['valves'],
    })
    .input(z.object({ crewId: id }))
    .output(z.object({ valves: z.array(valveOrderSchema) })),
  reportValve: base
    .route({
      method: 'POST',
      path: '/valves/{valveId}/state',
      summary: 'A crew says how it found or left a valve',
      tags: ['valves'],
    })
    .input(
      z
        .object({
          valveId: id,
          commandId,
          crewId: id,
          state: valveStateSchema.optional(),
          condition: valveConditionSchema.optional().describe('`stuck`: it cannot be turned'),
          occurredAt: at,
          note: z.string().max(4_000).default(''),
          alertId: id.optional().describe('Where it was closed for a red alert: the alert gets a step of it'),
        })
        .refine(({ state, condition }) => state !== undefined || condition !== undefined, {
          error: 'state or condition is needed',
        }),
    )
    .output(done),
  observeWeather: base
    .route({ method: 'POST', path: '/weather', summary: 'An observation of the weather', tags: ['weather'] })
    .input(
      z.object({
        commandId,
        outdoorTempC: z.number().min(-80).max(60),
        windMPerS: z.number().min(0).max(120).optional(),
        observedAt: at,
        source: z.string().min(1).max(200),
      }),
    )
    .output(done),
  forecastWeather: base
    .route({
      method: 'POST',
      path: '/weather/forecast',
      summary: 'Outdoor temperature to come; the newest issue holds',
      tags: ['weather'],
    })
    .input(
      z.object({
        commandId,
        issuedAt: at,
        source: z.string().min(1).max(200),
        points: z
          .array(z.object({ at, outdoorTempC: z.number().min(-80).max(60) }))
          .min(1)
          .max(400)
          .describe('Linear between the points'),
      }),
    )
    .output(done),
};
