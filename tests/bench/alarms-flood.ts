import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { openJournal } from '#core/db/journal/open-journal.ts';
import { createSqliteJournal } from '#core/db/journal/sqlite-journal.ts';
import { createAlarmFigures } from '#core/features/alarm/alarm-figures.ts';
import { alarmJournal } from '#core/features/alarm/alarm-journal.ts';
import { createAlarmWatch } from '#core/features/alarm/alarm-watch.ts';
import { createConsoleLog, type ConsoleLog } from '#core/log/console-log.ts';
import { createSampleColumns } from '#core/telemetry/ring.ts';
import { SignalCatalogue } from '#core/telemetry/signal-catalogue.ts';
import { systemClock } from '#kit/system-clock.ts';
import { floodOf } from '#shared/domain/alarm/flood.ts';
import { standingAlarms } from '#shared/domain/alarm/lists.ts';
import type { Alarm, AlarmLimit } from '#shared/domain/alarm/types.ts';
import { createTestClock } from '#tests/support/test-clock.ts';
import { HandHub } from '#tests/sim/support/hand-hub.ts';
import { quantile, type Emit } from './figure.ts';

const ALARMS = 10_000;
/** As the watch writes them (alarm-reports.ts). */
const A_WRITE = 250;
const START_MS = 1_790_000_000_000;
const MEASURE = 'primarySupplyPressureMPa';

/** 10,000 alarms at once into a console log on the disk, and what is asked of them then. */
export async function measureFlood(emit: Emit, folder: string): Promise<void> {
  const file = join(folder, 'journal.db');
  const journal = openJournal(file, systemClock);
  const clock = createTestClock();
  clock.advance(START_MS);
  let ids = 0;
  const log = createConsoleLog({
    store: createSqliteJournal(journal, systemClock),
    clock,
    newId: () => `id-${String((ids += 1))}`,
    deviceId: 'bench',
  });
  const flood = raiseAll(log, clock);
  const bodies = journal.sqlite.prepare<[], { body: string }>('SELECT body FROM pending').all();
  if (bodies.length !== ALARMS) throw new Error(`${String(bodies.length)} of ${String(ALARMS)} alarms were kept`);
  const bare = bareInserts(join(folder, 'bare.db'), bodies);
  const baseline = 'bare inserts of the same rows in the same batches, as durable';
  const rest = { unit: 'ms', baseline } as const;
  for (const [clockName, key] of [
    ['by the clock', 'wallMs'],
    ['of CPU', 'cpuMs'],
  ] as const) {
    const total = { value: flood[key], baselineValue: bare[key], ...rest };
    emit({ figure: `flood of 10,000 alarms, all safe on the disk, ${clockName}`, ...total });
    const one = { value: flood[key] / ALARMS, baselineValue: bare[key] / ALARMS, ...rest };
    emit({ figure: `one alarm of the flood, ${clockName}`, ...one });
  }

  const alarms = log.list<Alarm>('alarm');
  const now = clock.now();
  const sortMs = timed(() => alarms.map(({ raisedAt }) => raisedAt).sort((a, b) => a - b));
  const sorting = { unit: 'ms', baseline: 'sorting their 10,000 times', baselineValue: sortMs } as const;
  const areaOf = (stationId: string) => `area ${stationId.slice(-1)}`;
  emit({
    figure: 'flood among 10,000 alarms, grouped (target 20)',
    value: timed(() => floodOf(alarms, now, areaOf)),
    ...sorting,
  });
  emit({ figure: 'standing list of 10,000 alarms', value: timed(() => standingAlarms(alarms)), ...sorting });

  const hub = new HandHub();
  log.follow(hub.follow(log.place()));
  while (log.unsent(1).length > 0) {
    log.applyReceipts(hub.submit(log.unsent(500)));
    log.applyEntries({ epoch: hub.epoch, entries: hub.since(log.head().seq) });
  }
  const rowMs = timed(() => journal.sqlite.prepare('SELECT body FROM entry WHERE seq > ? LIMIT 100').all(5_000));
  const span = { from: START_MS - 3_600_000, to: START_MS + 3_600_000 };
  emit({
    figure: 'a page of 100 of the alarm journal',
    value: timed(() => alarmJournal(log, { ...span, limit: 100 })),
    unit: 'ms',
    baseline: 'reading 100 rows of the log by number',
    baselineValue: rowMs,
  });
  const figures = createAlarmFigures({ clock: systemClock, log });
  const spent = stopwatch();
  await figures(span);
  emit({ figure: 'figures over 10,000 alarms, read in pieces', value: spent().cpuMs, ...sorting });
  journal.dispose();
}

/** From the samples of one instant to the last alarm on the disk, alarms of high priority first. */
function raiseAll(log: ConsoleLog, clock: ReturnType<typeof createTestClock>): Spent {
  const catalogue = new SignalCatalogue();
  const limits: AlarmLimit[] = [];
  const batch = createSampleColumns(ALARMS);
  for (let row = 0; row < ALARMS; row += 1) {
    const stationId = `S${String(row)}`;
    const priority = row % 20 === 7 ? 'high' : row % 7 === 0 ? 'medium' : 'low';
    const rest = { kind: 'low', limit: 0.35, deadband: 0.03, onDelayMs: 0, offDelayMs: 0, priority } as const;
    limits.push({ signalId: `${stationId}.${MEASURE}`, stationId, ...rest });
    const described = { unit: 'MPa', low: 0, high: 1.6, staleAfterMs: 10_000, driver: 'bench' };
    batch.indexes[row] = catalogue.register({ stationId, measure: MEASURE, ...described });
    batch.values[row] = 0.2;
    batch.sourceAtMs[row] = START_MS;
  }
  const watch = createAlarmWatch({ clock, catalogue, log, drivers: () => [], onRefused: () => undefined });
  watch.setDefaults(limits);
  const spent = stopwatch();
  watch.observe(batch, ALARMS);
  while (log.waiting().length < ALARMS) clock.advance(10);
  const took = spent();
  watch.dispose();
  return took;
}

function bareInserts(file: string, rows: readonly { readonly body: string }[]): Spent {
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE row (body TEXT)');
  const insert = db.prepare('INSERT INTO row VALUES (?)');
  const spent = stopwatch();
  for (let from = 0; from < rows.length; from += A_WRITE) {
    db.transaction(() => {
      for (const { body } of rows.slice(from, from + A_WRITE)) insert.run(body);
    })();
  }
  const took = spent();
  db.close();
  return took;
}

interface Spent {
  readonly wallMs: number;
  readonly cpuMs: number;
}

function stopwatch(): () => Spent {
  const beganAt = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wallMs: performance.now() - beganAt, cpuMs: (user + system) / 1_000 };
  };
}

/** The median CPU time of some runs, ms: other work on the machine does not count. */
function timed(work: () => unknown): number {
  const samples = Array.from({ length: 9 }, () => {
    const spent = stopwatch();
    work();
    return spent().cpuMs;
  });
  return quantile(samples, 0.5);
}
