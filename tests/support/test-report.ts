/** What one runner's JSON report says: how many tests passed, failed and were left out, and what to read of each that failed. */
export interface TestReport {
  passed: number;
  failed: number;
  skipped: number;
  failures: readonly Failure[];
}

/** One failed test: its file and full name, and what it said. */
export interface Failure {
  where: string;
  message: string;
}

export interface VitestJson {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: readonly {
    name: string;
    /** Why the file could not run at all; empty where it ran. */
    message?: string;
    assertionResults: readonly { fullName: string; status: string; failureMessages?: readonly string[] | null }[];
  }[];
}

interface PlaywrightSuite {
  file?: string;
  specs?: readonly {
    title: string;
    ok: boolean;
    tests: readonly { results: readonly { errors?: readonly { message?: string }[] }[] }[];
  }[];
  suites?: readonly PlaywrightSuite[];
}

export interface PlaywrightJson {
  stats: { expected: number; unexpected: number; skipped: number; flaky: number };
  suites?: readonly PlaywrightSuite[];
  errors?: readonly { message?: string }[];
}

/** A report of vitest's `json` reporter. A file that could not be read or run is a failure of its own. */
export function ofVitest(json: VitestJson): TestReport {
  const failures = json.testResults.flatMap((file) => {
    const failed = file.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => ({ where: `${file.name} > ${test.fullName}`, message: test.failureMessages?.join('\n') ?? '' }));
    return failed.length === 0 && file.message ? [{ where: file.name, message: file.message }] : failed;
  });
  return {
    passed: json.numPassedTests,
    failed: Math.max(json.numFailedTests, failures.length),
    skipped: json.numPendingTests,
    failures,
  };
}

function failedSpecs(suite: PlaywrightSuite): Failure[] {
  const own = (suite.specs ?? [])
    .filter((spec) => !spec.ok)
    .map((spec) => ({
      where: `${suite.file ?? ''} > ${spec.title}`,
      message: spec.tests
        .flatMap((test) => test.results.flatMap((result) => result.errors ?? []))
        .map((error) => error.message ?? '')
        .join('\n'),
    }));
  return [...own, ...(suite.suites ?? []).flatMap(failedSpecs)];
}

/** A report of playwright's `json` reporter; what went wrong outside of any test (a file that does not load) is a failure too. */
export function ofPlaywright(json: PlaywrightJson): TestReport {
  const outside = (json.errors ?? []).map((error) => ({ where: 'playwright', message: error.message ?? '' }));
  const failures = [...(json.suites ?? []).flatMap(failedSpecs), ...outside];
  return {
    passed: json.stats.expected + json.stats.flaky,
    failed: Math.max(json.stats.unexpected, failures.length),
    skipped: json.stats.skipped,
    failures,
  };
}

/** What failed, once more and short, as the last thing before the closing line: the head of a long log is often cut. */
export function failureText(failures: readonly Failure[], lines = 12): string {
  return failures
    .map(({ where, message }) => {
      const head = message.trim().split('\n').slice(0, lines);
      return [`FAILED ${where}`, ...head.map((line) => `    ${line}`)].join('\n');
    })
    .join('\n');
}
