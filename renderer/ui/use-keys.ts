import { onScopeDispose, shallowRef } from 'vue';

/** A key of this window: `A`, `Space`, `F2`, `Ctrl+K`, `/`, `?`, `Escape`, `ArrowDown`. `label` is a locale key, for the list in `?`. */
export interface KeyBinding {
  readonly key: string;
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Works while a text field has the focus or a dialog is open (function keys and Ctrl do anyway). */
  readonly everywhere?: boolean;
  /** While this says no, the key is for whoever bound it before. */
  readonly when?: () => boolean;
}

/** Every binding that is alive in this window, the last made first to be asked. */
export const keyBindings = shallowRef<readonly KeyBinding[]>([]);

let isListening = false;

/** Binds keys while the calling component lives. A later binding of the same key goes first. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  if (!isListening) {
    isListening = true;
    addEventListener('keydown', onKeyDown);
  }
  keyBindings.value = [...bindings, ...keyBindings.value];
  onScopeDispose(() => {
    keyBindings.value = keyBindings.value.filter((binding) => !bindings.includes(binding));
  });
}

/** The name by which a key event is bound: modifiers first, letters in upper case. */
export function nameOfKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const shift = event.shiftKey && event.key.length > 1 ? 'Shift+' : '';
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift}${key}`;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented) return;
  const name = nameOfKey(event);
  const isGlobal = name.startsWith('Ctrl+') || /^(Shift\+)?F\d/.test(name);
  const binding = keyBindings.value.find(({ key, when }) => key === name && when?.() !== false);
  if (!binding) return;
  if (!isGlobal && !binding.everywhere && (isOccupied(event.target, name) || document.querySelector('dialog[open]'))) {
    return;
  }
  event.preventDefault();
  binding.run(event);
}

/** Whether the focused element needs the key itself: text fields take all, buttons, links and check boxes take Space and Enter. */
function isOccupied(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches('input:not([type="checkbox"]), textarea, select, [contenteditable]')) return true;
  return (name === 'Space' || name === 'Enter') && target.matches('button, a, summary, input, [role="button"]');
}
