import { z } from 'zod';
import { CodedError } from '../lib/coded-error.ts';
import { common } from './driver-fields.ts';

const moment = z.iso.datetime({ offset: true });

/** A recorded file played as if it were the plant. docs/drivers.md, "Replay". */
export const replayDriver = z.strictObject({
  ...common,
  kind: z.literal('replay'),
  /** CSV, also as `.gz` or `.zst`; a relative path is one from the folder of the drivers file. */
  file: z.string().min(1).max(1_000),
  /** How many recorded seconds a second plays. `max`: as fast as the lane takes them. */
  speed: z.union([z.number().min(0.1).max(1_000), z.literal('max')]).default(1),
  /** From the start again at the end. */
  loop: z.boolean().default(false),
  /** Only what was recorded from here (inclusive) to there (exclusive), ISO 8601 with zone. */
  from: moment.optional(),
  to: moment.optional(),
  /**
   * `now`: source times are moved to the time of playing. `recorded`: they stay, so values are as old as they are; for history and
   * trials.
   */
  times: z.enum(['now', 'recorded']).default('now'),
});

export type ReplayDriverConfig = z.output<typeof replayDriver>;

/** @throws CodedError `MAP0002` where the fields do not go together */
export function checkReplay(driver: ReplayDriverConfig, path: string): void {
  if (driver.loop && (driver.times === 'recorded' || driver.speed === 'max')) {
    throw new CodedError('MAP0002', { path: `${path}.loop`, problem: 'needs a speed and times: now' });
  }
  if (driver.from !== undefined && driver.to !== undefined && Date.parse(driver.from) >= Date.parse(driver.to)) {
    throw new CodedError('MAP0002', { path: `${path}.to`, problem: 'not after from' });
  }
}
