import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '@orpc/server';
import { StatusCodes } from 'node-opcua';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { composeConsole } from '#tests/support/composed-console.ts';
import { startOpcuaPlant } from '#tests/support/opcua-plant.ts';
import { startTcpProxy } from '#tests/support/tcp-proxy.ts';
import { freePort } from '#tests/support/free-port.ts';
import { until } from './support/hub-process.ts';

const SIGNAL = 'S001.primarySupplyPressureMPa';
const CONTEXT = { seat: 'seat-0123456789abcdef', access: 'full' } as const;
const MISSED = 400;

let folder: string;
const closers: (() => unknown)[] = [];
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'heatline-backfill-'))));
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

it('what a server recorded while the wire was down is in the curve afterwards, in its own place and once', async () => {
  const plant = await startOpcuaPlant({
    port: await freePort(),
    pkiDir: folder,
    stations: ['S001'],
    items: [{ name: 'primarySupplyPressureMPa', value: 0.5 }],
    historyValues: 3 * MISSED,
  });
  closers.push(() => plant.close());
  const wire = await startTcpProxy(Number(new URL(plant.endpoint).port));
  closers.push(() => wire.close());
  const driversFile = join(folder, 'drivers.json');
  const endpoint = `opc.tcp://127.0.0.1:${String(wire.port)}/plant`;
  const driver = { id: 'o', kind: 'opcua', endpoint, samplingMs: 50, publishingMs: 50, stations: { path: ['Plant'] } };
  writeFileSync(driversFile, JSON.stringify({ version: 1, drivers: [driver] }));
  const { core, dispose } = composeConsole({ dataDir: join(folder, 'console'), driversFile });
  closers.push(dispose);
  const stateOf = () => core.health().drivers[0]?.state;

  const set = (value: number, at: number, status = StatusCodes.Good) =>
    plant.set('S001', 'primarySupplyPressureMPa', value, status, at);
  const curve = (from: number) =>
    call(
      core.router.history.read,
      { signalId: SIGNAL, from, to: from + 600_000, maxPoints: 5_000 },
      { context: CONTEXT },
    ).catch(() => undefined);
  const countOf = async (from: number, least: number) => {
    await expect.poll(async () => (await curve(from))?.at.length ?? 0).toBeGreaterThanOrEqual(least);
    return curve(from);
  };

  await until('live', () => stateOf() === 'live');
  // The first value of the server is of when it started.
  const from = Date.now();
  set(0.9, from);
  expect((await countOf(from, 1))?.mean[0]).toBeCloseTo(0.9, 6);
  wire.cut();
  wire.hang();
  await until('the wire is down', () => stateOf() === 'reconnecting');
  const missed: number[] = [];
  while (missed.length < MISSED) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const at = Math.max(Date.now(), (missed.at(-1) ?? from) + 1);
    missed.push(at);
    set(missed.length / 1_000, at, missed.length === 7 ? StatusCodes.BadSensorFailure : StatusCodes.Good);
  }
  wire.resume();
  await until('live again', () => stateOf() === 'live');

  const found = await countOf(from, MISSED + 1);
  expect(found?.at).toEqual([from, ...missed]);
  const rounded = found?.mean.map((value) => (value === null ? null : Math.round(value * 1e6) / 1e6));
  expect(rounded?.slice(0, 9)).toEqual([0.9, 0.001, 0.002, 0.003, 0.004, 0.005, 0.006, null, 0.008]);
  expect(found?.quality[7]).toBe(QUALITY.bad);
});
