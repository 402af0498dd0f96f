import { Menu, type MenuItemConstructorOptions } from 'electron';
import { WINDOW_KEYS, WINDOW_NAMES, type WindowName } from '#shared/contract/host-bridge.ts';
import type { Words } from './locales/en.ts';

interface MenuActions {
  show(name: WindowName): void;
  layOutAnew(): void;
}

/** The application menu. Its keys work in every window; developer tools only in a checkout. */
export function buildMenu(words: Words, actions: MenuActions, isPackaged: boolean): Menu {
  const windows = WINDOW_NAMES.map((name): MenuItemConstructorOptions => {
    return { label: words[name], accelerator: WINDOW_KEYS[name], click: () => actions.show(name) };
  });
  const view: MenuItemConstructorOptions[] = [
    { label: words.fullScreen, role: 'togglefullscreen' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'resetZoom' },
    { type: 'separator' },
    { label: words.reload, role: 'reload' },
  ];
  if (!isPackaged) view.push({ label: words.developer, role: 'toggleDevTools' });
  return Menu.buildFromTemplate([
    { label: words.app, submenu: [{ label: words.quit, accelerator: 'CommandOrControl+Q', role: 'quit' }] },
    // macOS gives a page copy and paste only through a menu that has them.
    { label: words.edit, submenu: [{ role: 'copy' }, { role: 'cut' }, { role: 'paste' }, { role: 'selectAll' }] },
    {
      label: words.windows,
      submenu: [...windows, { type: 'separator' }, { label: words.layOutAnew, click: () => actions.layOutAnew() }],
    },
    { label: words.view, submenu: view },
  ]);
}
