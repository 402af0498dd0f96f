import { defineConfig } from '@playwright/test';
import { chromiumArgs } from '#tests/support/chromium-args.ts';
import { ensureChromium } from '#tests/support/ensure-chromium.ts';

/** `npm run tour`: plays the story in both languages and takes the pictures of the README. */
export default defineConfig({
  testDir: '.',
  testMatch: 'tour/*.spec.ts',
  timeout: 180_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  outputDir: '../../test-results/tour-run',
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1920, height: 1080 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    launchOptions: {
      executablePath: ensureChromium(),
      args: chromiumArgs,
    },
  },
});
