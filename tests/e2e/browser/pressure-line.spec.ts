import { expect, test } from '@playwright/test';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { openStation, openWindow } from '../pages.ts';

test.describe('pressure line', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 60 });
  });
  test.afterAll(() => stack.stop());

  test('leads from the source to the farthest station, or to the one that is searched', async ({ context }) => {
    const page = await openWindow(context, stack, 'wall');
    await expect(page.getByTestId('wall-cell-S001')).toBeAttached();
    await page.keyboard.press('l');
    const panel = page.getByTestId('pressure-line');
    await expect(panel).toContainText(/→ .+站，\d+\.\d\d km/);
    const rows = panel.locator('[data-testid^="pressure-row-"]');
    await expect.poll(() => rows.count()).toBeGreaterThan(3);
    await expect(panel.getByTestId('pressure-row-SRC1')).toContainText(/0\.\d{3}(?!\d)/, { timeout: 120_000 });
    await expect(panel).toContainText(/汽化余量最小 \d+\.\d m/);

    await panel.getByTestId('pressure-chart').focus();
    await page.keyboard.press('Home');
    await expect(panel.getByTestId('pressure-here')).toContainText('城西热电厂');
    await page.keyboard.press('ArrowRight');
    await expect(panel.getByTestId('pressure-here')).not.toContainText('城西热电厂');

    await panel.getByTestId('pressure-search').fill('S010');
    await panel.getByTestId('pressure-search').press('Enter');
    await expect(panel.getByTestId('pressure-row-S010')).toBeVisible();
    await expect(panel.locator('[data-testid^="pressure-row-"]').last()).toHaveAttribute(
      'data-testid',
      'pressure-row-S010',
    );
  });

  test('opens from the faceplate, takes what is live as normal, and closes by Esc', async ({ context }) => {
    const page = await openWindow(context, stack, 'wall');
    await openStation(page, 'S005');
    await page.getByTestId('open-pressure-line').click();
    const row = page.getByTestId('pressure-row-S005');
    await expect(row).toContainText(/0\.\d{3}(?!\d)/, { timeout: 120_000 });
    await expect(row).not.toContainText(/[+-]0\.\d{3}/);
    await page.getByTestId('take-normal').click();
    await expect(row).toContainText(/[+-]0\.0\d\d/);
    await expect(page.getByTestId('pressure-against')).toHaveValue('reference');
    await page.getByTestId('wall-pressure-line').focus();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('faceplate')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('pressure-line')).toHaveCount(0);
  });

  test('says that its points are stale when the plant is gone', async ({ context }) => {
    const page = await openWindow(context, stack, 'wall');
    await page.getByTestId('wall-pressure-line').click();
    const source = page.getByTestId('pressure-row-SRC1');
    await expect(source).toContainText(/0\.\d{3}(?!\d)/, { timeout: 120_000 });
    await expect(source).not.toContainText('陈旧');
    process.kill(stack.pidOf('city'), 'SIGSTOP');
    try {
      await expect(source).toContainText('陈旧', { timeout: 120_000 });
    } finally {
      process.kill(stack.pidOf('city'), 'SIGCONT');
    }
    await expect(source).not.toContainText('陈旧', { timeout: 120_000 });
  });
});
