import { randomUUID } from 'node:crypto';
import { CodedError } from '#shared/lib/coded-error.ts';
import { createLogger } from '#kit/logger.ts';
import { onEnd, tellParent } from '#kit/parent.ts';
import { systemClock } from '#kit/system-clock.ts';
import { createHub } from '../create-hub.ts';
import { readOrCreateToken } from '#kit/token-file.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { HUB_HELP, parseArgs } from './args.ts';

/** `node electron/hub/entry/hub.ts --data DIR`: the hub as a process of its own, alone or under a console. */
async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv.includes('--help')) {
    process.stdout.write(HUB_HELP);
    return;
  }
  const args = parseArgs(argv);
  const log = createLogger({ name: 'hub', ...(args.logFile !== undefined && { file: args.logFile }) });
  const hub = await createHub({
    dataDir: args.dataDir,
    host: args.host,
    port: args.port,
    consoleToken: readOrCreateToken(args.tokenFile),
    integrationToken: readOrCreateToken(args.integrationTokenFile),
    maxConnections: args.maxConnections,
    version: packageJson.version,
    clock: systemClock,
    newId: randomUUID,
    log,
  });
  onEnd((why) => {
    log.info({ why }, 'hub closing');
    return hub.close();
  });
  process.stdout.write(`${JSON.stringify({ ready: true, url: hub.url, epoch: hub.epoch })}\n`);
  tellParent({ t: 'ready', url: hub.url });
}

main().catch((error: unknown) => {
  const coded =
    error instanceof CodedError ? { code: error.code, detail: error.detail } : { code: 'HUB0008', why: String(error) };
  process.stderr.write(`${JSON.stringify(coded)}\n`);
  tellParent({ t: 'failed', ...coded });
  process.exitCode = 1;
  process.disconnect?.();
});
