import { quantile, type Emit } from './figure.ts';
import { openWall, serveBenchPage, type Screen, type WallKind } from './wall-page.ts';

const SCREENS: readonly Screen[] = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
];
const STATIONS = 1000;
const UPDATE_HZ = 4;
const MANY = 2000;
/** Until the rows of the accessible table are all there: they come a few at a time. */
const SETTLE_MS = 6_000;
const MEASURE_MS = 10_000;
const ROUNDS = 2;
const INPUTS = 200;
const INPUT_EVERY_MS = 100;

interface Cost {
  readonly mainMs: number;
  readonly cpuMs: number;
}

/**
 * The wall, a Vue and SVG wall of the same cells, and the floor (a worker that draws bare rectangles and figures), all on the same stores and
 * frames in which every value changes: main-thread CPU time an update, CPU time of the whole browser an update, and what an input waits for.
 */
export async function run(emit: Emit): Promise<void> {
  const site = await serveBenchPage('wall-page');
  try {
    for (const screen of SCREENS) await compare(site.url, screen, emit);
    await compareInputs(site.url, emit);
  } finally {
    await site.close();
  }
}

async function compare(url: string, screen: Screen, emit: Emit): Promise<void> {
  const size = `${String(screen.width)}x${String(screen.height)}`;
  const costs: Record<WallKind, Cost[]> = { heatline: [], svg: [], floor: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of ['svg', 'heatline', 'floor'] as const) costs[kind].push(await costOf(url, kind, screen));
  }
  const mean = (kind: WallKind, what: keyof Cost): number =>
    costs[kind].reduce((sum, cost) => sum + cost[what], 0) / ROUNDS;
  const cells = `${String(STATIONS)} cells at ${String(UPDATE_HZ)}/s, ${size}`;
  for (const [kind, baseline] of [
    ['svg', 'a Vue and SVG wall of the same cells'],
    ['floor', 'a bare loop drawing figures and bands in a worker'],
  ] as const) {
    emit({
      figure: `main thread an update, ${cells}`,
      value: mean('heatline', 'mainMs'),
      unit: 'ms',
      baseline,
      baselineValue: mean(kind, 'mainMs'),
    });
    emit({
      figure: `CPU of the whole browser an update, ${cells}`,
      value: mean('heatline', 'cpuMs'),
      unit: 'ms',
      baseline,
      baselineValue: mean(kind, 'cpuMs'),
    });
  }
}

async function costOf(url: string, kind: WallKind, screen: Screen): Promise<Cost> {
  const wall = await openWall(url, kind, STATIONS, screen);
  await wall.start(UPDATE_HZ);
  await wall.page.waitForTimeout(SETTLE_MS);
  const before = [await wall.mainThreadMs(), wall.cpuMs(), await wall.updates()] as const;
  await wall.page.waitForTimeout(MEASURE_MS);
  const after = [await wall.mainThreadMs(), wall.cpuMs(), await wall.updates()] as const;
  await wall.close();
  const updates = after[2] - before[2];
  return { mainMs: (after[0] - before[0]) / updates, cpuMs: (after[1] - before[1]) / updates };
}

/** Keys pressed through the browser's own input while 2,000 stations change once a second: from the press to the frame after its effect. */
async function compareInputs(url: string, emit: Emit): Promise<void> {
  const delays: Record<string, readonly number[]> = {};
  for (const kind of ['svg', 'heatline', 'floor'] as const) {
    const wall = await openWall(url, kind, MANY, SCREENS[0] as Screen);
    await wall.start(1);
    await wall.page.waitForTimeout(SETTLE_MS);
    for (let input = 0; input < INPUTS; input += 1) {
      await wall.page.keyboard.press(input % 40 === 39 ? 'ArrowDown' : 'ArrowRight');
      await wall.page.waitForTimeout(INPUT_EVERY_MS);
    }
    await wall.page.waitForTimeout(1_000);
    const taken = await wall.page.evaluate(() => bench.delays);
    await wall.close();
    if (taken.length !== INPUTS) throw new Error(`${kind}: ${String(INPUTS - taken.length)} inputs were dropped`);
    delays[kind] = taken;
  }
  for (const [kind, baseline] of [
    ['svg', 'a Vue and SVG wall of the same cells'],
    ['floor', 'a page with a bare drawing worker'],
  ] as const) {
    emit({
      figure: `input to next frame, p95 of ${String(INPUTS)} with none dropped, ${String(MANY)} cells at 1/s`,
      value: quantile(delays['heatline'] ?? [], 0.95),
      unit: 'ms',
      baseline,
      baselineValue: quantile(delays[kind] ?? [], 0.95),
    });
  }
}
