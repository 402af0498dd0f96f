import { onScopeDispose, watch } from 'vue';
import { DISTANCES, usePreferences } from '../../stores/preferences.store.ts';
import { useSelection } from '../../stores/selection.store.ts';
import { requested } from '../shell/navigate.ts';
import type { Wall } from './use-wall.ts';
import { parsePart, partText, WHOLE } from './wall-parts.ts';

/** An unattended wall on which somebody pressed a key shows everything again after this long. [eng] */
const LEFT_ALONE_MS = 60_000;

/**
 * The wall as a display: which part it shows (`#part=2/3`), the reading distance (`#distance=wall6`) and whether nobody sits at it
 * (`#unattended=1`). All three stay in the address, so a reload or a restarted screen shows the same.
 */
export function useWallDisplay(wall: Wall): void {
  const preferences = usePreferences();
  const selection = useSelection();

  watch(
    requested,
    ({ part, distance, unattended }) => {
      if (part !== undefined) wall.showPart(parsePart(part));
      const wanted = DISTANCES.find((one) => one === distance);
      if (wanted) preferences.distance = wanted;
      if (unattended !== undefined) wall.setUnattended(unattended === '1');
    },
    { immediate: true },
  );

  watch([wall.part, wall.isUnattended], ([part, isUnattended]) => {
    const fragment = new URLSearchParams(location.hash.replace(/^#/, ''));
    if (part.of === WHOLE.of) fragment.delete('part');
    else fragment.set('part', partText(part));
    if (isUnattended) fragment.set('unattended', '1');
    else fragment.delete('unattended');
    // Slashes stay readable: the address is meant to be typed and written down.
    const text = fragment.toString().replaceAll('%2F', '/');
    history.replaceState(history.state, '', location.pathname + location.search + (text ? `#${text}` : ''));
  });

  /** Nobody is there to take away a filter or to close a faceplate that covers the rest. */
  function showAll(): void {
    wall.showAll();
    selection.clear();
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  function waitAgain(): void {
    clearTimeout(timer);
    timer = wall.isUnattended.value ? setTimeout(showAll, LEFT_ALONE_MS) : undefined;
  }
  watch(
    wall.isUnattended,
    (isUnattended) => {
      if (isUnattended) showAll();
      waitAgain();
    },
    { immediate: true },
  );
  for (const type of ['keydown', 'pointerdown', 'wheel'] as const) addEventListener(type, waitAgain);
  onScopeDispose(() => {
    clearTimeout(timer);
    for (const type of ['keydown', 'pointerdown', 'wheel'] as const) removeEventListener(type, waitAgain);
  });
}
