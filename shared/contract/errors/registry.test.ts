import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ErrorCatalogue } from './catalogue-type.ts';
import { ERROR_CATALOGUES, ERROR_CODES, englishWordsOf } from './registry.ts';

/** What stands in the files themselves, whether or not the registry lists it. */
async function codesOfFiles(): Promise<readonly string[]> {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => !file.endsWith('.test.ts') && file !== 'registry.ts' && file !== 'catalogue-type.ts',
  );
  const modules = await Promise.all(
    files.map(
      (file) => import(`./${file.replace(/\.ts$/, '')}.ts`) as Promise<Readonly<Record<string, ErrorCatalogue>>>,
    ),
  );
  return modules.flatMap((module) => Object.values(module)).flatMap((catalogue) => Object.keys(catalogue));
}

it('knows every code of every catalogue in this folder, each once', async () => {
  const codes = await codesOfFiles();
  expect(codes.length).toBeGreaterThan(200);
  expect([...ERROR_CODES].sort()).toEqual([...codes].sort());
  expect(ERROR_CATALOGUES.flatMap((catalogue) => Object.keys(catalogue)).length).toBe(ERROR_CODES.length);
});

it('has a sentence and a next step for every code', () => {
  for (const code of ERROR_CODES) {
    expect(code).toMatch(/^[A-Z]{2,3}\d{4}$/);
    expect(englishWordsOf(code)?.sentence, code).toMatch(/\.$/);
    expect(englishWordsOf(code)?.next, code).toMatch(/\.$/);
  }
  expect(englishWordsOf('toString')).toBeUndefined();
});
