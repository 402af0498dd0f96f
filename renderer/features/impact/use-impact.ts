import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { ImpactLayerKind } from '#shared/domain/burst/impact-types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import { distanceM } from '#shared/lib/geo.ts';
import type { ImpactDrawing } from '../../map/impact-drawing.ts';
import { useConsole } from '../../stores/console.store.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useLive } from '../../stores/live.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { useSelection } from '../../stores/selection.store.ts';
import { useColdRows } from '../cold-clock/use-cold-rows.ts';
import { candidateHere } from './context.ts';
import { drawingOf } from './drawing.ts';
import { changeImpact, followReports, impactAnswer } from './open-impact.ts';
import { valveRows, type ValveRow } from './valve-rows.ts';

/** Layers that the operator switched off. */
export const hiddenLayers = shallowRef<ReadonlySet<ImpactLayerKind>>(new Set());
/** Whether the houses are on the map. */
export const showsCold = shallowRef(false);

/** Shows or hides a layer. */
export function toggleLayer(kind: ImpactLayerKind): void {
  const next = new Set(hiddenLayers.value);
  if (!next.delete(kind)) next.add(kind);
  hiddenLayers.value = next;
}

/** An alert declared this near is for the same burst, m; as in cluster-complaints.ts. */
const SAME_PLACE_M = 300;

/** The alert that runs for the burst that is looked at; a real one before a drill. */
export function useImpactAlert(): ComputedRef<RedAlert | undefined> {
  const entities = useEntities();
  return computed(() => {
    const question = impactAnswer.value?.question;
    if (!question) return undefined;
    const active = [...entities.redAlerts.values()]
      .filter(({ status }) => status === 'active')
      .sort((a, b) => Number(a.drill) - Number(b.drill));
    return (
      active.find(({ pipeId }) => pipeId === question.pipeId) ??
      active.find(({ place }) => distanceM(place.at, question.at) <= SAME_PLACE_M)
    );
  });
}

/** The valves to close as they stand now. */
export function useValveRows(): ComputedRef<readonly ValveRow[]> {
  const entities = useEntities();
  const alert = useImpactAlert();
  return computed(() => {
    const trace = impactAnswer.value?.trace;
    return trace ? valveRows(trace, entities.valves, alert.value) : [];
  });
}

/** The candidate that speaks of the burst that is looked at. */
export function useImpactCandidate(): ComputedRef<BurstCandidate | undefined> {
  const live = useLive();
  return computed(() => {
    const question = impactAnswer.value?.question;
    return question && candidateHere(live.candidates, question);
  });
}

/** What the map draws of the burst, and of the candidate whose places are looked at. */
export function useImpactDrawing(): ComputedRef<ImpactDrawing> {
  const { t } = useI18n();
  const live = useLive();
  const network = useNetwork();
  const selection = useSelection();
  const valves = useValveRows();
  const here = useImpactCandidate();
  const { rows } = useColdRows();
  const candidate = computed(() => {
    const [id, pipeId] = [selection.idOf('candidate'), selection.idOf('pipe')];
    const { candidates } = live;
    const chosen = candidates.find((one) => one.id === id || one.places.some((place) => place.pipeId === pipeId));
    return chosen ?? here.value ?? candidates[0];
  });
  return computed(() =>
    drawingOf({
      answer: impactAnswer.value,
      hidden: hiddenLayers.value,
      valves: valves.value,
      candidate: candidate.value,
      cold: showsCold.value ? rows.value : [],
      stationAt: (id) => network.stationsById.get(id)?.at,
      label: (kind, radiusM) => `${t(`impact.layer.${kind}`)} ${radiusM.toFixed(0)} m`,
    }),
  );
}

/** Asks again when the world changes: a valve is told closed or stuck, the site's numbers. The layers of reports follow their candidate. Call once. */
export function useReasking(): void {
  const entities = useEntities();
  const consoleStore = useConsole();
  const here = useImpactCandidate();
  watch(
    () => entities.valves,
    () => changeImpact({}, 'valves'),
  );
  watch(
    () => entities.burstNumbers,
    () => changeImpact({}, 'numbers'),
  );
  // What failed while the console was away is asked again by itself.
  watch(
    () => consoleStore.isConnected,
    (isConnected) => {
      if (isConnected && impactAnswer.value?.fault) changeImpact({}, 'open');
    },
  );
  watch(here, followReports);
}
