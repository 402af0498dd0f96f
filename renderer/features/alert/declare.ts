import { ALERT_REASONS, type AlertContact, type AlertLevel } from '#shared/domain/alert/types.ts';
import type { Actor, Role } from '#shared/domain/entity/entity.ts';
import type { TraceResult, ValveStep } from '#shared/domain/network/trace-types.ts';

export type AlertReason = (typeof ALERT_REASONS)[number];

/** [eng, DOMAIN.md washout zone] From this bore on, mm, a burst counts as one of a main. */
const MAIN_DN_MM = 300;

/** The reason that a burst of such a pipe gives; undefined where the bore is not known. */
export const reasonForPipe = (dnMm: number | undefined): AlertReason | undefined =>
  dnMm === undefined ? undefined : dnMm >= MAIN_DN_MM ? 'mainBurst' : 'branchBurst';

const LEVEL_OF: Readonly<Partial<Record<Role, AlertLevel>>> = { callCentre: 'callCentre', dispatcher: 'dispatch' };

/** The roster as the paging order of an alert. Crews are paged by their orders, the shift lead comes last by rule. */
export function contactsOf(people: readonly Actor[]): readonly AlertContact[] {
  return people.flatMap(({ id, name, role }) => {
    const level = LEVEL_OF[role];
    return level ? [{ level, contactId: id, contactName: name }] : [];
  });
}

/** A stored reason as its key of the words; anything a newer console wrote counts as other. */
export const reasonKey = (reason: string): AlertReason => ALERT_REASONS.find((known) => known === reason) ?? 'other';

/** The valves of a trace that are ordered with an alert, in the order of the walk; those that are closed already are only looked at. */
export const toOrder = (trace: Pick<TraceResult, 'steps'> | undefined): readonly ValveStep[] =>
  [...(trace?.steps ?? [])].filter(({ action }) => action === 'close').sort((a, b) => a.order - b.order);
