import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { launch, makeTestApp, pageOf, type TestApp } from '#tests/support/electron-app.ts';
import { fourWindows, reloadWindow } from '#tests/support/electron-windows.ts';

let app: TestApp;
let electron: ElectronApplication;

test.beforeEach(async () => {
  app = makeTestApp();
  electron = await launch(app);
});
test.afterEach(async () => {
  await electron.close();
  app.remove();
});

interface Announced {
  readonly port: string;
  readonly pid: number;
  readonly announced: { readonly t: string; readonly seat: string; readonly window: string; readonly access: string };
}

/** Connects as a page does; its ports stay in `window.ports`. Gives what the core said first on both. */
function connect(page: Page): Promise<{ kind: string; seat: string; said: Announced[]; origin: string }> {
  return page.evaluate(async () => {
    const arrived = new Promise<MessageEvent>((resolve) => {
      addEventListener('message', (event: MessageEvent<{ type?: string }>) => {
        if (event.data.type === 'heatline:ports') resolve(event);
      });
    });
    const connection = await window.heatline.connect();
    const { ports, origin, data } = await arrived;
    if (connection.kind !== 'ports' || data.connection !== connection.connection) throw new Error('other ports');
    const said = ports.map(
      (port) => new Promise<string>((resolve) => (port.onmessage = ({ data }) => resolve(data as string))),
    );
    Object.assign(window, { ports });
    return {
      ...connection,
      origin,
      said: (await Promise.all(said)).map((text) => JSON.parse(text) as Announced),
    };
  });
}

test('each page gets two ports of its own to the core in the utilityProcess', async () => {
  const [desk, wall] = [await pageOf(electron, 'desk'), await pageOf(electron, 'wall')];
  const ofDesk = await connect(desk);
  const ofWall = await connect(wall);
  expect(ofDesk.kind).toBe('ports');
  expect(ofDesk.origin).toBe('app://heatline');
  expect(ofDesk.said.map((said) => said.port)).toEqual(['api', 'feed']);
  expect(ofDesk.said[0]?.announced).toEqual({ t: 'connect', seat: ofDesk.seat, window: 'desk', access: 'full' });
  expect(ofWall.said[1]?.announced.window).toBe('wall');
  // One seat for all windows, long enough to be a secret.
  expect(ofWall.seat).toBe(ofDesk.seat);
  expect(ofDesk.seat.length).toBeGreaterThanOrEqual(32);

  const echoed = await desk.evaluate(async () => {
    const { ports } = window as unknown as { ports: MessagePort[] };
    const feed = ports[1]!;
    const columns = new Float32Array([1.5, 2.5, NaN]).buffer;
    return new Promise((resolve) => {
      feed.onmessage = ({ data }) => resolve(data instanceof ArrayBuffer ? [...new Float32Array(data)] : data);
      feed.postMessage(columns);
    });
  });
  expect(echoed).toEqual([1.5, 2.5, NaN]);
});

test('a core that dies is started again, every page hears of it and gets new ports', async () => {
  await fourWindows(electron);
  const [desk, map] = [await pageOf(electron, 'desk'), await pageOf(electron, 'map')];
  // Connected means that the core is up: nobody hears of its start any more.
  const first = await connect(desk);
  for (const page of [desk, map]) {
    await page.evaluate(() => {
      const states: string[] = [];
      Object.assign(window, { states });
      // What it is told as news and what it gets for having asked may both say the same.
      window.heatline.onCoreState(({ state }) => {
        if (states.at(-1) !== state) states.push(state);
      });
    });
  }
  const states = (page: Page) => page.evaluate(() => (window as unknown as { states: string[] }).states);
  for (const page of [desk, map]) await expect.poll(() => states(page)).toEqual(['up']);
  await desk.evaluate(() => {
    (window as unknown as { ports: MessagePort[] }).ports[0]!.postMessage('die');
  });
  for (const page of [desk, map]) {
    await expect.poll(() => states(page)).toEqual(['up', 'down', 'starting', 'up']);
  }
  const second = await connect(desk);
  expect(second.seat).toBe(first.seat);
  expect(second.said[0]?.pid).not.toBe(first.said[0]?.pid);
  expect(electron.windows()).toHaveLength(4);
});

test('a page that is loaded again, and a page of a reopened window, connect again', async () => {
  await fourWindows(electron);
  const desk = await pageOf(electron, 'desk');
  await connect(desk);
  await reloadWindow(electron, 'desk');
  expect((await connect(desk)).said).toHaveLength(2);

  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((w) => w.webContents.getURL().includes('/map/'))
      ?.close();
  });
  await expect.poll(() => electron.windows().length).toBe(3);
  await desk.evaluate(() => window.heatline.showWindow('map', { params: { station: 'S012' } }));
  const map = await pageOf(electron, 'map');
  const params = await map.evaluate(
    () => new Promise((resolve) => window.heatline.onNavigate((words) => resolve(words))),
  );
  expect(params).toEqual({ station: 'S012' });
  expect((await connect(map)).said[0]?.announced.window).toBe('map');
});

test('what one window asks another to show reaches it while it is open', async () => {
  const [desk, map] = [await pageOf(electron, 'desk'), await pageOf(electron, 'map')];
  await map.evaluate(() => {
    window.heatline.onNavigate((words) => Object.assign(window, { words }));
  });
  await desk.evaluate(() => window.heatline.showWindow('map', { params: { alert: 'A1' } }));
  await expect
    .poll(() => map.evaluate(() => (window as unknown as { words?: unknown }).words))
    .toEqual({ alert: 'A1' });
});
