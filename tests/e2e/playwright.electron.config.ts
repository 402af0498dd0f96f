import { defineConfig } from '@playwright/test';

/** The desktop shell on a real Electron over several monitors; `npm run test:electron` brings both. */
export default defineConfig({
  testDir: './electron',
  // Safety nets for a machine that is slow or busy with others, never figures.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  // One console at a time: the monitors are shared.
  workers: 1,
  retries: 0,
  outputDir: '../../test-results/electron',
  reporter: 'list',
});
