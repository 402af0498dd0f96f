import type { Alarm } from '#shared/domain/alarm/types.ts';
import { burstCandidates } from '#shared/domain/burst/candidate.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { EntityRef } from '#shared/domain/entity/entity.ts';
import type { Network } from '#shared/domain/network/types.ts';
import type { Cancel, Clock } from '#shared/lib/clock.ts';

/** Complaints and alarms come in bursts of their own; one look at all of them is enough. */
const SETTLE_MS = 200;
/** Without anything new a candidate still ages out of its time window. */
const REVIEW_MS = 60_000;

export interface BurstWatchDependencies {
  readonly clock: Clock;
  readonly complaints: () => readonly Complaint[];
  readonly alarms: () => readonly Alarm[];
  readonly network: () => Network | null;
  readonly onChange: () => void;
}

export interface BurstWatch {
  candidates(): readonly BurstCandidate[];
  /** Says what changed in the log; complaints and alarms make it look again. */
  entitiesChanged(refs: readonly EntityRef[]): void;
  dispose(): void;
}

/** Looks for a burst in complaints and alarms whenever either changes. It only proposes: a person declares. */
export function createBurstWatch(dependencies: BurstWatchDependencies): BurstWatch {
  const { clock, complaints, alarms, network, onChange } = dependencies;
  let cancelLook: Cancel | undefined;

  function look(): readonly BurstCandidate[] {
    const plant = network();
    return burstCandidates({
      complaints: complaints(),
      alarms: alarms(),
      stations: plant?.stations ?? [],
      pipes: plant?.pipes ?? [],
      nowMs: clock.now(),
    });
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

  function review(): void {
    cancelLook = undefined;
    found = look();
    const text = JSON.stringify(found);
    if (text === shown) return;
    shown = text;
    onChange();
  }

  // What stands in the log already is there from the start; only later changes are told.
  let found = atStart();
  let shown = JSON.stringify(found);
  const stopReview = clock.every(REVIEW_MS, review);
  return {
    candidates: () => found,
    entitiesChanged(refs) {
      if (cancelLook !== undefined) return;
      if (refs.some((ref) => ref.type === 'complaint' || ref.type === 'alarm'))
        cancelLook = clock.after(SETTLE_MS, review);
    },
    dispose() {
      stopReview();
      cancelLook?.();
    },
  };
}
