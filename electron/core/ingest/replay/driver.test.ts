import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import type { ReplayDriverConfig } from '#shared/contract/replay-driver.ts';
import { createTestClock } from '#tests/support/test-clock.ts';
import { createRing, createSampleColumns, openRing } from '../../telemetry/ring.ts';
import type { DriverReport } from '../protocol.ts';
import { startReplayDriver } from './driver.ts';

const folder = mkdtempSync(join(tmpdir(), 'heatline-replay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const P = 'S001.primarySupplyPressureMPa';

/** Plays `seconds` samples, one a recorded second from `1_000_000` on, under a clock that stands until it is told. */
async function play(changes: object, seconds = 10, ringRows = 4_096) {
  const file = join(folder, 'r.csv');
  const rows = Array.from({ length: seconds }, (_, i) => `${P},${String(1_000_000 + i * 1_000)},${String(i)}`);
  writeFileSync(file, ['signal_id,at,value', ...rows].join('\n'));
  const drivers = [{ id: 'r', kind: 'replay', file, ...changes }];
  const config = parseDriversConfig(JSON.stringify({ version: 1, drivers })).drivers[0] as ReplayDriverConfig;
  const ring = openRing(createRing(ringRows));
  const reports: DriverReport[] = [];
  const clock = createTestClock();
  const driver = startReplayDriver({
    config,
    ring,
    clock,
    pkiDir: '',
    register: (found) => Promise.resolve(Uint32Array.from(found, (_, i) => i)),
    report: (report) => reports.push(report),
    reportSkew: () => undefined,
  });
  await expect.poll(() => reports.at(-1)?.state).not.toBe('connecting');
  await Promise.resolve();
  const startedAt = clock.now();
  const read = () => {
    const out = createSampleColumns(ringRows);
    const count = ring.drain(out);
    return Array.from({ length: count }, (_, row) => [out.values[row], out.sourceAtMs[row]] as const);
  };
  return { clock, reports, read, startedAt, driver };
}

describe('replay driver', () => {
  it('plays at the chosen speed, with source times moved to the time of playing', async () => {
    const { clock, read, startedAt } = await play({ speed: 2 });
    clock.advance(1_000);
    expect(read()).toEqual([
      [0, startedAt],
      [1, startedAt + 500],
      [2, startedAt + 1_000],
    ]);
    clock.advance(500);
    expect(read()).toEqual([[3, startedAt + 1_500]]);
  });

  it('keeps the recorded times where that is wanted, and plays a span only', async () => {
    const { clock, read } = await play({ times: 'recorded', from: '1970-01-01T00:16:42Z', to: '1970-01-01T00:16:44Z' });
    clock.advance(5_000);
    expect(read()).toEqual([
      [2, 1_002_000],
      [3, 1_003_000],
    ]);
  });

  it('starts again at the end with loop, and says so at the end without', async () => {
    const looped = await play({ loop: true }, 2);
    looped.clock.advance(3_000);
    expect(looped.read().map(([value]) => value)).toEqual([0, 1, 0, 1]);
    const once = await play({}, 2);
    once.clock.advance(3_000);
    expect(once.reports.at(-1)).toEqual({ state: 'failed', code: 'REP0005', detail: 'samples=2' });
  });

  it('as fast as the lane takes it loses nothing, and ends now', async () => {
    const { clock, read, startedAt, reports } = await play({ speed: 'max' }, 5_000, 1_024);
    const seen: (readonly [number | undefined, number | undefined])[] = [];
    for (let i = 0; i < 40 && seen.length < 5_000; i += 1) {
      clock.advance(20);
      seen.push(...read());
    }
    expect(seen.map(([value]) => value)).toEqual(Array.from({ length: 5_000 }, (_, i) => i));
    expect(seen.at(-1)?.[1]).toBe(startedAt);
    expect(reports.at(-1)?.code).toBe('REP0005');
  });

  it('says what is wrong with its file and plays nothing', async () => {
    const { reports, read } = await play({ file: join(folder, 'nowhere.csv') });
    expect(reports.at(-1)).toMatchObject({ state: 'failed', code: 'REP0001' });
    expect(read()).toEqual([]);
  });
});
