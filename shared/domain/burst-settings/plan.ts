import type { BurstNumbers, BurstParamKey } from './catalogue.ts';

const LEVELS = [1, 2, 3, 4] as const;
type Level = (typeof LEVELS)[number];

/** The two numbers of each level of the incident plan, least level first. */
const PLAN_KEYS = LEVELS.map((level) => ({
  level,
  households: `plan.level${level}Households` as const,
  hours: `plan.level${level}Hours` as const,
}));

/** A level of the incident plan that would be reached no later than the one below it. */
export interface PlanFault {
  readonly level: Level;
  readonly below: Level;
  /** The number of the higher level that is too small: too few households, too few hours, or the same of both. */
  readonly key: BurstParamKey;
}

/** BST-08: each level asks for at least as many households and hours as the one below it, and for more of one of them. */
export function planFaults(numbers: BurstNumbers): readonly PlanFault[] {
  return PLAN_KEYS.slice(1).flatMap((upper, index) => {
    const lower = PLAN_KEYS[index] ?? upper;
    const households = numbers[upper.households] - numbers[lower.households];
    const hours = numbers[upper.hours] - numbers[lower.hours];
    const isSame = households === 0 && hours === 0;
    const fault = (key: BurstParamKey): PlanFault => ({ level: upper.level, below: lower.level, key });
    return [...(households < 0 || isSame ? [fault(upper.households)] : []), ...(hours < 0 ? [fault(upper.hours)] : [])];
  });
}

export const isPlanKey = (key: string): boolean => key.startsWith('plan.');
