import { z } from 'zod';
import { isBurstParamKey, type BurstParamKey } from '../domain/burst-settings/catalogue.ts';
import { HOLE_CLASSES } from '../domain/burst/impact-types.ts';
import { valveConditionSchema, valveStateSchema } from './commands.ts';

/**
 * What may be asked of the network model: by a page, over HTTP (`/api/v1`) and on the command line alike. Coordinates WGS84, times UTC ms.
 * A field that is not known is refused: a misspelt `valve` would leave a stuck valve out of the answer without a word.
 */

const id = z.string().min(1).max(128);
const lonLat = z
  .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
  .readonly()
  .describe('Longitude, latitude, WGS84');

const shared = {
  valves: z
    .record(id, z.object({ state: valveStateSchema.optional(), condition: valveConditionSchema.optional() }))
    .optional()
    .describe('Valves taken otherwise than they are known'),
  unknownCondition: z.enum(['operable', 'stuck']).optional(),
  startAt: lonLat.optional().describe('Where the walk to the valves begins'),
};

export const traceRequestSchema = z.strictObject({ pipeIds: z.array(id).min(1).max(1_000), ...shared });

const params = z
  .record(z.string().max(60), z.number())
  .superRefine((values, context) => {
    for (const key of Object.keys(values)) {
      if (isBurstParamKey(key)) continue;
      context.addIssue({ code: 'custom', path: [key], message: 'no such burst number; docs/burst.md lists them' });
    }
  })
  .transform((values) => values as Partial<Record<BurstParamKey, number>>)
  .optional()
  .describe('Burst numbers for this question only; keys as in docs/burst.md');

export const impactRequestSchema = z
  .strictObject({
    pipeId: id.optional(),
    at: lonLat.optional(),
    hole: z.enum(HOLE_CLASSES).optional(),
    holeShare: z.number().gt(0).max(1).optional(),
    params,
    simulate: z.boolean().optional(),
    ...shared,
  })
  .refine((request) => request.pipeId !== undefined || request.at !== undefined, {
    error: 'one of pipeId and at is needed',
  });

export const localiseRequestSchema = z.strictObject({
  drops: z
    .array(
      z.strictObject({
        stationId: id,
        supplyM: z.number().min(-500).max(500).optional(),
        returnM: z.number().min(-500).max(500).optional(),
        flowShare: z.number().min(-10).max(10).optional(),
      }),
    )
    .max(20_000)
    .optional()
    .describe('Fall of each station against its calm state, m of head; without it the console takes what it sees'),
  makeupRiseTPerH: z.number().min(-1e6).max(1e6).optional(),
  complaints: z
    .array(z.object({ id, at: lonLat, weight: z.number().min(0).max(1), reportedAt: z.number().int() }))
    .max(20_000)
    .optional(),
  top: z.number().int().min(1).max(50).optional(),
});
