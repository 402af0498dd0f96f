import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { HOST_CHANNELS, isWindowName, type CoreState, type NavigateParams } from '#shared/contract/host-bridge.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { CallingPage, ConnectPage } from './core-host.ts';
import type { WindowSet } from './window-set.ts';

/** Words of a page to another: few and short, or it is not ours. */
const MAX_PARAMS = 16;
const MAX_PARAM_CHARS = 256;

interface HostCallsDeps {
  readonly windows: WindowSet;
  readonly connect: ConnectPage;
  coreState(): CoreState;
}

function paramsOf(value: unknown): NavigateParams {
  if (value === undefined) return {};
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const isFine = entries.every(
    ([key, word]) => typeof word === 'string' && key.length + word.length <= MAX_PARAM_CHARS,
  );
  if (typeof value !== 'object' || value === null || !isFine || entries.length > MAX_PARAMS) {
    throw new CodedError('WIN0005', { call: 'showWindow', reason: 'params' });
  }
  return Object.fromEntries(entries);
}

/**
 * Answers the calls of the preload, and no other: only the main frame of one of our windows is heard.
 * Call once, when the windows are there to be asked for.
 */
export function answerHostCalls({ windows, connect, coreState }: HostCallsDeps): void {
  const caller = (event: IpcMainInvokeEvent, call: string): CallingPage => {
    const name = windows.nameOf(event.sender);
    if (name === undefined || event.senderFrame !== event.sender.mainFrame) throw new CodedError('WIN0005', { call });
    return { name, contents: event.sender };
  };
  ipcMain.handle(HOST_CHANNELS.connect, (event) => connect(caller(event, 'connect')));
  ipcMain.handle(HOST_CHANNELS.coreState, (event) => {
    caller(event, 'coreState');
    return coreState();
  });
  ipcMain.handle(HOST_CHANNELS.showWindow, (event, name: unknown, params: unknown) => {
    caller(event, 'showWindow');
    if (!isWindowName(name)) throw new CodedError('WIN0005', { call: 'showWindow', reason: 'name' });
    const words = paramsOf(params);
    const { webContents } = windows.show(name);
    if (Object.keys(words).length === 0) return;
    const send = (): void => webContents.send(HOST_CHANNELS.navigate, words);
    if (webContents.isLoadingMainFrame()) webContents.once('did-finish-load', send);
    else send();
  });
}

/** Tells every page how the core is. */
export function tellCoreState(windows: WindowSet, state: CoreState): void {
  for (const window of windows.windows) {
    if (!window.isDestroyed()) window.webContents.send(HOST_CHANNELS.coreState, state);
  }
}
