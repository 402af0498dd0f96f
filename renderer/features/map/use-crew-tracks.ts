import { computed, type ComputedRef } from 'vue';
import { useClock } from '../../stores/clock.store.ts';
import { useLive } from '../../stores/live.store.ts';
import type { Tracks } from './crew-tracks.ts';

/** Where each crew was in the last half hour, as the core has kept it and this page has seen it since. */
export function useCrewTracks(): ComputedRef<Tracks> {
  const live = useLive();
  const time = useClock();
  return computed(() => {
    // Kept beside the positions, and new with them.
    const { size } = live.positions;
    return new Map(size === 0 ? [] : live.tracks(time.coreNow()).map(({ crewId, points }) => [crewId, points]));
  });
}
