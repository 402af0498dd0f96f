import { shallowRef } from 'vue';
import { nearestPipe } from '#shared/domain/burst/snap.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { readImpact, traceLeak } from '../../commands/analysis.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useLive } from '../../stores/live.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import type { Selected, SelectableKind } from '../../stores/selection.store.ts';
import { pickedAt } from '../map/picked-at.ts';
import { middleOf, parsePlace } from '../map/place-id.ts';
import { showIn, thisWindow } from '../shell/navigate.ts';
import type { AskCause, ImpactQuestion } from './answer.ts';
import { contextOf } from './context.ts';
import { createImpactRun } from './impact-run.ts';

/** The parts of the impact panel. */
export const IMPACT_TABS = ['layers', 'valves', 'lost', 'cold', 'model'] as const;
export type ImpactTab = (typeof IMPACT_TABS)[number];

const run = createImpactRun({
  context: contextOf,
  trace: traceLeak,
  impact: readImpact,
  reached: measure,
  now: () => performance.now(),
});

/** The burst that is looked at in this window. */
export const impactAnswer = run.answer;
export const impactTab = shallowRef<ImpactTab>('layers');

/** What a burst can be asked about. */
const ASKABLE: ReadonlySet<SelectableKind> = new Set(['pipe', 'place', 'candidate', 'alert']);
export const canAskImpact = (selected: Pick<Selected, 'kind'>): boolean => ASKABLE.has(selected.kind);

/**
 * "What does a burst here do?" about a pipe, a marked place (the nearest pipe within `cluster.snapM`), a candidate (its place, moved or best) or an alert. In another window it is
 * asked on the map. @returns false where there is no pipe to ask about
 */
export function openImpact({ kind, id }: Selected): boolean {
  if (thisWindow() !== 'map') {
    showIn('map', kind, id, { impact: '1' });
    return true;
  }
  const place = pipeOf({ kind, id });
  if (!place) return false;
  const before = impactAnswer.value?.question;
  if (before?.pipeId !== place.pipeId) impactTab.value = 'layers';
  run.ask({ ...place, hole: before?.hole ?? 'burst', params: before?.params ?? {}, valves: {} }, 'open');
  return true;
}

/** Asks the same again with something changed. */
export function changeImpact(patch: Partial<Omit<ImpactQuestion, 'pipeId' | 'at'>>, cause: AskCause): void {
  const question = impactAnswer.value?.question;
  if (question) run.ask({ ...question, ...patch }, cause);
}

/** "And if this valve does not close?" and back again. */
export function toggleWhatIf(valveId: string): void {
  const { [valveId]: supposed, ...others } = impactAnswer.value?.question.valves ?? {};
  const valves = supposed ? others : { ...others, [valveId]: { condition: 'stuck' as const } };
  changeImpact({ valves }, 'whatIf');
}

export const closeImpact = run.close;
/** The complaints and pressures behind the candidate here have changed. */
export const followReports = run.followReports;

function pipeOf({ kind, id }: Selected): { readonly pipeId: string; readonly at: LonLat } | undefined {
  const { network } = useNetwork();
  const pipes = network?.pipes ?? [];
  if (kind === 'pipe') {
    const pipe = pipes.find((one) => one.id === id);
    const clicked = pipe && pickedAt(id);
    const at = pipe && ((clicked && nearestPipe(clicked, [pipe], Infinity)?.at) ?? middleOf(pipe.path));
    return at && { pipeId: id, at };
  }
  const candidate = kind === 'candidate' ? useLive().candidates.find((one) => one.id === id) : undefined;
  const alert = kind === 'alert' ? useEntities().redAlerts.get(id) : undefined;
  const at = kind === 'place' ? parsePlace(id) : (candidate?.at ?? alert?.place.at);
  if (!at) return undefined;
  const pipeId = candidate?.pipeId ?? alert?.pipeId;
  if (pipeId !== undefined) return { pipeId, at };
  const snapped = nearestPipe(at, pipes, useEntities().burstNumbers['cluster.snapM']);
  return snapped && { pipeId: snapped.pipe.id, at: snapped.at };
}

/** `impact:first`, `impact:trace`, `impact:all`: from the asking until it has been drawn. */
function measure(step: 'first' | 'trace' | 'all', askedAt: number): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      performance.measure(`impact:${step}`, { start: askedAt, end: performance.now() });
    });
  });
}
