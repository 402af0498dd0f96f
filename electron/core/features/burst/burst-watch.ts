import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { BurstVerdict } from '#shared/domain/burst-verdict/types.ts';
import { burstCandidates } from '#shared/domain/burst/candidate.ts';
import { keepIds } from '#shared/domain/burst/fusion-verdicts.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { EntityRef } from '#shared/domain/entity/entity.ts';
import type { Network } from '#shared/domain/network/types.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';
import type { Analysis, LiveReports } from '../../analysis/analysis.ts';

/** Complaints and alarms come in bursts of their own; one look at all of them is enough. */
const SETTLE_MS = 200;
/** Pressures fall without any entity changing: the model, which follows them, is asked again so often. */
const ASK_EVERY_MS = 5_000;
/** Without anything new a candidate still ages out of its time window. */
const REVIEW_MS = 60_000;

/** What makes it look at once. */
const LOOKED_AT: ReadonlySet<EntityRef['type']> = new Set(['complaint', 'alarm', 'burstVerdict', 'burstSettings']);

export interface BurstWatchDependencies {
  readonly clock: Clock;
  readonly complaints: () => readonly Complaint[];
  readonly alarms: () => readonly Alarm[];
  readonly verdicts: () => readonly BurstVerdict[];
  readonly numbers: () => BurstNumbers;
  readonly network: () => Network | null;
  /** Missing: callers and alarms alone. */
  readonly analysis?: Pick<Analysis, 'localise' | 'status'> | undefined;
  readonly onChange: () => void;
}

export interface BurstWatch {
  candidates(): readonly BurstCandidate[];
  /** Says what changed in the log; complaints, alarms, verdicts and numbers make it look again. */
  entitiesChanged(refs: readonly EntityRef[]): void;
  dispose(): void;
}

/**
 * Looks for a burst whenever complaints, alarms or verdicts change, and every few seconds for what pressures say. Callers and alarms answer at once;
 * the network model's answer takes its place when it comes, and does so as long as the model answers. It only proposes: a person declares.
 */
export function createBurstWatch(dependencies: BurstWatchDependencies): BurstWatch {
  const { clock, complaints, alarms, verdicts, numbers, network, analysis, onChange } = dependencies;
  let cancelLook: Cancel | undefined;
  let isAsking = false;
  let isAskedAgain = false;
  let isDisposed = false;
  /** The last answer was the model's: callers alone would only blur it until the next one. */
  let isByModel = false;

  const reports = (): LiveReports => ({
    nowMs: clock.now(),
    complaints: complaints(),
    alarms: alarms(),
    verdicts: verdicts(),
  });

  function look(): readonly BurstCandidate[] {
    const plant = network();
    const input = { ...reports(), stations: plant?.stations ?? [], pipes: plant?.pipes ?? [] };
    return burstCandidates(input, numbers());
  }

  /** What cannot be worked out must not keep the console from starting: the first round tells of it. */
  function atStart(): readonly BurstCandidate[] {
    try {
      return look();
    } catch {
      cancelLook = clock.after(0, review);
      return [];
    }
  }

  function show(next: readonly BurstCandidate[]): void {
    found = keepIds(next, found);
    const text = JSON.stringify(found);
    if (text === shown) return;
    shown = text;
    onChange();
  }

  function review(): void {
    cancelLook = undefined;
    const atOnce = look();
    // What the model has not seen yet is shown at once; what it has already placed better is not put back.
    const known = new Set(found.flatMap(refsOf));
    const isNew = (candidate: BurstCandidate): boolean => !refsOf(candidate).some((ref) => known.has(ref));
    show(isByModel ? [...found, ...atOnce.filter(isNew)] : atOnce);
    ask();
  }

  /** One question at a time: what came in meanwhile makes one more. */
  function ask(): void {
    if (analysis === undefined || analysis.status().network !== 'ready') {
      isByModel = false;
      return;
    }
    if (isAsking) {
      isAskedAgain = true;
      return;
    }
    isAsking = true;
    analysis.localise({}, reports()).then(
      (answer) => answered(answer),
      // The thread of the model ended (HYD0005) and is told as such: callers and alarms go on.
      () => answered(undefined),
    );
  }

  function answered(answer: readonly BurstCandidate[] | undefined): void {
    isAsking = false;
    if (isDisposed) return;
    isByModel = answer !== undefined;
    show(answer ?? look());
    if (!isAskedAgain) return;
    isAskedAgain = false;
    ask();
  }

  // What stands in the log already is there from the start; only later changes are told.
  let found = atStart();
  let shown = JSON.stringify(found);
  const stops = [clock.every(REVIEW_MS, review), clock.every(ASK_EVERY_MS, ask)];
  return {
    candidates: () => found,
    entitiesChanged(refs) {
      if (cancelLook === undefined && refs.some((ref) => LOOKED_AT.has(ref.type)))
        cancelLook = clock.after(SETTLE_MS, review);
    },
    dispose() {
      isDisposed = true;
      for (const stop of stops) stop();
      cancelLook?.();
    },
  };
}

const refsOf = ({ evidence }: BurstCandidate): readonly string[] =>
  evidence.flatMap(({ kind, refs }) => refs.map((ref) => `${kind}:${ref}`));
