import { computed, type ComputedRef } from 'vue';
import { useClock } from '../../stores/clock.store.ts';
import { useLive } from '../../stores/live.store.ts';
import type { Tracks } from './crew-tracks.ts';

/** Where a crew was in the last half hour, as the core has kept it and this page has seen it since; looked up when it is asked for. */
export function useCrewTracks(): ComputedRef<Tracks> {
  const live = useLive();
  const time = useClock();
  return computed(() => {
    // Kept beside the positions, and new with them.
    const nowMs = live.positions.size === 0 ? 0 : time.coreNow();
    const get = (crewId: string) => live.track(crewId, nowMs);
    return { get, has: (crewId) => get(crewId) !== undefined };
  });
}
