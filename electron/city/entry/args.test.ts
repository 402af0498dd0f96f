import { expect, test } from 'vitest';
import { parseCityArgs } from './args.ts';

test('without options it is the quiet day of seed 7 with 240 stations on the ports of the brief', () => {
  expect(parseCityArgs([])).toMatchObject({
    seed: 7,
    stations: 240,
    scenario: 'quiet-day',
    delayS: 0,
    host: '127.0.0.1',
    opcuaPort: 48400,
    modbusPort: 15020,
    hub: undefined,
    exportOnly: false,
    crewSpeed: 1,
  });
});

test('every option is taken', () => {
  const words =
    '--seed 9 --stations 2000 --scenario burst-main --delay 2.5 --host 0.0.0.0 --opcua-port 4840 --modbus-port 0 ' +
    '--hub http://h:1 --hub-token-file t --export e --export-only --truth f --pki p --crew-speed 8';
  expect(parseCityArgs(words.split(' '))).toEqual({
    seed: 9,
    stations: 2000,
    scenario: 'burst-main',
    delayS: 2.5,
    host: '0.0.0.0',
    opcuaPort: 4840,
    modbusPort: 0,
    hub: { url: 'http://h:1', tokenFile: 't' },
    exportDir: 'e',
    exportOnly: true,
    truthFile: 'f',
    pkiDir: 'p',
    crewSpeed: 8,
  });
});

test.each([
  ['--stations 9', '--stations'],
  ['--stations 2001', '--stations'],
  ['--stations 10.5', '--stations'],
  ['--seed x', '--seed'],
  ['--seed=', '--seed'],
  ['--opcua-port 0', '--opcua-port'],
  ['--modbus-port 65536', '--modbus-port'],
  ['--delay -1', undefined],
  ['--delay=-1', '--delay'],
  ['--crew-speed 0', '--crew-speed'],
  ['--hub h:1 --hub-token-file t', '--hub'],
  ['--hub http://h:1', '--hub-token-file'],
  ['--hub-token-file t', '--hub'],
  ['--export-only', '--export'],
  ['--unknown', undefined],
  ['burst-main', undefined],
])('%s is CTY0003', (words, option) => {
  const detail = option === undefined ? { problem: expect.any(String) as string } : { option };
  expect(() => parseCityArgs(words.split(' '))).toThrow(
    expect.objectContaining({ code: 'CTY0003', detail: expect.objectContaining(detail) as object }),
  );
});
