/** What somebody silenced at this workplace, the same in all its windows. */
export interface Silence {
  /** `alarmId#occurrence` of what was unacknowledged then. */
  readonly occurrences: ReadonlySet<string>;
  /** Silenced in a flood: until it is over only high priority sounds. */
  readonly isFlood: boolean;
}

export const SILENCE_KEY = 'heatline.silence';

export function readSilence(): Silence {
  try {
    const kept = JSON.parse(localStorage.getItem(SILENCE_KEY) ?? '{}') as { occurrences?: unknown; isFlood?: unknown };
    const occurrences = Array.isArray(kept.occurrences) ? kept.occurrences.map(String) : [];
    return { occurrences: new Set(occurrences), isFlood: kept.isFlood === true };
  } catch {
    return { occurrences: new Set(), isFlood: false };
  }
}

export function keepSilence({ occurrences, isFlood }: Silence): void {
  try {
    localStorage.setItem(SILENCE_KEY, JSON.stringify({ occurrences: [...occurrences], isFlood }));
  } catch {
    // The other windows go on ringing; this one is silent.
  }
}
