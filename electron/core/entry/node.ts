import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hasParent, onEnd, tellParent } from '#kit/parent.ts';
import { readOrCreateToken } from '#kit/token-file.ts';
import { CORE_HELP, parseCoreArgs } from './args.ts';
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
  const argv = process.argv.slice(2);
  if (argv.includes('--help')) {
    process.stdout.write(CORE_HELP);
    return;
  }
  // From the sources (electron/core/entry), or bundled (out/core).
  const root = [resolve(import.meta.dirname, '../../..'), resolve(import.meta.dirname, '../..')].find((folder) =>
    existsSync(join(folder, 'resources', 'config')),
  );
  const home = root ?? process.cwd();
  const args = parseCoreArgs(argv, join(home, 'resources'), join(home, 'out', 'renderer'));
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
