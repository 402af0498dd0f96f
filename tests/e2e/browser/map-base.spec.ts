import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { writePmtiles } from '#tests/support/pmtiles-writer.ts';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { pngOf, sendPng, startTileServer, type TileServer } from '#tests/support/tile-server.ts';
import { openWindow, signOn } from '../pages.ts';

/** Web Mercator tile over the virtual city. */
const CITY_TILE = { z: 10, x: 872, y: 365 } as const;
/** A vector tile (version 2) that is all water: one layer `water` with one square. */
const WATER_TILE = Uint8Array.of(
  ...[0x1a, 0x20, 0x78, 2, 0x0a, 5, ...new TextEncoder().encode('water'), 0x28, 0x80, 0x20],
  ...[0x12, 0x12, 0x18, 3, 0x22, 0xe, 9, 0, 0, 26, 0x80, 0x40, 0, 0, 0x80, 0x40, 0xff, 0x3f, 0, 15],
);
const ORANGE = pngOf(256, [220, 120, 0]);

/** What the map shows at a share of its width and height: red, green, blue. */
function colourAt(page: Page, x: number, y: number): Promise<readonly number[]> {
  return page.evaluate(
    ([shareX, shareY]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.ol-layer canvas, canvas.ol-layer');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) return [];
      return [...context.getImageData(canvas.width * shareX, canvas.height * shareY, 1, 1).data].slice(0, 3);
    },
    [x, y] as const,
  );
}
const isOrange = ([red = 0, green = 0, blue = 0]: readonly number[]): boolean =>
  red > 60 && red > green * 1.2 && blue < red / 2;

async function openMap(context: Parameters<typeof openWindow>[0], stack: Stack): Promise<Page> {
  const page = await openWindow(context, stack, 'map');
  await expect(page.locator('[data-map-ready=true]')).toBeVisible();
  return page;
}

test.describe('base of the map', () => {
  let stack: Stack;
  let server: TileServer;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 60 });
    server = await startTileServer((path, response) => {
      if (path.startsWith('/sign-on')) response.writeHead(200, { 'Content-Type': 'image/png' }).end('<html>');
      else sendPng(response, ORANGE);
    });
  });
  test.afterAll(async () => {
    await stack.stop();
    await server.close();
  });

  test('takes a map from outside, tests it, shows it, and keeps it when its server is gone', async ({ context }) => {
    const settings = await openWindow(context, stack, 'settings');
    await signOn(settings, 'lead-1');
    await settings.getByTestId('section-map').click();
    await settings.getByTestId('map-source-add').click();
    await settings.getByTestId('map-source-url').fill(`${server.url}/sign-on/{z}/{x}/{y}`);
    await settings.getByTestId('map-source-test').click();
    await expect(settings.getByRole('alert')).toHaveAttribute('data-code', 'MPS0007');
    await settings.getByTestId('map-source-url').fill(`${server.url}/t/{z}/{x}/{y}.png`);
    await settings.getByTestId('map-source-test').click();
    await expect(settings.getByTestId('map-source-tested')).toContainText('image/png');
    await settings.getByLabel('坐标系').selectOption('gcj02');
    await settings.getByLabel('版权说明').fill('© 测试地图');
    await settings.getByTestId('map-sources-save').click();
    await expect(settings.getByTestId('map-sources-save')).toBeDisabled();
    await expect(settings.getByRole('alert')).toHaveCount(0);

    const page = await openMap(context, stack);
    await expect(page.getByTestId('map-attribution')).toHaveText('© 测试地图');
    await expect.poll(async () => isOrange(await colourAt(page, 0.03, 0.1))).toBe(true);
    await expect(page.getByTestId('map-source-note')).toHaveCount(0);
    await server.close();

    await page.reload();
    await expect(page.locator('[data-map-ready=true]')).toBeVisible();
    await expect.poll(async () => isOrange(await colourAt(page, 0.03, 0.1))).toBe(true);
    await page.getByTestId('map-zoom-in').click();
    await page.getByTestId('map-zoom-in').click();
    await expect(page.getByTestId('map-source-note')).toHaveAttribute('data-code', 'MPS0005');
    await expect(page.getByTestId('map-source-note')).toContainText('没有应答');
  });

  test('draws the vectors of a PMTiles file in its own look', async ({ context }) => {
    const file = join(stack.data, 'city.pmtiles');
    const around = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => ({ x: CITY_TILE.x + x, y: CITY_TILE.y + y })));
    writeFileSync(
      file,
      writePmtiles(
        around.map((at) => ({ z: CITY_TILE.z, ...at, bytes: WATER_TILE })),
        1,
      ),
    );
    const settings = await openWindow(context, stack, 'settings');
    await signOn(settings, 'lead-1');
    await settings.getByTestId('section-map').click();
    await settings.getByTestId('map-source-add').click();
    await settings.getByTestId('map-source-kind').selectOption('pmtiles');
    await settings.getByTestId('map-source-url').fill(file);
    await settings.getByLabel('最大级别').fill(String(CITY_TILE.z));
    await settings.getByTestId('map-sources-save').click();
    await expect(settings.getByTestId('map-sources-save')).toBeDisabled();
    const page = await openMap(context, stack);
    // The token for water at night, over ground, where the imported base has nothing.
    await expect.poll(() => colourAt(page, 0.03, 0.1)).toEqual([0x1a, 0x25, 0x30]);
  });

  test('measures by mouse and by keys, and Esc ends it', async ({ context }) => {
    const page = await openMap(context, stack);
    await page.getByTestId('map').focus();
    await page.keyboard.press('d');
    await expect(page.getByTestId('map-measured')).toContainText('0 点');
    await page.mouse.click(300, 400);
    await expect(page.getByTestId('map-measured')).toContainText('1 点');
    await page.mouse.move(500, 500);
    await page.mouse.click(600, 400);
    await expect(page.getByTestId('map-measured')).toContainText(/\d m|\d km/);
    await expect(page.getByTestId('map-measured')).toContainText('2 点');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('map-measured')).toContainText('3 点');
    await page.keyboard.press('Backspace');
    await expect(page.getByTestId('map-measured')).toContainText('2 点');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('map-measured')).toHaveCount(0);
    await expect(page.getByTestId('map-coordinates')).toHaveText(/WGS84 12\d\.\d{6}, 4\d\.\d{6}/);
  });

  test('prints the present map on one sheet, with title, scale, north and legend', async ({ context }) => {
    const page = await openMap(context, stack);
    await page.keyboard.press('Control+p');
    const sheet = page.getByTestId('map-print-view');
    await expect(sheet.getByTestId('map-print-picture')).toBeVisible();
    await expect(sheet).toContainText(/1:\d+ \(A4\)/);
    await expect(sheet).toContainText('供水');
    const widthPx = (): Promise<number> =>
      sheet.getByTestId('map-print-picture').evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(widthPx).toBeGreaterThan(1_600);
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/MediaBox/g)).toHaveLength(1);
    expect(pdf).toMatch(/\/MediaBox \[0 0 84[12][\d.]* 59[456]/);
    await sheet.getByRole('combobox').selectOption('A3');
    await expect(sheet).toContainText(/1:\d+ \(A3\)/);
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  });
});
