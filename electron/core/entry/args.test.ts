import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '#shared/lib/coded-error.ts';
import { parseCoreArgs } from './args.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'heatline-core-args-'));
});
afterEach(() => rmSync(data, { recursive: true }));

describe('the options of the core', () => {
  it('take the roster of the data folder before the one that is shipped', () => {
    const rosterOf = (...words: string[]) =>
      parseCoreArgs(['--data', data, '--static', 's', ...words], 'res').rosterFile;
    expect(rosterOf()).toBe(join('res', 'config', 'roster.json'));
    expect(rosterOf('--roster', 'packaged.json')).toBe('packaged.json');
    writeFileSync(join(data, 'roster.json'), '{}');
    expect(rosterOf()).toBe(join(data, 'roster.json'));
    expect(rosterOf('--roster', 'packaged.json')).toBe(join(data, 'roster.json'));
  });

  it.each([
    [[]],
    [['--data', '']],
    [['--data', 'd', '--port', 'x']],
    [['--data', 'd', '--hub', 'tcp://x']],
    [['--colour']],
  ])('refuse %j with API0007', (argv) => {
    let code: string | undefined;
    try {
      parseCoreArgs(argv, 'res');
    } catch (error) {
      code = codeOf(error);
    }
    expect(code).toBe('API0007');
  });
});
