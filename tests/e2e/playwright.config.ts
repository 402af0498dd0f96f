import { defineConfig } from '@playwright/test';
import { chromiumArgs } from '#tests/support/chromium-args.ts';
import { ensureChromium } from '#tests/support/ensure-chromium.ts';

/**
 * The browser shell on Debian's chromium. The machine has no way out and two cores: no background traffic; two files at a time, each with a city of
 * its own, which mostly wait. The times are nets for a machine that is slow or busy, and cost nothing where all goes well.
 */
export default defineConfig({
  testDir: '.',
  testMatch: 'browser/*.spec.ts',
  timeout: 480_000,
  expect: { timeout: 45_000 },
  workers: 2,
  retries: 0,
  outputDir: '../../test-results/e2e',
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1920, height: 1080 },
    locale: 'zh-CN',
    actionTimeout: 120_000,
    timezoneId: 'Asia/Shanghai',
    launchOptions: {
      executablePath: ensureChromium(),
      args: chromiumArgs,
    },
  },
});
