import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { freePort } from '#tests/support/free-port.ts';
import { startOpcuaPlant, type OpcuaPlant } from '#tests/support/opcua-plant.ts';
import { runOpcuaDriver, type DriverRun } from '#tests/support/opcua-run.ts';
import { PATIENCE } from '#tests/support/patience.ts';

const AT = 1_790_000_000_000;
const folder = mkdtempSync(join(tmpdir(), 'heatline-bulk-'));
let plant: OpcuaPlant | undefined;
let run: DriverRun | undefined;

afterEach(async () => {
  await run?.driver.close();
  await plant?.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ORDER = ['HX_7.T1', 'HX_8.T1', 'HX_8.somethingElse', 'office.T1', 'HX_8.primarySupplyPressureMPa', 'HX_7.T1'];

async function start(changes: object = {}): Promise<DriverRun> {
  plant = await startOpcuaPlant({
    port: await freePort(),
    pkiDir: folder,
    stations: ['Bulk'],
    items: [],
    order: ORDER,
  });
  run = runOpcuaDriver(folder, plant.endpoint, {
    mode: 'bulk',
    stations: { path: ['Plant', 'Bulk'], match: '^HX_(\\d+)$', id: 'S$1' },
    measures: { primarySupplyTempC: { name: 'T1', unit: 'K' } },
    bulk: [{ values: 'Values', order: 'Measures', qualities: 'Qualities' }],
    ...changes,
  });
  return run;
}

describe('arrays of many stations', () => {
  it('become the signals that their order names; what is not ours, or there twice, is reported', async () => {
    const { until, read, signals } = await start();
    await until({ state: 'live', code: 'MAP0007' });
    expect(signals().map(({ stationId, measure }) => `${stationId}.${measure}`)).toEqual([
      'S7.primarySupplyTempC',
      'S8.primarySupplyTempC',
      'S8.primarySupplyPressureMPa',
    ]);
    plant?.setArray('Bulk', [363.15, 364.15, 1, 1, 0.8, 1], [0, 1, 0, 0, 0, 0], AT);
    await vi.waitFor(() => {
      expect(read().get('S7.primarySupplyTempC')).toEqual({ value: 90, quality: QUALITY.good, sourceAt: AT });
      expect(read().get('S8.primarySupplyTempC')).toMatchObject({ value: 91, quality: QUALITY.uncertain });
      expect(read().get('S8.primarySupplyPressureMPa')).toMatchObject({ value: 0.8, quality: QUALITY.good });
    }, PATIENCE);
  });

  it('give no live value when values or qualities have another length than their order', async () => {
    const { until, read } = await start();
    await until({ state: 'live' });
    plant?.setArray('Bulk', [363.15, 364.15, 1, 1, 0.8, 1], [0, 0, 0, 0, 0, 0], AT);
    await vi.waitFor(() => expect(read().get('S7.primarySupplyTempC')?.quality).toBe(QUALITY.good), PATIENCE);
    plant?.setArray('Bulk', [363.15, 364.15, 1, 1, 0.8, 1], [0, 0], AT + 1_000);
    await vi.waitFor(() => {
      expect(read().get('S7.primarySupplyTempC')).toMatchObject({ quality: QUALITY.bad, sourceAt: AT + 1_000 });
    }, PATIENCE);
    await until({ state: 'live', code: 'MAP0007', detail: 'arraysOfWrongLength=1' });
  });

  it('are told as missing where the folder has no such array', async () => {
    const { until } = await start({ bulk: [{ values: 'Nothing', order: ORDER }] });
    await until({ state: 'failed', code: 'OPC0006' });
  });
});
