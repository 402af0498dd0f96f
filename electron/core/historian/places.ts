/** Where a sample has its place: signals in groups, time in hours, and days in blocks of the coarsest tier. */

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
export const MINUTES = 60;

/** Signals whose fresh samples share a segment. */
export const GROUP_SIGNALS = 64;

/** Hours in a block of the hour tier: a year is 23 look-ups. */
export const BLOCK_HOURS = 16 * 24;
export const BLOCK_MS = BLOCK_HOURS * HOUR_MS;

const KEY_SIGNALS = 2 ** 24;

/** The hour, or with {@link BLOCK_MS} the block, since 1970 in which a time lies. */
export function placeOf(at: number, stepMs: number = HOUR_MS): number {
  return Math.floor(at / stepMs);
}

export function groupOf(number: number): number {
  return Math.floor(number / GROUP_SIGNALS);
}

/** Key of a signal's block in the tier tables. */
export function keyOf(place: number, number: number): number {
  return place * KEY_SIGNALS + number;
}
