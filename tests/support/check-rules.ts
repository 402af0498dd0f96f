/**
 * Keeps rules and tests together: every rule of `shared/domain/<subject>/SPEC.md` has a test whose title names it (`it('ORD-03: ...')`), every test
 * there names rules that exist, and so does every comment. Run: `node tests/support/check-rules.ts`; exit 1 lists what is wrong.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOMAIN = join(import.meta.dirname, '../../shared/domain');
const RULE_LINE = /^- \*\*([A-Z]{3}-\d{2})\*\* (.+)$/gm;
const SOURCE = /(?:\[(?:seed|eng)\]|\[std [^\]]+\])$/;
const TEST_TITLE = /\b(?:it|test)(?:\.\w+)?\(\s*(['"`])(.*?)\1/gs;
const CITED = /^((?:[A-Z]{3}-\d{2}(?:, )?)+): /;

const files = readdirSync(DOMAIN, { recursive: true, encoding: 'utf8' }).sort();
const faults: string[] = [];
const rules = new Set<string>();
const tested = new Set<string>();
let tests = 0;

for (const file of files.filter((name) => name.endsWith('SPEC.md'))) {
  const text = readFileSync(join(DOMAIN, file), 'utf8');
  for (const [, id = '', sentence = ''] of text.matchAll(RULE_LINE)) {
    if (rules.has(id)) faults.push(`${file}: ${id} stands there twice`);
    if (!SOURCE.test(sentence)) faults.push(`${file}: ${id} has no source ([seed], [std ...] or [eng]) at its end`);
    rules.add(id);
  }
  const bullets = text.split('\n').filter((line) => line.startsWith('- ')).length;
  const read = [...text.matchAll(RULE_LINE)].length;
  if (bullets !== read)
    faults.push(`${file}: ${String(bullets - read)} lines are no rule of the form "- **ABC-01** ..."`);
}

const prefixes = new Set([...rules].map((id) => id.slice(0, 3)));
for (const file of files.filter((name) => name.endsWith('.ts'))) {
  const text = readFileSync(join(DOMAIN, file), 'utf8');
  for (const [id] of text.matchAll(/\b[A-Z]{3}-\d{2}\b/g)) {
    if (prefixes.has(id.slice(0, 3)) && !rules.has(id)) faults.push(`${file}: names the unknown rule ${id}`);
  }
  if (!file.endsWith('.test.ts')) continue;
  for (const [, , title = ''] of text.matchAll(TEST_TITLE)) {
    tests += 1;
    const cited = CITED.exec(title)?.[1];
    if (cited === undefined) faults.push(`${file}: the test "${title}" names no rule`);
    for (const id of cited?.split(', ') ?? []) {
      tested.add(id);
      if (!rules.has(id)) faults.push(`${file}: the test "${title}" names the unknown rule ${id}`);
    }
  }
}
for (const id of rules) if (!tested.has(id)) faults.push(`${id} has no test`);

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
} else {
  console.log(`${String(rules.size)} rules, each with a test; ${String(tests)} tests, each with a rule`);
}
