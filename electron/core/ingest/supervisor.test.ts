import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#kit/system-clock.ts';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import type { DriverConfig } from '#shared/contract/drivers.ts';
import type { DriverStatus } from '#shared/contract/feed.ts';
import { PATIENCE } from '#tests/support/patience.ts';
import { SignalCatalogue } from '../telemetry/signal-catalogue.ts';
import { DriverSupervisor } from './supervisor.ts';
import { driverWorkerUrl } from './worker-url.ts';

const folder = mkdtempSync(join(tmpdir(), 'heatline-supervisor-'));
const CONFIG = parseDriversConfig(
  JSON.stringify({
    version: 1,
    drivers: [
      {
        id: 'd',
        kind: 'modbus',
        host: 'h',
        stations: ['S001'],
        block: { stride: 2 },
        measures: ['primarySupplyPressureMPa'],
      },
    ],
  }),
).drivers[0] as DriverConfig;

let supervisor: DriverSupervisor | undefined;
afterEach(() => supervisor?.dispose());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A driver that shows itself live and then does `body`. */
function supervise(body: string, limits: { readonly hangMs?: number; readonly maxHeapMb?: number } = {}) {
  const file = join(folder, `${body.length}-${Math.floor(performance.now())}.mjs`);
  const context = new URL('./driver-context.ts', import.meta.url).href;
  writeFileSync(
    file,
    `import { runDriver } from ${JSON.stringify(context)};
    runDriver(({ report, reportSkew, ring, register }) => {
      report({ state: 'live' });
      ${body}
      return { close: () => Promise.resolve() };
    });`,
  );
  const states: DriverStatus[] = [];
  supervisor = new DriverSupervisor({
    config: CONFIG,
    workerUrl: pathToFileURL(file),
    pkiDir: folder,
    catalogue: new SignalCatalogue(),
    clock: systemClock,
    onState: (state) => states.push(state),
    heldAt: () => 0,
    onBackfill: () => undefined,
    restartMs: 20,
    ...limits,
  });
  return states;
}

describe('driver supervisor', () => {
  it('starts a driver again after an uncaught error, and says what it was', async () => {
    const states = supervise(`setTimeout(() => { throw new Error('a lying peer'); }, 20);`);
    await vi.waitFor(
      () => expect(states.filter((state) => state.state === 'live').length).toBeGreaterThan(2),
      PATIENCE,
    );
    const fall = states.find((state) => state.state === 'reconnecting');
    expect(fall).toMatchObject({ code: 'TEL0001', detail: 'a lying peer', restarts: 1 });
  });

  it('keeps the code of a driver that ended itself', async () => {
    const states = supervise(
      `setTimeout(() => { throw Object.assign(new Error('gave up'), { code: 'OPC0005' }); }, 20);`,
    );
    await vi.waitFor(() => expect(states.some((state) => state.code === 'OPC0005')).toBe(true), PATIENCE);
  });

  it('says that the clock of a server is wrong, where nothing graver is to be said', async () => {
    const states = supervise(`reportSkew(-10_800_000);`);
    await vi.waitFor(
      () => expect(states.at(-1)).toMatchObject({ state: 'live', code: 'TEL0005', serverSkewMs: -10_800_000 }),
      PATIENCE,
    );
  });

  it('starts a driver again that exits', async () => {
    const states = supervise(`setTimeout(() => process.exit(3), 20);`);
    await vi.waitFor(() => expect(states.some((state) => state.detail === 'exit 3')).toBe(true), PATIENCE);
  });

  it('replaces a driver that hangs', async () => {
    const states = supervise(`setTimeout(() => { for (;;); }, 600);`, { hangMs: 1_500 });
    await vi.waitFor(
      () => expect(states.some((state) => state.code === 'TEL0002' && state.restarts === 1)).toBe(true),
      PATIENCE,
    );
  });

  it('survives a driver that is made to eat all memory', async () => {
    const states = supervise(
      `const heap = []; setInterval(() => { for (let i = 0; i < 4e5; i += 1) heap.push({ i, s: [i] }); }, 0);`,
      { maxHeapMb: 48, hangMs: 20_000 },
    );
    await vi.waitFor(
      () => expect(states.some((state) => state.code === 'TEL0001' && state.restarts === 1)).toBe(true),
      PATIENCE,
    );
    expect(states.find((state) => state.restarts === 1)?.detail).toMatch(/memory/i);
  });

  it('finds the workers beside the source and beside the bundle', () => {
    expect(driverWorkerUrl('opcua', 'file:///x/electron/core/ingest/worker-url.ts').pathname).toBe(
      '/x/electron/core/ingest/opcua/worker.ts',
    );
    expect(driverWorkerUrl('modbus', 'file:///x/out/core/node.mjs').pathname).toBe('/x/out/core/modbus-worker.mjs');
  });
});
