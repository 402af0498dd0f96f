import { PRIORITIES, type Priority } from '#shared/domain/alarm/types.ts';
import { PLANT_STATES, type PlantState } from '#shared/domain/station/types.ts';

/** What people and the alarm engine say of one station; travels as 16 bits a station. */
export interface StationMark {
  /** The worst alarm told to the operator. */
  readonly priority: Priority | undefined;
  /** Somebody has acknowledged it: drawn hollow, and it no longer blinks. */
  readonly isAcknowledged: boolean;
  /** An alarm of it is shelved, suppressed or out of service: it does not colour, a small mark says so. */
  readonly isHeldBack: boolean;
  readonly plantState: PlantState;
  /** The search does not mean it. */
  readonly isDimmed: boolean;
}

const ACKNOWLEDGED = 1 << 2;
const HELD_BACK = 1 << 3;
const PLANT_SHIFT = 4;
const DIMMED = 1 << 7;

/** Bits 0-1 priority (0 none, 1 high, 2 medium, 3 low), 2 acknowledged, 3 held back, 4-6 plant state, 7 dimmed. */
export function packMark(mark: StationMark): number {
  return (
    (mark.priority === undefined ? 0 : PRIORITIES.indexOf(mark.priority) + 1) |
    (mark.isAcknowledged ? ACKNOWLEDGED : 0) |
    (mark.isHeldBack ? HELD_BACK : 0) |
    (PLANT_STATES.indexOf(mark.plantState) << PLANT_SHIFT) |
    (mark.isDimmed ? DIMMED : 0)
  );
}

export const priorityOf = (mark: number): Priority | undefined => PRIORITIES[(mark & 3) - 1];
export const isAcknowledged = (mark: number): boolean => (mark & ACKNOWLEDGED) !== 0;
export const isHeldBack = (mark: number): boolean => (mark & HELD_BACK) !== 0;
export const isDimmed = (mark: number): boolean => (mark & DIMMED) !== 0;
export const plantStateOf = (mark: number): PlantState => PLANT_STATES[(mark >> PLANT_SHIFT) & 7] ?? 'inService';
/** Whether it blinks: an alarm that nobody has acknowledged. */
export const asksAttention = (mark: number): boolean => (mark & 3) !== 0 && !isAcknowledged(mark);
