import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '#shared/lib/clock.ts';
import { superviseProcess, type ProcessExit, type SuperviseOptions, type SupervisedProcess } from './supervise.ts';
import { systemClock } from './system-clock.ts';

let dir: string;
const running: SupervisedProcess[] = [];
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'heatline-supervise-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Real processes, our own waits: timers are listed and run when the test says so. */
function handClock(): Clock & { readonly timers: { delayMs: number; task: () => void }[]; at: number } {
  const timers: { delayMs: number; task: () => void }[] = [];
  const clock = {
    timers,
    at: 0,
    now: () => clock.at,
    monotonic: () => clock.at,
    after(delayMs: number, task: () => void) {
      const timer = { delayMs, task };
      timers.push(timer);
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
      };
    },
    every: () => () => undefined,
  };
  return clock;
}

function supervise(source: string, more: Partial<SuperviseOptions> = {}) {
  const entry = join(dir, `child-${String(Math.random()).slice(2)}.mjs`);
  writeFileSync(entry, source);
  const exits: ProcessExit[] = [];
  const listeners: ((exit: ProcessExit) => void)[] = [];
  const child = superviseProcess({
    name: 'child',
    entry,
    args: [],
    clock: systemClock,
    onExit(exit) {
      exits.push(exit);
      listeners.splice(0).forEach((listener) => listener(exit));
    },
    ...more,
  });
  running.push(child);
  return { child, exits, nextExit: () => new Promise<ProcessExit>((resolve) => listeners.push(resolve)) };
}

const SERVES = `process.on('disconnect', () => process.exit(0)); process.on('SIGTERM', () => process.exit(7));
  process.send({ t: 'ready', url: 'http://x', args: process.argv.slice(2) });`;

describe('superviseProcess', () => {
  it('tells when the child is ready, with its words', async () => {
    const { child } = supervise(SERVES, { args: ['--port', '1'] });
    expect(await child.whenReady()).toEqual({ t: 'ready', url: 'http://x', args: ['--port', '1'] });
    expect(child.state).toBe('ready');
    expect(child.pid).toBeGreaterThan(0);
  });

  it('starts a killed child again at once, with arguments asked anew', async () => {
    let starts = 0;
    const { child, nextExit } = supervise(SERVES, { args: () => [String((starts += 1))] });
    await child.whenReady();
    const exit = nextExit();
    process.kill(child.pid ?? NaN, 'SIGKILL');
    expect(await exit).toMatchObject({ signal: 'SIGKILL', restartInMs: 0 });
    expect(await child.whenReady()).toMatchObject({ args: ['2'] });
  });

  it('waits longer after each death, up to 10 s, and never gives up', async () => {
    const clock = handClock();
    const { exits, nextExit } = supervise('process.exit(3);', { clock });
    for (let round = 0; round < 8; round += 1) {
      await nextExit();
      clock.timers.splice(0).forEach((timer) => timer.task());
    }
    await nextExit();
    expect(exits.map((exit) => exit.restartInMs)).toEqual([0, 500, 1000, 2000, 4000, 8000, 10000, 10000, 10000]);
    expect(exits[0]).toMatchObject({ code: 3 });
  });

  it('hands on why a child could not go on', async () => {
    const { exits, nextExit } = supervise(
      `process.send({ t: 'failed', code: 'HUB0001', detail: { port: 1 } }); process.exitCode = 1; process.disconnect();`,
      { clock: handClock() },
    );
    await nextExit();
    expect(exits).toMatchObject([{ code: 1, failure: { code: 'HUB0001', detail: { port: 1 } } }]);
  });

  it('forgets earlier deaths once a child was steady', async () => {
    const clock = handClock();
    const { child, nextExit } = supervise(SERVES, { clock });
    const delays: (number | undefined)[] = [];
    for (const steadyMs of [0, 0, 60_000]) {
      await child.whenReady();
      clock.at += steadyMs;
      const exit = nextExit();
      process.kill(child.pid ?? NaN, 'SIGKILL');
      delays.push((await exit).restartInMs);
      clock.timers.splice(0).forEach((timer) => timer.task());
    }
    expect(delays).toEqual([0, 500, 0]);
  });

  it('kills a child that never says it is ready', async () => {
    const clock = handClock();
    const { nextExit } = supervise('setInterval(() => {}, 1000);', { clock, readyTimeoutMs: 1234 });
    const exit = nextExit();
    expect(clock.timers[0]?.delayMs).toBe(1234);
    clock.timers[0]?.task();
    expect(await exit).toMatchObject({ signal: 'SIGKILL' });
  });

  it('stops gracefully, and for good', async () => {
    const { child, exits } = supervise(SERVES);
    await child.whenReady();
    await child.stop();
    expect(exits).toMatchObject([{ code: 7, restartInMs: undefined }]);
    expect(child.state).toBe('stopped');
    await expect(child.whenReady()).rejects.toThrow('stopped');
  });

  it('kills a child that does not want to stop', async () => {
    const { child, exits } = supervise(
      `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);
      process.send({ t: 'ready' });`,
      { graceMs: 20 },
    );
    await child.whenReady();
    await child.stop();
    expect(exits).toMatchObject([{ signal: 'SIGKILL' }]);
  });

  it('treats a Node that cannot be started as a death', async () => {
    const { exits, nextExit } = supervise(SERVES, { clock: handClock(), execPath: join(dir, 'no-such-node') });
    await nextExit();
    expect(exits).toMatchObject([{ pid: undefined, restartInMs: 0 }]);
  });

  it('lets nothing outlive the supervisor: a child ends when the IPC channel closes', async () => {
    const grandchild = join(dir, 'grandchild.mjs');
    writeFileSync(grandchild, SERVES);
    const entry = join(dir, 'supervisor.mjs');
    const kit = new URL('./', import.meta.url).href;
    writeFileSync(
      entry,
      `import { superviseProcess } from '${kit}supervise.ts'; import { systemClock } from '${kit}system-clock.ts';
       superviseProcess({ name: 'g', entry: ${JSON.stringify(grandchild)}, args: [], clock: systemClock,
         onReady: (message, pid) => process.send({ t: 'ready', pid }) });`,
    );
    const { child, nextExit } = supervise(`await import(${JSON.stringify(entry)});`);
    const { pid } = await child.whenReady();
    const exit = nextExit();
    process.kill(child.pid ?? NaN, 'SIGKILL');
    await exit;
    await expect.poll(() => isAlive(Number(pid))).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
