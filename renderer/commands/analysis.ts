import type { Calibration, ImpactRequest, ImpactResult } from '#shared/domain/burst/impact-types.ts';
import type { TraceRequest, TraceResult } from '#shared/domain/network/trace-types.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ApiFault } from './api-fault.ts';
import { asked } from './asked.ts';

/** Which valves close these pipes off, and who loses heat by it. */
export const traceLeak = ({ pipeIds, valves, ...request }: TraceRequest): Promise<Result<TraceResult, ApiFault>> =>
  asked((api) => api.analysis.trace({ ...request, pipeIds: [...pipeIds], ...(valves && { valves: { ...valves } }) }));

/** What a burst does: layers, trace and simulation in one answer. */
export const readImpact = ({ valves, params, ...request }: ImpactRequest): Promise<Result<ImpactResult, ApiFault>> =>
  asked((api) =>
    api.analysis.impact({
      ...request,
      ...(valves && { valves: { ...valves } }),
      ...(params && { params: givenOnly(params) }),
    }),
  );

/** How well the hydraulic model repeats what is measured; null before it was compared. */
export const readCalibration = (): Promise<Result<Calibration | null, ApiFault>> =>
  asked((api) => api.analysis.calibration());

const givenOnly = (params: NonNullable<ImpactRequest['params']>): Record<string, number> =>
  Object.fromEntries(Object.entries(params).filter((entry): entry is [string, number] => entry[1] !== undefined));
