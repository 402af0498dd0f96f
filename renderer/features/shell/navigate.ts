import { WINDOW_NAMES, type NavigateParams, type WindowName } from '#shared/contract/host-bridge.ts';
import { shallowRef } from 'vue';
import type { SelectableKind } from '../../stores/selection.store.ts';
import { SELECTABLE, useSelection } from '../../stores/selection.store.ts';

const PAGE = new RegExp(`/(${WINDOW_NAMES.join('|')})(?=(/|/index\\.html|\\.html)?$)`);

/** Which window this page is. */
export function thisWindow(): WindowName {
  const name = window.heatline?.windowName ?? PAGE.exec(location.pathname)?.[1];
  return WINDOW_NAMES.find((known) => known === name) ?? 'wall';
}

/** The address of another window's page, beside this one. */
export function addressOf(name: WindowName, here: string, params: NavigateParams = {}): string {
  const fragment = new URLSearchParams(params).toString();
  return here.replace(PAGE, `/${name}`) + (fragment ? `#${fragment}` : '');
}

/** Shows a window: the host's own window in Electron; in a browser this tab goes there, or (`beside`) a window of its own opens. */
export function showWindow(name: WindowName, params: NavigateParams = {}, beside = false): void {
  if (window.heatline) {
    void window.heatline.showWindow(name, { params });
    return;
  }
  const address = addressOf(name, location.pathname, params);
  if (beside) window.open(address, `heatline-${name}`);
  else if (name === thisWindow()) takeParams(params);
  else location.assign(address);
}

/** Shows one thing in another window: `showIn('map', 'station', 'S012')`; `more` says what of it, such as the alarm it is shown for. */
export function showIn(name: WindowName, kind: SelectableKind, id: string, more: NavigateParams = {}): void {
  useSelection().select(kind, id);
  showWindow(name, { ...more, [kind]: id });
}

/** What this window was last asked to show, as a new object each time: for what is more than a selection. */
export const requested = shallowRef<NavigateParams>({});

/** Takes what another window asked this one to show. */
function takeParams(params: NavigateParams): void {
  const kind = SELECTABLE.find((known) => params[known] !== undefined);
  if (kind) useSelection().select(kind, params[kind] as string);
  requested.value = params;
}

/** Follows requests of other windows, and the address this page was opened with. Call once at the start of a window. */
export function followNavigation(): void {
  takeParams(Object.fromEntries(new URLSearchParams(location.hash.replace(/^#/, ''))));
  window.heatline?.onNavigate(takeParams);
}
