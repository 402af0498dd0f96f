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

const page: ContractPage = {
  messages: [],
  frames: [],
  dial: async () => {
    const pipes = await hostDial((globalThis as unknown as { readonly heatline: HostBridge }).heatline)();
    pipes.feed.onMessage((message) => {
      if (typeof message === 'string') page.messages.push(JSON.parse(message) as FeedMessage);
      else page.frames.push(decodeTelemetryFrame(message));
    });
    return pipes;
  },
};
Object.assign(globalThis, { contract: page });
