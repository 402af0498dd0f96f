import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ConsoleStatus } from '#shared/contract/feed.ts';
import { startChild } from '#tests/support/child.ts';
import { networkOf, writeFloodPlant } from '#tests/support/flood-plant.ts';
import { startPlantConsole } from '#tests/support/plant-console.ts';
import { quantile, type Emit } from './figure.ts';
import { openAlarmScreen } from './support/alarm-screen.ts';
import { driversOf, stationOfPoint, type LoadPlan } from './support/load-plan.ts';
import { said, supportFile } from './support/measured.ts';
import { openPage } from './support/page-client.ts';

const STATIONS = 1_000;
const AT_10_HZ: LoadPlan = { items: 10_000, length: 0, hz: 10, firstStation: 1 };
const AT_5_HZ: LoadPlan = { ...AT_10_HZ, hz: 5 };
const IN_ARRAYS: LoadPlan = { items: 100, length: 1_000, hz: 10, firstStation: 1 };
const WARM_UP_S = 5;
/** Stations of the failing recording, as flood-plant.ts names them. */
const FAILING = Array.from({ length: 50 }, (_, k) => `F${String(k + 1).padStart(4, '0')}`);

/** Of LIMITS.md: taken on a machine like this, 10,000 signals at 5 Hz (FUXA) and 1 Hz (Node-RED). */
const FUXA = { name: 'FUXA 1.3.4 (LIMITS.md)', perCpuS: 33_305 / 0.92, ageP95Ms: 799, ageP50Ms: 490 };
const NODE_RED = { name: 'Node-RED 5 (LIMITS.md)', perCpuS: 3_950 / 0.88 };

/**
 * The whole console, history and alarms on (five limits a station), a page watching every signal: what is lost between what the servers
 * sent and what was taken, what CPU the core needs, and how old a value is when it reaches the page.
 */
export async function run(emit: Emit): Promise<void> {
  const scalars = await through(AT_10_HZ, 60, true);
  const name = '100,000 scalar points/s for 60 s';
  emit(count(`${name}: points lost`, scalars.lost, scalars.sent));
  emit({
    figure: `${name}: CPU of the core`,
    value: scalars.cores,
    unit: 'cores',
    baseline: 'one CPU',
    baselineValue: 1,
  });
  emit({ figure: `${name}: age at the page, p50`, value: scalars.p50, unit: 'ms', ...fuxa(FUXA.ageP50Ms) });
  emit({ figure: `${name}: age at the page, p95`, value: scalars.p95, unit: 'ms', ...fuxa(FUXA.ageP95Ms) });

  emit({
    figure: `${name}: alarm from its source time to the screen, p95`,
    value: quantile(scalars.alarmMs, 0.95),
    unit: 'ms',
    baseline: 'limit of the issue',
    baselineValue: 1_000,
  });

  const page = await through(AT_5_HZ, 20);
  const delivered = '10,000 signals at 5 Hz: changed points delivered to the page per CPU-second';
  emit({ figure: delivered, value: page.deliveredPerCpuS, unit: '1/s', ...fuxa(FUXA.perCpuS) });
  emit({
    figure: delivered,
    value: page.deliveredPerCpuS,
    unit: '1/s',
    baseline: NODE_RED.name,
    baselineValue: NODE_RED.perCpuS,
  });
  emit({
    figure: '10,000 signals at 5 Hz: share delivered',
    value: page.delivered / (20 * 50_000),
    unit: 'share',
    ...fuxa(33_305 / 50_000),
  });
  emit({ figure: '10,000 signals at 5 Hz: age at the page, p50', value: page.p50, unit: 'ms', ...fuxa(FUXA.ageP50Ms) });
  emit({ figure: '10,000 signals at 5 Hz: age at the page, p95', value: page.p95, unit: 'ms', ...fuxa(FUXA.ageP95Ms) });

  const arrays = await through(IN_ARRAYS, 15);
  const bulk = '1,000,000 points/s through arrays for 15 s';
  emit(count(`${bulk}: points lost`, arrays.lost, arrays.sent));
  emit({
    figure: `${bulk}: CPU of the core`,
    value: arrays.cores,
    unit: 'cores',
    baseline: 'one CPU',
    baselineValue: 1,
  });
}

const fuxa = (baselineValue: number) => ({ baseline: FUXA.name, baselineValue });

const count = (figure: string, value: number, sent: number) =>
  ({ figure, value, unit: 'count', baseline: 'points sent', baselineValue: sent }) as const;

/**
 * Sends `seconds` of a plan through a console of its own. `withAlarms`: beside it a few stations fail one after the other, in front of a
 * browser that shows the alarms window.
 */
async function through(plan: LoadPlan, seconds: number, withAlarms = false) {
  const folder = mkdtempSync(join(tmpdir(), 'heatline-pipeline-'));
  const server = await startChild<{ port: number }>(
    supportFile('load-server'),
    [JSON.stringify(plan)],
    join(folder, 'load-server.log'),
    60_000,
  );
  const networkFile = join(folder, 'plant.geojson');
  const stations = Array.from({ length: STATIONS }, (_, i) => stationOfPoint(plan, 10 * i));
  const failing = withAlarms ? FAILING : [];
  writeFileSync(networkFile, JSON.stringify(networkOf([...stations, ...failing])));
  const driversFile = join(folder, 'drivers.json');
  const drivers = driversOf([{ plan, port: server.ready.port }], 100);
  const recording = withAlarms ? failingStations(folder, seconds) : [];
  writeFileSync(driversFile, JSON.stringify({ ...drivers, drivers: [...drivers.drivers, ...recording] }));
  const console_ = await startPlantConsole(folder, networkFile, driversFile);
  const health = async () => (await (await fetch(`${console_.url}/healthz`)).json()) as ConsoleStatus;
  while ((await health()).drivers.some(({ state }) => state !== 'live')) await delay(200);
  const page = await openPage(console_.url, console_.token);
  const screen = withAlarms ? await openAlarmScreen(console_.url, console_.token) : undefined;

  const rounds = (WARM_UP_S + seconds) * (plan.hz ?? 1);
  const done = said<{ points: number }>(server, 'done');
  server.process.send({ t: 'go', rounds });
  await delay(1_000 * WARM_UP_S);
  page.restart();
  const cpuBefore = console_.coreCpuS();
  const startedAt = performance.now();
  const sentAll = await done;
  const delivered = page.points;
  const cpuS = console_.coreCpuS() - cpuBefore;
  const wallS = (performance.now() - startedAt) / 1_000;
  await delay(3_000);
  const { drivers: states, signals } = await health();
  const alarmMs = ((await screen?.close())?.bar ?? []).map(({ raisedAt, at }) => at - raisedAt);
  const loads = states.filter(({ kind }) => kind === 'opcua');
  const samples = loads.reduce((sum, driver) => sum + driver.samples, 0);
  const taken = samples - signals.dropped - signals.late - signals.duplicate - signals.unknown;
  const result = {
    sent: sentAll.points,
    lost: sentAll.points - taken,
    cores: cpuS / wallS,
    delivered,
    deliveredPerCpuS: delivered / cpuS,
    p50: page.ageMs(0.5),
    p95: page.ageMs(0.95),
    alarmMs,
  };
  page.close();
  await console_.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  return result;
}

/** A replay driver whose stations lose their pressure, one a second. */
function failingStations(folder: string, seconds: number) {
  writeFloodPlant({ folder, stations: FAILING.length, spreadS: seconds });
  return [{ id: 'failing', kind: 'replay', file: join(folder, 'flood.csv'), staleAfterMs: 600_000 }];
}
