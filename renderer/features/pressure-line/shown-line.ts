import { shallowRef } from 'vue';
import { showWindow, thisWindow } from '../shell/navigate.ts';

/** The pressure line that is open on the wall; without a station it leads to the farthest. */
export const shownLine = shallowRef<{ readonly stationId: string | undefined }>();

/** Opens the pressure line to a station; from another window on the wall. */
export function showPressureLine(stationId?: string): void {
  if (thisWindow() === 'wall') shownLine.value = { stationId };
  else showWindow('wall', { line: stationId ?? '' });
}

export function hidePressureLine(): void {
  shownLine.value = undefined;
}
