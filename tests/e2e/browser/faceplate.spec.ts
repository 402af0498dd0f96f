import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { expectUnsent, openStation as openPlate, openWindow, pressUntil, signOn } from '../pages.ts';

/** Opens the faceplate of a station that has values. */
async function openStation(page: Page, stationId: string): Promise<void> {
  await expect(page.getByTestId(`wall-cell-${stationId}`)).toContainText(/\d\.\d{3} MPa/, { timeout: 120_000 });
  await openPlate(page, stationId);
}

/** A curve this long shows that it was recorded, and not only seen. */
const ENOUGH_MS = 10_000;

/** The time that the chart's cursor stands on, UTC ms, from the words below the chart; NaN while it stands on none. */
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
    await early.getByTestId('span-30min').click();
    await early.getByTestId('chart-stage').focus();
    const recordedMs = async (): Promise<number> => {
      await early.keyboard.press('Home');
      const first = await cursorTime(early);
      await early.keyboard.press('End');
      return (await cursorTime(early)) - first;
    };
    await expect.poll(recordedMs, { timeout: 120_000 }).toBeGreaterThan(ENOUGH_MS);
    await early.close();

    const openedAt = Date.now();
    const page = await openWindow(context, stack, 'wall');
    await openStation(page, 'S005');
    await page.getByTestId('span-30min').click();
    const readout = page.getByTestId('curve-readout');
    await expect(readout.locator('.cursor').first()).toHaveText(/^\d\.\d{3}$/);
    const stage = page.getByTestId('chart-stage');
    await stage.focus();
    // The live end alone is there first; then what was recorded.
    const atFirst = async (): Promise<number> => {
      await page.keyboard.press('Home');
      return cursorTime(page);
    };
    await expect.poll(atFirst).toBeLessThan(openedAt - ENOUGH_MS);
    const first = await atFirst();
    expect(openedAt - first).toBeLessThan(30 * 60_000);
    await expect(readout.locator('.cursor').first()).toHaveText(/^\d\.\d{3}$/);
    // Several values may be of one second.
    const next = async (): Promise<number> => {
      await page.keyboard.press('ArrowRight');
      return cursorTime(page);
    };
    await expect.poll(next).toBeGreaterThan(first);

    await page.keyboard.press('+');
    const back = page.getByTestId('chart-back');
    await expect(back).toBeVisible();
    // Changes that follow one another quickly are one step of the way back: it has one or two.
    await pressUntil(page, 'Backspace', (patience) => expect(back).toHaveCount(0, patience));
    const { width, height } = (await stage.boundingBox()) ?? { width: 0, height: 0 };
    const at = (share: number) => ({ position: { x: width * share, y: height / 2 } });
    await stage.hover(at(0.4));
    await page.mouse.down();
    await stage.hover(at(0.6));
    await stage.hover(at(0.7));
    await page.mouse.up();
    await expect(page.getByTestId('chart-now')).toBeVisible();
    await stage.dblclick(at(0.5));
    await expect(page.getByTestId('chart-now')).toHaveCount(0);
  });

  test('compares, and hands the points out as a file', async ({ context }) => {
    const page = await openWindow(context, stack, 'wall');
    await openStation(page, 'S005');
    await expect(page.getByTestId('wall-cell-S006')).toContainText(/\d\.\d{3} MPa/, { timeout: 120_000 });
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
    const tripped = page
      .locator('[data-testid^="wall-cell-S0"]')
      .filter({ hasText: /级报警 未确认/ })
      .first();
    await expect(tripped).toBeAttached({ timeout: 240_000 });
    const id = ((await tripped.getAttribute('data-testid')) ?? '').replace('wall-cell-', '');
    await openStation(page, id);
    const asking = page.getByTestId('faceplate').locator('[data-testid^="alarm-"][data-status="activeUnacked"]');
    // This one, whichever stands first later.
    const alarmId = await asking.first().getAttribute('data-testid');
    const alarm = page.getByTestId('faceplate').getByTestId(alarmId ?? '');
    await page.getByTestId('chart-enlarge').click();
    const large = page.getByRole('dialog');
    await large.locator('summary').click();
    await expect(large.locator('details')).toContainText('报警：');
    await page.keyboard.press('Escape');
    await alarm.getByRole('button', { name: '确认' }).click();
    await expect(alarm).toHaveAttribute('data-status', 'activeAcked');
  });
});
