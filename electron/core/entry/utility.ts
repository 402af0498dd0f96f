import { join } from 'node:path';
import { z } from 'zod';
import { onEnd, onPorts, tellParent } from '#kit/parent.ts';
import { parseCoreArgs } from './args.ts';
import type { PortLike } from './channels.ts';
import { compose } from './compose.ts';
import { reportFailure } from './failure.ts';
import { servePort } from './serve.ts';

/** What comes with the two ports of a page (CoreConnectMessage of the host bridge). */
const connectSchema = z.object({
  t: z.literal('connect'),
  seat: z.string().min(16).max(128),
  access: z.enum(['full', 'wall']),
});

/** A core in Electron's utilityProcess: its pages come as pairs of MessagePorts from the main process, and from nowhere else. */
function main(): void {
  // Bundled beside resources/ in the app: out/core/utility.mjs.
  const args = parseCoreArgs(process.argv.slice(2), join(import.meta.dirname, '../../resources'));
  const { core, logger, dispose } = compose(args);
  onPorts((data, ports) => {
    const session = connectSchema.safeParse(data);
    const [api, feed] = ports as readonly PortLike[];
    if (!session.success || api === undefined || feed === undefined) {
      logger.warn({ data }, 'not a connection');
      return;
    }
    servePort(core, { api, feed }, session.data);
  });
  onEnd(async (why) => {
    logger.info({ why }, 'core closing');
    await dispose();
  });
  tellParent({ t: 'ready' });
}

try {
  main();
} catch (error) {
  reportFailure(error);
}
