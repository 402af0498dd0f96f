import { effectScope } from 'vue';

/**
 * Starts watchers that live as long as the page. Without it a watcher that happens to be started while a component is being set up
 * would end with that component.
 */
export function forThePage(start: () => void): void {
  effectScope(true).run(start);
}
