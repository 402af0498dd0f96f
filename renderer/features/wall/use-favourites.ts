import { computed } from 'vue';
import { useConsole } from '../../stores/console.store.ts';
import { usePreferences } from '../../stores/preferences.store.ts';

/** The stations that the person signed on here marked for himself; those of the screen where nobody is. */
export function useFavourites() {
  const consoleStore = useConsole();
  const preferences = usePreferences();
  const person = computed(() => consoleStore.actor?.id ?? '');
  const favourites = computed((): ReadonlySet<string> => {
    const kept: unknown = preferences.wallFavourites[person.value];
    return new Set(Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : []);
  });

  function toggleFavourite(stationId: string): void {
    const next = new Set(favourites.value);
    if (!next.delete(stationId)) next.add(stationId);
    preferences.wallFavourites = { ...preferences.wallFavourites, [person.value]: [...next] };
  }

  return { favourites, toggleFavourite };
}
