import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityRow } from '#shared/contract/feed.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { dialConsole } from '#tests/support/console-client.ts';
import { writeFloodPlant } from '#tests/support/flood-plant.ts';
import { startPlantConsole } from '#tests/support/plant-console.ts';
import { quantile, type Emit } from './figure.ts';
import { openAlarmScreen } from './support/alarm-screen.ts';

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
  const high = new Set<number>();
  const confirmed = new Set<string>();
  client.onRow((row: EntityRow) => {
    const alarm = row.type === 'alarm' ? (row.value as Alarm | null) : null;
    if (alarm === null || alarm.kind === 'fault') return;
    if (alarm.priority === 'high') high.add(alarm.raisedAt);
    if (!raised.has(row.id)) raised.set(row.id, Date.now() - alarm.raisedAt);
    if (row.pending.length === 0) confirmed.add(row.id);
  });
  const screen = await openAlarmScreen(console_.url, console_.token);
  const before = { all: console_.coreCpuS(), ...console_.coreThreadCpuS() };
  const startedAt = Date.now();
  while (Date.now() - startedAt < plant.lastsS * 1_000 && confirmed.size < plant.expected.size) {
    await screen.press('ArrowDown');
    await delay(KEYS_EVERY_MS);
  }
  await delay(2_000);
  const seen = await screen.close();
  const after = { all: console_.coreCpuS(), ...console_.coreThreadCpuS() };
  const tookS = (Date.now() - startedAt) / 1_000;
  const lost = [...plant.expected].filter((id) => !confirmed.has(id)).length;
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
    value: quantile(
      seen.bar.map(({ raisedAt, at }) => at - raisedAt),
      0.95,
    ),
    unit: 'ms',
    baseline: 'limit of the issue',
    baselineValue: 1_000,
  });
  // One at a time stands in the bar, long enough to be read: the others of the same moment are behind the newest.
  emit({
    figure: 'high alarm from source time to it or a newer one in the alarm bar p95',
    value: quantile(
      [...high].flatMap((raisedAt) => {
        const next = seen.bar.find((shown) => shown.raisedAt >= raisedAt);
        return next === undefined ? [] : [next.at - raisedAt];
      }),
      0.95,
    ),
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
    value: quantile(seen.longTasks.length > 0 ? seen.longTasks : [0], 0.95),
    unit: 'ms',
    baseline: 'a frame at 20 Hz',
    baselineValue: 50,
  });
  // The thread of the network model works out its matrix once after the start, whatever the alarms do.
  for (const [figure, part] of [
    ['CPU of the core, main thread (alarms, log, feed)', 'main'],
    ['CPU of the core, analysis thread (sensitivity matrix, not the flood)', 'analysis'],
    ['CPU of the core, all threads', 'all'],
  ] as const) {
    const value = (after[part] - before[part]) / tookS;
    emit({ figure, value, unit: 'cores', baseline: 'one core', baselineValue: 1 });
  }
}
