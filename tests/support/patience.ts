/**
 * For `vi.waitFor`: how long a test waits for what must come, in ms. A safety net for a machine that is slow or busy with others, never a
 * figure: what has to be quick is measured by the benches. (`expect.poll` has the same from vitest.config.ts.)
 */
export const PATIENCE = { timeout: 60_000, interval: 50 } as const;
