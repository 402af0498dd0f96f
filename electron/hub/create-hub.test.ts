import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { codeOf } from '#shared/lib/coded-error.ts';
import { createLogger } from '#kit/logger.ts';
import { systemClock } from '#kit/system-clock.ts';
import { createHub, type Hub } from './create-hub.ts';

let folder: string;
const hubs: Hub[] = [];
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'heatline-hubs-'))));
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = async (name: string, port: number): Promise<Hub> => {
  const hub = await createHub({
    dataDir: join(folder, name),
    host: '127.0.0.1',
    port,
    consoleToken: 'console',
    integrationToken: 'integration',
    maxConnections: 2,
    version: '0.0.0',
    clock: systemClock,
    newId: randomUUID,
    log: createLogger({ name: 'hub', file: join(folder, `${name}.log`) }),
  });
  hubs.push(hub);
  return hub;
};

it('says that its address is taken (HUB0011) and can be started elsewhere on the same data', async () => {
  const first = await start('one', 0);
  expect(await start('two', Number(new URL(first.url).port)).catch(codeOf)).toBe('HUB0011');
  const second = await start('two', 0);
  expect(second.url).not.toBe(first.url);
});

it('keeps the epoch of its log over a restart', async () => {
  const { epoch } = await start('one', 0);
  await hubs.pop()?.close();
  expect((await start('one', 0)).epoch).toBe(epoch);
});
