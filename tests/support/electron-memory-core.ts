import { onPorts, tellParent } from '#kit/parent.ts';
import type { PortLike } from '#core/entry/channels.ts';
import { servePort } from '#core/entry/serve.ts';
import type { CoreConnectMessage } from '#shared/contract/host-bridge.ts';
import { createMemoryCore } from './memory-core.ts';

/** The contract suite's in-memory core in a utilityProcess; electron-bundle.ts lowers it to the oldest Electron that tests run on. */
const { core, sample } = createMemoryCore();
onPorts((data, ports) => {
  const { seat, access } = data as CoreConnectMessage;
  const [api, feed] = ports as readonly [PortLike, PortLike];
  servePort(core, { api, feed }, { seat, access });
});
let pressureMPa = 0.6;
setInterval(() => sample(0, (pressureMPa += 0.001), Date.now()), 200);
tellParent({ t: 'ready' });
