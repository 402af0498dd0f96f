import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { expectUnsent, openWindow, signOn } from '../pages.ts';

async function openStation(page: Page, stationId: string): Promise<void> {
  await expect(page.getByTestId(`wall-cell-${stationId}`)).toContainText(/\d\.\d{3} MPa/, { timeout: 60_000 });
  await page.keyboard.press('/');
  await page.keyboard.type(stationId);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('faceplate')).toBeVisible();
}

/** The time that the chart's cursor stands on, UTC ms, from the words below the chart. */
async function cursorTime(page: Page): Promise<number> {
  const text = await page.getByTestId('chart-time').innerText();
  const [, month, day, clock] = /(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)/.exec(text) ?? [];
  const year = new Date().getFullYear();
  return Date.parse(`${String(year)}-${String(month)}-${String(day)}T${String(clock)}+08:00`);
}

test.describe('faceplate', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 20 });
  });
  test.afterAll(() => stack.stop());

  test('shows what was recorded before it was opened, by mouse and by keys', async ({ context }) => {
    const early = await openWindow(context, stack, 'wall');
    await openStation(early, 'S005');
    const value = early.getByTestId('curve-readout').locator('.cursor').first();
    await expect(value).toHaveText(/^\d\.\d{3}$/, { timeout: 45_000 });
    await early.waitForTimeout(15_000);
    await early.close();

    const openedAt = Date.now();
    const page = await openWindow(context, stack, 'wall');
    await openStation(page, 'S005');
    await page.getByTestId('span-30min').click();
    const readout = page.getByTestId('curve-readout');
    await expect(readout.locator('.cursor').first()).toHaveText(/^\d\.\d{3}$/);
    await page.getByTestId('chart-stage').focus();
    await page.keyboard.press('Home');
    const first = await cursorTime(page);
    expect(openedAt - first).toBeGreaterThan(10_000);
    expect(openedAt - first).toBeLessThan(30 * 60_000);
    await expect(readout.locator('.cursor').first()).toHaveText(/^\d\.\d{3}$/);
    await page.keyboard.press('ArrowRight');
    expect(await cursorTime(page)).toBeGreaterThan(first);

    await page.keyboard.press('+');
    await expect(page.getByTestId('chart-back')).toBeVisible();
    await page.keyboard.press('Backspace');
    await expect(page.getByTestId('chart-back')).toHaveCount(0);
    const stage = page.getByTestId('chart-stage');
    const box = (await stage.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect(page.getByTestId('chart-now')).toBeVisible();
    await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
    await expect(page.getByTestId('chart-now')).toHaveCount(0);
  });

  test('compares, and hands the points out as a file', async ({ context }) => {
    const page = await openWindow(context, stack, 'wall');
    await openStation(page, 'S005');
    await expect(page.getByTestId('wall-cell-S006')).toContainText(/\d\.\d{3} MPa/, { timeout: 60_000 });
    await page.getByTestId('chart-enlarge').click();
    const large = page.getByRole('dialog');
    await large.getByTestId('span-30min').click();
    await large.getByTestId('compare-measure').selectOption('primaryReturnPressureMPa');
    await large.getByTestId('compare-station').fill('S006');
    await large.getByTestId('compare-station').press('Enter');
    await expect(large.getByTestId('curve-readout').locator('tbody tr')).toHaveCount(3);
    await expect(large.getByTestId('curve-readout').locator('.mean').nth(1)).toHaveText(/^\d\.\d{3}$/);
    const [download] = await Promise.all([page.waitForEvent('download'), large.getByTestId('export-csv').click()]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('signal_id');
    expect(text).toContain('S005.primarySupplyPressureMPa');
    expect(text).toContain('S006.primarySupplyPressureMPa');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('faceplate')).toBeVisible();
  });

  test('says what the station is doing, by whom and why', async ({ context }) => {
    const page = await openWindow(context, stack, 'wall');
    await openStation(page, 'S007');
    await expect(page.getByTestId('plant-state')).toHaveAttribute('data-state', 'inService');
    await expect(page.getByTestId('plant-state-change')).toBeDisabled();
    await signOn(page, 'dispatcher-1');
    await page.getByTestId('plant-state-change').click();
    await page.getByTestId('plant-state-choice').selectOption('maintenance');
    await page.getByTestId('plant-state-reason').fill('更换循环泵');
    await page.getByTestId('plant-state-submit').click();
    await expect(page.getByTestId('plant-state')).toHaveAttribute('data-state', 'maintenance');
    await expect(page.getByTestId('plant-state')).toContainText('更换循环泵');
    await expectUnsent(page, 0);
    await page.getByTestId('tab-values').focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByTestId('station-limits')).toContainText('0.250 MPa');
    await page.getByTestId('tab-log').click();
    await expect(page.getByTestId('faceplate')).toContainText('设定运行状态');
  });
});

test.describe('faceplate in trouble', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 20, scenario: 'station-trip' });
  });
  test.afterAll(() => stack.stop());

  test('opens with the curve of the alarm, marks it on the time axis, and acknowledges it', async ({ context }) => {
    const page = await openWindow(context, stack, 'wall');
    await signOn(page, 'dispatcher-1');
    const alarm = page.getByTestId('faceplate').locator('[data-testid^="alarm-"]').first();
    const tripped = page
      .locator('[data-testid^="wall-cell-S0"]')
      .filter({ hasText: /级报警 未确认/ })
      .first();
    await expect(tripped).toBeAttached({ timeout: 120_000 });
    const id = ((await tripped.getAttribute('data-testid')) ?? '').replace('wall-cell-', '');
    await openStation(page, id);
    await expect(alarm).toBeVisible();
    await page.getByTestId('chart-enlarge').click();
    const large = page.getByRole('dialog');
    await large.locator('summary').click();
    await expect(large.locator('details')).toContainText('报警：');
    await page.keyboard.press('Escape');
    await alarm.getByRole('button', { name: '确认' }).click();
    await expect(alarm).toHaveAttribute('data-status', 'activeAcked');
  });
});
