import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import type { LonLat } from '#shared/lib/geo.ts';
import type { Stack } from '#tests/support/stack.ts';
import { openWindow } from './pages.ts';

/** What the map shows, red, green and blue of each pixel of 3 by 3 round a place. */
export type Seen = readonly (readonly number[])[];

/** Opens the map, and lets it come to each place at once, so that nothing is looked for on the way. */
export async function openMap(context: BrowserContext, stack: Stack): Promise<Page> {
  const page = await openWindow(context, stack, 'map');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await reloadMap(page);
  return page;
}

export async function reloadMap(page: Page): Promise<void> {
  await page.reload();
  await expect(page.locator('[data-map-ready=true]')).toBeVisible();
}

/** Types into the map's field and goes to the first that is found. */
export async function goTo(page: Page, words: string): Promise<void> {
  await page.getByTestId('map-search').fill(words);
  await expect(page.getByRole('option').first()).toContainText(words);
  await page.getByTestId('map-search').press('Enter');
  await expect(page.getByTestId('pick-card')).toContainText(words);
}

/** Where a place of WGS84 lies on the map now, px from its upper left corner; read from the coordinates under the pointer. */
export async function scaleOf(page: Page): Promise<(at: LonLat) => readonly [number, number]> {
  const box = await page.getByTestId('map').boundingBox();
  if (!box) throw new Error('no map on the page');
  const middle = [box.width / 2, box.height / 2] as const;
  const under = async (x: number, y: number): Promise<readonly [number, number]> => {
    await page.mouse.move(box.x + x, box.y + y);
    const text = (await page.getByTestId('map-coordinates').textContent()) ?? '';
    const [lon = NaN, lat = NaN] = (/(-?[\d.]+), (-?[\d.]+)/.exec(text)?.slice(1) ?? []).map(Number);
    return [lon, lat];
  };
  const [x0, y0] = [middle[0] - 150, middle[1] - 150];
  const [west, north] = await under(x0, y0);
  const [east, south] = await under(x0 + 300, y0 + 300);
  return ([lon, lat]) => [x0 + (300 * (lon - west)) / (east - west), y0 + (300 * (lat - north)) / (south - north)];
}

/** What the map shows at places, px from its upper left corner. */
export function look(page: Page, places: readonly (readonly [number, number])[]): Promise<Seen> {
  return page.getByTestId('map').evaluate((map, wanted) => {
    const canvases = [...map.querySelectorAll<HTMLCanvasElement>('.ol-layer canvas, canvas.ol-layer')];
    const whole = document.createElement('canvas');
    whole.width = map.clientWidth;
    whole.height = map.clientHeight;
    const context = whole.getContext('2d', { willReadFrequently: true });
    if (!context) return [];
    for (const canvas of canvases) {
      if (canvas.width > 0) context.drawImage(canvas, 0, 0, whole.width, whole.height);
    }
    return wanted.map(([x, y]) => {
      const { data } = context.getImageData(Math.round(x) - 1, Math.round(y) - 1, 3, 3);
      return [...data].filter((_, k) => k % 4 !== 3);
    });
  }, places);
}

/** Tells the hub of a crew that is on no other's list, and where it was, the oldest place first. */
export async function tellCrew(
  stack: Stack,
  crew: { readonly id: string; readonly name: string },
  way: readonly { readonly at: LonLat; readonly atMs: number }[],
): Promise<void> {
  const token = readFileSync(join(stack.data, 'hub', 'integration.token'), 'utf8').trim();
  const tell = async (method: string, path: string, body: object): Promise<void> => {
    const answer = await fetch(`${stack.hubUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([path, answer.status]).toEqual([path, 200]);
  };
  const [lon, lat] = way.at(-1)?.at ?? [0, 0];
  const { id, name } = crew;
  const profile = {
    commandId: `e2e-${id}`,
    name,
    leader: '王队长',
    phone: '13800000000',
    members: 4,
    skills: ['pipe'],
  };
  await tell('PUT', `/crews/${id}`, { ...profile, lon, lat });
  await tell('POST', '/crew-positions', {
    positions: way.map(({ at, atMs }) => ({ crewId: id, lon: at[0], lat: at[1], positionAt: atMs })),
  });
}
