import { expect, test, type Page } from '@playwright/test';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { hold, openWindow, signOn } from '../pages.ts';

/** Of the virtual city of 60 stations, whose seed is always the same. */
const BRANCH = 'P0106S';

test.describe('impact of a burst', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 60, scenario: 'burst-main', delayS: 5 });
  });
  test.afterAll(() => stack.stop());

  test('from a click on a pipe to valves, customers and cold clock; a stuck valve tells what it costs', async ({
    context,
  }) => {
    const page = await openWindow(context, stack, 'map');
    await signOn(page, 'dispatcher-1');
    await clickPipe(page);
    await page.keyboard.press('b');
    await answered(page);
    // Both are measured; how long they may take is the bench's question, on a machine that does nothing else.
    for (const name of ['impact:first', 'impact:all']) await expect.poll(() => isMeasured(page, name)).toBe(true);
    for (const kind of ['washout', 'spread', 'flashSteam']) {
      await expect(page.getByTestId(`layer-${kind}`)).toHaveAttribute('data-basis', /simulation|trace|quick/);
    }
    await expect(page.getByTestId('layer-isolated')).toHaveAttribute('data-basis', 'trace');

    // Chosen in another window of this seat: the branch of one station, whose stuck valve costs its neighbours too.
    await page.evaluate((id) => {
      new BroadcastChannel('heatline-selection').postMessage({ kind: 'pipe', id });
    }, BRANCH);
    await expect(page.locator('[data-testid="pick-card"][data-kind="pipe"]')).toContainText(BRANCH);
    await page.keyboard.press('b');
    await expect(page.getByTestId('impact')).toHaveAttribute('data-pipe', BRANCH);
    await answered(page);
    await page.getByTestId('impact-tab-valves').click();
    const costly = page.locator('li[data-testid^="valve-"]').filter({ hasText: /若卡死：多停 [1-9]/ });
    // This one, wherever it stands in the walks to come.
    const dear = page.getByTestId((await costly.first().getAttribute('data-testid')) ?? '');
    const stations = await count(page, 'stations');
    await dear.getByTestId('what-if').click();
    await expect.poll(() => count(page, 'stations')).toBeGreaterThan(stations);
    await expect(page.getByTestId('impact-said')).toContainText(/假设阀门卡死.*停热 \+\d+ 站/s);
    await page.getByTestId('what-if-off').click();
    await expect.poll(() => count(page, 'stations')).toBe(stations);

    await page.getByTestId('impact-tab-lost').click();
    await expect(page.getByTestId('lost-stations')).toContainText(`${String(stations)} 站`);
    await page.getByTestId('impact-tab-cold').click();
    await expect(page.getByTestId('incident-meter')).toContainText(/停热 \d+ 户/);
    await expect(page.getByTestId('cold-clock')).toContainText(/若现在关阀/);
    await page.getByTestId('impact-tab-model').click();
    await expect(page.getByTestId('model')).toContainText(/模型可用/);

    // What the field tells stands for all, and the trace follows by itself.
    await page.getByTestId('impact-tab-valves').click();
    await dear.getByTestId('told-stuck').click();
    await expect.poll(() => count(page, 'stations')).toBeGreaterThan(stations);
    await expect(page.getByTestId('left-out')).toContainText('卡死');

    // Closed one after the other, they keep the heat from the same people: nobody leaves the list, and the clock starts with the last.
    await answered(page);
    const cold = await count(page, 'stations');
    const closers = page.locator('li[data-testid^="valve-"]').getByTestId('told-closed');
    await expect(closers).not.toHaveCount(0);
    for (let left = await closers.count(); left > 0; left--) {
      await closers.first().click();
      await expect(closers).toHaveCount(left - 1);
    }
    await page.getByTestId('impact-tab-cold').click();
    await expect(page.getByTestId('cold-clock')).toHaveAttribute('data-basis', 'valves');
    await answered(page);
    await expect.poll(() => count(page, 'stations')).toBe(cold);
    await expect(page.getByTestId('incident-meter')).toContainText(/停热 [1-9]\d* 户/);
  });

  test('a confirmed candidate fills the red alert in: place, evidence, valves; they are ordered with it', async ({
    context,
  }) => {
    const map = await openWindow(context, stack, 'map');
    await signOn(map, 'lead-1');
    const found = map.locator('[data-testid="candidate-row"][data-pipe]').first();
    await expect(found).toBeVisible({ timeout: 240_000 });
    // This one, whichever is the surest later.
    const candidate = map.locator(`[data-candidate="${(await found.getAttribute('data-candidate')) ?? ''}"]`);
    await candidate.getByTestId('confirm-candidate').click();
    await map.getByTestId('reason-choice').selectOption({ index: 1 });
    await map.getByTestId('reason-done').click();
    await expect(candidate).toHaveAttribute('data-verdict', 'confirmed');
    await expect(candidate.getByTestId('verdict')).toContainText('已确认');

    await candidate.getByTestId('declare-here').click();
    await expect(map).toHaveURL(/\/alert/);
    await expect(map.getByTestId('declare-place-known')).toContainText(/P\d+/);
    await expect(map.getByTestId('declare-text')).toHaveValue(/置信度 \d+%/);
    await expect(map.getByTestId('plan-lost')).toContainText(/停热 \d+ 站/);
    await expect(map.getByTestId('plan-valves')).toBeChecked();
    await map.getByTestId('scripts').locator('summary').click();
    await expect(map.getByTestId('scripts')).toContainText('抢修');
    await hold(map.getByTestId('alert-declare-hold'), (patience) =>
      expect(map.getByTestId('alert-run')).toHaveAttribute('data-status', 'active', patience),
    );
    const ordered = map.getByTestId('timeline-row').filter({ hasText: '下令关阀' });
    await expect(ordered.first()).toBeVisible();
    await expect(map.getByTestId('timeline-row').filter({ hasText: /停热 \d+ 站/ })).not.toHaveCount(0);

    // The candidate says that it is declared, leads there, and offers no second one.
    await map.getByTestId('alert-tab-new').click();
    await expect(candidate.getByTestId('declared-here')).toContainText('已宣布红色预警');
    await expect(candidate.getByTestId('declare-here')).toHaveCount(0);
    await candidate.getByTestId('open-declared').click();
    await expect(map.getByTestId('alert-run')).toHaveAttribute('data-status', 'active');
  });
});

/** Clicks over the middle of the map, where the network is, until a pipe is hit. */
async function clickPipe(page: Page): Promise<void> {
  const map = page.getByTestId('map');
  await expect(map).toHaveAttribute('data-map-ready', 'true');
  const card = page.locator('[data-testid="pick-card"][data-kind="pipe"]');
  let share = 0.3;
  await expect(async () => {
    const { width, height } = (await map.boundingBox()) ?? { width: 0, height: 0 };
    share = share > 0.7 ? 0.3 : share + 0.006;
    await map.click({ position: { x: width * share, y: height * 0.45 }, timeout: 10_000 });
    // Whoever clicks looks whether it was one before clicking elsewhere, and so never clicks twice as fast as for a zoom.
    await expect(card).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 180_000, intervals: [0] });
}

const answered = (page: Page): Promise<void> =>
  expect(page.getByTestId('impact')).toHaveAttribute('data-waiting', 'false');

/** Whether the page has measured something of this name. */
const isMeasured = (page: Page, name: string): Promise<boolean> =>
  page.evaluate((wanted) => performance.getEntriesByName(wanted).length > 0, name);

const count = async (page: Page, key: string): Promise<number> =>
  Number((await page.getByTestId(`impact-sum-${key}`).innerText()).trim());
