import { expect, it } from 'vitest';
import { bearerOf } from './tokens.ts';

it('reads a bearer header and nothing else', () => {
  expect(bearerOf('Bearer abc')).toBe('abc');
  for (const header of [undefined, '', 'Basic abc', 'Bearer ', 'Bearer a b', `Bearer ${'x'.repeat(600)}`]) {
    expect(bearerOf(header)).toBe('');
  }
});
