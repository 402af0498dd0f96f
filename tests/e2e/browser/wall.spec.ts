import { expect, test, type Locator, type Page } from '@playwright/test';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { openStation, openWindow, pressUntil } from '../pages.ts';

test.describe('wall', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 240 });
  });
  test.afterAll(() => stack.stop());

  for (const [width, height] of [
    [1920, 1080],
    [3840, 2160],
  ] as const) {
    test(`shows every station live without scrolling at ${String(width)}x${String(height)}`, async ({ browser }) => {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
      const page = await openWindow(context, stack, 'wall');
      await expect(page.locator('[data-testid^="wall-cell-"]')).toHaveCount(242);
      await expect(page.getByTestId('wall-cell-S001')).toContainText(/\d\.\d{3} MPa/, { timeout: 120_000 });
      await expect(page.getByTestId('wall-cell-S005')).toContainText(/\d\.\d{3} MPa/, { timeout: 120_000 });
      const overflow = (): Promise<readonly number[]> =>
        page.evaluate(() => {
          const { scrollHeight, scrollWidth, clientHeight, clientWidth } = document.documentElement;
          return [scrollHeight - clientHeight, scrollWidth - clientWidth];
        });
      await expect.poll(overflow).toEqual([0, 0]);
      await context.close();
    });
  }

  test('keeps a value moving, and shows it stale when the plant is gone', async ({ page, context }) => {
    const wall = await openWindow(context, stack, 'wall');
    const value = wall.getByTestId('wall-cell-S001').locator('[data-column="value"]');
    await expect(value).toContainText(/\d\.\d{3}/);
    const before = await value.innerText();
    await expect(value).not.toHaveText(before, { timeout: 120_000 });
    await expect(wall.getByTestId('wall-cell-S001')).toContainText('正常');

    process.kill(stack.pidOf('city'), 'SIGSTOP');
    try {
      await expect(wall.getByTestId('wall-cell-S001')).toContainText('陈旧', { timeout: 120_000 });
      await expect(wall.getByTestId('wall-cell-S005')).toContainText('陈旧', { timeout: 120_000 });
    } finally {
      process.kill(stack.pidOf('city'), 'SIGCONT');
    }
    await expect(wall.getByTestId('wall-cell-S001')).toContainText('正常', { timeout: 120_000 });
    await page.close();
  });

  test('lets a wall display look and nothing else', async ({ context }) => {
    const wall = await openWindow(context, stack, 'wall', stack.wallToken);
    await expect(wall.getByTestId('wall-cell-S001')).toContainText(/\d\.\d{3} MPa/);
    await wall.getByTestId('signed-on').click();
    await expect(wall.getByRole('dialog')).toContainText('不能登录');
    await expect(wall.getByTestId('sign-on-pin')).toHaveCount(0);
  });

  test('says why it is not let in with a wrong token', async ({ context }) => {
    const page = await context.newPage();
    await page.goto(`${stack.url}/wall#token=wrong`);
    await expect(page.getByText('API0001')).toBeVisible();
  });

  test('works by its keys: Ctrl K, ?, Esc, and F2 to F5', async ({ context }) => {
    const wall = await openWindow(context, stack, 'wall');
    await wall.keyboard.press('Control+k');
    await expect(wall.getByTestId('palette-query')).toBeFocused();
    await wall.keyboard.press('Escape');
    await expect(wall.getByTestId('palette-query')).toHaveCount(0);
    await wall.keyboard.press('?');
    for (const key of ['Ctrl+K', 'A', 'Space', '/', 'F2', 'F5']) {
      await expect(wall.getByRole('dialog').getByText(key, { exact: true })).toBeVisible();
    }
    await wall.keyboard.press('Escape');
    await expect(wall.getByRole('dialog')).toHaveCount(0);
    for (const [key, name] of [
      ['F3', 'map'],
      ['F4', 'alert'],
      ['F5', 'desk'],
      ['F2', 'wall'],
    ] as const) {
      await wall.keyboard.press(key);
      await wall.waitForURL(new RegExp(`/${name}/`));
      await expect(wall.getByTestId('status-bar')).toBeVisible();
    }
    await wall.close();
  });

  test('opens a station by its name and shows its measures with their age', async ({ context }) => {
    const wall = await openWindow(context, stack, 'wall');
    await openStation(wall, 'S005');
    await expect(wall.getByTestId('measure-S005.primarySupplyPressureMPa')).toContainText(/\d\.\d{3}/);
  });

  test('draws its cells off the main thread, whatever the security policy forbids', async ({ context }) => {
    const wall = await context.newPage();
    const complaints: string[] = [];
    wall.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    const worker = wall.waitForEvent('worker');
    await wall.goto(`${stack.url}/wall#token=${stack.token}`);
    expect((await worker).url()).toContain('wall.worker');
    await expect(wall.getByTestId('wall-canvas')).toHaveAttribute('data-mode', 'tile');
    await expect.poll(async () => new Set(await colours(wall.getByTestId('wall-canvas'))).size).toBeGreaterThan(8);
    expect(complaints).toEqual([]);
    await wall.close();
  });

  test('filters by what is wrong and by area, says what it leaves out, and shows all again', async ({ context }) => {
    const wall = await openWindow(context, stack, 'wall');
    const rows = wall.locator('[data-testid^="wall-cell-"]');
    await expect(rows).toHaveCount(242);
    await wall.getByTestId('wall-kind').selectOption('source');
    await expect(rows).toHaveCount(1);
    await expect(wall.getByTestId('wall-summary')).toContainText('242');
    await wall.keyboard.press('Tab');
    await wall.getByTestId('wall-canvas').focus();
    await wall.keyboard.press('0');
    await expect(rows).toHaveCount(242);
    await expect(wall.getByTestId('wall-cell-S001')).toContainText('正常', { timeout: 120_000 });
    await wall.keyboard.press('s');
    await expect(wall.getByTestId('wall-shown')).toHaveValue('stale');
    await expect(rows).not.toHaveCount(242);
    await wall.getByTestId('wall-show-all').click();
    await expect(rows).toHaveCount(242);
    await wall.keyboard.press('x');
    await expect(wall.getByTestId('wall-shown')).toHaveValue('abnormal');
    await wall.close();
  });

  test('is walked through by the arrow keys, and keeps the favourites of a seat', async ({ context }) => {
    const wall = await openWindow(context, stack, 'wall');
    await expect(wall.getByTestId('wall-cell-S001')).toContainText(/\d\.\d{3} MPa/);
    const plate = wall.getByTestId('faceplate');
    await pressUntil(wall, 'ArrowDown', (patience) => expect(plate).toBeVisible(patience));
    const first = await plate.getAttribute('aria-label');
    // A press that comes while the cells are being laid out anew meets none.
    await pressUntil(wall, 'ArrowDown', (patience) =>
      expect(plate).not.toHaveAttribute('aria-label', first ?? '', patience),
    );
    const marked = (await plate.getAttribute('aria-label')) ?? '';
    await wall.keyboard.press('m');
    await expect(wall.getByTestId('wall-favourite')).toHaveAttribute('aria-pressed', 'true');
    await wall.keyboard.press('Escape');
    await expect(plate).toHaveCount(0);

    // The favourites stand before all areas: the first cell is the marked one, also after a reload.
    await wall.reload();
    await expect(wall.getByTestId('wall-cell-S001')).toContainText(/\d\.\d{3} MPa/);
    await wall.keyboard.press('ArrowRight');
    await expect(plate).toHaveAttribute('aria-label', marked);
    await wall.keyboard.press('m');
    await expect(wall.getByTestId('wall-favourite')).toHaveAttribute('aria-pressed', 'false');
    await wall.close();
  });

  test('divides the wall among displays by areas, each station on exactly one', async ({ browser }) => {
    const displays = await Promise.all(
      PARTS.map(async (part) => {
        const wall = await (await browser.newContext()).newPage();
        await wall.goto(`${stack.url}/wall#token=${stack.wallToken}&part=${part}&distance=wall3&unattended=1`);
        return wall;
      }),
    );
    const showTheirParts = async (): Promise<void> => {
      for (const [at, wall] of displays.entries()) {
        await expect(wall.getByTestId('wall-part')).toHaveValue(PARTS[at] ?? '', { timeout: 120_000 });
        await expect(wall.getByTestId('wall-unattended')).toHaveAttribute('aria-pressed', 'true');
        await expect(wall.locator('html')).toHaveAttribute('data-distance', 'wall3');
      }
      // Both at once, and not while one still writes rows of an earlier list.
      await expect(async () => {
        const lists = await Promise.all(displays.map(shownStations));
        for (const list of lists) expect(list.length).toBeGreaterThan(0);
        const shown = lists.flat();
        expect(shown).toHaveLength(242);
        expect(new Set(shown).size).toBe(242);
      }).toPass({ timeout: 60_000 });
    };
    await showTheirParts();
    await Promise.all(displays.map((wall) => wall.reload()));
    await showTheirParts();
    await Promise.all(displays.map((wall) => wall.context().close()));
  });
});

const PARTS = ['1/2', '2/2'] as const;

/** The stations that a display shows, as its table says when it is up to date; none before. */
function shownStations(wall: Page): Promise<readonly string[]> {
  return wall
    .locator('[role="rowgroup"][aria-busy="false"] > [data-station]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-station') ?? ''));
}

/** Colours of points spread over what the screen shows of an element. */
async function colours(element: Locator): Promise<string[]> {
  const picture = (await element.screenshot()).toString('base64');
  return element.page().evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const ink = canvas.getContext('2d');
    ink?.drawImage(image, 0, 0);
    const { data } = ink?.getImageData(0, 0, image.width, image.height) ?? { data: new Uint8ClampedArray() };
    const found: string[] = [];
    for (let at = 0; at < data.length; at += 4 * 101) found.push(data.slice(at, at + 3).join());
    return found;
  }, picture);
}
