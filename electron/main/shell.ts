import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, Menu, protocol, session } from 'electron';
import { readOrCreateToken } from '#kit/token-file.ts';
import { WINDOW_NAMES, type CoreState } from '#shared/contract/host-bridge.ts';
import { watchDownloads } from './downloads.ts';
import { guardApp } from './guards.ts';
import { answerHostCalls, tellCoreState } from './host-calls.ts';
import { readLayout, writeLayout } from './layout-file.ts';
import { en } from './locales/en.ts';
import { zhCn } from './locales/zh-cn.ts';
import { openLog, type Log } from './log.ts';
import { buildMenu } from './menu.ts';
import type { ShellOptions } from './options.ts';
import { defaultData, pagesPath } from './paths.ts';
import { contentPolicy, requirePages, servePages } from './pages.ts';
import { startProcesses } from './processes.ts';
import { WindowSet } from './window-set.ts';

interface Shell {
  readonly options: ShellOptions;
  /** Folder of this console's files. */
  readonly data: string;
  readonly log: Log;
}

/** What must be said before the app is ready. Undefined when a console of the same data folder runs already. */
export function prepareShell(options: ShellOptions): Shell | undefined {
  const data = options.data ?? defaultData(app.getPath('appData'), process.env, process.platform);
  mkdirSync(data, { recursive: true });
  // Chromium's own files apart from ours; the lock of the single instance lies with them, so it counts for each data folder.
  app.setPath('userData', join(data, 'shell'));
  if (!app.requestSingleInstanceLock()) return undefined;
  const log = openLog(join(data, 'logs', 'shell.log'));
  process.on('uncaughtException', (error) => log('error', 'unexpected', { cause: error.stack }));
  process.on('unhandledRejection', (cause) => log('error', 'unexpected', { cause: String(cause) }));
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  guardApp(app, log);
  return { options, data, log };
}

/** Opens the windows and starts what stands behind them. Throws coded errors for what is missing. */
export function runShell({ options, data, log }: Shell): void {
  const words = app.getLocale().startsWith('en') ? en : zhCn;
  const place = { appPath: app.getAppPath(), isPackaged: app.isPackaged };
  const pages = pagesPath(place);
  requirePages(pages, WINDOW_NAMES);

  let tell = (_state: CoreState): void => undefined;
  const processes = startProcesses({
    options,
    data,
    place,
    seat: readOrCreateToken(join(data, 'seat')),
    log,
    onCoreState: (state) => tell(state),
  });
  protocol.handle('app', servePages(pages, contentPolicy(processes.addresses)));

  watchDownloads(session.defaultSession, words, log);

  const layoutFile = join(data, 'layout.json');
  const stored = readLayout(layoutFile, () =>
    log('warn', 'window layout set aside', { code: 'WIN0003', file: layoutFile }),
  );
  const windows = new WindowSet(stored, {
    preload: join(place.appPath, 'out', 'preload', 'index.cjs'),
    icon: join(place.appPath, 'resources', 'icons', 'icon.png'),
    appVersion: app.getVersion(),
    log,
    titleOf: (name) => `${words[name]} · ${words.app}`,
    keep: (layout) => {
      try {
        writeLayout(layoutFile, layout);
      } catch (error) {
        log('warn', 'window layout not kept', { cause: String(error) });
      }
    },
  });
  tell = (state) => tellCoreState(windows, state);
  Menu.setApplicationMenu(
    buildMenu(
      words,
      { show: (name) => void windows.show(name), layOutAnew: () => windows.layOutAnew() },
      place.isPackaged,
    ),
  );
  answerHostCalls({ windows, connect: processes.connect, coreState: () => processes.coreState });
  app.on('second-instance', () => windows.focusAny());
  app.on('activate', () => windows.focusAny());
  leaveInOrder(windows, processes.stop);
  windows.openAll();
}

/** The console ends when its last window is closed, with the core and the hub gone before it. */
function leaveInOrder(windows: WindowSet, stop: () => Promise<void>): void {
  let isStopped = false;
  app.on('before-quit', () => windows.prepareToQuit());
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    windows.dispose();
    void stop().finally(() => {
      isStopped = true;
      // Not within the event: a quit while one is being called off is lost.
      setImmediate(() => app.quit());
    });
  });
}
