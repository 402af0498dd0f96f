import { expect, test, type ElectronApplication } from '@playwright/test';
import { FIRST_WINDOWS } from '#shared/contract/host-bridge.ts';
import { launch, makeTestApp, pageOf, type TestApp } from '#tests/support/electron-app.ts';
import { freePort } from '#tests/support/free-port.ts';
import { expectLink } from '../pages.ts';

let app: TestApp;
let electron: ElectronApplication;

test.beforeAll(async () => {
  app = makeTestApp('built');
  const [port, hubPort] = [String(await freePort()), String(await freePort())];
  electron = await launch(app, { core: null, args: ['--core', 'node', '--port', port, '--hub-port', hubPort] });
});
test.afterAll(async () => {
  await electron.close();
  app.remove();
});

for (const name of FIRST_WINDOWS) {
  test(`the ${name} shows itself under its security policy`, async () => {
    const page = await pageOf(electron, name);
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.reload();
    await expect(page.locator('#app > *').first()).toBeVisible();
    // A page that cannot dial has said so on its console by the time one that can is through.
    await expectLink(page, 'online', 120_000);
    expect(problems).toEqual([]);
  });
}

test('all four pages are connected to the core', async () => {
  const desk = await pageOf(electron, 'desk');
  const url = await desk.evaluate(async () => {
    const connection = await window.heatline.connect();
    return connection.kind === 'websocket' ? connection.url : '';
  });
  const pages = async (): Promise<number> =>
    ((await (await fetch(`${url}/healthz`)).json()) as { pages: number }).pages;
  await expect.poll(pages).toBe(FIRST_WINDOWS.length);
});

test('the alarm tones are read from the app itself', async () => {
  const page = await pageOf(electron, 'wall');
  await expect(page.getByTestId('alarm-bar')).toHaveAttribute('data-sound', 'works');
});
