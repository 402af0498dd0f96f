import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test, type ElectronApplication } from '@playwright/test';
import { launch, makeTestApp, pageOf, type TestApp } from '#tests/support/electron-app.ts';
import {
  BIG,
  expectFills,
  fourWindows,
  LEFT,
  MIDDLE,
  plugMiddle,
  unplugMiddle,
  windowState,
} from '#tests/support/electron-windows.ts';

let app: TestApp;
let electron: ElectronApplication;

test.beforeEach(async () => {
  app = makeTestApp();
  electron = await launch(app);
  await fourWindows(electron);
});
test.afterEach(async () => {
  plugMiddle();
  await electron.close();
  app.remove();
});

/** Moves a window as a person does: it is taken for that once the windows have settled, and then kept. */
async function moveByHand(
  name: 'desk' | 'map',
  bounds: { x: number; y: number; width: number; height: number },
): Promise<void> {
  const move = () =>
    electron.evaluate(
      ({ BrowserWindow }, [wanted, to]) => {
        const window = BrowserWindow.getAllWindows().find((w) => w.webContents.getURL().includes(`/${wanted}/`));
        if (window?.isMaximized()) window.unmaximize();
        // A move that came before the windows had settled was not kept: move again.
        else if (window?.getBounds().width === to.width) window.setBounds({ ...to, width: to.width + 1 });
        window?.setBounds(to);
      },
      [name, bounds] as const,
    );
  const isKept = (): boolean => {
    const kept = keptPlace(name);
    return kept?.fill === 'normal' && kept.bounds.width === bounds.width && kept.bounds.height === bounds.height;
  };
  await expect(async () => {
    await move();
    // It is kept a while after the last move: time to be so before it is moved again.
    await expect.poll(isKept, { timeout: 3_000 }).toBe(true);
  }).toPass({ timeout: 90_000 });
}

interface KeptPlace {
  readonly name: string;
  readonly fill: string;
  readonly isOpen: boolean;
  readonly bounds: { x: number; y: number; width: number; height: number };
}

function keptPlace(name: string): KeptPlace | undefined {
  const file = join(app.data, 'layout.json');
  if (!existsSync(file)) return undefined;
  const { places } = JSON.parse(readFileSync(file, 'utf8')) as { places: KeptPlace[] };
  return places.find((place) => place.name === name);
}

test('the default layout gives the wall the largest monitor and the others theirs', async () => {
  await expectFills(electron, 'wall', BIG);
  expect((await windowState(electron, 'wall'))?.isFullScreen).toBe(true);
  await expectFills(electron, 'desk', LEFT);
  await expectFills(electron, 'map', MIDDLE);
  await expectFills(electron, 'alert', LEFT);
});

test('an unplugged monitor sends its window to another, and has it back when it returns', async () => {
  await expectFills(electron, 'map', MIDDLE);
  unplugMiddle();
  await expectFills(electron, 'map', LEFT);
  await expectFills(electron, 'wall', BIG);
  plugMiddle();
  await expectFills(electron, 'map', MIDDLE);
  await expectFills(electron, 'desk', LEFT);
});

test('the layout is there again after a restart, closed windows stay closed', async () => {
  const place = { x: 2100, y: 200, width: 1200, height: 700 };
  await moveByHand('desk', place);
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((w) => w.webContents.getURL().includes('/alert/'))
      ?.close();
  });
  // Closed by a person, before the console is left: what closes with the console is open again at the next start.
  await expect.poll(() => keptPlace('alert')?.isOpen).toBe(false);
  await electron.close();
  const left = keptPlace('desk')?.bounds;

  electron = await launch(app);
  await pageOf(electron, 'desk');
  await pageOf(electron, 'wall');
  await pageOf(electron, 'map');
  await expect.poll(async () => (await windowState(electron, 'desk'))?.bounds).toEqual(left);
  await expectFills(electron, 'wall', BIG);
  expect(await windowState(electron, 'alert')).toBeUndefined();
  await electron.close();

  // A second restart does not let the window creep by the width of its frame.
  electron = await launch(app);
  await pageOf(electron, 'desk');
  await expect.poll(async () => (await windowState(electron, 'desk'))?.bounds).toEqual(left);
});

test('a window stored outside of every monitor is brought back', async () => {
  await moveByHand('desk', { x: 100, y: 100, width: 1000, height: 700 });
  await electron.close();
  const file = join(app.data, 'layout.json');
  const layout = JSON.parse(readFileSync(file, 'utf8')) as {
    places: { name: string; bounds: { x: number; y: number } }[];
  };
  for (const place of layout.places) if (place.name === 'desk') Object.assign(place.bounds, { x: -9_000, y: 12_000 });
  writeFileSync(file, JSON.stringify(layout));

  electron = await launch(app);
  await pageOf(electron, 'desk');
  await expect
    .poll(async () => {
      const { x, y } = (await windowState(electron, 'desk'))?.bounds ?? { x: NaN, y: NaN };
      return x >= 0 && x <= 1920 && y >= 0 && y <= 1080;
    })
    .toBe(true);
});

test('a layout file that is not one is set aside and the windows are laid out anew', async () => {
  await electron.close();
  writeFileSync(join(app.data, 'layout.json'), '{"version":1,"places":[{"name":"wa');
  electron = await launch(app);
  await fourWindows(electron);
  await expectFills(electron, 'wall', BIG);
  expect(readFileSync(join(app.data, 'layout.json.bad'), 'utf8')).toContain('"wa');
});

test('a second instance brings the first to the front and ends', async () => {
  // A window that fills its screen is not to be minimised: the desk alone stays, and it is.
  await electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) {
      if (window.webContents.getURL().includes('/desk/')) window.minimize();
      else window.close();
    }
  });
  const minimized = () =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isMinimized()));
  await expect.poll(minimized).toEqual([true]);
  const second = spawn(
    process.env['HEATLINE_ELECTRON'] ?? '',
    ['--no-sandbox', '--disable-gpu', app.folder, '--data', app.data, '--hub', 'http://127.0.0.1:9'],
    { stdio: 'ignore' },
  );
  const [code] = (await once(second, 'exit')) as [number];
  expect(code).toBe(0);
  await expect.poll(minimized).toEqual([false]);
  expect(electron.windows()).toHaveLength(1);
});

test('a page whose process dies is loaded again in its window', async () => {
  const wall = await pageOf(electron, 'wall');
  await wall.evaluate(() => {
    document.title = 'before';
  });
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((w) => w.webContents.getURL().includes('/wall/'))
      ?.webContents.forcefullyCrashRenderer();
  });
  await expect
    .poll(() =>
      electron.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows().find((w) =>
          w.webContents.getURL().includes('/wall/'),
        )?.webContents;
        if (contents === undefined || contents.isCrashed() || contents.isLoading())
          return contents?.isCrashed() ? 'crashed' : 'loading';
        const answer = contents.executeJavaScript('document.title + typeof window.heatline') as Promise<string>;
        return Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 1_000, 'no answer'))]);
      }),
    )
    .toBe('wallobject');
  await expectFills(electron, 'wall', BIG);
});
