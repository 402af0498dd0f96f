import type { HostBridge } from '#shared/contract/host-bridge.ts';

declare global {
  interface Window {
    /** Put there by the Electron preload; absent in a browser. */
    readonly heatline?: HostBridge;
  }
}
