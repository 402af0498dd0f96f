import { expect, test, type Page } from '@playwright/test';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { giveWhere, openWindow, signOn } from '../pages.ts';

/** Types into the map's field and goes to the first that is found. */
async function find(page: Page, words: string, title: RegExp): Promise<void> {
  await page.getByTestId('map-search').fill(words);
  await expect(page.getByRole('option').first()).toHaveText(title);
  await page.getByTestId('map-search').press('Enter');
}

const card = (page: Page) => page.getByTestId('pick-card');

test.describe('map that lives', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 20, scenario: 'burst-main', delayS: 5 });
  });
  test.afterAll(() => stack.stop());

  test('finds by pinyin, number and phone, shows a crew, and takes a valve from words to map, history and log', async ({
    context,
  }) => {
    const page = await openWindow(context, stack, 'map');
    await signOn(page, 'dispatcher-1');
    await expect(page.getByTestId('map')).toHaveAttribute('data-map-ready', 'true');

    await find(page, 'qxyd', /抢修一队/);
    await expect(card(page)).toHaveAttribute('data-kind', 'crew');
    await expect(card(page)).toContainText(/位置更新于\s*\d+ (秒|分)前/);
    await expect(card(page)).toContainText(/\d{11}/);
    const phone = /\d{11}/.exec(await card(page).innerText())?.[0] ?? '';
    await find(page, phone, /抢修一队/);

    // A valve that is open becomes closed on the words of a dispatcher, with the reason and who said it.
    await find(page, 'v0001s', /V0001S/);
    const now = page.getByTestId('valve-now');
    await expect(now).toHaveAttribute('data-state', 'open');
    await expect(page.getByTestId('valve-submit')).toBeDisabled();
    await page.getByTestId('valve-state').selectOption('closed');
    await expect(page.getByTestId('valve-submit')).toBeDisabled();
    await page.getByTestId('reason-words').fill('检修后未恢复');
    await page.getByTestId('valve-submit').click();
    await expect(now).toHaveAttribute('data-state', 'closed');
    await expect(page.getByTestId('valve-history')).toContainText('检修后未恢复');
    await expect(page.getByTestId('valve-history')).toContainText('人工修改');

    // The crew sees it otherwise: a fact, which stands over the records.
    await page.getByTestId('valve-state').selectOption('open');
    await page.getByTestId('valve-condition').selectOption('stuck');
    await page.getByTestId('valve-from').selectOption('field');
    await page.getByTestId('reason-words').fill('队长电话');
    await page.getByTestId('valve-submit').click();
    await expect(now).toHaveAttribute('data-condition', 'stuck');
    await expect(page.getByTestId('valve-history').locator('li')).toHaveCount(2);
    await expect(page.getByTestId('valve-history').locator('li').first()).toContainText('现场回报');

    await page.getByTestId('valve-log').locator('summary').click();
    const log = page.getByTestId('valve-log').locator('li');
    await expect(log.filter({ hasText: '修改阀门' })).toContainText('检修后未恢复');
    await expect(log.filter({ hasText: '现场回报阀门' })).toContainText('队长电话');

    // From the valve to the pipe beside it, and what a burst there does.
    await page.getByTestId('valve-trace').click();
    await expect(card(page)).toHaveAttribute('data-kind', 'pipe');
    await expect(page.getByTestId('pipe-segment')).toHaveText(/\d+ 条管道/);
  });

  test('remembers switched layers at the seat, and opens what another window finds', async ({ context }) => {
    const map = await openWindow(context, stack, 'map');
    await map.getByTestId('map-legend').locator('summary').click();
    await map.getByTestId('map-layer-complaintHeat').check();
    await map.getByTestId('map-layer-valves').uncheck();
    await map.reload();
    await map.getByTestId('map-legend').locator('summary').click();
    await expect(map.getByTestId('map-layer-complaintHeat')).toBeChecked();
    await expect(map.getByTestId('map-layer-valves')).not.toBeChecked();

    const wall = await openWindow(context, stack, 'wall');
    await wall.keyboard.press('Control+k');
    await wall.getByTestId('palette-query').fill('rp01');
    await expect(wall.getByRole('dialog').getByRole('option').first()).toContainText(/RP01/i);
    await wall.keyboard.press('Enter');
    await expect(wall.getByTestId('pick-card')).toHaveAttribute('data-kind', 'repairPoint');
    await expect(map.getByTestId('pick-card')).toHaveAttribute('data-kind', 'repairPoint');
  });

  test('gathers the calls of one house into one sign that opens the worst and names the others', async ({
    context,
  }) => {
    const desk = await openWindow(context, stack, 'desk');
    await signOn(desk, 'agent-1');
    for (const words of ['三楼暖气不热', '楼下路面冒热水，好多蒸汽']) {
      await desk.getByTestId('new-complaint').click();
      await desk.getByTestId('complaint-text').fill(words);
      await giveWhere(desk, '1号楼');
      await desk.getByTestId('complaint-submit').click();
      await expect(desk.getByTestId('complaint-panel')).toContainText(words);
    }
    await desk.close();

    const map = await openWindow(context, stack, 'map');
    // The map comes to a place at once, so that a click never meets it on the way (and stops it there).
    await map.emulateMedia({ reducedMotion: 'reduce' });
    await map.reload();
    await expect(map.getByTestId('map')).toHaveAttribute('data-map-ready', 'true');
    await find(map, '三楼暖气不热', /投诉/);
    await expect(card(map)).toContainText('三楼暖气不热');
    await expect(card(map)).toContainText(/100 m 内的投诉|100 米内的投诉/);
    await expect(card(map).getByRole('button', { name: /^爆管/ })).toBeVisible();
    await expect(async () => {
      await map.getByTestId('map').click({ timeout: 10_000 });
      await expect(card(map)).toContainText('楼下路面冒热水', { timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
  });
});
