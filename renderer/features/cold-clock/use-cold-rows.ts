import { computed, type ComputedRef } from 'vue';
import { coldRows, type ColdRow } from '#shared/domain/cold-clock/cold-rows.ts';
import { outdoorCourse, type OutdoorCourse } from '#shared/domain/cold-clock/outdoor-course.ts';
import { roomReports } from '#shared/domain/cold-clock/room-reports.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import { incidentMeter, type IncidentMeter } from '#shared/domain/incident-grade/meter.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { impactAnswer } from '../impact/open-impact.ts';
import { lossOf, type HeatLoss } from './heat-loss.ts';

const MINUTE_MS = 60_000;

export interface ColdClock {
  readonly rows: ComputedRef<readonly ColdRow[]>;
  /** Undefined where neither forecast nor observation came in. */
  readonly outdoor: ComputedRef<OutdoorCourse | undefined>;
  readonly loss: ComputedRef<HeatLoss>;
  readonly meter: ComputedRef<IncidentMeter>;
  /** The minute it is worked out for, UTC ms. */
  readonly nowMs: ComputedRef<number>;
}

/** When the buildings behind the closed valves go cold, and which incident it becomes: anew each minute, and whenever valves or weather change. */
export function useColdRows(): ColdClock {
  const entities = useEntities();
  const network = useNetwork();
  const time = useClock();

  const nowMs = computed(() => Math.floor(time.now / MINUTE_MS) * MINUTE_MS);
  const numbers = computed(() => burstNumbers(entities.burstNumbers, impactAnswer.value?.question.params));
  const outdoor = computed(() => outdoorCourse(entities.forecast, entities.weather, nowMs.value));
  const loss = computed(() => {
    const answer = impactAnswer.value;
    return lossOf(answer?.question, answer?.trace, entities.redAlerts.values(), entities.valves, nowMs.value);
  });
  const lostIds = computed(() => impactAnswer.value?.trace?.lost.stations.map(({ stationId }) => stationId) ?? []);
  const rows = computed(() => {
    const course = outdoor.value;
    if (!course || lostIds.value.length === 0) return [];
    const { sinceMs } = loss.value;
    return coldRows({
      buildings: network.buildings,
      lostStationIds: lostIds.value,
      sinceMs,
      nowMs: nowMs.value,
      outdoor: course,
      numbers: numbers.value,
      rooms: roomReports(entities.complaints.values(), sinceMs, numbers.value),
    });
  });
  const meter = computed(() =>
    incidentMeter({
      outages: (impactAnswer.value?.trace?.lost.stations ?? []).map(({ households }) => ({
        households,
        lostAt: loss.value.sinceMs,
      })),
      // Lost within this very minute is lost already.
      nowMs: Math.max(nowMs.value, loss.value.sinceMs),
      numbers: numbers.value,
    }),
  );
  return { rows, outdoor, loss, meter, nowMs };
}
