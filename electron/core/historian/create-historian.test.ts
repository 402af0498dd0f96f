import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#kit/system-clock.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import { createSampleColumns } from '../telemetry/ring.ts';
import { SignalCatalogue } from '../telemetry/signal-catalogue.ts';
import { historyConfig } from './config.ts';
import { createHistorian } from './create-historian.ts';
import type { Historian } from './historian.ts';
import { openHistory } from './open-history.ts';

const SIGNAL = 'S001.primarySupplyPressureMPa';

let folder: string;
let historian: Historian | undefined;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'heatline-historian-'))));
afterEach(async () => {
  await historian?.dispose();
  historian = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function catalogueOf(stations: readonly string[]): SignalCatalogue {
  const catalogue = new SignalCatalogue();
  for (const stationId of stations) register(catalogue, stationId);
  return catalogue;
}

function register(catalogue: SignalCatalogue, stationId: string): number {
  const measure = 'primarySupplyPressureMPa';
  return catalogue.register({
    stationId,
    measure,
    unit: 'MPa',
    low: 0,
    high: 1.6,
    staleAfterMs: 5_000,
    driver: 'test',
  });
}

function start(catalogue: SignalCatalogue, config: object = {}): Historian {
  historian = createHistorian({ file: join(folder, 'history.db'), clock: systemClock, config: historyConfig(config) });
  historian.follow(catalogue);
  return historian;
}

/** Asks again until the answer holds: samples take their way through shared memory. */
async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (let round = 0; ; round += 1) {
    const answer = await ask();
    if (holds(answer) || round === 2_400) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Rows of the journal that another process writes; 0 while there is no such file or table yet. */
function journalRowsIn(file: string): number {
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(file, { readonly: true });
    return Number(db.prepare('SELECT count(*) FROM journal').pluck().get());
  } catch (error) {
    if (error instanceof Sqlite.SqliteError) return 0;
    throw error;
  } finally {
    db?.close();
  }
}

function give(to: Historian, index: number, from: number, count: number): void {
  const batch = createSampleColumns(count);
  for (let i = 0; i < count; i += 1) {
    batch.indexes[i] = index;
    batch.sourceAtMs[i] = from + i * 1_000;
    batch.values[i] = i === 3 ? Number.NaN : i / 1_000;
    batch.qualities[i] = i === 4 ? 1 : 0;
  }
  to.take(batch, 0, count);
}

describe('the historian', () => {
  it('records what the lane hands over, also of signals that are found later, and reads it over its worker', async () => {
    const catalogue = catalogueOf(['S001']);
    const own = start(catalogue);
    const from = Math.floor(Date.now() / 1_000) * 1_000 - 60_000;
    give(own, 0, from, 50);
    give(own, register(catalogue, 'S002'), from, 40);
    const later = () => own.recorded('S002.primarySupplyPressureMPa', from, from + 60_000);
    expect((await until(later, ({ at }) => at.length === 40)).at).toHaveLength(40);
    const { at, values, qualities } = await own.recorded(SIGNAL, from, from + 60_000);
    expect([at[2], values[2], qualities[2]]).toEqual([from + 2_000, 0.002, 0]);
    expect([values[3], qualities[3], qualities[4]]).toEqual([Number.NaN, 2, 1]);
    const curve = await own.read({ signalId: SIGNAL, from, to: from + 60_000, maxPoints: 100 });
    expect(curve).toMatchObject({ tier: 'raw', signalId: SIGNAL });
    expect(curve.mean.slice(2, 6)).toEqual([0.002, null, 0.004, 0.005]);
    expect(own).toMatchObject({ taken: 90, dropped: 0 });
    expect(own.faults()).toEqual([]);
    expect(await own.fill(SIGNAL, { at: at.map((time) => time + 500), values, qualities })).toBe(50);
    expect(
      codeOf(await own.read({ signalId: 'S9.x', from, to: from + 1, maxPoints: 10 }).catch((e: unknown) => e)),
    ).toBe('HIS0001');
  });

  it('exports CSV and Parquet that other programs read', async () => {
    const own = start(catalogueOf(['S001']));
    const from = Math.floor(Date.now() / 1_000) * 1_000 - 60_000;
    give(own, 0, from, 50);
    await until(
      () => own.recorded(SIGNAL, from, from + 60_000),
      ({ at }) => at.length === 50,
    );
    const query = { signalIds: [SIGNAL], from, to: from + 60_000, tier: 'raw' as const };
    const csv = await own.export({ ...query, format: 'csv' });
    const rows: Record<string, string>[] = parse(await csv.text(), { columns: true });
    expect(rows).toHaveLength(50);
    expect(rows[2]).toEqual({
      signal_id: SIGNAL,
      at: String(from + 2_000),
      at_text: new Date(from + 2_000).toISOString(),
      min: '0.002',
      max: '0.002',
      mean: '0.002',
      count: '1',
      quality: 'good',
    });
    expect(rows[3]).toMatchObject({ mean: '', count: '0', quality: 'bad' });
    const parquet = await own.export({ ...query, format: 'parquet' });
    const objects = await parquetReadObjects({ file: await parquet.arrayBuffer() });
    expect(objects).toHaveLength(50);
    expect(objects[2]).toMatchObject({
      signal_id: SIGNAL,
      at: new Date(from + 2_000),
      mean: 0.002,
      count: 1,
      quality: 'good',
    });
    expect(objects[3]).toMatchObject({ mean: null, quality: 'bad' });
    const refused = await own.export({ ...query, signalIds: ['S9.x'], format: 'csv' }).catch((error: unknown) => error);
    expect(codeOf(refused)).toBe('HIS0001');
  });

  it('exports no cell that a spreadsheet would run: a server names its stations as it likes', async () => {
    const own = start(catalogueOf(['=HYPERLINK(1)']));
    const from = Math.floor(Date.now() / 1_000) * 1_000 - 60_000;
    const batch = createSampleColumns(1);
    batch.sourceAtMs[0] = from;
    batch.values[0] = -1.5;
    own.take(batch, 0, 1);
    const signalIds = ['=HYPERLINK(1).primarySupplyPressureMPa'];
    const query = { signalIds, from, to: from + 60_000, tier: 'raw' as const };
    await until(
      () => own.recorded(signalIds[0] ?? '', from, from + 60_000).catch(() => ({ at: [] })),
      ({ at }) => at.length === 1,
    );
    const csv = await (await own.export({ ...query, format: 'csv' })).text();
    const [, row] = csv.split('\n');
    expect(row).toBe(`'${signalIds[0] ?? ''},${String(from)},${new Date(from).toISOString()},-1.5,-1.5,-1.5,1,good`);
  });

  it('keeps all that it was given before its last two writes when its process is killed', async () => {
    const file = join(folder, 'history.db');
    const child = spawn(process.execPath, ['tests/support/history-writer-process.ts', file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const told: number[] = [];
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      told.push(...lines.map(Number));
    });
    const journalHas = (rows: number) =>
      until(
        () => Promise.resolve(journalRowsIn(file)),
        (now) => now >= rows,
      );
    const rows = await journalHas(1);
    // The next write may have begun already; the one after it has all of this.
    const given = new Set(told).size;
    await journalHas(rows + 2);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const own = start(catalogueOf(['S001']));
    const last = told.at(-1) ?? 0;
    const { at } = await own.recorded(SIGNAL, (told[0] ?? 0) - 1, last + 1);
    expect([...new Set(told)].slice(0, at.length)).toEqual([...at]);
    expect(given).toBeGreaterThan(0);
    expect(at.length).toBeGreaterThanOrEqual(given);
  });

  it('says that a file of a newer release cannot be used, and the lane goes on', async () => {
    const file = join(folder, 'history.db');
    openHistory(file, systemClock, () => undefined).dispose();
    const db = new Sqlite(file);
    db.pragma('user_version = 99');
    db.close();
    const own = start(catalogueOf(['S001']));
    await until(
      () => Promise.resolve(own.faults()),
      (faults) => faults.length > 0,
    );
    expect(own.faults().map(({ code }) => code)).toEqual(['DBS0001']);
    give(own, 0, Date.now(), 10);
    expect(codeOf(await own.usage(undefined).catch((error: unknown) => error))).toBe('DBS0001');
  });

  it('drops and counts what the worker does not take in time, and never waits', () => {
    const own = createHistorian({
      file: join(folder, 'history.db'),
      clock: systemClock,
      config: historyConfig({}),
      ringRows: 1_024,
    });
    historian = own;
    own.follow(catalogueOf(['S001']));
    // At once: not even a worker that runs already empties its ring a hundred times in between.
    give(own, 0, Date.now() - 1_000_000_000, 100_000);
    expect(own.taken).toBe(100_000);
    expect(own.dropped).toBeGreaterThan(0);
  });
});
