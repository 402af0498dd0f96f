import { join } from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { launch, makeTestApp, pageOf, type TestApp } from '#tests/support/electron-app.ts';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { expectLink } from '../pages.ts';

let stack: Stack;
let app: TestApp;
let electron: ElectronApplication;

test.beforeAll(async () => {
  stack = await startStack({ stations: 20 });
  app = makeTestApp('built');
  electron = await launch(app, {
    core: null,
    args: ['--core', stack.url, '--token-file', join(stack.data, 'console.token')],
  });
});
test.afterAll(async () => {
  await electron.close();
  app.remove();
  await stack.stop();
});

/** Opens what the palette finds first for these words. */
async function findAnywhere(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-query').fill(words);
  await expect(page.locator('#palette-list').getByRole('option').first()).toContainText(words.toUpperCase());
  await page.keyboard.press('Enter');
}

const card = (page: Page) => page.getByTestId('pick-card');

/** What this window hears of the selection from the others, as its own pages do. */
async function listen(page: Page): Promise<() => Promise<unknown>> {
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    new BroadcastChannel('heatline-selection').addEventListener('message', ({ data }) => heard.push(data));
  });
  return () => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard.at(-1));
}

test('what is chosen in one window is the selection of the others', async () => {
  const [wall, map, desk] = [
    await pageOf(electron, 'wall'),
    await pageOf(electron, 'map'),
    await pageOf(electron, 'desk'),
  ];
  for (const page of [wall, map, desk]) await expectLink(page, 'online', 120_000);
  await expect(map.getByTestId('map')).toHaveAttribute('data-map-ready', 'true');
  await expect(wall.getByTestId('wall-cell-S003')).toBeAttached();
  const lastHeard = await listen(desk);

  // A station that is opened on the wall opens on the map.
  await findAnywhere(wall, 's003');
  const name = (await wall.getByTestId('faceplate').getAttribute('aria-label')) ?? '';
  expect(name).not.toBe('');
  await expect(map.getByTestId('faceplate')).toHaveAttribute('aria-label', name);
  expect(await lastHeard()).toEqual({ kind: 'station', id: 'S003' });

  // From a valve that is found on the map to the pipe beside it: the wall leaves its station, and every window knows the pipe.
  await map.getByTestId('map-search').fill('v0001s');
  await expect(map.getByRole('option').filter({ hasText: 'V0001S' }).first()).toBeVisible();
  await map.getByTestId('map-search').press('Enter');
  await expect(card(map)).toHaveAttribute('data-kind', 'valve');
  await expect(wall.getByTestId('faceplate')).toHaveCount(0);
  await map.getByTestId('valve-trace').click();
  await expect(card(map)).toHaveAttribute('data-kind', 'pipe');
  const pipe: unknown = { kind: 'pipe', id: expect.any(String) };
  await expect.poll(lastHeard).toEqual(pipe);
  const chosen = await lastHeard();
  const title = await card(map).getByRole('heading').first().innerText();

  // Left on the map, it is left everywhere; chosen elsewhere, it is back on the map.
  await card(map).locator('.close').click();
  await expect.poll(lastHeard).toBeNull();
  await desk.evaluate((words) => new BroadcastChannel('heatline-selection').postMessage(words), chosen);
  await expect(card(map)).toHaveAttribute('data-kind', 'pipe');
  await expect(card(map).getByRole('heading').first()).toHaveText(title);
});
