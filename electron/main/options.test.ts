import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

const parse = (...argv: string[]) => parseOptions(['electron', '.', ...argv], '/home/shift');

describe('the options of the desktop console', () => {
  it('default to an own core and hub', () => {
    expect(parse()).toEqual({
      core: { kind: 'utility' },
      data: undefined,
      hub: undefined,
      hubTokenFile: undefined,
      hubPort: 48_500,
      port: 0,
      drivers: undefined,
      tokenFile: undefined,
    });
  });

  it('are read in both spellings, between switches of Chromium', () => {
    const options = parse(
      '--no-sandbox',
      '--core',
      'node',
      '--lang=zh-CN',
      '--data=d',
      '--port',
      '8123',
      '--hub=http://hub:1/',
    );
    expect(options).toMatchObject({ core: { kind: 'node' }, data: '/home/shift/d', port: 8123, hub: 'http://hub:1' });
  });

  it('take the address of a running core', () => {
    expect(parse('--core', 'http://10.0.0.7:8080').core).toEqual({ kind: 'url', url: 'http://10.0.0.7:8080' });
  });

  it.each([
    ['--core', 'elsewhere'],
    ['--core', 'file:///etc/passwd'],
    ['--core'],
    ['--core', '--data'],
    ['--port', '65536'],
    ['--port=-1'],
    ['--hub-port', '0'],
    ['--hub', 'ws://hub'],
  ])('refuse %s %s with WIN0001', (...argv) => {
    expect(() => parse(...argv)).toThrow('WIN0001');
  });
});
