import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#tests/support/free-port.ts';
import { ROOT } from './places.ts';
import type { RunInfo } from './run-info.ts';

const HEATLINE = join(ROOT, 'electron/cli/heatline.ts');
let dir: string;
const running = new Set<ChildProcess>();
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'heatline-cli-'));
});
afterEach(async () => {
  await Promise.all(
    [...running].map(async (child) => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }),
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [HEATLINE, ...args], {
    env: { ...process.env, HEATLINE_DATA: join(dir, 'default') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...out }));
  const firstLine = async (): Promise<string> => {
    await expect.poll(() => out.stdout).toContain('\n');
    return out.stdout;
  };
  return { child, ended, firstLine, out };
}

const heatline = (...args: string[]) => start(args).ended;
/** Fails unless standard output is one JSON document and nothing else. */
const documentOf = (run: { stdout: string }) => JSON.parse(run.stdout) as Record<string, unknown>;

const junction = (id: string, side: string) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: [126.6, 45.7] },
  properties: { kind: 'junction', side, elevationM: 120 },
});
const NETWORK = {
  type: 'FeatureCollection',
  features: [
    junction('A', 'supply'),
    junction('B', 'return'),
    {
      type: 'Feature',
      id: 'P',
      geometry: {
        type: 'LineString',
        coordinates: [
          [126.6, 45.7],
          [126.6, 45.7],
        ],
      },
      properties: { kind: 'pipe', side: 'supply', from: 'A', to: 'A', innerDiameterM: 0.1, roughnessMm: 0.1 },
    },
  ],
};

