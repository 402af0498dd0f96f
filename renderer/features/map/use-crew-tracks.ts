import { shallowRef, watch, type ShallowRef } from 'vue';
import { useClock } from '../../stores/clock.store.ts';
import { useLive } from '../../stores/live.store.ts';
import { extendTracks, type Tracks } from './crew-tracks.ts';

/** Of this page, so that a map that is opened again has the way that was seen before. */
const tracks = shallowRef<Tracks>(new Map());

/** Where each crew was in the last half hour, as far as this window has seen it: positions are not in the log. */
export function useCrewTracks(): ShallowRef<Tracks> {
  const live = useLive();
  const time = useClock();
  watch(
    () => live.positions,
    (positions) => (tracks.value = extendTracks(tracks.value, positions.values(), time.now)),
    { immediate: true },
  );
  return tracks;
}
