import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPart } from './part.ts';
import { readRunInfo, writeRunInfo } from './run-info.ts';
import { tokenIn } from './tokens.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'heatline-part-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function start(source: string) {
  const entry = join(dir, 'part.mjs');
  writeFileSync(entry, source);
  const said: string[] = [];
  const part = startPart({ name: 'hub', entry, args: [], onChange: () => undefined, say: (line) => said.push(line) });
  return { part, said };
}

describe('startPart', () => {
  it('gives the address of a part that is ready', async () => {
    const { part } = start(
      `process.on('disconnect', () => process.exit(0)); process.send({ t: 'ready', url: 'http://h:1' });`,
    );
    const { url, process: supervised } = await part;
    expect(url).toBe('http://h:1');
    await supervised.stop();
  });

  it('gives up on one that never gets ready, with the reason it gave itself', async () => {
    const { part, said } = start(
      `process.send({ t: 'failed', code: 'HUB0009', detail: { port: 5, deep: {} } }, () => process.exit(1));`,
    );
    await expect(part).rejects.toMatchObject({ code: 'HUB0009', detail: { part: 'hub', port: 5 } });
    expect(said).toHaveLength(2);
    await expect(start('process.exit(3);').part).rejects.toMatchObject({ code: 'CLI0005', detail: { ended: '3' } });
  });
});

describe('run.json', () => {
  it('is believed only while its launcher lives', () => {
    const file = join(dir, 'run.json');
    expect(readRunInfo(file)).toBeUndefined();
    const info = { launcherPid: process.pid, startedAt: 1, tokenFile: 't', parts: { core: { pid: process.pid } } };
    writeRunInfo(file, info);
    expect(readRunInfo(file)).toEqual(info);
    writeRunInfo(file, { ...info, parts: { core: { pid: 2 ** 30 } } });
    expect(readRunInfo(file)).toBeUndefined();
    writeRunInfo(file, { ...info, launcherPid: 2 ** 30 });
    expect(readRunInfo(file)).toBeUndefined();
  });
});

describe('tokenIn', () => {
  it('makes a token once, and tells a file that cannot be one', () => {
    const file = join(dir, 'deep', 'token');
    expect(tokenIn(file)).toHaveLength(43);
    expect(tokenIn(file)).toBe(tokenIn(file));
    expect(() => tokenIn(dir)).toThrow('CLI0012');
  });
});