function write(name: string, content: unknown): string {
  const file = join(dir, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('heatline', () => {
  it('imports, and prints one document with --json', async () => {
    const file = write('n.geojson', NETWORK);
    const data = join(dir, 'imports');
    const first = await heatline('import', 'network', file, '--data', data);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('revision 1: 3 added, 0 changed, 0 unchanged, 0 removed');
    const again = await heatline('import', 'network', file, '--data', data, '--json');
    expect(again.code).toBe(0);
    expect(documentOf(again)).toMatchObject({ ok: true, verb: 'import network', unchanged: 3, revision: 2 });
  });

  it('refuses with exit 1 and the coded reason', async () => {
    const bad = write('bad.geojson', { ...NETWORK, features: NETWORK.features.slice(1) });
    const data = join(dir, 'refused');
    const people = await heatline('import', 'network', bad, '--data', data);
    expect(people).toMatchObject({ code: 1, stdout: '' });
    expect(people.stderr).toMatch(/^CLI0010.*\nIMP0006 file, pipe/);
    expect(people.stderr).toContain('IMP0112 pipe "P", from: "A"');
    const program = await heatline('import', 'customers', bad, '--data', data, '--json');
    expect(program).toMatchObject({ code: 1, stderr: '' });
    expect(documentOf(program)).toMatchObject({ ok: false, code: 'CLI0010', problems: [{ code: 'IMP0032' }] });
    const origin = await heatline('import', 'network', bad, '--origin', 'here', '--data', data, '--json');
    expect(documentOf(origin)).toMatchObject({ ok: false, code: 'IMP0024' });
  });

  it('refuses to verify or export what is not there', async () => {
    expect(documentOf(await heatline('verify-log', write('no.log', 'x'), '--json'))).toMatchObject({ code: 'LOG0010' });
    const out = ['--data', join(dir, 'empty'), '--out', join(dir, 'out.jsonl'), '--json'];
    expect(documentOf(await heatline('export-log', ...out))).toMatchObject({ ok: false, code: 'LOG0012' });
  });

  it.each([
    ['unknown verb', ['fly']],
    ['missing file', ['import', 'network']],
    ['unknown option', ['doctor', '--colour']],
    ['bad port', ['serve', '--port', '70000']],
    ['bad hub', ['serve', '--hub', 'tcp://x']],
  ])('takes %s as wrong usage, exit 2', async (_what, args) => {
    const people = await heatline(...args);
    expect(people).toMatchObject({ code: 2, stdout: '' });
    expect(people.stderr).toContain('error:');
    expect(documentOf(await heatline(...args, '--json'))).toMatchObject({ ok: false, code: 'CLI0001' });
  });

  it.each([
    ['hub', '--integration-token-file', 'HUB0014'],
    ['city', '--crew-speed', 'CTY0003'],
  ])('hands flags on to the %s as they are, and its judgement back', async (name, flag, code) => {
    const help = await heatline(name, '--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain(flag);
    const run = await heatline(name, '--data', join(dir, 'hub'), '--no-such-flag');
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(code);
    const program = await heatline(name, '--data', join(dir, 'hub'), '--no-such-flag', '--json');
    expect(program.code).toBe(2);
    expect(documentOf(program)).toMatchObject({
      ok: false,
      verb: name,
      code,
      next: expect.stringMatching(/\w/) as string,
    });
  });

  it('runs a hub, and says where in one document', async () => {
    const hub = start(['hub', '--data', join(dir, 'hub-alone'), '--port', '0', '--json']);
    const { ok, url } = documentOf({ stdout: await hub.firstLine() });
    expect(ok).toBe(true);
    expect(await statusOf(`${String(url)}/healthz`)).toBe(200);
    hub.child.kill('SIGTERM');
    expect((await hub.ended).code).toBe(0);
    expect(() => documentOf(hub.out)).not.toThrow();
  });

  it('exports the city, with its reason where it cannot', async () => {
    const file = write('file', 'x');
    const args = ['city', '--stations', '10', '--export-only', '--json', '--export'];
    expect(documentOf(await heatline(...args, join(dir, 'city')))).toMatchObject({ ok: true, verb: 'city' });
    expect(existsSync(join(dir, 'city', 'network.geojson'))).toBe(true);
    const refused = await heatline(...args, join(file, 'below'));
    expect(refused.code).toBe(1);
    expect(documentOf(refused)).toMatchObject({ ok: false, code: 'CTY0010' });
  });

  it('answers --help and --version with exit 0', async () => {
    expect(await heatline('--version')).toMatchObject({ code: 0, stdout: '0.1.0\n' });
    expect((await heatline('import', '--help')).stdout).toContain('network');
  });

  it('examines the computer', async () => {
    const data = join(dir, 'examined');
    const drivers = write('drivers.json', { version: 1, drivers: [{ kind: 'pigeon' }] });
    const report = await heatline('doctor', '--data', data, '--drivers', drivers);
    expect(report).toMatchObject({ code: 1, stderr: '' });
    expect(report.stdout).toMatch(/^ok {3}node: v2[4-9]/);
    const { stdout, code } = await heatline('doctor', '--data', data, '--drivers', drivers, '--json');
    expect(code).toBe(1);
    const { checks } = documentOf({ stdout }) as { checks: { check: string; state: string; code?: string }[] };
    const byName = new Map(checks.map((one) => [one.check, one]));
    expect(byName.get('node')?.state).toBe('ok');
    expect(byName.get('database module')?.state).toBe('ok');
    expect(byName.get('data folder')?.state).toBe('ok');
    expect(byName.get('network')).toMatchObject({ state: 'warn', code: 'CLI0112' });
    expect(byName.get('drivers')).toMatchObject({ state: 'fail', code: 'CLI0111' });
  });
});

describe('heatline serve', () => {
  // Ports that nobody gets while a part of it is away and started again.
  const flags = async (data: string) => [
    ...['serve', '--data', data, '--port', String(await freePort()), '--hub-port', String(await freePort()), '--json'],
  ];
  const infoOf = (data: string) => JSON.parse(readFileSync(join(data, 'run.json'), 'utf8')) as RunInfo;

  it('serves until it is asked to end, and starts a killed core again at its address', async () => {
    const data = join(dir, 'serves');
    const serve = start(await flags(data));
    const { url, hubUrl, tokenFile } = documentOf({ stdout: await serve.firstLine() });
    expect(await statusOf(`${String(url)}/healthz`)).toBe(200);
    expect(await statusOf(`${String(hubUrl)}/healthz`)).toBe(200);
    expect(existsSync(String(tokenFile))).toBe(true);
    expect(await (await fetch(`${String(url)}/healthz`)).json()).toMatchObject({
      ok: true,
      service: 'console',
      versions: { heatline: '0.1.0', node: process.versions.node },
      link: { state: expect.stringMatching(/./) as string },
      signals: { known: 0, live: 0, stale: 0 },
      unsent: { count: expect.any(Number) as number },
      openAlarms: 0,
      activeAlerts: 0,
    });

    const before = infoOf(data).parts.core?.pid ?? NaN;
    process.kill(before, 'SIGKILL');
    await expect.poll(() => isAlive(before)).toBe(false);
    await expect.poll(() => infoOf(data).parts.core?.pid ?? before).not.toBe(before);
    await expect.poll(() => statusOf(`${String(url)}/healthz`)).toBe(200);
    for (const of of ['console', 'hub']) {
      const file = join(dir, `${of}.jsonl`);
      expect((await heatline('export-log', '--data', data, '--out', file, '--of', of)).code).toBe(0);
      expect(documentOf(await heatline('verify-log', file, '--json'))).toMatchObject({ ok: true, problems: [] });
      writeFileSync(file, readFileSync(file, 'utf8').replace('"t":"footer"', '"t":"foot"'));
      const broken = await heatline('verify-log', file, '--json');
      expect(broken.code).toBe(1);
      expect(documentOf(broken)).toMatchObject({ ok: false, code: 'CLI0013' });
    }
    const doctor = await heatline('doctor', '--data', data, '--json');
    const checks = documentOf(doctor)['checks'] as { check: string; detail: string }[];
    expect(checks.find((one) => one.check === 'core')?.detail).toContain('answers');

    serve.child.kill('SIGTERM');
    expect((await serve.ended).code).toBe(0);
    expect(() => documentOf(serve.out)).not.toThrow();
    expect(existsSync(join(data, 'run.json'))).toBe(false);
    expect(await statusOf(`${String(hubUrl)}/healthz`)).toBe(0);
  });

  it('leaves nothing running when it is killed', async () => {
    const data = join(dir, 'killed');
    const serve = start(await flags(data));
    await serve.firstLine();
    const pids = Object.values(infoOf(data).parts).map((part) => part.pid ?? NaN);
    expect(pids).toHaveLength(2);
    serve.child.kill('SIGKILL');
    await serve.ended;
    for (const pid of pids) await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('tells a port in use and a folder that cannot be written', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const run = await heatline(
      'serve',
      '--port',
      '0',
      '--hub-port',
      String(port),
      '--data',
      join(dir, 'taken'),
      '--json',
    );
    expect(run.code).toBe(1);
    expect(documentOf(run)).toMatchObject({ ok: false, code: 'CLI0002', detail: { port } });
    taken.close();
    const file = write('not-a-folder', 'x');
    const refused = await heatline('serve', '--port', '0', '--hub-port', '0', '--data', join(file, 'data'), '--json');
    expect(documentOf(refused)).toMatchObject({ ok: false, code: 'CLI0003' });
  });
});

/** HTTP status, 0 where nobody answers. */
async function statusOf(url: string): Promise<number> {
  try {
    return (await fetch(url)).status;
  } catch {
    return 0;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
