import type { AlertLevel, HopRoles } from './types.ts';

/** How long a page of each hop may go unanswered, ms [eng]. Hub and consoles of one site must use the same. */
export const HOP_DEADLINE_MS: Readonly<Record<AlertLevel, number>> = {
  callCentre: 60_000,
  dispatch: 60_000,
  crew: 180_000,
};

/** Who may accept a hop (ALT-06). A dispatcher or shift lead accepts the crew's hop on the crew's word by radio. */
export const HOP_ROLES: HopRoles = {
  callCentre: ['callCentre', 'shiftLead'],
  dispatch: ['dispatcher', 'shiftLead'],
  crew: ['crewLeader', 'dispatcher', 'shiftLead'],
};
