import { useI18n } from 'vue-i18n';
import { useConsole } from '../../stores/console.store.ts';

/** First figures of `console-75a4f2d7-c6f3-4d80-…`: they tell the consoles of one control room apart, and can be said on the phone. */
const CONSOLE = /^console-([0-9a-f]{4})[0-9a-f]{4}-[0-9a-f-]+$/;

/** Devices in words: `this console`, `console 75A4`; what has a name of its own keeps it. */
export function useDeviceWords() {
  const { t } = useI18n();
  const consoleStore = useConsole();

  function deviceName(device: string): string {
    if (device === consoleStore.status?.device) return t('alarm.thisConsole');
    const figures = CONSOLE.exec(device)?.[1];
    return figures === undefined ? device : t('alarm.otherConsole', { figures: figures.toUpperCase() });
  }

  return { deviceName };
}
