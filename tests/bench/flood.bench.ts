import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import type { EntityRow } from '#shared/contract/feed.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { chromiumArgs } from '#tests/support/chromium-args.ts';
import { dialConsole } from '#tests/support/console-client.ts';
import { ensureChromium } from '#tests/support/ensure-chromium.ts';
import { writeFloodPlant } from '#tests/support/flood-plant.ts';
import { startPlantConsole } from '#tests/support/plant-console.ts';
import { quantile, type Emit } from './figure.ts';

const STATIONS = 2_000;
const SPREAD_S = 60;
const KEYS_EVERY_MS = 400;

/**
 * 2,000 stations that lose everything within a minute: 10,000 alarms through replay driver, lane, engine, log, hub and feed onto the screen of a dispatcher who goes
 * on typing. How long an alarm of high priority takes from its source time to the alarm bar, how long a key waits, and whether any alarm was lost.
 */
export async function run(emit: Emit): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'heatline-flood-'));
  const plant = writeFloodPlant({ folder, stations: STATIONS, spreadS: SPREAD_S });
  const console_ = await startPlantConsole(folder, plant.networkFile, plant.driversFile);
  const client = await dialConsole(console_.url, console_.token);
  const raised = new Map<string, number>();
  const confirmed = new Set<string>();
  client.onRow((row: EntityRow) => {
    const alarm = row.type === 'alarm' ? (row.value as Alarm | null) : null;
    if (alarm === null || alarm.kind === 'fault') return;
    if (!raised.has(row.id)) raised.set(row.id, Date.now() - alarm.raisedAt);
    if (row.pending.length === 0) confirmed.add(row.id);
  });
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArgs] });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`${console_.url}/alarms#token=${console_.token}`);
  await page.getByTestId('alarm-bar').waitFor();
  await watchPage(page);
  const cpuBefore = console_.coreCpuS();
  const startedAt = Date.now();
  while (Date.now() - startedAt < plant.lastsS * 1_000 && confirmed.size < plant.expected.size) {
    await page.keyboard.press('ArrowDown');
    await delay(KEYS_EVERY_MS);
  }
  await delay(2_000);
  const seen = await page.evaluate(
    () => (window as unknown as { heatlineBench: { bar: number[]; input: number[]; longest: number[] } }).heatlineBench,
  );
  const cpuS = console_.coreCpuS() - cpuBefore;
  const tookS = (Date.now() - startedAt) / 1_000;
  const lost = [...plant.expected].filter((id) => !confirmed.has(id)).length;
  await browser.close();
  client.close();
  await console_.stop();
  rmSync(folder, { recursive: true, force: true });

  const expected = plant.expected.size;
  emit({
    figure: 'alarms raised',
    value: raised.size,
    unit: 'count',
    baseline: 'an engine alone on the recording',
    baselineValue: expected,
  });
  emit({
    figure: 'alarms not in the hub log at the end',
    value: lost,
    unit: 'count',
    baseline: 'alarms expected',
    baselineValue: expected,
  });
  emit({
    figure: 'high alarm from source time to alarm bar p95',
    value: quantile(seen.bar, 0.95),
    unit: 'ms',
    baseline: 'limit of the issue',
    baselineValue: 1_000,
  });
  emit({
    figure: 'alarm from source time to the feed p95',
    value: quantile([...raised.values()], 0.95),
    unit: 'ms',
    baseline: 'limit of the issue',
    baselineValue: 1_000,
  });
  emit({
    figure: 'key to next frame p95',
    value: quantile(seen.input, 0.95),
    unit: 'ms',
    baseline: 'limit of the issue',
    baselineValue: 100,
  });
  emit({
    figure: 'longest task of the page p95',
    value: quantile(seen.longest.length > 0 ? seen.longest : [0], 0.95),
    unit: 'ms',
    baseline: 'a frame at 20 Hz',
    baselineValue: 50,
  });
  emit({ figure: 'core CPU', value: cpuS / tookS, unit: 'cores', baseline: 'one core', baselineValue: 1 });
}

/** Notes in the page when each high alarm first stands in the bar, and how long keys wait until the frame after them is drawn. */
async function watchPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const bench = { bar: [] as number[], input: [] as number[], longest: [] as number[] };
    Object.assign(window, { heatlineBench: bench });
    const told = new Set<string>();
    const bar = document.querySelector('[data-testid="alarm-bar"]') as HTMLElement;
    new MutationObserver(() => {
      const what = bar.querySelector<HTMLElement>('[data-alarm]');
      const id = what?.dataset['alarm'] ?? '';
      const raisedAt = Number(what?.dataset['raisedAt'] ?? 0);
      if (!id.endsWith(':lowLow') || told.has(id)) return;
      told.add(id);
      bench.bar.push(Date.now() - raisedAt);
    }).observe(bar, { subtree: true, childList: true, attributes: true, characterData: true });
    addEventListener(
      'keydown',
      (event) => {
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => bench.input.push(performance.now() - event.timeStamp);
          channel.port2.postMessage(0);
        });
      },
      { capture: true },
    );
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) bench.longest.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
}
