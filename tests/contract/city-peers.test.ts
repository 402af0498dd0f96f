import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { CityModbusServer } from '#city/servers/modbus-server.ts';
import { startOpcuaServer } from '#city/servers/opcua-server.ts';
import { MEASURE_NAMES, QUALITY } from '#shared/domain/telemetry/measures.ts';
import { freePort } from '../support/free-port.ts';
import { handReadings, lineCity } from '../support/hand-plant.ts';

/**
 * The city's servers as other people's clients see them: Python with asyncua and pymodbus (`pip install asyncua pymodbus`),
 * the interpreter of HEATLINE_PYTHON or else python3. Skipped where they are not installed.
 */
const python = process.env['HEATLINE_PYTHON'] ?? 'python3';
const has = (library: string) => spawnSync(python, ['-c', `import ${library}`]).status === 0;

const AT_MS = Date.UTC(2026, 0, 15, 6, 0, 0);
const dir = mkdtempSync(join(tmpdir(), 'heatline-peers-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const city = lineCity(6, 2);
const readings = handReadings(city, AT_MS);
for (const station of ['S002', 'S005']) readings.set(station, 'primaryReturnTempC', 47, QUALITY.bad);

const run = promisify(execFile);
async function peer(script: string, ...args: string[]): Promise<unknown> {
  const path = join(import.meta.dirname, 'city-peers', script);
  const { stdout } = await run(python, [path, ...args], { timeout: 60_000 });
  return JSON.parse(stdout);
}

test.skipIf(!has('asyncua'))('asyncua reads the OPC UA server, plain and with Basic256Sha256', async () => {
  const port = await freePort();
  const server = await startOpcuaServer({ city, readings, host: '127.0.0.1', port, pkiDir: join(dir, 'pki') });
  try {
    const values = MEASURE_NAMES.map((_name, i) => (i === 3 ? 'NaN' : 1 + i / 100));
    const seen = {
      names: [...MEASURE_NAMES, 'Values', 'Qualities'],
      type: 2368,
      range: [0, 150],
      unit: ['°C', 4408652, 'http://www.opcfoundation.org/UA/units/un/cefact'],
      value: 1.02,
      values,
      sourceAt: '2026-01-15T06:00:00+00:00',
      measures: [...MEASURE_NAMES],
      bad: 'BadSensorFailure',
    };
    expect(await peer('opcua_peer.py', server.endpointUrl, 'S002')).toEqual({ plain: seen, encrypted: seen });
  } finally {
    await server.dispose();
  }
});

test.skipIf(!has('pymodbus'))('pymodbus reads the Modbus server', async () => {
  const { modbusStationIds: stationIds } = city;
  const server = await CityModbusServer.start({ stationIds, readings, host: '127.0.0.1', port: 0 });
  try {
    const seen = (await peer('modbus_peer.py', String(server.port))) as { values: number[] };
    expect(seen).toMatchObject({
      badMask: 8,
      sourceTimeS: AT_MS / 1000,
      same: true,
      beyond: 2,
      stranger: 11,
      writing: 1,
    });
    expect(seen.values.map((value) => Math.round(value * 100))).toEqual(
      MEASURE_NAMES.map((_name, i) => (i === 3 ? 4700 : 400 + i)),
    );
  } finally {
    await server.dispose();
  }
});
