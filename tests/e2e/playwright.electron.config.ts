import { defineConfig } from '@playwright/test';

/** The desktop shell on a real Electron over several monitors; `npm run test:electron` brings both. */
export default defineConfig({
  testDir: './electron',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // One console at a time: the monitors are shared.
  workers: 1,
  retries: 0,
  outputDir: '../../test-results/electron',
  reporter: 'list',
});
