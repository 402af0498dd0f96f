import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StatusCodes } from 'node-opcua';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '#tests/support/free-port.ts';
import { startOpcuaPlant } from '#tests/support/opcua-plant.ts';
import type { OpcuaPlant } from '#tests/support/opcua-plant.ts';
import { runOpcuaDriver } from '#tests/support/opcua-run.ts';
import type { DriverRun } from '#tests/support/opcua-run.ts';
import { startTcpProxy } from '#tests/support/tcp-proxy.ts';
import type { TcpProxy } from '#tests/support/tcp-proxy.ts';
import { PATIENCE } from '#tests/support/patience.ts';

const folder = mkdtempSync(join(tmpdir(), 'heatline-pair-'));
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SIGNAL = 'S001.primarySupplyPressureMPa';

interface Pair {
  readonly first: OpcuaPlant;
  readonly second: OpcuaPlant;
  readonly wires: readonly [TcpProxy, TcpProxy];
  readonly run: DriverRun;
}

/** Two servers with the same tree, each behind a wire, and a driver that is live on one and has the other in reserve. */
async function startPair(): Promise<Pair> {
  const servers = await Promise.all(
    ['first', 'second'].map(async (name) => {
      const port = await freePort();
      const plant = await startOpcuaPlant({
        port,
        name,
        pkiDir: folder,
        stations: ['S001'],
        items: [{ name: 'primarySupplyPressureMPa', value: 0.1 }],
      });
      const wire = await startTcpProxy(port);
      closers.push(
        () => plant.close(),
        () => wire.close(),
      );
      return { plant, wire, url: `opc.tcp://127.0.0.1:${wire.port}/plant` };
    }),
  );
  const [a, b] = servers as [(typeof servers)[0], (typeof servers)[0]];
  const run = runOpcuaDriver(folder, a.url, { standby: [b.url] });
  closers.push(() => run.driver.close());
  await vi.waitFor(() => {
    // Each line that becomes ready is a report: both stand. More of them come where a slow machine lost a line on the way.
    const lives = run.reports.filter((report) => report.state === 'live');
    expect(lives.length).toBeGreaterThan(1);
    expect(run.reports.at(-1)).toEqual({ state: 'live', code: undefined, detail: undefined });
  }, PATIENCE);
  return { first: a.plant, second: b.plant, wires: [a.wire, b.wire], run };
}

/** Writes the server's own value with the time of now until the test ends. */
function keepWriting(plant: OpcuaPlant, value: number): void {
  const timer = setInterval(
    () => plant.set('S001', 'primarySupplyPressureMPa', value, StatusCodes.Good, Date.now()),
    50,
  );
  closers.push(() => Promise.resolve(clearInterval(timer)));
}

/** Which server the values come from. */
async function activeOf(run: DriverRun): Promise<0 | 1> {
  await vi.waitFor(() => expect([0.1, 0.2]).toContain(run.read().get(SIGNAL)?.value), PATIENCE);
  return run.read().get(SIGNAL)?.value === 0.1 ? 0 : 1;
}

describe('opc ua redundant pair', () => {
  it.each([
    ['dies', (wires: Pair['wires'], from: 0 | 1) => wires[from].cut()],
    ['hangs', (wires: Pair['wires'], from: 0 | 1) => wires[from].hang()],
  ])('takes the values from the other server when one %s', async (_how, end) => {
    const { first, second, wires, run } = await startPair();
    keepWriting(first, 0.1);
    keepWriting(second, 0.2);
    const active = await activeOf(run);
    const others = active === 0 ? 0.2 : 0.1;
    const before = run.signals().length;
    const told = run.reports.length;
    end(wires, active);
    await vi.waitFor(() => expect(run.read().get(SIGNAL)?.value).toBe(others), PATIENCE);
    // The state knows no gap: the driver was live all the time, with the same signals.
    expect(run.signals()).toHaveLength(before);
    expect(run.reports.slice(told).filter((report) => report.state === 'reconnecting')).toEqual([]);
    await run.until({ state: 'live', code: 'OPC0015' });
    wires[active].resume();
    await run.until({ state: 'live', code: undefined });
  });

  it('takes the values from the other server when its service level is the better', async () => {
    const { first, second, run } = await startPair();
    keepWriting(first, 0.1);
    keepWriting(second, 0.2);
    const active = await activeOf(run);
    (active === 0 ? first : second).setServiceLevel(100);
    await vi.waitFor(() => expect(run.read().get(SIGNAL)?.value).toBe(active === 0 ? 0.2 : 0.1), PATIENCE);
    await run.until({ state: 'live', code: undefined });
  });
});
