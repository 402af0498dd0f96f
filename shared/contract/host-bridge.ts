import type { Access } from './feed.ts';

/**
 * What an Electron page may ask of its host. It is `window.heatline`, put there by the preload; in a browser there is none,
 * and the page dials the core that served it.
 */
export interface HostBridge {
  readonly kind: 'electron';
  readonly versions: HostVersions;
  /** Which window this page is in; a reload keeps it. */
  readonly windowName: WindowName;
  /**
   * Waits for the core to be up, then tells how to reach it. Asked again after every loss of the connection.
   * With `ports`, a `message` event on `window` follows whose data is a {@link PortsMessage} with the same `connection`, and whose
   * `ports` are [api, feed]: add the listener before calling.
   */
  connect(): Promise<HostConnection>;
  /** Shows another window (or this one), opening it when it is closed; `params` reach it by {@link HostBridge.onNavigate}. */
  showWindow(name: WindowName, options?: { readonly params?: NavigateParams }): Promise<void>;
  /** Tells the core's state at once, and again whenever it changes. Returns the way to stop listening. */
  onCoreState(listener: (state: CoreState) => void): () => void;
  /** Tells what another window asked this one to show. What came before the first listener is kept for it. */
  onNavigate(listener: (params: NavigateParams) => void): () => void;
}

export const WINDOW_NAMES = ['wall', 'map', 'alert', 'desk', 'alarms', 'settings'] as const;
export type WindowName = (typeof WINDOW_NAMES)[number];

/** The windows of a first start; the others are opened when they are wanted. */
export const FIRST_WINDOWS = ['wall', 'map', 'alert', 'desk'] as const satisfies readonly WindowName[];

/** The key that brings a window up, in every window. F6 is kept for the pulse. */
export const WINDOW_KEYS: Readonly<Record<WindowName, string>> = {
  wall: 'F2',
  map: 'F3',
  alert: 'F4',
  desk: 'F5',
  alarms: 'F7',
  settings: 'F8',
};

export interface HostVersions {
  readonly app: string;
  readonly electron: string;
  readonly chrome: string;
  readonly node: string;
}

/** For example `{ station: 'S012' }`. Keys and values are words of the windows; the host only carries them. */
export type NavigateParams = Readonly<Record<string, string>>;

/**
 * `up`: connect() answers at once. `down`: the core ended or never started, the host starts it again by itself after a pause;
 * `reason` is the code of a coded error when there is one.
 */
export type CoreState =
  { readonly state: 'starting' } | { readonly state: 'up' } | { readonly state: 'down'; readonly reason?: string };

export type HostConnection =
  | { readonly kind: 'ports'; readonly seat: Seat; readonly connection: number }
  | { readonly kind: 'websocket'; readonly seat: Seat; readonly url: string; readonly token: string };

/** Data of the `message` event that brings the two ports. Its `origin` is the page's own. */
export interface PortsMessage {
  readonly type: 'heatline:ports';
  readonly connection: number;
}

/** The seat is a secret that all windows of this host share; the core knows who is signed on at it. */
export type Seat = string;

/** From the host to a core in a utilityProcess, one for each page that connects. Its two ports are [api, feed]. */
export interface CoreConnectMessage {
  readonly t: 'connect';
  readonly seat: Seat;
  readonly window: WindowName;
  readonly access: Access;
}

/** Names of the messages between main process and preload. */
export const HOST_CHANNELS = {
  connect: 'heatline:connect',
  ports: 'heatline:ports',
  showWindow: 'heatline:show-window',
  coreState: 'heatline:core-state',
  navigate: 'heatline:navigate',
} as const;

/** Where the pages of a packaged window live; a core that the pages reach by WebSocket allows this Origin. */
export const APP_ORIGIN = 'app://heatline';

/** Whether this names one of the windows. */
export function isWindowName(value: unknown): value is WindowName {
  return WINDOW_NAMES.some((name) => name === value);
}
