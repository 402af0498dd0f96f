import { contextBridge, ipcRenderer } from 'electron';
import {
  HOST_CHANNELS,
  type CoreState,
  type HostBridge,
  type NavigateParams,
  type PortsMessage,
  type WindowName,
} from '#shared/contract/host-bridge.ts';

const argument = (name: string): string => {
  const prefix = `--heatline-${name}=`;
  return process.argv.find((word) => word.startsWith(prefix))?.slice(prefix.length) ?? '';
};

/** Keeps the last message for those who listen later. */
function relay<T>(channel: string, keep: 'latest' | 'untilHeard') {
  const listeners = new Set<(value: T) => void>();
  let kept: T | undefined;
  const deliver = (value: T): void => {
    kept = keep === 'latest' || listeners.size === 0 ? value : undefined;
    for (const listener of listeners) listener(value);
  };
  ipcRenderer.on(channel, (_event, value: T) => deliver(value));
  const listen = (listener: (value: T) => void): (() => void) => {
    listeners.add(listener);
    if (kept !== undefined) listener(kept);
    if (keep === 'untilHeard') kept = undefined;
    return () => listeners.delete(listener);
  };
  return { deliver, listen };
}

const coreState = relay<CoreState>(HOST_CHANNELS.coreState, 'latest');
const navigate = relay<NavigateParams>(HOST_CHANNELS.navigate, 'untilHeard');
void ipcRenderer.invoke(HOST_CHANNELS.coreState).then(coreState.deliver);

// A port cannot pass the context bridge; a message of the window to itself can carry it.
ipcRenderer.on(HOST_CHANNELS.ports, (event, message: PortsMessage) => {
  window.postMessage(message, window.location.origin, event.ports);
});

const bridge: HostBridge = {
  kind: 'electron',
  versions: {
    app: argument('version'),
    electron: process.versions.electron ?? '',
    chrome: process.versions.chrome ?? '',
    node: process.versions.node,
  },
  windowName: argument('window') as WindowName,
  connect: () => ipcRenderer.invoke(HOST_CHANNELS.connect),
  showWindow: (name, options) => ipcRenderer.invoke(HOST_CHANNELS.showWindow, name, options?.params),
  onCoreState: coreState.listen,
  onNavigate: navigate.listen,
};

contextBridge.exposeInMainWorld('heatline', bridge);
