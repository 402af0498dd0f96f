import { ok } from '../../lib/result.ts';
import { eventsOf } from '../entity/event.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import type { BurstVerdict, BurstVerdictCommands, BurstVerdictEvents, Verdict } from './types.ts';

const event = eventsOf<BurstVerdictEvents>('burstVerdict');

const EVENT_OF = {
  confirmCandidate: 'candidateConfirmed',
  rejectCandidate: 'candidateRejected',
  moveCandidate: 'candidateMoved',
} as const satisfies Record<keyof BurstVerdictCommands, keyof BurstVerdictEvents>;

const VERDICT_OF: Readonly<Record<keyof BurstVerdictEvents, Verdict>> = {
  candidateConfirmed: 'confirmed',
  candidateRejected: 'rejected',
  candidateMoved: 'moved',
};

/** The rules of what a person says of a burst candidate (SPEC.md beside this file). */
export const burstVerdictModule: DomainModule<BurstVerdict, BurstVerdictCommands, BurstVerdictEvents> = {
  type: 'burstVerdict',
  commands: {
    confirmCandidate: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
    rejectCandidate: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
    moveCandidate: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
  },
  decide(_state, command) {
    if (command.payload.reason.trim() === '') return refuse('VER0001');
    return ok([event(command.entity.id, EVENT_OF[command.type], command.payload as never)]);
  },
  evolve(state, change, meta) {
    const { reason, seen } = change.payload;
    const told = { verdict: VERDICT_OF[change.type], by: meta.actor.name, reason };
    const place =
      change.type === 'candidateMoved'
        ? change.payload.to
        : { at: state?.at ?? seen.at, pipeId: state?.pipeId ?? seen.pipeId };
    return {
      id: change.entity.id,
      ...told,
      ...place,
      decidedAt: meta.issuedAt,
      evidence: seen.evidence,
      history: [{ ...told, at: meta.issuedAt }, ...(state?.history ?? [])],
    };
  },
};
