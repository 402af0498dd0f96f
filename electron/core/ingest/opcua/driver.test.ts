import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StatusCodes } from 'node-opcua';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { freePort } from '#tests/support/free-port.ts';
import { PLANT_USER, STANDARD_UNITS, startOpcuaPlant } from '#tests/support/opcua-plant.ts';
import type { OpcuaPlant } from '#tests/support/opcua-plant.ts';
import { runOpcuaDriver } from '#tests/support/opcua-run.ts';
import type { DriverRun } from '#tests/support/opcua-run.ts';
import { startTcpProxy } from '#tests/support/tcp-proxy.ts';
import { PATIENCE } from '#tests/support/patience.ts';

const SOURCE_AT = 1_790_000_000_000;
const folder = mkdtempSync(join(tmpdir(), 'heatline-opcua-'));
const running: { run?: DriverRun; plant?: OpcuaPlant } = {};

afterEach(async () => {
  await running.run?.driver.close();
  await running.plant?.close();
  delete running.run;
  delete running.plant;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ITEMS = [
  { name: 'primarySupplyPressureMPa', unit: STANDARD_UNITS.megapascal, value: 0.8 },
  { name: 'primarySupplyTempC', unit: STANDARD_UNITS.degree_celsius, value: 95 },
];

async function startPlant(changes: Partial<Parameters<typeof startOpcuaPlant>[0]> = {}): Promise<OpcuaPlant> {
  const port = changes.port ?? (await freePort());
  running.plant = await startOpcuaPlant({ pkiDir: folder, stations: ['S001', 'S002'], items: ITEMS, ...changes, port });
  return running.plant;
}

function connect(endpoint: string, changes: object = {}): DriverRun {
  running.run = runOpcuaDriver(folder, endpoint, changes);
  return running.run;
}

describe('opc ua driver', () => {
  it('maps scalars by browse name and keeps value, range, quality and source time', async () => {
    const plant = await startPlant();
    const { until, read, signals, skews } = connect(plant.endpoint);
    await until({ state: 'live', code: undefined });
    expect(signals()).toHaveLength(4);
    expect(signals()[0]).toEqual({ stationId: 'S001', measure: 'primarySupplyPressureMPa', low: 0, high: 16 });
    plant.set('S002', 'primarySupplyPressureMPa', 0.75, StatusCodes.UncertainSensorNotAccurate, SOURCE_AT);
    plant.set('S002', 'primarySupplyTempC', 90, StatusCodes.BadSensorFailure, SOURCE_AT + 1);
    await vi.waitFor(() => {
      expect(read().get('S002.primarySupplyPressureMPa')).toEqual({
        value: 0.75,
        quality: QUALITY.uncertain,
        sourceAt: SOURCE_AT,
      });
      expect(read().get('S002.primarySupplyTempC')).toMatchObject({ quality: QUALITY.bad, sourceAt: SOURCE_AT + 1 });
    }, PATIENCE);
    await vi.waitFor(() => expect(Math.abs(skews[0] as number)).toBeLessThan(5_000), PATIENCE);
    // The same value at a later source time still comes: it shows that the instrument is alive.
    plant.set('S002', 'primarySupplyPressureMPa', 0.75, StatusCodes.UncertainSensorNotAccurate, SOURCE_AT + 2_000);
    await vi.waitFor(
      () => expect(read().get('S002.primarySupplyPressureMPa')?.sourceAt).toBe(SOURCE_AT + 2_000),
      PATIENCE,
    );
  });

  it('counts what the server had no room for in its queues', async () => {
    const plant = await startPlant();
    const wire = await startTcpProxy(Number(new URL(plant.endpoint).port));
    let writing: ReturnType<typeof setInterval> | undefined;
    try {
      const { until, read, dropped } = connect(`opc.tcp://127.0.0.1:${String(wire.port)}/plant`);
      await until({ state: 'live', code: undefined });
      let next = 0;
      const set = () => plant.set('S001', 'primarySupplyTempC', (next += 1), StatusCodes.Good, SOURCE_AT + next);
      writing = setInterval(set, 20);
      // The server goes on taking samples, has nobody to tell, and its queues hold two each.
      wire.hang();
      // Counted in values written, which come slower where the server's own turns do.
      await vi.waitFor(() => expect(next).toBeGreaterThan(100), PATIENCE);
      wire.resume();
      await vi.waitFor(() => expect([read().size, dropped() > 0]).toEqual([4, true]), PATIENCE);
      clearInterval(writing);
      await vi.waitFor(() => expect(read().get('S001.primarySupplyTempC')?.value).toBe(next), PATIENCE);
      expect(read().get('S001.primarySupplyTempC')?.quality).toBe(QUALITY.good);
    } finally {
      clearInterval(writing);
      await wire.close();
    }
  });

  it('reads one array a station, with qualities of its own, and refuses a wrong length', async () => {
    const order = ['primarySupplyTempC', 'somethingElse', 'primarySupplyPressureMPa', 'valvePositionPct'];
    const plant = await startPlant({ order });
    const { until, read, signals } = connect(plant.endpoint, {
      mode: 'array',
      array: { values: 'Values', order: 'Measures', qualities: 'Qualities' },
    });
    await until({ state: 'live', code: 'MAP0007' });
    // The station shows no scalar of the valve position, so the element is no instrument.
    expect(signals()).toHaveLength(4);
    plant.setArray('S001', [95, 1, 0.8, 50], [0, 0, 1, 0], SOURCE_AT);
    plant.setArray('S002', [Number.NaN, 1, 0.7, 50], [0, 0, 0, 0], SOURCE_AT);
    await vi.waitFor(() => {
      expect(read().get('S001.primarySupplyPressureMPa')).toEqual({
        value: 0.8,
        quality: QUALITY.uncertain,
        sourceAt: SOURCE_AT,
      });
      expect(read().get('S002.primarySupplyTempC')).toMatchObject({ quality: QUALITY.bad });
      expect(read().get('S002.primarySupplyPressureMPa')).toMatchObject({ value: 0.7, quality: QUALITY.good });
    }, PATIENCE);
    plant.setArray('S002', [95, 1], [0, 0], SOURCE_AT + 1_000);
    await vi.waitFor(() => {
      expect(read().get('S002.primarySupplyPressureMPa')).toMatchObject({
        quality: QUALITY.bad,
        sourceAt: SOURCE_AT + 1_000,
      });
    }, PATIENCE);
    await until({ state: 'live', code: 'MAP0007', detail: 'arraysOfWrongLength=1' });
  });

  it('leaves a measure in a foreign unit out until the mapping says how to convert it', async () => {
    const items = [...ITEMS, { name: 'P2', unit: STANDARD_UNITS.bar, value: 3 }];
    const plant = await startPlant({ items });
    const first = connect(plant.endpoint, { measures: { primaryReturnPressureMPa: 'P2' } });
    await first.until({ state: 'live', code: 'MAP0006' });
    expect(first.signals()).toHaveLength(4);
    await running.run?.driver.close();
    const second = connect(plant.endpoint, { measures: { primaryReturnPressureMPa: { name: 'P2', unit: 'bar' } } });
    await second.until({ state: 'live', code: undefined });
    await vi.waitFor(
      () => expect(second.read().get('S001.primaryReturnPressureMPa')?.value).toBeCloseTo(0.3),
      PATIENCE,
    );
    expect(second.signals().find((s) => s.measure === 'primaryReturnPressureMPa')?.high).toBeCloseTo(1.6);
  });

  it('comes back after a restart of the server, with the stations it then has', async () => {
    const plant = await startPlant();
    const { until, read } = connect(plant.endpoint);
    await until({ state: 'live' });
    await plant.close();
    await until({ state: 'reconnecting' });
    const again = await startPlant({
      port: Number(new URL(plant.endpoint.replace('opc.tcp', 'http')).port),
      stations: ['S009'],
    });
    await until({ state: 'live' });
    again.set('S009', 'primarySupplyPressureMPa', 0.6, StatusCodes.Good, SOURCE_AT);
    await vi.waitFor(() => expect(read().get('S009.primarySupplyPressureMPa')?.value).toBe(0.6), PATIENCE);
  });

  it('says which of password, path, or items is wrong', async () => {
    const plant = await startPlant();
    writeFileSync(join(folder, 'wrong'), 'wrong');
    // A file that is no password file is not sent to a server that somebody typed in.
    writeFileSync(join(folder, 'other'), 'root:x:0:0\ndaemon:x:1:1\n');
    const cases = [
      { code: 'OPC0002', user: { name: PLANT_USER.name, passwordFile: join(folder, 'wrong') } },
      { code: 'OPC0007', user: { name: PLANT_USER.name, passwordFile: join(folder, 'nowhere') } },
      { code: 'OPC0007', user: { name: PLANT_USER.name, passwordFile: join(folder, 'other') } },
      { code: 'OPC0007', user: { name: PLANT_USER.name, passwordFile: '/dev/zero' } },
      { code: 'OPC0003', stations: { path: ['Plant', 'Nowhere'] } },
      { code: 'OPC0006', stations: { path: ['Plant'], match: '^X' } },
    ];
    for (const { code, ...changes } of cases) {
      const { until, reports } = connect(plant.endpoint, changes);
      await until({ state: 'failed', code });
      expect(JSON.stringify(reports)).not.toContain(PLANT_USER.password);
      await running.run?.driver.close();
    }
  });

  it('finds stations below any folder and names them our way; variables of nobody are reported', async () => {
    const plant = await startPlant({
      stations: ['HX_017', 'Pump_1'],
      items: [...ITEMS, { name: 'Vibration', value: 1 }],
    });
    const { until, signals } = connect(plant.endpoint, {
      stations: { path: ['*'], match: '^HX_(\\d+)$', id: 'S$1' },
    });
    await until({ state: 'live', code: 'MAP0007', detail: 'first=S017.Vibration count=1' });
    expect(signals().map((signal) => `${signal.stationId}.${signal.measure}`)).toEqual([
      'S017.primarySupplyPressureMPa',
      'S017.primarySupplyTempC',
    ]);
  });

  it('says that nobody listens', async () => {
    const { until } = connect(`opc.tcp://127.0.0.1:${await freePort()}`);
    await until({ state: 'reconnecting', code: 'OPC0001' });
  });
});
