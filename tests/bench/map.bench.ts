import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumArgs } from '#tests/support/chromium-args.ts';
import { ensureChromium } from '#tests/support/ensure-chromium.ts';
import { quantile, type Emit } from './figure.ts';
import { mapAnswers } from './map-answers.ts';
import { serveBenchPage } from './wall-page.ts';

type MapKind = 'heatline' | 'plain';

const PIPES = 100_000;
const CREWS = 1_000;
/** Of each crew's track. */
const TRACK_POINTS = 120;
const VIEW = { width: 1920, height: 1080 };
const READY_MS = 120_000;
const FRAME_MS = 16;
const DRAGS = 6;
const STEPS = 45;
/** So often that the map never comes to rest between two turns. */
const TURN_MS = 150;
const TURNS = 36;
/** Frames of the pan or zoom beyond this time are not waited for: the baseline needs seconds for one. */
const GESTURE_MS = 10_000;

interface Run {
  readonly readyMs: number;
  readonly pan: readonly number[];
  readonly zoom: readonly number[];
  /** Worst frame in the two seconds after a pan. */
  readonly afterPanMs: number;
  /** From the end of a pan until everything is sharp. */
  readonly settleMs: number;
  readonly heapMb: number;
  /** Resident memory of the page's process, pictures of tiles included. */
  readonly residentMb: number;
  /** CPU time of the page's thread for each frame of the pan and of the zoom. */
  readonly panCpuMs: number;
  readonly zoomCpuMs: number;
}

/**
 * The map with 100,000 pipes in view and 1,000 moving crews against plain vector layers of OpenLayers with the same things: time between
 * frames while the mouse drags and the wheel turns, the worst frame after a pan, and the heap of the page.
 */
export async function run(emit: Emit): Promise<void> {
  const site = await serveBenchPage('map-page');
  try {
    const ours = await measure(site.url, 'heatline');
    const plain = await measure(site.url, 'plain');
    const tracked = await measure(site.url, 'heatline', TRACK_POINTS);
    const things = `${String(PIPES)} pipes, ${String(CREWS)} moving crews, ${String(VIEW.width)}x${String(VIEW.height)}`;
    const tell = (figure: string, unit: 'ms' | 'MB', value: (run: Run) => number): void =>
      emit({
        figure: `${figure}, ${things}`,
        value: value(ours),
        unit,
        baseline: 'plain OpenLayers vector layers',
        baselineValue: value(plain),
      });
    tell('frame while panning, median', 'ms', ({ pan }) => quantile(pan, 0.5));
    tell('frame while panning, p95', 'ms', ({ pan }) => quantile(pan, 0.95));
    tell('frame while zooming, median', 'ms', ({ zoom }) => quantile(zoom, 0.5));
    tell('frame while zooming, p95', 'ms', ({ zoom }) => quantile(zoom, 0.95));
    tell('main thread a frame while panning', 'ms', ({ panCpuMs }) => panCpuMs);
    tell('main thread a frame while zooming', 'ms', ({ zoomCpuMs }) => zoomCpuMs);
    tell('worst frame in 2 s after a pan', 'ms', ({ afterPanMs }) => afterPanMs);
    tell('until all is sharp after a pan', 'ms', ({ settleMs }) => settleMs);
    tell('until the first whole picture', 'ms', ({ readyMs }) => readyMs);
    tell('resident memory of the page', 'MB', ({ residentMb }) => residentMb);
    tell('JS heap', 'MB', ({ heapMb }) => heapMb);
    const withTracks = `${String(CREWS)} crews with tracks of ${String(TRACK_POINTS)} points, as near as they are drawn`;
    const tellTracked = (figure: string, value: (run: Run) => number): void =>
      emit({
        figure: `${figure}, ${withTracks}`,
        value: value(tracked),
        unit: 'ms',
        baseline: 'the same map without tracks, the whole network in view',
        baselineValue: value(ours),
      });
    tellTracked('frame while panning, median', ({ pan }) => quantile(pan, 0.5));
    tellTracked('frame while panning, p95', ({ pan }) => quantile(pan, 0.95));
    tellTracked('worst frame in 2 s after a pan', ({ afterPanMs }) => afterPanMs);
  } finally {
    await site.close();
  }
  await mapAnswers(emit);
}

async function measure(url: string, kind: MapKind, trackPoints = 0): Promise<Run> {
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArgs] });
  try {
    const page = await browser.newPage({ viewport: VIEW });
    const tools = await page.context().newCDPSession(page);
    const startedAt = performance.now();
    await page.goto(`${url}?map=${kind}&pipes=${String(PIPES)}&crews=${String(CREWS)}&tracks=${String(trackPoints)}`);
    await page.waitForFunction(() => 'mapBench' in window && mapBench.isReady(), undefined, { timeout: READY_MS });
    const readyMs = performance.now() - startedAt;
    await page.waitForTimeout(1_000);
    await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const cpuMs = async (): Promise<number> => {
      const { metrics } = await tools.send('Performance.getMetrics');
      return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    };
    const beforePan = await cpuMs();
    const pan = await framesWhile(page, () => drag(page));
    const panCpuMs = ((await cpuMs()) - beforePan) / pan.length;
    const endedAt = performance.now();
    await page.waitForFunction(() => mapBench.openTiles() === 0, undefined, { timeout: READY_MS });
    const settleMs = performance.now() - endedAt;
    await page.waitForTimeout(2_000);
    const after = await page.evaluate(() => mapBench.takeFrames());
    const beforeZoom = await cpuMs();
    const zoom = await framesWhile(page, () => turnWheel(page));
    const zoomCpuMs = ((await cpuMs()) - beforeZoom) / zoom.length;
    await tools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await tools.send('Runtime.getHeapUsage');
    return {
      readyMs,
      pan,
      zoom,
      afterPanMs: Math.max(...after),
      settleMs,
      heapMb: usedSize / 1e6,
      residentMb: await residentMb(browser),
      panCpuMs,
      zoomCpuMs,
    };
  } finally {
    await browser.close();
  }
}

/** Of the largest page process (Linux): the browser keeps a spare one. */
async function residentMb(browser: Browser): Promise<number> {
  const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(id)}/status`, 'utf8'))?.[1]) / 1_000);
  return Math.max(...sizes);
}

async function framesWhile(page: Page, gesture: () => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(() => mapBench.takeFrames());
  await gesture();
  return page.evaluate(() => mapBench.takeFrames());
}

async function drag(page: Page): Promise<void> {
  const until = performance.now() + GESTURE_MS;
  for (let number = 0; number < DRAGS && performance.now() < until; number += 1) {
    const direction = number % 2 === 0 ? 1 : -1;
    const [x, y] = [VIEW.width / 2 - direction * 300, VIEW.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= STEPS && performance.now() < until; step += 1) {
      await page.mouse.move(x + (direction * step * 600) / STEPS, y + (direction * step * 200) / STEPS);
      await page.waitForTimeout(FRAME_MS);
    }
    await page.mouse.up();
  }
}

async function turnWheel(page: Page): Promise<void> {
  const until = performance.now() + GESTURE_MS;
  await page.mouse.move(VIEW.width / 2, VIEW.height / 2);
  for (let turn = 0; turn < TURNS && performance.now() < until; turn += 1) {
    await page.mouse.wheel(0, turn % 12 < 6 ? -120 : 120);
    await page.waitForTimeout(TURN_MS);
  }
}

/** What the page puts on its `window` (map-page/map-page.ts). */
declare global {
  var mapBench: {
    isReady(): boolean;
    openTiles(): number;
    takeFrames(): number[];
  };
}
