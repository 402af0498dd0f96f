import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCache } from '#core/db/cache/open-cache.ts';
import {
  checkCache,
  checkChromium,
  checkDatabase,
  checkDataDir,
  checkHealth,
  checkNode,
  checkPort,
} from './doctor-checks.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'heatline-doctor-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('doctor', () => {
  it('knows which Node runs TypeScript', () => {
    expect(checkNode('v24.21.0').state).toBe('ok');
    expect(checkNode('v20.19.0')).toMatchObject({ state: 'fail', code: 'CLI0101' });
  });

  it('sees a damaged and a newer database, and leaves both as they are', () => {
    const file = join(dir, 'cache.db');
    const cache = openCache(file);
    cache.sqlite.pragma('user_version = 99');
    cache.dispose();
    expect(checkCache(file)).toMatchObject([{ state: 'fail', code: 'CLI0109' }]);
    expect(checkDatabase('any', file)).toMatchObject({ state: 'ok' });
    writeFileSync(join(dir, 'bad.db'), 'not a database, but long enough to be taken for one'.repeat(100));
    expect(checkDatabase('bad', join(dir, 'bad.db'), 1)).toMatchObject({ state: 'fail', code: 'CLI0108' });
    expect(checkDatabase('none', join(dir, 'none.db'), 1)).toMatchObject({ state: 'ok' });
  });

  it('tells a data folder that is none, a browser that is not there', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(checkDataDir(join(dir, 'file', 'x'))).toMatchObject([{ state: 'fail', code: 'CLI0003' }]);
    expect(checkChromium({ HEATLINE_CHROMIUM: join(dir, 'no') })).toMatchObject({ state: 'warn', code: 'CLI0103' });
  });

  it('asks a running part for its health, and finds its port taken', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/healthz' ? 200 : 404;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${String(port)}`;
    expect(await checkHealth('core', url)).toMatchObject({ state: 'ok' });
    expect(await checkPort('core', '127.0.0.1', port)).toMatchObject({ state: 'fail', code: 'CLI0106' });
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expect(await checkHealth('core', url)).toMatchObject({ state: 'fail', code: 'CLI0110' });
  });
});
