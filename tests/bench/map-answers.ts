import { randomUUID } from 'node:crypto';
import { chromium, type Page } from '@playwright/test';
import { distanceM, type LonLat } from '#shared/lib/geo.ts';
import { chromiumArgs } from '#tests/support/chromium-args.ts';
import { dialConsole, type ConsoleClient } from '#tests/support/console-client.ts';
import { ensureChromium } from '#tests/support/ensure-chromium.ts';
import { startStack } from '#tests/support/stack.ts';
import { quantile, type Emit } from './figure.ts';
import { alarmAbout } from './map-alarms.ts';
import { moreCandidates } from './support/candidate-shown.ts';

const STATIONS = 240;
const CLICKS = 25;
const PLACES = 12;
/** Dense spots nearer than this would be one. */
const APART_M = 900;
const READY_MS = 120_000;
/** A busy machine shows the card of a picked pipe within this, or no pipe was there. */
const PICKED_MS = 1_000;
const SHARES = [
  ['median', 0.5],
  ['p95', 0.95],
] as const;

/**
 * The map's answers in a browser beside the running virtual city: from the key on a picked pipe to the first layer and to all of them on screen, from
 * the third alarm of low pressure and from a second caller who saw water to the candidate in the page. The floor of the first two is a frame after a
 * click, of the others the row of what caused them.
 */
export async function mapAnswers(emit: Emit): Promise<void> {
  const stack = await startStack({ stations: STATIONS, scenario: 'quiet-day' });
  const client = await dialConsole(stack.url, stack.token);
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArgs] });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(`${stack.url}/map#token=${stack.token}`);
    await page.locator('[data-testid="map"][data-map-ready="true"]').waitFor({ timeout: READY_MS });
    await untilCalibrated(client);
    const frames = await framesAfterClicks(page);
    const { first, all } = await clickPipes(page);
    for (const [name, share] of SHARES) {
      const ofPage = `${String(STATIONS)} stations, ${name}`;
      const baseline = {
        unit: 'ms',
        baseline: 'a frame after a click',
        baselineValue: quantile(frames, share),
      } as const;
      for (const [what, values, limitMs] of [
        ['the first layer', first, 100],
        ['all layers', all, 1_000],
      ] as const) {
        const figure = `click on a pipe to ${what}, ${ofPage}`;
        const value = quantile(values, share);
        emit({ figure, value, ...baseline });
        emit({ figure, value, unit: 'ms', baseline: 'limit of the issue', baselineValue: limitMs });
      }
    }
    const alarmed = await alarmAbout(page, client);
    for (const [name, share] of SHARES) {
      emit({
        figure: `alarm in the log to the candidate on the map, ${name}`,
        value: quantile(alarmed.fromAlarm, share),
        unit: 'ms',
        baseline: 'limit of the issue',
        baselineValue: 1_000,
      });
      emit({
        figure: `pressure below its limit (source time) to the candidate on the map, ${name}`,
        value: quantile(alarmed.fromValue, share),
        unit: 'ms',
        baseline: "the alarm's row on the feed",
        baselineValue: quantile(alarmed.rows, share),
      });
    }
    const { candidates, rows } = await callAbout(page, client);
    for (const [name, share] of SHARES) {
      emit({
        figure: `complaint to the candidate on the map, ${name}`,
        value: quantile(candidates, share),
        unit: 'ms',
        baseline: "the complaint's row on the feed",
        baselineValue: quantile(rows, share),
      });
    }
  } finally {
    await browser.close();
    client.close();
    await stack.stop();
  }
}

/** Until the model is brought to the readings and knows the drops of every pipe: what works in the background is a start's, not a click's. */
async function untilCalibrated(client: ConsoleClient): Promise<void> {
  const until = performance.now() + READY_MS;
  while ((await client.api.analysis.calibration()) === null) {
    if (performance.now() > until) throw new Error('the model was never calibrated');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await new Promise((resolve) => setTimeout(resolve, 30_000));
}

const framesAfterClicks = (page: Page): Promise<number[]> =>
  page.evaluate(async (count) => {
    const taken: number[] = [];
    for (let round = 0; round < count; round += 1) {
      const startedAt = performance.now();
      document.body.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      taken.push(performance.now() - startedAt);
    }
    return taken;
  }, CLICKS);

/** Picks pipes along the middle of the map, each with a real click, and asks each with the key. */
async function clickPipes(page: Page): Promise<{ first: readonly number[]; all: readonly number[] }> {
  const box = await page.getByTestId('map').boundingBox();
  if (box === null) throw new Error('no map');
  const card = page.locator('[data-testid="pick-card"][data-kind="pipe"]');
  const measures = (name: string): Promise<number[]> =>
    page.evaluate((of) => performance.getEntriesByName(of).map(({ duration }) => duration), name);
  let asked = 0;
  for (let x = 0.1; x < 0.9 && asked < CLICKS; x += 0.005) {
    await page.mouse.click(box.x + box.width * x, box.y + box.height * (0.35 + 0.3 * ((x * 37) % 1)));
    const isPicked = await card.waitFor({ timeout: PICKED_MS }).then(
      () => true,
      () => false,
    );
    if (!isPicked) continue;
    await page.keyboard.press('b');
    asked += 1;
    await page.waitForFunction((count) => performance.getEntriesByName('impact:all').length >= count, asked);
    await page.keyboard.press('h');
  }
  const [first, all] = await Promise.all([measures('impact:first'), measures('impact:all')]);
  // The first click pays for code that was never run before: it is a start's, too.
  return { first: first.slice(1), all: all.slice(1) };
}

/** Two callers who saw water, at places far from each other; timed from the second call. */
async function callAbout(page: Page, client: ConsoleClient) {
  const agent = (await client.api.session.people()).find(({ role }) => role === 'callCentre');
  await client.api.session.signOn({ personId: agent?.id ?? '', pin: '0000' });
  const arrivals = new Map<string, () => void>();
  client.onRow((row) => arrivals.get(row.id)?.());
  /** Resolves when the complaint's row is on the feed. */
  const call = async (at: LonLat, phone: string): Promise<void> => {
    const id = randomUUID();
    const arrived = new Promise<void>((resolve) => arrivals.set(id, resolve));
    await client.api.command.submit({
      commandId: randomUUID(),
      entity: { type: 'complaint', id },
      type: 'registerComplaint',
      payload: {
        category: 'burst',
        channel: 'phone',
        text: '路面冒热水',
        place: { at },
        phone,
        reportedAt: Date.now(),
      },
    });
    await arrived;
  };
  const candidates: number[] = [];
  const rows: number[] = [];
  for (const [round, at] of (await placesApart(client)).entries()) {
    await call(at, `${String(round)}-1`);
    await new Promise((resolve) => setTimeout(resolve, 700));
    const shown = moreCandidates(page, round);
    const calledAt = Date.now();
    const startedAt = performance.now();
    await call([at[0] + 0.0004, at[1]], `${String(round)}-2`);
    rows.push(performance.now() - startedAt);
    candidates.push((await shown) - calledAt);
  }
  return { candidates, rows };
}

async function placesApart(client: ConsoleClient): Promise<readonly LonLat[]> {
  const { network } = await client.api.network.get();
  const places: LonLat[] = [];
  for (const { path } of network?.pipes ?? []) {
    const at = path[0];
    if (at !== undefined && places.length < PLACES && places.every((one) => distanceM(one, at) > APART_M))
      places.push(at);
  }
  return places;
}
