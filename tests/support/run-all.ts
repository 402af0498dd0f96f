import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './ensure-chromium.ts';
import { failureText, ofPlaywright, ofVitest, type TestReport } from './test-report.ts';

/**
 * `npm test`: everything, one runner after the other since two cores are all there is, what failed once more at the end,
 * and one closing line over all of them.
 * A runner that dies before it can report counts as one failure.
 */

const reports = mkdtempSync(join(tmpdir(), 'heatline-reports-'));
const total: TestReport = { passed: 0, failed: 0, skipped: 0, failures: [] };

function run(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const startedAt = performance.now();
  process.stdout.write(`\n== ${name}: ${command} ${args.join(' ')}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  process.stdout.write(
    `== ${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s, exit ${String(status)}\n`,
  );
  return status === 0;
}

function add(report: TestReport): void {
  total.passed += report.passed;
  total.failed += report.failed;
  total.skipped += report.skipped;
  total.failures = [...total.failures, ...report.failures];
}

function failure(where: string, message: string): TestReport {
  return { passed: 0, failed: 1, skipped: 0, failures: [{ where, message }] };
}

function count(name: string, isGreen: boolean, file: string, read: (json: never) => TestReport): void {
  const report = existsSync(file)
    ? read(JSON.parse(readFileSync(file, 'utf8')) as never)
    : failure(name, 'ended without a report');
  const { passed, failed, skipped } = report;
  process.stdout.write(`== ${name}: ${JSON.stringify({ passed, failed, skipped })}\n`);
  add(report);
  if (!isGreen && failed === 0) add(failure(name, 'ended with an error, though none of its tests failed'));
}

/** Runs one of `npm run check`'s parts, which are silent where all is well: what it prints is kept for the end. */
function check(name: string): void {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', name], { encoding: 'utf8', maxBuffer: 64e6 });
  process.stdout.write(`\n== ${name}: exit ${String(status)}\n${stdout}${stderr}`);
  add(status === 0 ? { passed: 1, failed: 0, skipped: 0, failures: [] } : failure(name, stdout + stderr));
}

function vitest(name: string, projects: readonly string[]): void {
  const report = join(reports, `${name}.json`);
  const args = ['run', ...projects.flatMap((project) => ['--project', project])];
  const isGreen = run(name, 'vitest', [...args, '--reporter=default', '--reporter=json', `--outputFile=${report}`]);
  count(name, isGreen, report, ofVitest);
}

const chromium = ensureChromium();
// Each check of `npm run check` but the unit tests, which run below: one passed or failed apiece.
for (const part of ['format', 'lint', 'types', 'rules', 'errors', 'unused']) check(`check:${part}`);
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
  add(failure('build', 'the pages were not built, so no window was opened'));
}
rmSync(reports, { recursive: true, force: true });

if (total.failures.length > 0) process.stdout.write(`\n${failureText(total.failures)}\n`);
const skipped = total.skipped === 0 ? '' : `, ${String(total.skipped)} skipped`;
process.stdout.write(`\n${String(total.passed)} passed, ${String(total.failed)} failed${skipped}\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
