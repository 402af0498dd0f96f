import type { FeedMessage } from '#shared/contract/feed.ts';
import type { HostBridge } from '#shared/contract/host-bridge.ts';
import { decodeTelemetryFrame, type TelemetryFrame } from '#shared/contract/telemetry-frame.ts';
import { hostDial, type Pipes } from '../../renderer/link/dial.ts';
import '../../renderer/windows/zod-without-eval.ts';

/** A page that dials as the product's pages do and shows the tests what it hears. */
export interface ContractPage {
  readonly messages: FeedMessage[];
  readonly frames: TelemetryFrame[];
  dial(): Promise<Pipes>;
}

const host = globalThis as unknown as {
  readonly heatline: HostBridge;
  addEventListener(type: 'pagehide', listener: () => void): void;
};

const page: ContractPage = {
  messages: [],
  frames: [],
  dial: async () => {
    const pipes = await hostDial(host.heatline)();
    pipes.feed.onMessage((message) => {
      if (typeof message === 'string') page.messages.push(JSON.parse(message) as FeedMessage);
      else page.frames.push(decodeTelemetryFrame(message));
    });
    // Electron 22 loses the page's process now and then when it is reloaded with ports open that the core writes to.
    host.addEventListener('pagehide', () => pipes.close());
    return pipes;
  },
};
Object.assign(host, { contract: page });
