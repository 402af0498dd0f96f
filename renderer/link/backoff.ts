const FIRST_MS = 250;
const CEILING_MS = 2000;

/**
 * How long to wait before the next try, in ms: doubles from 250 ms to 2 s, with the upper half drawn by `random` (0 to 1), so that
 * windows that lost the same core do not come back in step.
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(CEILING_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(full / 2 + (full / 2) * random);
}
