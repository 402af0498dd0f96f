import { expect, test, type Page } from '@playwright/test';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { giveWhere, openWindow, signOn } from '../pages.ts';

/** Types into the map's field and goes to the first that is found. */
async function find(page: Page, words: string, title: RegExp): Promise<void> {
  await page.getByTestId('map-search').fill(words);
  await expect(page.getByRole('option').first()).toHaveText(title);
  await page.getByTestId('map-search').press('Enter');
}

test.describe('search on the map', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 20 });
  });
  test.afterAll(() => stack.stop());

  test('finds a crew, a call and a pipe by whole pinyin, by category and its initials, and by number', async ({
    context,
  }) => {
    const desk = await openWindow(context, stack, 'desk');
    await signOn(desk, 'agent-1');
    await desk.getByTestId('new-complaint').click();
    await desk.getByTestId('complaint-text').fill('客厅暖气片摸着发凉');
    await desk.getByTestId('complaint-category').selectOption('notHot');
    await giveWhere(desk, '1号楼');
    await desk.getByTestId('complaint-submit').click();
    await expect(desk.getByTestId('complaint-panel')).toContainText('客厅暖气片摸着发凉');

    const page = await openWindow(context, stack, 'map');
    await expect(page.getByTestId('map')).toHaveAttribute('data-map-ready', 'true');
    const card = page.getByTestId('pick-card');
    await find(page, 'qiangxiuyidui', /抢修一队/);
    await expect(card).toHaveAttribute('data-kind', 'crew');
    for (const words of ['不热', 'br', 'bure']) {
      await find(page, words, /投诉.*不热/);
      await expect(card).toHaveAttribute('data-kind', 'complaint');
      await expect(card).toContainText('客厅暖气片摸着发凉');
    }
    await find(page, 'p0001s', /P0001S/);
    await expect(card).toHaveAttribute('data-kind', 'pipe');
  });
});
