import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

export const SELECTABLE = [
  'station',
  'alarm',
  'complaint',
  'order',
  'crew',
  'candidate',
  'valve',
  'pipe',
  'building',
  'repairPoint',
  'street',
  'alert',
  'place',
] as const;
/** `place` is a free point; its id is `lon,lat` (WGS84). `street` is a named line or area of the base map, `alert` a red alert. */
export type SelectableKind = (typeof SELECTABLE)[number];

export interface Selected {
  readonly kind: SelectableKind;
  readonly id: string;
}

const CHANNEL = 'heatline-selection';

/** What the operator is looking at, the same in all windows of this seat (BroadcastChannel: one origin, no network). */
export const useSelection = defineStore('selection', () => {
  const selected = shallowRef<Selected>();
  const others = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(CHANNEL);
  others?.addEventListener('message', (event: MessageEvent<Selected | null>) => {
    selected.value = event.data ?? undefined;
  });

  function select(kind: SelectableKind, id: string): void {
    selected.value = { kind, id };
    others?.postMessage(selected.value);
  }

  function clear(): void {
    if (!selected.value) return;
    selected.value = undefined;
    others?.postMessage(null);
  }

  /** Id of the selection when it is of this kind. */
  const idOf = (kind: SelectableKind): string | undefined =>
    selected.value?.kind === kind ? selected.value.id : undefined;

  return { selected, select, clear, idOf };
});
