import { defineStore } from 'pinia';
import { computed, shallowRef, type ShallowRef } from 'vue';
import type { EntityRow } from '#shared/contract/feed.ts';
import type { LimitSetting } from '#shared/domain/alarm-limit/types.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { BurstSettings } from '#shared/domain/burst-settings/types.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { BurstVerdict } from '#shared/domain/burst-verdict/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Crew } from '#shared/domain/crew/types.ts';
import { ENTITY_TYPES, type EntityRef, type EntityType } from '#shared/domain/entity/entity.ts';
import type { Insight } from '#shared/domain/insight/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import type { StationNotes } from '#shared/domain/station/types.ts';
import type { Suppression } from '#shared/domain/suppression/types.ts';
import type { AlarmPlace } from '#shared/domain/suppression/suppression-of.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';
import type { Forecast } from '#shared/domain/weather/forecast.ts';
import type { Weather } from '#shared/domain/weather/types.ts';
import { alarmSheet } from './alarm-sheet.ts';
import { useClock } from './clock.store.ts';
import { useNetwork } from './network.store.ts';

/** What the log keeps of each entity type, as the page holds it. */
export interface EntityValues {
  readonly station: StationNotes;
  readonly alarm: Alarm;
  readonly alarmLimit: LimitSetting;
  readonly suppression: Suppression;
  readonly insight: Insight;
  readonly complaint: Complaint;
  readonly crew: Crew;
  readonly order: Order;
  readonly redAlert: RedAlert;
  readonly weather: Weather;
  readonly forecast: Forecast;
  readonly valve: ValveRecord;
  readonly burstVerdict: BurstVerdict;
  readonly burstSettings: BurstSettings;
}

type Maps = { readonly [T in EntityType]: ShallowRef<ReadonlyMap<string, EntityValues[T]>> };

const emptyMaps = (): Maps => ({
  station: shallowRef(new Map()),
  alarm: shallowRef(new Map()),
  alarmLimit: shallowRef(new Map()),
  suppression: shallowRef(new Map()),
  insight: shallowRef(new Map()),
  complaint: shallowRef(new Map()),
  crew: shallowRef(new Map()),
  order: shallowRef(new Map()),
  redAlert: shallowRef(new Map()),
  weather: shallowRef(new Map()),
  forecast: shallowRef(new Map()),
  valve: shallowRef(new Map()),
  burstVerdict: shallowRef(new Map()),
  burstSettings: shallowRef(new Map()),
});

const keyOf = (ref: EntityRef): string => `${ref.type}:${ref.id}`;

/**
 * Read replica of everything in the log: the hub's confirmed state with this console's pending commands on top.
 * Each change gives new Maps, so views watch the Map, never the inside of a value. Written by link/ only.
 */
export const useEntities = defineStore('entities', () => {
  const maps = emptyMaps();
  const clock = useClock();
  const network = useNetwork();
  const pending = shallowRef<ReadonlyMap<string, readonly string[]>>(new Map());
  /** False until the first snapshot: an empty list then means "not known yet". */
  const isLoaded = shallowRef(false);

  /** Takes rows of a snapshot (`replace`) or a delta. */
  function applyRows(rows: readonly EntityRow[], replace: boolean): void {
    const nextPending = new Map(replace ? [] : pending.value);
    for (const type of ENTITY_TYPES) {
      const ofType = rows.filter((row) => row.type === type);
      if (ofType.length === 0 && !replace) continue;
      const target = maps[type] as ShallowRef<ReadonlyMap<string, unknown>>;
      const next = new Map<string, unknown>(replace ? [] : target.value);
      for (const row of ofType) {
        if (row.value === null || row.value === undefined) next.delete(row.id);
        else next.set(row.id, row.value);
        if (row.pending.length > 0) nextPending.set(keyOf(row), row.pending);
        else nextPending.delete(keyOf(row));
      }
      target.value = next;
    }
    pending.value = nextPending;
    if (replace) isLoaded.value = true;
  }

  const pendingOf = (ref: EntityRef): readonly string[] => pending.value.get(keyOf(ref)) ?? [];
  const isPending = (ref: EntityRef): boolean => pending.value.has(keyOf(ref));

  /** How many shelves are over: changes when one ends, so that nothing else is done each second. */
  const shelfEnds = computed(() => [...maps.alarm.value.values()].flatMap(({ shelved }) => shelved?.until ?? []));
  const shelvesOver = computed(() =>
    shelfEnds.value.length === 0 ? 0 : shelfEnds.value.filter((until) => until <= clock.now).length,
  );
  const placeOf = (stationId: string): AlarmPlace => ({
    area: network.stationsById.get(stationId)?.area,
    plantState: maps.station.value.get(stationId)?.plantState?.state ?? 'inService',
  });
  /** What each alarm counts as: anything shelved, suppressed by design or out of service is in its own list and nowhere else. */
  const alarmLists = computed(() => {
    void shelvesOver.value;
    return alarmSheet(maps.alarm.value.values(), [...maps.suppression.value.values()], placeOf, clock.coreNow());
  });
  /** Alarms told to the operator that ask for a response or are still active, high priority first, then the newest. */
  const openAlarms = computed(() => alarmLists.value.open);
  const unacknowledged = computed(() => alarmLists.value.unacknowledged);
  /** A real red alert goes before a drill: it must break through. */
  const activeAlert = computed(() =>
    [...maps.redAlert.value.values()]
      .filter((alert) => alert.status === 'active')
      .sort((a, b) => Number(a.drill) - Number(b.drill) || b.declaredAt - a.declaredAt)
      .at(0),
  );
  const weather = computed(() => maps.weather.value.get('current'));
  const forecast = computed(() => maps.forecast.value.get('current'));
  /** The numbers of burst layers, cold clock and plan that hold at this site. */
  const burstNumbersNow = computed(() => burstNumbers(maps.burstSettings.value.get('current')?.values));

  return {
    stations: maps.station,
    alarms: maps.alarm,
    limitSettings: maps.alarmLimit,
    suppressions: maps.suppression,
    insights: maps.insight,
    complaints: maps.complaint,
    crews: maps.crew,
    orders: maps.order,
    redAlerts: maps.redAlert,
    valves: maps.valve,
    verdicts: maps.burstVerdict,
    burstNumbers: burstNumbersNow,
    pending,
    isLoaded,
    alarmLists,
    openAlarms,
    unacknowledged,
    activeAlert,
    weather,
    forecast,
    pendingOf,
    isPending,
    applyRows,
  };
});
