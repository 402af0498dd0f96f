import type { Actor } from '../entity/entity.ts';

/** True for a crew leader who answers in the name of a crew that is not his (CRW-03). */
export function speaksForAnotherCrew(actor: Actor, crewId: string): boolean {
  return actor.role === 'crewLeader' && actor.crewId !== undefined && actor.crewId !== crewId;
}
