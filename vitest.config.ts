import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** Unit tests stand beside their source; contract, sim and migrations have rooms of their own under tests/. */
export default defineConfig({
  test: {
    // Two cores are shared with the servers that some tests start.
    maxWorkers: 2,
    setupFiles: process.env['CI'] ? ['tests/support/one-seed.ts'] : [],
    // All limits here are safety nets for a machine that is slow or busy with others, never figures (tests/support/patience.ts).
    expect: { poll: { timeout: 60_000, interval: 50 } },
    testTimeout: 180_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,electron}/**/*.test.ts', 'tests/support/**/*.test.ts'],
        },
      },
      {
        extends: true,
        plugins: [vue()],
        test: { name: 'renderer', environment: 'happy-dom', include: ['renderer/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/{contract,migrations,sim}/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
    ],
  },
});
