import type { BurstNumbers } from '../burst-settings/catalogue.ts';

const HOUR_MS = 3_600_000;

/** Levels of the plan, least first; 0 stands for "none reached". */
export const INCIDENT_LEVELS = [1, 2, 3, 4] as const;
export type IncidentLevel = (typeof INCIDENT_LEVELS)[number];
export type IncidentGrade = 0 | IncidentLevel;

/** Households that lost their heat together (those of one station); times in UTC ms. */
export interface Outage {
  readonly households: number;
  readonly lostAt: number;
  /** When the heat came back; missing while it has not. */
  readonly restoredAt?: number | undefined;
}

export interface IncidentLevelState {
  readonly level: IncidentLevel;
  /** From the plan: reached with so many households for longer than so many hours. */
  readonly households: number;
  readonly hours: number;
  /** When it was reached, or will be with nobody else lost and nobody restored, UTC ms; missing: too few households. */
  readonly reachedAt?: number | undefined;
  readonly isReached: boolean;
}

export interface IncidentMeter {
  /** The highest level reached so far; it never falls back. */
  readonly grade: IncidentGrade;
  /** Households without heat now. */
  readonly households: number;
  /** Sum of households x hours so far. */
  readonly householdHours: number;
  readonly levels: readonly IncidentLevelState[];
  /** The soonest higher level that comes at the present number of households. */
  readonly next?: { readonly level: IncidentLevel; readonly at: number; readonly inMs: number } | undefined;
  /** If all are restored at the asked time: the grade and the household-hours by then. */
  readonly ifRestored?:
    { readonly at: number; readonly grade: IncidentGrade; readonly householdHours: number } | undefined;
}

/**
 * Households x hours against the plan of the site (`plan.levelN...`; ING-01 to ING-06). A level is reached once at least its households have each been without heat for
 * longer than its hours.
 */
export function incidentMeter(input: {
  readonly outages: readonly Outage[];
  readonly nowMs: number;
  readonly numbers: BurstNumbers;
  /** "And if it is repaired by then?", UTC ms; a time in the past counts as now. */
  readonly ifRestoredAt?: number | undefined;
}): IncidentMeter {
  const { outages, nowMs, numbers, ifRestoredAt } = input;
  const started = outages.filter((outage) => outage.lostAt <= nowMs);
  const levels = levelStates(started, nowMs, numbers);
  const grade = gradeAt(levels, nowMs);
  const ahead = levels
    .flatMap(({ level, reachedAt }) => (level > grade && reachedAt !== undefined ? [{ level, at: reachedAt }] : []))
    .sort((a, b) => a.at - b.at || b.level - a.level)[0];
  const restoredAt = ifRestoredAt === undefined ? undefined : Math.max(nowMs, ifRestoredAt);
  return {
    grade,
    households: started.filter((one) => endOf(one) > nowMs).reduce((sum, one) => sum + one.households, 0),
    householdHours: householdHours(started, nowMs),
    levels,
    next: ahead === undefined ? undefined : { ...ahead, inMs: ahead.at - nowMs },
    ifRestored:
      restoredAt === undefined
        ? undefined
        : {
            at: restoredAt,
            grade: gradeAt(levels, restoredAt),
            householdHours: householdHours(started, restoredAt),
          },
  };
}

function levelStates(outages: readonly Outage[], nowMs: number, numbers: BurstNumbers): readonly IncidentLevelState[] {
  return INCIDENT_LEVELS.map((level) => {
    const households = numbers[`plan.level${level}Households`];
    const hours = numbers[`plan.level${level}Hours`];
    const reachedAt = reached(outages, households, hours * HOUR_MS);
    return { level, households, hours, reachedAt, isReached: reachedAt !== undefined && reachedAt < nowMs };
  });
}

/** When `households` have been out for `forMs`: outages that end before that do not count. */
function reached(outages: readonly Outage[], households: number, forMs: number): number | undefined {
  let count = 0;
  const lasting = outages.filter((one) => endOf(one) - one.lostAt > forMs).sort((a, b) => a.lostAt - b.lostAt);
  for (const one of lasting) {
    count += one.households;
    if (count >= households) return one.lostAt + forMs;
  }
  return undefined;
}

function gradeAt(levels: readonly IncidentLevelState[], atMs: number): IncidentGrade {
  return levels.reduce<IncidentGrade>(
    (grade, { level, reachedAt }) => (reachedAt !== undefined && reachedAt < atMs && level > grade ? level : grade),
    0,
  );
}

function householdHours(outages: readonly Outage[], untilMs: number): number {
  return outages.reduce(
    (sum, one) => sum + (one.households * Math.max(0, Math.min(untilMs, endOf(one)) - one.lostAt)) / HOUR_MS,
    0,
  );
}

function endOf(outage: Outage): number {
  return outage.restoredAt ?? Infinity;
}
