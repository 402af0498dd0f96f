import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../lib/coded-error.ts';
import { parseDriversConfig } from './drivers.ts';
import { modbusMeasures, modbusStationIds } from './modbus-driver.ts';
import type { ModbusDriverConfig } from './modbus-driver.ts';

const CITY = readFileSync(new URL('../../resources/config/virtual-city.drivers.json', import.meta.url), 'utf8');

interface Loose {
  version: unknown;
  drivers: Record<string, unknown>[];
}

function changed(
  change: (opcua: Record<string, unknown>, modbus: Record<string, unknown>, file: Loose) => void,
): string {
  const file = JSON.parse(CITY) as Loose;
  change(file.drivers[0] ?? {}, file.drivers[1] ?? {}, file);
  return JSON.stringify(file);
}

const tableOf = (row: object): string =>
  changed((_o, modbus) => (modbus['table'] = [{ signal: 'X.makeupFlowTPerH', address: 0, ...row }]));
const replayOf = (fields: object): string =>
  changed((_o, _m, file) => file.drivers.push({ id: 'r', kind: 'replay', file: 'r.csv', ...fields }));

function refusalOf(text: string): { code: string; path: unknown } {
  try {
    parseDriversConfig(text);
  } catch (error) {
    if (error instanceof CodedError) return { code: error.code, path: error.detail['path'] };
  }
  throw new Error('was not refused');
}

describe('drivers file', () => {
  it('describes the virtual city: every fifth station is on Modbus', () => {
    const [, modbus] = parseDriversConfig(CITY).drivers;
    const config = modbus as ModbusDriverConfig;
    const ids = modbusStationIds(config.stations);
    expect([ids[0], ids[1], ids.at(-1), ids.length]).toEqual(['S005', 'S010', 'S240', 48]);
    expect(modbusMeasures(config)[16]).toEqual({ measure: 'riser4ReturnTempC', at: 32, bit: 16 });
  });

  it('takes stations as a list, gaps, and offsets of their own', () => {
    const text = changed((_opcua, modbus) => {
      modbus['stations'] = ['North', 'South'];
      modbus['measures'] = [
        'primaryFlowTPerH',
        null,
        { measure: 'valvePositionPct', at: 20, bit: 3 },
        'makeupFlowTPerH',
      ];
    });
    const config = parseDriversConfig(text).drivers[1] as ModbusDriverConfig;
    expect(modbusStationIds(config.stations)).toEqual(['North', 'South']);
    expect(modbusMeasures(config)).toEqual([
      { measure: 'primaryFlowTPerH', at: 0, bit: 0 },
      { measure: 'valvePositionPct', at: 20, bit: 3 },
      { measure: 'makeupFlowTPerH', at: 6, bit: 3 },
    ]);
  });

  it.each([
    ['MAP0001', undefined, '{ "version": 1,'],
    ['MAP0002', 'version', changed((_o, _m, file) => (file.version = 2))],
    ['MAP0002', 'drivers[0].endpoint', changed((opcua) => (opcua['endpoint'] = 'http://plant'))],
    ['MAP0002', 'drivers[0]', changed((opcua) => (opcua['colour'] = 'red'))],
    ['MAP0002', 'drivers[0].stations.match', changed((opcua) => (opcua['stations'] = { path: ['A'], match: '(' }))],
    ['MAP0002', 'drivers[0].user', changed((opcua) => (opcua['user'] = { name: 'x' }))],
    ['MAP0002', 'drivers[1].kind', changed((_o, modbus) => (modbus['kind'] = 'fax'))],
    ['MAP0002', 'drivers[1].host', changed((_o, modbus) => delete modbus['host'])],
    [
      'MAP0002',
      'drivers[1].measures[0].at',
      changed((_o, m) => (m['measures'] = [{ measure: 'makeupFlowTPerH', at: -1 }])),
    ],
    ['MAP0003', 'drivers[1].id', changed((_o, modbus) => (modbus['id'] = 'city-opcua'))],
    ['MAP0003', 'drivers[1].stations', changed((_o, modbus) => (modbus['stations'] = ['A', 'B', 'A']))],
    ['MAP0004', 'drivers[0].measures.pressure', changed((opcua) => (opcua['measures'] = { pressure: 'P1' }))],
    ['MAP0004', 'drivers[1].measures[1]', changed((_o, m) => (m['measures'] = ['makeupFlowTPerH', 'pressure']))],
    ['MAP0005', 'drivers[1].badMaskAt', changed((_o, modbus) => (modbus['badMaskAt'] = 33))],
    ['MAP0005', 'drivers[1].sourceTimeAt', changed((_o, modbus) => (modbus['sourceTimeAt'] = 63))],
    ['MAP0005', 'drivers[1].block', changed((_o, modbus) => (modbus['block'] = { base: 65_000, stride: 64 }))],
    ['MAP0005', 'drivers[1].unit', changed((_o, modbus) => (modbus['unit'] = { first: 250, stationsPerUnit: 5 }))],
    ['MAP0002', 'drivers[1].block', changed((_o, modbus) => delete modbus['block'])],
    ['MAP0002', 'drivers[1].table[0].type', tableOf({ area: 'coil', type: 'uint16' })],
    ['MAP0002', 'drivers[1].table[0].type', tableOf({ type: 'bit' })],
    ['MAP0004', 'drivers[1].table[0].signal', tableOf({ signal: 'X.pressure' })],
    ['MAP0003', 'drivers[1].table[0].signal', tableOf({ signal: 'S005.makeupFlowTPerH' })],
    ['MAP0005', 'drivers[1].table[0].address', tableOf({ address: 65_535 })],
    [
      'MAP0003',
      'drivers[1].groups[1].units',
      changed((_o, modbus) => (modbus['groups'] = [{ units: [1, 2] }, { units: [2] }])),
    ],
    ['MAP0002', 'drivers[2].speed', replayOf({ speed: 0.01 })],
    ['MAP0002', 'drivers[2].loop', replayOf({ loop: true, speed: 'max' })],
    ['MAP0002', 'drivers[2].loop', replayOf({ loop: true, times: 'recorded' })],
    ['MAP0002', 'drivers[2].to', replayOf({ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' })],
  ])('refuses a wrong file with %s at %s', (code, path, text) => {
    expect(refusalOf(text)).toEqual({ code, path });
  });
});
