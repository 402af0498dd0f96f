import type { LonLat } from '#shared/lib/geo.ts';

/** Where on the map of this window the thing lies that was last clicked: a long pipe is asked about there, not in its middle. */
let last: { readonly id: string; readonly at: LonLat } | undefined;

export function notePick(id: string, at: LonLat): void {
  last = { id, at };
}

/** The place of the last click, where that was on this thing. */
export const pickedAt = (id: string): LonLat | undefined => (last?.id === id ? last.at : undefined);
