import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './ensure-chromium.ts';

/**
 * `npm test`: everything, one runner after the other since two cores are all there is, and one closing line over all of them.
 * A runner that dies before it can report counts as one failure.
 */

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const reports = mkdtempSync(join(tmpdir(), 'heatline-reports-'));
const total: Counts = { passed: 0, failed: 0, skipped: 0 };

function run(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const startedAt = performance.now();
  process.stdout.write(`\n== ${name}: ${command} ${args.join(' ')}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  process.stdout.write(
    `== ${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s, exit ${String(status)}\n`,
  );
  return status === 0;
}

function count(name: string, isGreen: boolean, report: string, read: (json: never) => Counts): void {
  const counts = existsSync(report)
    ? read(JSON.parse(readFileSync(report, 'utf8')) as never)
    : { passed: 0, failed: 0, skipped: 0 };
  if (!isGreen && counts.failed === 0) counts.failed = 1;
  process.stdout.write(`== ${name}: ${JSON.stringify(counts)}\n`);
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
}

const ofVitest = (json: { numPassedTests: number; numFailedTests: number; numPendingTests: number }): Counts => ({
  passed: json.numPassedTests,
  failed: json.numFailedTests,
  skipped: json.numPendingTests,
});

const ofPlaywright = (json: {
  stats: { expected: number; unexpected: number; skipped: number; flaky: number };
}): Counts => ({
  passed: json.stats.expected + json.stats.flaky,
  failed: json.stats.unexpected,
  skipped: json.stats.skipped,
});

function vitest(name: string, projects: readonly string[]): void {
  const report = join(reports, `${name}.json`);
  const args = ['run', ...projects.flatMap((project) => ['--project', project])];
  const isGreen = run(name, 'vitest', [...args, '--reporter=default', '--reporter=json', `--outputFile=${report}`]);
  count(name, isGreen, report, ofVitest);
}

const chromium = ensureChromium();
// Each check of `npm run check` but the unit tests, which run below: one passed or failed apiece.
for (const check of ['format', 'lint', 'types', 'rules', 'errors', 'unused']) {
  const isGreen = run(`check:${check}`, 'npm', ['run', '--silent', `check:${check}`]);
  total[isGreen ? 'passed' : 'failed'] += 1;
}
const isBuilt = run('build', 'npm', ['run', '--silent', 'build']);
vitest('unit', ['unit', 'renderer']);
vitest('system', ['system']);
if (isBuilt) {
  const e2e = join(reports, 'e2e.json');
  const env = { HEATLINE_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: e2e };
  count(
    'e2e',
    run('e2e', 'npm', ['run', '--silent', 'test:e2e', '--', '--reporter=list,json'], env),
    e2e,
    ofPlaywright,
  );
  const electron = join(reports, 'electron.json');
  const isGreen = run('electron', 'npm', ['run', '--silent', 'test:electron', '--', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: electron,
  });
  count('electron', isGreen, electron, ofPlaywright);
} else {
  total.failed += 1;
}
rmSync(reports, { recursive: true, force: true });

const skipped = total.skipped === 0 ? '' : `, ${String(total.skipped)} skipped`;
process.stdout.write(`\n${String(total.passed)} passed, ${String(total.failed)} failed${skipped}\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
