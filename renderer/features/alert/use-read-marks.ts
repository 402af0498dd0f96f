import { onScopeDispose, watch } from 'vue';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import { markPage } from '../../commands/alerts.ts';
import { useConsole } from '../../stores/console.store.ts';
import { pagesToMarkRead } from './chain-view.ts';

/** Marks a page read once this window shows it to its contact: in front, not behind another window. */
export function useReadMarks(alert: () => RedAlert): void {
  const consoleStore = useConsole();
  const marked = new Set<string>();

  function mark(): void {
    if (document.visibilityState !== 'visible' || !consoleStore.canAct) return;
    const { id } = alert();
    for (const { level, contactId } of pagesToMarkRead(alert(), consoleStore.actor)) {
      const key = `${id}|${level}|${contactId}`;
      if (marked.has(key)) continue;
      marked.add(key);
      void markPage(id, { level, contactId, mark: 'read' });
    }
  }

  watch(() => [alert(), consoleStore.canAct, consoleStore.actor] as const, mark, { immediate: true });
  document.addEventListener('visibilitychange', mark);
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', mark);
  });
}
