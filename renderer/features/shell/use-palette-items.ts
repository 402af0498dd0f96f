import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { WINDOW_KEYS, WINDOW_NAMES } from '#shared/contract/host-bridge.ts';
import { signOff } from '../../commands/session.ts';
import { useConsole } from '../../stores/console.store.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { usePreferences } from '../../stores/preferences.store.ts';
import { showIn, showWindow } from './navigate.ts';
import { searchEntryOf, type PaletteItem } from './palette-search.ts';

/** Everything the command line finds: stations, orders, complaints by address, crews, windows and actions. */
export function usePaletteItems(onSignOn: () => void) {
  const { t } = useI18n();
  const entities = useEntities();
  const network = useNetwork();
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

  const things = (): readonly PaletteItem[] => [
    ...(network.network?.stations ?? []).map((station) => ({
      key: `station-${station.id}`,
      kind: 'palette.station',
      title: station.name,
      hint: `${station.id} ${station.area} ${station.address ?? ''}`,
      run: () => {
        showIn('wall', 'station', station.id);
      },
    })),
    ...[...entities.orders.values()].map((order) => ({
      key: `order-${order.id}`,
      kind: 'palette.order',
      title: `${order.number} ${order.title}`,
      hint: order.place.address,
      run: () => {
        showIn('desk', 'order', order.id);
      },
    })),
    ...[...entities.complaints.values()].map((complaint) => ({
      key: `complaint-${complaint.id}`,
      kind: 'palette.complaint',
      title: complaint.place.address ?? complaint.text,
      hint: `${t(`category.${complaint.category}`)} ${complaint.phone ?? ''}`,
      run: () => {
        showIn('desk', 'complaint', complaint.id);
      },
    })),
    ...[...entities.crews.values()].map((crew) => ({
      key: `crew-${crew.id}`,
      kind: 'palette.crew',
      title: crew.name,
      hint: `${crew.leader} ${crew.phone}`,
      run: () => {
        showIn('map', 'crew', crew.id);
      },
    })),
  ];

  return computed(() => [...actions(), ...things()].map(searchEntryOf));
}
