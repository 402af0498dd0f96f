import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { WINDOW_KEYS, WINDOW_NAMES, type WindowName } from '#shared/contract/host-bridge.ts';
import { signOff } from '../../commands/session.ts';
import { useConsole } from '../../stores/console.store.ts';
import { usePreferences } from '../../stores/preferences.store.ts';
import type { SelectableKind } from '../../stores/selection.store.ts';
import type { Found } from './find-lists.ts';
import { showIn, showWindow, thisWindow } from './navigate.ts';
import { searchEntryOf, searchItems } from './palette-search.ts';
import { useFindLists } from './use-find-lists.ts';

/** Something the command line can find: a thing of the plant or of the day's work, a window, an action. */
export interface PaletteItem {
  readonly key: string;
  /** Locale key of what kind of thing it is. */
  readonly kind: string;
  readonly title: string;
  readonly hint?: string | undefined;
  readonly run: () => void;
}

/** Where a thing is shown that is found outside the map; what is not here is shown on the map. */
const SHOWN_IN: Readonly<Partial<Record<SelectableKind, WindowName>>> = {
  station: 'wall',
  order: 'desk',
  complaint: 'desk',
};

/** Everything the command line finds: windows, actions, and whatever has a name or number. */
export function usePaletteItems(onSignOn: () => void) {
  const { t } = useI18n();
  const preferences = usePreferences();
  const consoleStore = useConsole();

  const actions = (): readonly PaletteItem[] => [
    ...WINDOW_NAMES.map((name) => ({
      key: `window-${name}`,
      kind: 'palette.window',
      title: t(`window.${name}`),
      hint: `${WINDOW_KEYS[name]} ${name}`,
      run: () => {
        showWindow(name);
      },
    })),
    { key: 'sign-on', kind: 'palette.action', title: t('signOn.title'), hint: 'sign on', run: onSignOn },
    ...(consoleStore.actor
      ? [
          {
            key: 'sign-off',
            kind: 'palette.action',
            title: t('signOn.leave', { name: consoleStore.actor.name }),
            hint: 'sign off',
            run: () => {
              void signOff();
            },
          },
        ]
      : []),
    {
      key: 'theme',
      kind: 'palette.action',
      title: t('palette.theme'),
      hint: 'theme',
      run: () => {
        preferences.theme = preferences.theme === 'night' ? 'day' : 'night';
      },
    },
    {
      key: 'language',
      kind: 'palette.action',
      title: '中文 / English',
      hint: 'language',
      run: () => {
        preferences.language = preferences.language === 'en' ? 'zh-CN' : 'en';
      },
    },
  ];

  const run = ({ kind, id }: Found): void => {
    showIn(thisWindow() === 'map' ? 'map' : (SHOWN_IN[kind] ?? 'map'), kind, id);
  };
  const lists = useFindLists();
  const own = computed(() => actions().map((item) => searchEntryOf(item, item.title, item.hint)));

  return {
    /** What the words find: actions, then things by how well they match. An empty query gives the actions. */
    find(query: string, limit: number): readonly PaletteItem[] {
      const acts = searchItems([own.value], query, limit);
      if (query.trim() === '') return acts;
      const things = searchItems(lists.value, query, limit).map((found): PaletteItem => ({
        key: `${found.kind}-${found.id}`,
        kind: `map.kind.${found.kind}`,
        title: found.title,
        hint: found.hint,
        run: () => {
          run(found);
        },
      }));
      return [...acts, ...things].slice(0, limit);
    },
  };
}
