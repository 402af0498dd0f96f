import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { codeOf } from '#shared/lib/coded-error.ts';
import { lockFolder } from './lock-folder.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'heatline-lock-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const codeOfLock = (name: string): string | undefined => {
  try {
    lockFolder(folder, name)();
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
};

it('gives a folder to one at a time and name, and again once it is left', () => {
  const unlock = lockFolder(folder, 'core');
  expect(codeOfLock('core')).toBe('DBS0009');
  expect(codeOfLock('hub')).toBeUndefined();
  unlock();
  expect(codeOfLock('core')).toBeUndefined();
});

it('leaves no lock behind when its process is killed', () => {
  const script = `import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, 'lock-folder.ts'))};
    lockFolder(process.argv[1], 'core'); process.kill(process.pid, 'SIGKILL');`;
  expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script, folder])).toThrow(/SIGKILL|failed/);
  expect(codeOfLock('core')).toBeUndefined();
});
