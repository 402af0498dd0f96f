import type { HostBridge } from '#shared/contract/host-bridge.ts';

declare global {
  interface Window {
    readonly heatline: HostBridge;
  }
}
