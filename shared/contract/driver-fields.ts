import { z } from 'zod';
import { isMeasure } from '../domain/telemetry/measures.ts';

/** Fields that the mappings of all kinds of drivers share. */

export const measureName = z.string().refine(isMeasure, { params: { code: 'MAP0004' }, error: 'not a measure' });
export const milliseconds = (low: number, high: number) => z.int().min(low).max(high);
export const register = z.int().min(0).max(65_535);
export const conversion = {
  /** Unit of the peer, converted by name: bar, kPa, kg/s, K ... Give this or factor and offset. */
  unit: z.string().max(20).optional(),
  factor: z.number().optional(),
  offset: z.number().optional(),
};
/** Fields of every driver. */
export const common = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and dashes'),
  /** A value older than this is stale on every screen. */
  staleAfterMs: milliseconds(500, 86_400_000).default(10_000),
  /** Rows of the ring between driver and core: a power of two. Left out: what the kind and mode of the driver may bring in a second. */
  ringRows: z
    .int()
    .min(1024)
    .max(4_194_304)
    .refine((rows) => (rows & (rows - 1)) === 0, 'a power of two')
    .optional(),
};

/** Unit conversion of one measure as the drivers file states it. */
export interface ConversionConfig {
  readonly unit?: string | undefined;
  readonly factor?: number | undefined;
  readonly offset?: number | undefined;
}
