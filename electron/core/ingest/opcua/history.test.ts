import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StatusCodes } from 'node-opcua';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { freePort } from '#tests/support/free-port.ts';
import { startOpcuaPlant } from '#tests/support/opcua-plant.ts';
import { runOpcuaDriver } from '#tests/support/opcua-run.ts';
import { startTcpProxy } from '#tests/support/tcp-proxy.ts';
import { PATIENCE } from '#tests/support/patience.ts';

const folder = mkdtempSync(join(tmpdir(), 'heatline-history-'));
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SIGNAL = 'S001.primarySupplyPressureMPa';
/** More than one answer holds, so that continuation points are needed. */
const MISSED = 2_500;

async function startPlant(historyValues: number | undefined, changes: object = {}) {
  const port = await freePort();
  const plant = await startOpcuaPlant({
    port,
    pkiDir: folder,
    stations: ['S001', 'S002'],
    items: [{ name: 'primarySupplyPressureMPa', value: 0.5 }],
    ...(historyValues === undefined ? {} : { historyValues }),
  });
  const wire = await startTcpProxy(port);
  const run = runOpcuaDriver(folder, `opc.tcp://127.0.0.1:${wire.port}/plant`, changes);
  closers.push(
    () => plant.close(),
    () => wire.close(),
    () => run.driver.close(),
  );
  const set = (value: number, at: number) => plant.set('S001', 'primarySupplyPressureMPa', value, StatusCodes.Good, at);
  return { plant, wire, run, set };
}

describe('opc ua history', () => {
  it('reads what was missed from the history of the server, once, and in its own place', async () => {
    const { plant, wire, run, set } = await startPlant(3 * MISSED);
    await run.until({ state: 'live' });
    const start = Date.now() - 3_600_000;
    set(0.51, start);
    await vi.waitFor(() => expect(run.read().get(SIGNAL)?.sourceAt).toBe(start), PATIENCE);
    wire.cut();
    await run.until({ state: 'reconnecting' });
    for (let i = 1; i <= MISSED; i += 1) set(i / 10_000, start + i * 1_000);
    plant.set('S001', 'primarySupplyPressureMPa', 0.9, StatusCodes.BadSensorFailure, start + (MISSED + 1) * 1_000);
    await run.until({ state: 'live', code: undefined });
    // The server's first value of its own, of when it started, is in its history too.
    const missed = () => (run.filled.get(SIGNAL) ?? []).filter((sample) => sample.value !== 0.5);
    await vi.waitFor(() => expect(missed()).toHaveLength(MISSED + 1), PATIENCE);
    const filled = missed();
    expect(filled[0]).toEqual({ value: 0.0001, quality: QUALITY.good, sourceAt: start + 1_000 });
    expect(filled.at(-1)).toMatchObject({ quality: QUALITY.bad, sourceAt: start + (MISSED + 1) * 1_000 });
    expect(filled.every((sample, i) => sample.sourceAt === start + (i + 1) * 1_000)).toBe(true);
    // What is held is the newest alone: nothing that was filled came by the way of live values.
    await vi.waitFor(() => expect(run.read().get(SIGNAL)?.sourceAt).toBe(start + (MISSED + 1) * 1_000), PATIENCE);
  });

  it('asks no server that keeps no history', async () => {
    const { wire, run, set } = await startPlant(undefined);
    await run.until({ state: 'live' });
    set(0.51, Date.now() - 60_000);
    await vi.waitFor(() => expect(run.read().get(SIGNAL)?.value).toBe(0.51), PATIENCE);
    wire.cut();
    await run.until({ state: 'reconnecting' });
    await run.until({ state: 'live', code: undefined });
    expect(run.filled.size).toBe(0);
  });

  it('says when a history that is asked for cannot be read', async () => {
    const { wire, run, set } = await startPlant(undefined, { history: true });
    await run.until({ state: 'live' });
    set(0.51, Date.now() - 60_000);
    await vi.waitFor(() => expect(run.read().get(SIGNAL)?.value).toBe(0.51), PATIENCE);
    wire.cut();
    await run.until({ state: 'reconnecting' });
    await run.until({ state: 'live', code: 'OPC0018' });
    expect(run.filled.size).toBe(0);
  });
});
