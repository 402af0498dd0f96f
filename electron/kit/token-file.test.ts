import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { isSameSecret, readOrCreateToken } from './token-file.ts';

it('makes a token once, readable by its owner only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heatline-token-'));
  const file = join(folder, 'data', 'hub.token');
  const token = readOrCreateToken(file);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(readOrCreateToken(file)).toBe(token);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  // A power cut can leave an empty file behind: it is no token.
  writeFileSync(file, '');
  expect(readOrCreateToken(file, () => 'made here')).toBe('made here');
  expect(readdirSync(dirname(file))).toEqual(['hub.token']);
  rmSync(folder, { recursive: true });
});

it('reads what another process made in the meantime, and never puts its own over it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heatline-token-'));
  for (const before of [undefined, '']) {
    const file = join(folder, `hub${String(before?.length)}.token`);
    if (before !== undefined) writeFileSync(file, before);
    // A hub and its core start together, and both find none.
    let first = '';
    const second = readOrCreateToken(file, () => {
      first = readOrCreateToken(file, () => 'of the first');
      return 'of the second';
    });
    expect([first, second, readOrCreateToken(file)]).toEqual(['of the first', 'of the first', 'of the first']);
  }
  rmSync(folder, { recursive: true });
});

it('compares secrets whole, and never takes an empty one', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true);
  const pairs = [
    ['abc', 'abd'],
    ['ab', 'abc'],
    ['', 'abc'],
    ['', ''],
  ] as const;
  for (const [given, expected] of pairs) expect(isSameSecret(given, expected)).toBe(false);
});
