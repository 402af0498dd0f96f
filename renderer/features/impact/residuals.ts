import type { Calibration } from '#shared/domain/burst/impact-types.ts';

type Residual = Calibration['residuals'][number];

/** The larger of the two heads a station is off by, m. */
const offM = ({ supplyM = 0, returnM = 0 }: Residual): number => Math.max(Math.abs(supplyM), Math.abs(returnM));

/** The stations that the model repeats worst, by head. */
export const worstResiduals = (residuals: readonly Residual[], atMost: number): readonly Residual[] =>
  [...residuals].sort((a, b) => offM(b) - offM(a) || (a.stationId < b.stationId ? -1 : 1)).slice(0, atMost);
