import { expect, test } from '@playwright/test';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { openWindow } from '../pages.ts';

test.describe('wall', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 240 });
  });
  test.afterAll(() => stack.stop());

  for (const [width, height] of [
    [1920, 1080],
    [3840, 2160],
  ] as const) {
    test(`shows every station live without scrolling at ${String(width)}x${String(height)}`, async ({ browser }) => {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
      const page = await openWindow(context, stack, 'wall');
      await expect(page.locator('[data-testid^="wall-cell-"]')).toHaveCount(242);
      await expect(page.getByTestId('wall-cell-S001')).toContainText(/\d\.\d{3} MPa/, { timeout: 45_000 });
      await expect(page.getByTestId('wall-cell-S005')).toContainText(/\d\.\d{3} MPa/, { timeout: 20_000 });
      const overflow = await page.evaluate(() => {
        const { scrollHeight, scrollWidth, clientHeight, clientWidth } = document.documentElement;
        return [scrollHeight - clientHeight, scrollWidth - clientWidth];
      });
      expect(overflow).toEqual([0, 0]);
      await context.close();
    });
  }

  test('keeps a value moving, and shows it stale when the plant is gone', async ({ page, context }) => {
    const wall = await openWindow(context, stack, 'wall');
    const value = wall.getByTestId('wall-cell-S001').locator('[data-column="value"]');
    await expect(value).toContainText(/\d\.\d{3}/);
    const before = await value.innerText();
    await expect(value).not.toHaveText(before, { timeout: 30_000 });
    await expect(wall.getByTestId('wall-cell-S001')).toContainText('正常');

    process.kill(stack.pidOf('city'), 'SIGSTOP');
    try {
      await expect(wall.getByTestId('wall-cell-S001')).toContainText('陈旧', { timeout: 20_000 });
      await expect(wall.getByTestId('wall-cell-S005')).toContainText('陈旧', { timeout: 20_000 });
    } finally {
      process.kill(stack.pidOf('city'), 'SIGCONT');
    }
    await expect(wall.getByTestId('wall-cell-S001')).toContainText('正常', { timeout: 40_000 });
    await page.close();
  });

  test('lets a wall display look and nothing else', async ({ context }) => {
    const wall = await openWindow(context, stack, 'wall', stack.wallToken);
    await expect(wall.getByTestId('wall-cell-S001')).toContainText(/\d\.\d{3} MPa/);
    await wall.getByTestId('signed-on').click();
    await expect(wall.getByTestId('sign-on-pin')).toHaveCount(0);
  });

  test('says why it is not let in with a wrong token', async ({ context }) => {
    const page = await context.newPage();
    await page.goto(`${stack.url}/wall#token=wrong`);
    await expect(page.getByText('API0001')).toBeVisible();
  });

  test('works by its keys: Ctrl K, ?, Esc, and F2 to F5', async ({ context }) => {
    const wall = await openWindow(context, stack, 'wall');
    await wall.keyboard.press('Control+k');
    await expect(wall.getByTestId('palette-query')).toBeFocused();
    await wall.keyboard.press('Escape');
    await expect(wall.getByTestId('palette-query')).toHaveCount(0);
    await wall.keyboard.press('?');
    for (const key of ['Ctrl+K', 'A', 'Space', '/', 'F2', 'F5']) {
      await expect(wall.getByRole('dialog').getByText(key, { exact: true })).toBeVisible();
    }
    await wall.keyboard.press('Escape');
    await expect(wall.getByRole('dialog')).toHaveCount(0);
    for (const [key, name] of [
      ['F3', 'map'],
      ['F4', 'alert'],
      ['F5', 'desk'],
      ['F2', 'wall'],
    ] as const) {
      await wall.keyboard.press(key);
      await wall.waitForURL(new RegExp(`/${name}/`));
      await expect(wall.getByTestId('status-bar')).toBeVisible();
    }
    await wall.close();
  });

  test('opens a station by its name and shows its measures with their age', async ({ context }) => {
    const wall = await openWindow(context, stack, 'wall');
    await expect(wall.getByTestId('wall-cell-S005')).toBeAttached();
    await wall.keyboard.press('/');
    await wall.keyboard.type('S005');
    await wall.keyboard.press('Enter');
    await expect(wall.getByTestId('faceplate')).toBeVisible();
    await expect(wall.getByTestId('measure-S005.primarySupplyPressureMPa')).toContainText(/\d\.\d{3}/);
  });
});
