import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf } from '#shared/lib/coded-error.ts';
import { HUB_DEFAULT_PORT, parseArgs } from './args.ts';

describe('the options of the hub', () => {
  it('need a data folder and find the rest by themselves', () => {
    expect(parseArgs(['--data', 'here'])).toEqual({
      dataDir: 'here',
      host: '127.0.0.1',
      port: HUB_DEFAULT_PORT,
      tokenFile: join('here', 'hub.token'),
      integrationTokenFile: join('here', 'integration.token'),
      maxConnections: 200,
      logFile: undefined,
    });
    expect(parseArgs(['--data', 'd', '--port', '0', '--host', '::1', '--token-file', 't']).tokenFile).toBe('t');
  });

  it.each([
    [[]],
    [['--data', '']],
    [['--data', 'd', '--port', '70000']],
    [['--data', 'd', '--port', 'http']],
    [['--data', 'd', '--colour', 'red']],
  ])('refuse %j with HUB0014', (argv) => {
    let code: string | undefined;
    try {
      parseArgs(argv);
    } catch (error) {
      code = codeOf(error);
    }
    expect(code).toBe('HUB0014');
  });
});
