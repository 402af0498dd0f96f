import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { floodOf, type Flood } from '#shared/domain/alarm/flood.ts';
import { useClock } from './clock.store.ts';
import { useEntities } from './entities.store.ts';
import { useNetwork } from './network.store.ts';

/** The flood of alarms that lasts now, judged once a second however many alarms come: in a flood everything else has to stay quick. */
export const useFlood = defineStore('flood', () => {
  const clock = useClock();
  const entities = useEntities();
  const network = useNetwork();
  const flood = shallowRef<Flood>();
  watch(
    () => clock.now,
    (now) => {
      const next = floodOf(entities.alarmLists.told, now, (id) => network.stationsById.get(id)?.area);
      if (!isSame(next, flood.value)) flood.value = next;
    },
    { immediate: true },
  );
  return { flood };
});

/** Whether nothing of it has changed: then nobody has to draw it again. */
function isSame(a: Flood | undefined, b: Flood | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.since === b.since && a.raised === b.raised && a.firstOut === b.firstOut && a.groups.length === b.groups.length
  );
}
