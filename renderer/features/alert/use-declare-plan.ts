import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { TraceResult, ValveStep } from '#shared/domain/network/trace-types.ts';
import { recordStep } from '../../commands/alerts.ts';
import { traceLeak } from '../../commands/analysis.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useLive } from '../../stores/live.store.ts';
import { confidencePct, evidenceViews } from '../burst/candidate-view.ts';
import { useCandidateWords } from '../burst/use-candidate-words.ts';
import { candidateHere } from '../impact/context.ts';
import { useShutWords } from '../impact/use-shut-words.ts';
import { valveOrderSteps } from '../impact/valve-orders.ts';
import { toOrder } from './declare.ts';
import type { DeclarePlace } from './use-declare-place.ts';

export interface DeclarePlan {
  /** Of the pipe at the place; undefined where there is none, or while it is on its way. */
  readonly trace: ShallowRef<TraceResult | undefined>;
  readonly failure: Ref<string | undefined>;
  readonly isReading: Ref<boolean>;
  /** Valves that have to be closed, in the order of the walk. */
  readonly valves: ComputedRef<readonly ValveStep[]>;
  /** Stations that must be shut inside as well, in one sentence; empty where there are none. */
  readonly shut: ComputedRef<string>;
  /** What speaks for a burst at this place, in one sentence; empty without a candidate. */
  readonly evidence: ComputedRef<string>;
  /** Stations, households and sensitive customers that lose heat, in one sentence; empty without a trace. */
  readonly lost: ComputedRef<string>;
  /** Puts the valves (unless `ordersValves` is off) and what is lost on the alert that was declared, as soon as the trace is there. */
  carryOut(alertId: string, ordersValves: boolean): Promise<void>;
}

/** What belongs to a red alert at a place: evidence, valves, customers. Traced anew when the place or a valve changes. */
export function useDeclarePlan(place: () => DeclarePlace | undefined): DeclarePlan {
  const { t } = useI18n();
  const live = useLive();
  const entities = useEntities();
  const { shutText } = useShutWords();
  const { placeWords, evidenceWords } = useCandidateWords();
  const trace = shallowRef<TraceResult>();
  const failure = ref<string>();
  const isReading = ref(false);
  let asked = 0;
  /** The newest question; an alert may be declared before it is answered. */
  let reading: Promise<TraceResult | undefined> = Promise.resolve(undefined);

  async function read(pipeId: string | undefined): Promise<TraceResult | undefined> {
    asked += 1;
    const own = asked;
    if (pipeId === undefined) {
      trace.value = undefined;
      failure.value = undefined;
      return undefined;
    }
    isReading.value = true;
    const result = await traceLeak({ pipeIds: [pipeId] });
    const answer = result.ok ? result.value : undefined;
    if (own !== asked) return answer;
    isReading.value = false;
    trace.value = answer;
    failure.value = result.ok ? undefined : result.error.code;
    return answer;
  }
  watch(
    () => [place()?.pipeId, entities.valves] as const,
    ([pipeId], before) => {
      if (pipeId !== before?.[0]) trace.value = undefined;
      reading = read(pipeId);
    },
    { immediate: true },
  );

  const valves = computed(() => toOrder(trace.value));
  const shut = computed(() => shutText(trace.value));
  const evidence = computed(() => {
    const here = place();
    const candidate = here && candidateHere(live.candidates, { pipeId: here.pipeId ?? '', at: here.at });
    if (!candidate) return '';
    const verdict = entities.verdicts.get(candidate.id);
    return t('burst.plan.evidence', {
      place: placeWords(candidate),
      pct: confidencePct(candidate),
      evidence: evidenceViews(candidate.evidence).map(evidenceWords).join(t('common.comma')),
      verdict: verdict ? `${t(`burst.verdict.${verdict.verdict}`)} ${verdict.by}：${verdict.reason}` : '',
    }).trim();
  });
  const lost = computed(() => lostText(trace.value));
  function lostText(of: TraceResult | undefined): string {
    if (!of) return '';
    const { stations, households, sensitive } = of.lost;
    return t('burst.plan.lost', { stations: stations.length, households, sensitive: sensitive.length });
  }

  async function carryOut(alertId: string, ordersValves: boolean): Promise<void> {
    const traced = await reading;
    const text = lostText(traced);
    if (text) void recordStep(alertId, { kind: 'note', text });
    if (!ordersValves) return;
    const textOf = ({ valveId, name, order }: ValveStep): string =>
      t('burst.plan.valveOrder', { name: name ?? valveId, order });
    for (const step of valveOrderSteps(toOrder(traced), textOf, shutText(traced), [])) void recordStep(alertId, step);
  }

  return { trace, failure, isReading, valves, shut, evidence, lost, carryOut };
}
