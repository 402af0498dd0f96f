import type { SelectableKind } from '../../stores/selection.store.ts';
import { useSelection } from '../../stores/selection.store.ts';
import { showWindow } from '../shell/navigate.ts';

/** Opens the alert window's form with the place of this thing filled in. */
export function declareAt(kind: SelectableKind, id: string): void {
  useSelection().select(kind, id);
  showWindow('alert', { [kind]: id, declare: '1' });
}
