import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useFormat } from '../../locales/use-format.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useLive } from '../../stores/live.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import type { SelectableKind, Selected } from '../../stores/selection.store.ts';
import type { Card, CardWorld } from './card.ts';
import { buildingCard, pipeCard, placeCard, repairPointCard, streetCard } from './ground-cards.ts';
import { useCrewTracks } from './use-crew-tracks.ts';
import { alertCard, complaintCard, crewCard, orderCard } from './work-cards.ts';

/** Kinds with a faceplate of facts alone; stations, valves and candidates have panels of their own. */
const CARDS: Readonly<Partial<Record<SelectableKind, (world: CardWorld, id: string) => Card | undefined>>> = {
  complaint: complaintCard,
  order: orderCard,
  crew: crewCard,
  alert: alertCard,
  pipe: pipeCard,
  building: buildingCard,
  repairPoint: repairPointCard,
  street: streetCard,
  place: placeCard,
};

/** The faceplate of what is selected; undefined for what has a panel of its own, or is not known. */
export function useCard(selected: () => Selected): ComputedRef<Card | undefined> {
  const { t } = useI18n();
  const { age, dateTime } = useFormat();
  const entities = useEntities();
  const live = useLive();
  const network = useNetwork();
  const time = useClock();
  const tracks = useCrewTracks();

  // Read when a card asks for it: what does not show the time need not be made anew each second.
  const world: CardWorld = {
    get network() {
      return network.network ?? { pipes: [], stations: [], base: [] };
    },
    get buildings() {
      return network.buildings;
    },
    get complaints() {
      return entities.complaints;
    },
    get orders() {
      return entities.orders;
    },
    get crews() {
      return entities.crews;
    },
    get alerts() {
      return entities.redAlerts;
    },
    get positions() {
      return live.positions;
    },
    get tracks() {
      return tracks.value;
    },
    get now() {
      return time.now;
    },
    t: (key, values) => (values ? t(key, values) : t(key)),
    age,
    dateTime,
  };
  return computed(() => CARDS[selected().kind]?.(world, selected().id));
}
