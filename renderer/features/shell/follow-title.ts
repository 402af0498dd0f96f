import { watch, type Ref } from 'vue';
import type { createWords } from '../../locales/i18n.ts';
import { thisWindow } from './navigate.ts';

/** The title bar says which window this is, in the language of the screen: `大屏 · Heatline 热线`. Returns the way to stop. */
export function followTitle({ global }: ReturnType<typeof createWords>): () => void {
  const locale = global.locale as Ref<string>;
  return watch(
    locale,
    () => {
      document.title = `${global.t(`window.${thisWindow()}`)} · Heatline 热线`;
    },
    { immediate: true },
  );
}
