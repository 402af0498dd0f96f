import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { ERROR_CATALOGUES } from '#shared/contract/errors/registry.ts';

/**
 * Writes docs/errors.md from the catalogues; with `--check` it only compares. It also fails on a code that stands twice, that no
 * source throws, or that a source throws and no catalogue knows.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const target = join(root, 'docs/errors.md');

function readCatalogues(): Map<string, { sentence: string; next: string }> {
  const all = new Map<string, { sentence: string; next: string }>();
  for (const [code, words] of ERROR_CATALOGUES.flatMap((catalogue) => Object.entries(catalogue))) {
    if (all.has(code)) throw new Error(`${code} stands in two catalogues`);
    all.set(code, words);
  }
  return all;
}

/** Codes in quotes in the sources (catalogues and tests apart), by code. */
function codesInSources(): Map<string, string> {
  const found = new Map<string, string>();
  for (const room of ['shared', 'electron', 'renderer']) {
    for (const entry of readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|vue)$/.test(entry) || entry.endsWith('.test.ts') || entry.includes('contract/errors/')) continue;
      if (entry.includes('locales')) continue;
      const text = readFileSync(join(root, room, entry), 'utf8');
      for (const match of text.matchAll(/['"`]([A-Z]{2,3}\d{4})['"`]/g)) found.set(match[1] ?? '', join(room, entry));
    }
  }
  return found;
}

const catalogue = readCatalogues();
const used = codesInSources();
const problems = [
  ...[...catalogue.keys()].filter((code) => !used.has(code)).map((code) => `${code} is listed, but nothing uses it`),
  ...[...used].filter(([code]) => !catalogue.has(code)).map(([code, file]) => `${code} (${file}) is in no catalogue`),
];

const rows = [...catalogue]
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([code, words]) => `| \`${code}\` | ${words.sentence} | ${words.next} |`);
const page = `# Errors

Every error that a person can meet has a code. The windows show it with these words in their own language; logs and the command line
show the code and its details. This page is made from \`shared/contract/errors/\` by \`node tests/support/error-docs.ts\`.

| code | what happened | what to do |
|---|---|---|
${rows.join('\n')}
`;
const text = await format(page, { ...(await resolveConfig(target)), parser: 'markdown' });

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text)
    problems.push('docs/errors.md is not up to date: run node tests/support/error-docs.ts');
} else {
  writeFileSync(target, text);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
