import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launch, makeTestApp, pageOf } from '#tests/support/electron-app.ts';
import { startStack } from '#tests/support/stack.ts';

test('the wall is drawn by a worker of app://, in the bundled font', async () => {
  const stack = await startStack({ stations: 60 });
  const app = makeTestApp('built');
  const electron = await launch(app, {
    core: null,
    args: ['--core', stack.url, '--token-file', join(stack.data, 'console.token')],
  });
  try {
    const wall = await pageOf(electron, 'wall');
    await expect(wall.getByTestId('wall-cell-S001')).toContainText(/\d\.\d{3} MPa/, { timeout: 60_000 });
    expect(wall.workers().map((worker) => worker.url())).toEqual([expect.stringMatching(/^app:.*wall\.worker/)]);
    // The page learns the size that the worker gave the canvas with the first picture.
    await expect(wall.getByTestId('wall-canvas')).toHaveAttribute('width', /^\d{4}$/);
    const loaded = await wall.workers()[0]?.evaluate(() => {
      const { fonts } = self as unknown as { fonts: Iterable<{ status: string }> };
      return [...fonts].filter(({ status }) => status === 'loaded').length;
    });
    expect(loaded).toBeGreaterThan(1);
  } finally {
    await electron.close();
    app.remove();
    await stack.stop();
  }
});
