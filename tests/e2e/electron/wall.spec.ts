import { join } from 'node:path';
import { expect, test, type ElectronApplication } from '@playwright/test';
import { launch, makeTestApp, pageOf } from '#tests/support/electron-app.ts';
import { startStack } from '#tests/support/stack.ts';

test('the wall is drawn under app://', async () => {
  const stack = await startStack({ stations: 60 });
  const app = makeTestApp('built');
  let electron: ElectronApplication | undefined;
  try {
    electron = await launch(app, {
      core: null,
      args: ['--core', stack.url, '--token-file', join(stack.data, 'console.token')],
    });
    const wall = await pageOf(electron, 'wall');
    await expect(wall.getByTestId('wall-cell-S001')).toContainText(/\d\.\d{3} MPa/, { timeout: 240_000 });
    // The page or its worker has sized the canvas and drawn on it; an Electron of before Chromium 120 draws in the page (wall-surface.ts).
    await expect(wall.getByTestId('wall-canvas')).toHaveAttribute('width', /^\d{4}$/);
    const chromium = Number(await wall.evaluate(() => /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]));
    await expect.poll(() => wall.workers().length).toBe(chromium >= 120 ? 1 : 0);
  } finally {
    await electron?.close();
    app.remove();
    await stack.stop();
  }
});
