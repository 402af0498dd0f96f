import { MessageChannelMain, type WebContents } from 'electron';
import type { ReadyMessage, SupervisedProcess } from '#kit/supervise.ts';
import {
  HOST_CHANNELS,
  type CoreConnectMessage,
  type CoreState,
  type HostConnection,
  type PortsMessage,
  type Seat,
  type WindowName,
} from '#shared/contract/host-bridge.ts';
import type { UtilityChild } from './utility-child.ts';

/** A page that wants the core. */
export interface CallingPage {
  readonly name: WindowName;
  readonly contents: WebContents;
}

/** How a page gets to the core, wherever it is. Rejects when the console ends before the core is up. */
export type ConnectPage = (page: CallingPage) => Promise<HostConnection>;

/** A core at an address: an own one on Node once it is ready, or one that runs elsewhere. The page dials it by itself. */
export function connectByAddress(
  access: () => Promise<{ readonly url: string; readonly token: string }>,
  seat: Seat,
): ConnectPage {
  return async () => ({ kind: 'websocket', seat, ...(await access()) });
}

/**
 * A core in a utilityProcess: each page gets two ports (API and feed) whose other ends go to the core. What passes through them
 * never touches this process.
 */
export function connectByPorts(core: SupervisedProcess, child: () => UtilityChild, seat: Seat): ConnectPage {
  let connections = 0;
  return async ({ name, contents }) => {
    await core.whenReady();
    const connection = ++connections;
    const api = new MessageChannelMain();
    const feed = new MessageChannelMain();
    const toCore: CoreConnectMessage = { t: 'connect', seat, window: name, access: 'full' };
    const toPage: PortsMessage = { type: 'heatline:ports', connection };
    child().post(toCore, [api.port2, feed.port2]);
    if (!contents.isDestroyed()) contents.postMessage(HOST_CHANNELS.ports, toPage, [api.port1, feed.port1]);
    return { kind: 'ports', seat, connection };
  };
}

/** The address that a core on Node said it serves at. */
export function urlOf(ready: ReadyMessage): string {
  if (typeof ready['url'] !== 'string') throw new Error('the core did not say where it serves');
  return ready['url'];
}

/** What pages are told of a supervised core; `reason` is the code that it gave for its last end. */
export function coreStateOf(state: SupervisedProcess['state'], reason: string | undefined): CoreState {
  if (state === 'ready') return { state: 'up' };
  if (state === 'starting') return { state: 'starting' };
  return { state: 'down', ...(reason !== undefined && { reason }) };
}
