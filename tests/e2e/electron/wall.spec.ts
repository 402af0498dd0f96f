import { expect, test } from '@playwright/test';
import { pageOf } from '#tests/support/electron-app.ts';
import { onStack } from '#tests/support/electron-on-stack.ts';

test('the wall is drawn under app://', async () => {
  await onStack({ stations: 60 }, async ({ electron }) => {
    const wall = await pageOf(electron, 'wall');
    await expect(wall.getByTestId('wall-cell-S001')).toContainText(/\d\.\d{3} MPa/, { timeout: 240_000 });
    // The page or its worker has sized the canvas and drawn on it; an Electron of before Chromium 120 draws in the page (wall-surface.ts).
    await expect(wall.getByTestId('wall-canvas')).toHaveAttribute('width', /^\d{4}$/);
    const chromium = Number(await wall.evaluate(() => /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]));
    await expect.poll(() => wall.workers().length).toBe(chromium >= 120 ? 1 : 0);
  });
});
