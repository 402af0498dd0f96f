import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { readJournal } from '../../commands/alarm-queries.ts';
import { listLogEntries } from '../../commands/queries.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { ordersOfStation } from '../station/orders-of-station.ts';
import { alarmHappenings, happeningsIn, orderHappenings, plantStateHappenings, type Happening } from './happenings.ts';
import type { TimeRange } from './time-range.ts';

const DEBOUNCE_MS = 250;
/** What could not be read is asked again after this. */
const AGAIN_MS = 5_000;
const ROWS = 500;
const LOG_ROWS = 200;
/** More shapes than this on one axis are a smear. */
const SHOWN = 120;

/** What happened at a station in the time in sight: alarms, orders, plant states. */
export function useHappenings(stationId: () => string, range: () => TimeRange) {
  const entities = useEntities();
  const network = useNetwork();
  const ofAlarms = shallowRef<readonly Happening[]>([]);
  const ofStation = shallowRef<readonly Happening[]>([]);
  /** The axis does not show all that happened: an empty one must not look like a calm day. */
  const isPartial = shallowRef(false);
  let wish = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function readAlarms(): Promise<void> {
    wish += 1;
    const mine = wish;
    const { from, to, follows } = range();
    const until = follows ? to + 60_000 : to;
    const rows = await readJournal({
      stationId: stationId(),
      from: Math.max(0, Math.floor(from)),
      to: Math.ceil(until),
      limit: ROWS,
    });
    if (mine !== wish) return;
    isPartial.value = !rows.ok;
    if (!rows.ok) {
      soon(AGAIN_MS);
      return;
    }
    ofAlarms.value = alarmHappenings(rows.value, (id) => entities.alarms.get(id)?.priority);
  }

  async function readStates(): Promise<void> {
    const asked = stationId();
    const page = await listLogEntries({ entity: { type: 'station', id: asked }, limit: LOG_ROWS });
    if (asked === stationId() && page.ok) ofStation.value = plantStateHappenings(page.value.rows);
  }

  function soon(afterMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void readAlarms(), afterMs);
  }

  watch(
    () => {
      const { from, to, follows } = range();
      const sight = follows ? `now ${String(Math.round(to - from))}` : `${String(from)} ${String(to)}`;
      const alarms = [...entities.alarms.values()].filter((alarm) => alarm.stationId === stationId());
      return `${stationId()} ${sight} ${alarms.map(({ occurrence, status }) => `${String(occurrence)}${status}`).join()}`;
    },
    () => {
      soon(DEBOUNCE_MS);
    },
    { immediate: true },
  );
  watch([stationId, () => entities.stations.get(stationId())], () => void readStates(), { immediate: true });
  onScopeDispose(() => {
    clearTimeout(timer);
    wish += 1;
  });

  const ofOrders = computed(() =>
    orderHappenings(
      ordersOfStation(stationId(), [...entities.orders.values()], entities.complaints, network.buildingsById),
    ),
  );
  const happenings = computed(() => {
    const { from, to } = range();
    return happeningsIn([...ofAlarms.value, ...ofOrders.value, ...ofStation.value], from, to, SHOWN);
  });
  return { happenings, isPartial };
}
