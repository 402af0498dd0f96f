import { oc } from '@orpc/contract';
import { z } from 'zod';
import { calibrationSchema, candidatesSchema, impactResultSchema, traceResultSchema } from './analysis-answers.ts';
import { impactRequestSchema, localiseRequestSchema, traceRequestSchema } from './analysis-api.ts';
import { consoleContract } from './console-api.ts';

/**
 * The part of the console's API that programs reach below `/api/v1`, for its OpenAPI document: routes and questions are those of
 * `consoleContract.analysis`, which also does the work; answers are written out in full, since a reader of the document has no types.
 */

const { trace, impact, localise, calibration } = consoleContract.analysis;

const refusal = z.object({
  code: z.string().describe('docs/errors.md'),
  detail: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('Which field, pipe, limit'),
  next: z.string().optional().describe('What to do'),
});
const base = oc.errors({
  BAD_REQUEST: { status: 400, data: refusal, message: 'API0009' },
  UNAUTHORIZED: { status: 401, data: refusal, message: 'API0001' },
  FORBIDDEN: { status: 403, data: refusal, message: 'API0004' },
  /** Asking the same again will not help: no such pipe, no network. */
  REFUSED: { status: 409, data: refusal },
  PAYLOAD_TOO_LARGE: { status: 413, data: refusal, message: 'API0011' },
  /** Ask again in some seconds. */
  UNAVAILABLE: { status: 503, data: refusal },
});

export const analysisHttpContract = {
  trace: base.route(trace['~orpc'].route).input(traceRequestSchema).output(traceResultSchema),
  impact: base.route(impact['~orpc'].route).input(impactRequestSchema).output(impactResultSchema),
  localise: base.route(localise['~orpc'].route).input(localiseRequestSchema).output(candidatesSchema),
  calibration: base.route(calibration['~orpc'].route).output(calibrationSchema.nullable()),
};
