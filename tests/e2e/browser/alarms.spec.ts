import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { expectUnsent, openStation, openWindow, pressUntil, signOn } from '../pages.ts';

/** A limit that a quiet plant is far beyond, so that its alarm is there whenever we want it. */
const ALARM = 'S001.primarySupplyPressureMPa:low';
const FAR_BEYOND = '1.5';

test.describe.configure({ mode: 'serial' });

test.describe('alarms', () => {
  let stack: Stack;
  let context: BrowserContext;
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    stack = await startStack({ stations: 20 });
    context = await browser.newContext({ locale: 'zh-CN' });
    page = await openWindow(context, stack, 'alarms');
    await signOn(page, 'lead-1');
  });
  test.afterAll(async () => {
    await context.close();
    await stack.stop();
  });

  const active = () => page.getByTestId(`active-${ALARM}`);
  const detail = () => page.getByTestId('alarm-detail');
  const give = async (words: string) => {
    await page.getByTestId('reason-words').fill(words);
    await page.getByTestId('reason-done').click();
  };
  const tab = (name: string) => page.getByTestId(`tab-${name}`).click();

  test('tries a limit on recorded data before it is live, and the live one raises', async () => {
    await tab('limits');
    await page.getByRole('searchbox').fill('S001 一次供水压力 偏低');
    await page.getByTestId(`limit-${ALARM}`).dblclick();
    await page.getByTestId('limit-level').fill('十');
    await expect(page.getByTestId('limit-set')).toBeDisabled();
    await page.getByTestId('limit-level').fill(FAR_BEYOND);
    await page.getByTestId('limit-on-delay').fill('1');
    await page.getByTestId('reason-words').fill('试验限值');
    await expect(page.getByTestId('limit-set')).toBeDisabled();
    await expect(async () => {
      await page.getByTestId('trial-1').click();
      await expect(page.getByTestId('trial-result')).toContainText('会报警 1 次', { timeout: 10_000 });
    }).toPass({ timeout: 120_000 });
    await page.getByTestId('limit-set').click();
    await expect(page.getByTestId(`limit-${ALARM}`)).toContainText('已设定');
    await expect(page.getByTestId(`limit-${ALARM}`)).toContainText('试验限值');

    await tab('active');
    await expect(active()).toHaveAttribute('data-status', 'activeUnacked');
    await expect(page.getByTestId('alarm-bar')).toContainText('一次供水压力 偏低');
  });

  test('acknowledges by key, and takes it back with a reason', async () => {
    await pressUntil(page, 'ArrowDown', (patience) => expect(active()).toHaveClass(/selected/, patience));
    await expect(detail()).toContainText('一次供水压力');
    await page.keyboard.press('a');
    await expect(active()).toHaveAttribute('data-status', 'activeAcked');
    await expect(active()).toContainText('王志强');
    await page.getByTestId('detail-takeBack').click();
    await give('看错了');
    await expect(active()).toHaveAttribute('data-status', 'activeUnacked');
    await expectUnsent(page, 0);
  });

  test('shelves with a reason: gone from list, bar and wall, and back when it is taken from the shelf', async () => {
    const wall = await openWindow(context, stack, 'wall');
    const cell = wall.getByTestId('wall-cell-S001');
    await expect(cell).toContainText('中级');
    await page.keyboard.press('s');
    await page.getByTestId('shelve-for').selectOption({ index: 0 });
    await give('仪表在校验');
    await expect(active()).toHaveCount(0);
    await expect(page.getByTestId('alarm-bar')).not.toContainText('一次供水压力 偏低');
    await expect(cell).not.toContainText('中级');
    await tab('shelved');
    await expect(page.getByTestId(`side-${ALARM}`)).toContainText('仪表在校验');
    await page.getByTestId('detail-unshelve').click();
    await give('校验完毕');
    await expect(page.getByTestId(`side-${ALARM}`)).toHaveCount(0);
    await tab('active');
    await expect(active()).toHaveAttribute('data-status', 'activeUnacked');
    await expect(cell).toContainText('中级');
    await wall.close();
  });

  test('takes an alarm out of service and gives it back', async () => {
    await page.getByTestId('detail-takeOut').click();
    await give('更换变送器');
    await expect(active()).toHaveCount(0);
    await tab('outOfService');
    await expect(page.getByTestId(`side-${ALARM}`)).toContainText('更换变送器');
    await page.getByTestId('detail-giveBack').click();
    await give('已更换');
    await tab('active');
    await expect(active()).toBeVisible();
  });

  test('holds back by design what means nothing while a station is filled, and lists it', async () => {
    await tab('suppressed');
    await page.getByTestId('suppression-new').click();
    await page.getByTestId('suppression-name').fill('充水不报低压');
    await page.getByTestId('scope-state').selectOption('filling');
    await page.getByTestId('scope-measure').selectOption('primarySupplyPressureMPa');
    await page.getByTestId('reason-words').fill('投运方案');
    await page.getByTestId('suppression-save').click();
    await expect(page.getByTestId('suppression-held')).toHaveText(/0/);

    const wall = await openWindow(context, stack, 'wall');
    await openStation(wall, 'S001');
    await setState(wall, 'filling', '系统充水');
    await expect(page.getByTestId('suppression-held')).toHaveText(/1/);
    await expect(page.getByTestId(`side-${ALARM}`)).toContainText('充水不报低压');
    await expect(page.getByTestId('alarm-bar')).not.toContainText('一次供水压力 偏低');
    await setState(wall, 'inService', '充水完成');
    await expect(page.getByTestId('suppression-held')).toHaveText(/0/);
    await tab('active');
    await expect(active()).toBeVisible();
    await wall.close();
  });

  test('has all of it in the journal, with who and why', async () => {
    // The journal is read once, and has what has its receipt.
    await expectUnsent(page, 0);
    await active().click();
    await page.getByTestId('detail-journal').click();
    const rows = page.getByTestId('journal-row');
    for (const [event, reason] of [
      ['报警', ''],
      ['确认', ''],
      ['撤回确认', '看错了'],
      ['搁置', '仪表在校验'],
      ['取消搁置', '校验完毕'],
      ['停用', '更换变送器'],
      ['恢复使用', '已更换'],
    ] as const) {
      const row = rows.filter({ has: page.locator('[data-column="event"]').getByText(event, { exact: true }) });
      await expect(row.first()).toContainText(reason);
    }
    await tab('kpis');
    await expect(page.getByTestId('kpis')).toContainText('EEMUA 191');
  });

  test('puts the default back, and the alarm returns', async () => {
    await tab('active');
    await active().click();
    await page.getByTestId('detail-limit').click();
    await expect(page.getByTestId('limit-history')).toContainText('试验限值');
    await page.getByTestId('reason-words').fill('试验结束');
    await page.getByTestId('limit-restore').click();
    await tab('active');
    await expect(active()).toHaveAttribute('data-status', 'returnedUnacked', { timeout: 120_000 });
    await active().click();
    await page.keyboard.press('a');
    await expect(active()).toHaveCount(0);
  });

  test('makes an alarm of a sound that fails, and ends it when sound works again', async ({ browser }) => {
    const seat = await browser.newContext({ locale: 'zh-CN' });
    await seat.route('**/*.wav', (route) => route.abort());
    const deaf = await openWindow(seat, stack, 'wall');
    await expect(deaf.getByTestId('sound-failed')).toBeVisible();
    const fault = page.locator('[data-testid^="active-console."][data-testid$=".sound:fault"]');
    await expect(fault).toHaveAttribute('data-status', 'activeUnacked');
    await seat.unroute('**/*.wav');
    await deaf.getByTestId('sound-failed').click();
    await expect(deaf.getByTestId('sound-failed')).toHaveCount(0);
    await expect(fault).toHaveAttribute('data-status', 'returnedUnacked');
    await seat.close();
  });
});

/** Says what the station is doing whose faceplate is open at the wall. */
async function setState(wall: Page, state: string, reason: string): Promise<void> {
  await wall.getByTestId('plant-state-change').click();
  await wall.getByTestId('plant-state-choice').selectOption(state);
  await wall.getByTestId('plant-state-reason').fill(reason);
  await wall.getByTestId('plant-state-reason').press('Enter');
  await expect(wall.getByTestId('plant-state')).toHaveAttribute('data-state', state);
}
