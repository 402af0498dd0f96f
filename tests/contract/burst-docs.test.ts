import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { analysisHttpContract } from '#shared/contract/analysis-http.ts';
import { BURST_PARAMS } from '#shared/domain/burst-settings/catalogue.ts';

const text = readFileSync(new URL('../../docs/burst.md', import.meta.url), 'utf8');
const cells = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

it('docs/burst.md lists every burst number as it is, and no other', () => {
  const written = text
    .split('\n')
    .filter((line) => /^\| `\w+\.\w+` /.test(line))
    .map(cells);
  expect(written).toEqual(
    Object.entries(BURST_PARAMS).map(([key, { value, unit, min, max, source, of }]) => [
      `\`${key}\``,
      String(value),
      unit,
      `${String(min)} to ${String(max)}`,
      source,
      of,
    ]),
  );
});

it('docs/burst.md names every way in over HTTP, and claims no standard', () => {
  for (const { '~orpc': procedure } of Object.values(analysisHttpContract)) {
    const { method, path } = procedure.route;
    expect(text).toContain(`${method ?? ''} /api/v1${path ?? ''}`);
  }
  expect(text).not.toMatch(/compl(ies|y|iant) with/i);
});
