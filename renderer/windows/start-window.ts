import './zod-without-eval.ts';
import '@fontsource-variable/noto-sans-sc';
import '../ui/tokens.css';
import '../ui/base.css';
import { createPinia } from 'pinia';
import { createApp, type Component } from 'vue';
import { followTitle } from '../features/shell/follow-title.ts';
import { followNavigation } from '../features/shell/navigate.ts';
import { startLink } from '../link/link.ts';
import { createWords } from '../locales/i18n.ts';
import { usePreferences } from '../stores/preferences.store.ts';

/** Starts one window: its stores, its words, its link to the core, its root component in `#app`. */
export function startWindow(root: Component): void {
  const pinia = createPinia();
  const app = createApp(root);
  app.use(pinia);
  const words = createWords(usePreferences(pinia).language);
  app.use(words);
  followTitle(words);
  startLink(pinia);
  followNavigation();
  app.mount('#app');
}
