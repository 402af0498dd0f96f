import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasParent, onEnd, tellParent } from '#kit/parent.ts';
import { readOrCreateToken } from '#kit/token-file.ts';
import { parseCoreArgs } from './args.ts';
import { compose } from './compose.ts';
import { reportFailure } from './failure.ts';
import { createHttpApi } from './http-api.ts';
import { serveSocket } from './serve.ts';
import { createGate } from './tokens.ts';
import { startWebServer } from './web-server.ts';

/**
 * `node electron/core/entry/node.ts --data DIR`: a core that serves its pages over HTTP and WebSocket, alone or under a launcher.
 * Says `{t: 'ready', url, port}` to the launcher, and ends when the channel to it closes.
 */
async function main(): Promise<void> {
  const resources = join(dirname(fileURLToPath(import.meta.url)), '../../../resources');
  const args = parseCoreArgs(process.argv.slice(2), resources);
  const { core, logger, dispose } = compose(args);
  const full = readOrCreateToken(args.tokenFile);
  const server = await startWebServer({
    host: args.host,
    port: args.port,
    staticDir: args.staticDir,
    accessOf: createGate({ full, wall: readOrCreateToken(args.wallTokenFile) }),
    health: core.health,
    onHttp: createHttpApi(core),
    ...serveSocket(core),
  });
  onEnd(async (why) => {
    logger.info({ why }, 'core closing');
    await server.close();
    await dispose();
  });
  logger.info({ url: server.url }, 'core ready');
  if (hasParent()) tellParent({ t: 'ready', url: server.url, port: server.port });
  else process.stdout.write(`${server.url}/#token=${full}\n`);
}

main().catch(reportFailure);
