import { expect, test, type Page } from '@playwright/test';
import { fromLocalM, type LonLat } from '#shared/lib/geo.ts';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { goTo, look, openMap, reloadMap, scaleOf, tellCrew, type Seen } from '../map-eyes.ts';

const CREW = { id: 'CT-1', name: '轨迹试验队' } as const;
const CORNER: LonLat = [126.6, 45.75];
const LEG_M = 360;
const STEP_M = 40;
const STEPS = LEG_M / STEP_M;
const STEP_MS = 20_000;
/** How far beside the way nothing of it may be seen, m. */
const BESIDE_M = 60;

/** From the west to the corner, and from there to the north: places along it, m from the corner. */
const east = (m: number, besideM = 0): LonLat => fromLocalM(CORNER, m - LEG_M, -besideM);
const north = (m: number, besideM = 0): LonLat => fromLocalM(CORNER, besideM, m);
const WAY = [
  ...Array.from({ length: STEPS }, (_, k) => east(k * STEP_M)),
  ...Array.from({ length: STEPS + 1 }, (_, k) => north(k * STEP_M)),
];
/** Where the line is looked for: the ends lie under signs. */
const LOOKED_AT = Array.from({ length: 26 }, (_, k) => 40 + k * 10);
const ON_IT = [...LOOKED_AT.map((m) => east(m)), ...LOOKED_AT.map((m) => north(m))];
const BESIDE = [...LOOKED_AT.map((m) => east(m, BESIDE_M)), ...LOOKED_AT.map((m) => north(m, BESIDE_M))];

/** Share of places at which two looks differ clearly. */
function shareChanged(before: Seen, after: Seen): number {
  const differs = before.map((seen, k) => seen.some((value, at) => Math.abs(value - (after[k]?.[at] ?? 0)) > 24));
  return differs.filter(Boolean).length / differs.length;
}

/** Goes to the crew, and sees its track by what vanishes when the layer of the tracks is switched off. */
async function expectTrack(page: Page, picture: string): Promise<void> {
  await goTo(page, CREW.name);
  // The whole way as the card has it: two legs.
  await expect(page.getByTestId('pick-card')).toContainText(`${String(2 * LEG_M)} m`);
  await page.getByTestId('map-legend').locator('summary').click();
  const layer = page.getByTestId('map-layer-tracks');
  await expect(layer).toBeChecked();
  await expect(async () => {
    const scale = await scaleOf(page);
    const see = async (places: readonly LonLat[]): Promise<Seen> => look(page, places.map(scale));
    await layer.check();
    const [onIt, beside] = [await see(ON_IT), await see(BESIDE)];
    await layer.uncheck();
    const gone = { timeout: 5_000 };
    await expect.poll(async () => shareChanged(onIt, await see(ON_IT)), gone).toBeGreaterThan(0.9);
    expect(shareChanged(beside, await see(BESIDE))).toBeLessThan(0.1);
    await layer.check();
    await expect.poll(async () => shareChanged(onIt, await see(ON_IT)), gone).toBeLessThan(0.1);
  }).toPass({ timeout: 120_000 });
  await page.getByTestId('map-legend').locator('summary').click();
  await page.screenshot({ path: test.info().outputPath(`${picture}.png`) });
}

test.describe('track of a crew', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 20 });
  });
  test.afterAll(() => stack.stop());

  test('CRW-11: stands on the map where the crew went, after a reload and in a second window too', async ({
    context,
    browser,
  }) => {
    const page = await openMap(context, stack);
    const lastMs = Date.now();
    await tellCrew(
      stack,
      CREW,
      WAY.map((at, k) => ({ at, atMs: lastMs - (WAY.length - 1 - k) * STEP_MS })),
    );
    await expectTrack(page, 'seen-live');

    await reloadMap(page);
    await expectTrack(page, 'after-reload');

    const elsewhere = await browser.newContext();
    const second = await openMap(elsewhere, stack);
    await expectTrack(second, 'second-window');
    await elsewhere.close();
  });
});
