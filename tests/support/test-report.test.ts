import { expect, it } from 'vitest';
import { failureText, ofPlaywright, ofVitest } from './test-report.ts';

it('names each failed test of vitest with what it said', () => {
  const report = ofVitest({
    numPassedTests: 2,
    numFailedTests: 1,
    numPendingTests: 3,
    testResults: [
      {
        name: '/a.test.ts',
        message: '',
        assertionResults: [
          { fullName: 'works', status: 'passed' },
          { fullName: 'holds', status: 'failed', failureMessages: ['expected 1 to be 2'] },
        ],
      },
    ],
  });
  expect(report).toEqual({
    passed: 2,
    failed: 1,
    skipped: 3,
    failures: [{ where: '/a.test.ts > holds', message: 'expected 1 to be 2' }],
  });
});

it('counts a file that could not run, though none of its tests did', () => {
  const broken = { name: '/b.test.ts', message: 'SyntaxError', assertionResults: [] };
  const report = ofVitest({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, testResults: [broken] });
  expect(report.failed).toBe(1);
  expect(report.failures).toEqual([{ where: '/b.test.ts', message: 'SyntaxError' }]);
});

it('finds the failed tests of playwright in nested suites, and what went wrong outside of them', () => {
  const spec = (ok: boolean, message: string) => ({
    title: 'opens',
    ok,
    tests: [{ results: [{ errors: [{ message }] }] }],
  });
  const report = ofPlaywright({
    stats: { expected: 4, unexpected: 1, skipped: 0, flaky: 0 },
    suites: [{ file: 'map.spec.ts', suites: [{ file: 'map.spec.ts', specs: [spec(true, ''), spec(false, 'late')] }] }],
    errors: [{ message: 'no such file' }],
  });
  expect(report.failures).toEqual([
    { where: 'map.spec.ts > opens', message: 'late' },
    { where: 'playwright', message: 'no such file' },
  ]);
  expect(report).toMatchObject({ passed: 4, failed: 2 });
});

it('prints each failure with the first lines of its reason', () => {
  expect(failureText([{ where: 'a > b', message: 'one\ntwo\nthree' }], 2)).toBe('FAILED a > b\n    one\n    two');
});
