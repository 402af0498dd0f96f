import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#kit/system-clock.ts';
import { exceptionReply, registersReply, startModbusResponder } from '#tests/support/modbus-responder.ts';
import type { Answer } from '#tests/support/modbus-responder.ts';
import { PATIENCE } from '#tests/support/patience.ts';
import { createIngest, type Ingest } from '../../ingest/ingest.ts';
import { LatestTable } from '../../telemetry/latest-table.ts';
import { SignalCatalogue } from '../../telemetry/signal-catalogue.ts';
import { createDrivers } from './drivers.ts';
import { readDriversFile, withWholePaths } from './drivers-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'heatline-drivers-'));
const closers: (() => Promise<unknown>)[] = [];
let files = 0;

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function device(answer: Answer = (q) => registersReply(q, Buffer.alloc(2 * q.quantity))) {
  const responder = await startModbusResponder(answer);
  closers.push(() => responder.close());
  return responder;
}

const modbus = (id: string, port: number, rest: object = {}) => ({
  ...{ id, kind: 'modbus', host: '127.0.0.1', port, pollMs: 100, timeoutMs: 2_000, staleAfterMs: 3_000 },
  ...{ table: [{ signal: `${id}.primarySupplyPressureMPa`, address: 0, type: 'uint16', factor: 0.001 }] },
  ...rest,
});

/** Drivers of a file that holds these, with the ingest that runs them. */
function open(drivers: readonly object[]) {
  files += 1;
  const file = join(folder, `drivers-${String(files)}.json`);
  writeFileSync(file, JSON.stringify({ version: 1, drivers }));
  const contents = readDriversFile(file);
  const catalogue = new SignalCatalogue();
  const latest = new LatestTable({ clock: systemClock, catalogue });
  const setup = createDrivers({
    clock: systemClock,
    source: { file, contents },
    reconfigure: (config) => ingest.reconfigure(config),
    catalogue,
    latest,
    pkiDir: folder,
  });
  const ingest: Ingest = createIngest({
    config: withWholePaths(contents.config, file),
    catalogue,
    latest,
    clock: systemClock,
    pkiDir: folder,
    onDriverState: (state) => setup.note(state),
  });
  closers.push(() => ingest.dispose());
  const stateOf = (id: string) => ingest.drivers().find((driver) => driver.id === id);
  return { file, setup, ingest, stateOf };
}

describe('drivers', () => {
  it('are saved with the contents before kept beside, and only those that changed start anew', async () => {
    const [a, b] = [await device(), await device()];
    const { file, setup, stateOf } = open([modbus('a', a.port), modbus('b', b.port)]);
    const before = readFileSync(file, 'utf8');
    await vi.waitFor(() => expect([stateOf('a')?.state, stateOf('b')?.state]).toEqual(['live', 'live']), PATIENCE);
    const samples = stateOf('a')?.samples ?? 0;
    const asked = b.questions.length;

    const c = await device();
    const { revision, drivers } = setup.view();
    const saved = await setup.save({ revision, drivers: [drivers[0] as object, modbus('b', c.port)] as never });
    expect(saved.revision).not.toBe(revision);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ drivers: [{ id: 'a' }, { id: 'b', port: c.port }] });
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(before);
    await vi.waitFor(() => expect(c.questions.length).toBeGreaterThan(2), PATIENCE);
    expect(stateOf('a')?.samples).toBeGreaterThanOrEqual(samples);
    expect(stateOf('a')?.restarts).toBe(0);
    const after = b.questions.length;
    await vi.waitFor(() => expect(c.questions.length).toBeGreaterThan(6), PATIENCE);
    expect([b.questions.length, after >= asked]).toEqual([after, true]);
    await setup.save({ revision: saved.revision, drivers: [] });
    expect(stateOf('a')).toBeUndefined();
  });

  it('are not saved over another change, nor with a wrong field, and the file stays as it was', async () => {
    const { file, setup, stateOf } = open([]);
    const { revision } = setup.view();
    await expect(setup.save({ revision, drivers: [modbus('a', 99_999)] })).rejects.toThrow(
      'MAP0002 path=drivers[0].port',
    );
    writeFileSync(file, JSON.stringify({ version: 1, drivers: [modbus('other', 1)] }));
    await expect(setup.save({ revision, drivers: [] })).rejects.toThrow('DRV0002');
    expect(readFileSync(file, 'utf8')).toContain('other');
    // Loaded again it is the other's change, which runs now, and can be gone on from.
    expect(setup.view().drivers.map(({ id }) => id)).toEqual(['other']);
    expect(stateOf('other')).toBeDefined();
    await setup.save({ revision: setup.view().revision, drivers: [] });
    expect(readFileSync(file, 'utf8')).not.toContain('other');
  });

  it('say what is wrong with the file where another change broke it, and go on as they are', async () => {
    const { port } = await device();
    const { file, setup, stateOf } = open([modbus('a', port)]);
    writeFileSync(file, '{');
    await expect(setup.save({ revision: setup.view().revision, drivers: [] })).rejects.toThrow('MAP0001');
    expect([setup.view().drivers.length, stateOf('a')?.id]).toEqual([1, 'a']);
  });

  it('are tested unit by unit, with the exception that a device gives', async () => {
    const { port } = await device((q) => {
      if (q.unit === 3) return undefined;
      return q.unit === 2
        ? exceptionReply(q, 2)
        : registersReply(q, Buffer.alloc(q.unit === 4 ? 2 : 2 * q.quantity, 1));
    });
    const { setup } = open([]);
    const row = { address: 7, type: 'uint32' };
    const table = [1, 2, 3, 4, 5].map((unit) => ({
      ...row,
      unit,
      signal: `U${String(unit)}.primarySupplyPressureMPa`,
    }));
    const { steps } = await setup.test({ driver: modbus('m', port, { table }) });
    expect(steps.map(({ step, target, ok, code, exception }) => [step, target, ok, code, exception])).toEqual([
      ['connect', `127.0.0.1:${String(port)}`, true, undefined, undefined],
      ['unit', 'unit 1', true, undefined, undefined],
      ['unit', 'unit 2', false, 'MOD0007', 2],
      ['unit', 'unit 3', false, 'MOD0006', undefined],
      ['unit', 'unit 4', false, 'MOD0003', undefined],
      ['unit', 'unit 5', true, undefined, undefined],
    ]);
    const dead = await setup.test({ driver: modbus('m', 1) });
    expect(dead.steps).toMatchObject([{ step: 'connect', ok: false, code: 'MOD0001' }]);
  });

  it('show what a mapping would read before it is saved', async () => {
    const { port } = await device((q) => registersReply(q, Buffer.from([1, 0])));
    const { setup } = open([]);
    const preview = await setup.preview({ driver: modbus('m', port) });
    expect(preview).toMatchObject({
      kind: 'modbus',
      requests: [{ unit: 1, area: 'holding', address: 0, quantity: 1, signals: 1 }],
      signals: [{ signalId: 'm.primarySupplyPressureMPa', value: 0.256 }],
    });
  });

  it('play a recording that lies beside the drivers file, once more when they are restarted', async () => {
    writeFileSync(join(folder, 'r.csv'), 'signal_id,at,value\nS001.primarySupplyPressureMPa,1000,0.5\n');
    const replay = { id: 'r', kind: 'replay', file: 'r.csv' };
    const { setup, stateOf } = open([replay]);
    await vi.waitFor(() => expect(stateOf('r')).toMatchObject({ code: 'REP0005', samples: 1 }), PATIENCE);
    expect(await setup.test({ driver: replay })).toMatchObject({ steps: [{ ok: true, detail: 'rows=1 signals=1' }] });
    expect(await setup.preview({ driver: replay })).toMatchObject({ rows: 1, stations: 1, from: 1000, to: 1000 });
    const { since } = stateOf('r') ?? { since: 0 };
    await setup.restart('r');
    await vi.waitFor(() => expect(stateOf('r')).toMatchObject({ code: 'REP0005', samples: 1 }), PATIENCE);
    expect(stateOf('r')?.since).toBeGreaterThan(since);
  });

  it('tell what they bring: rate, values with their age, what happened', async () => {
    const responder = await device((q) => registersReply(q, Buffer.from([2, 0])));
    const { setup, stateOf } = open([modbus('a', responder.port)]);
    await vi.waitFor(
      () => expect(setup.traffic({ id: 'a', filter: '', limit: 10 }).samplesPerS).toBeGreaterThan(2),
      PATIENCE,
    );
    await vi.waitFor(
      () =>
        expect(setup.traffic({ id: 'a', filter: 'supplypressure', limit: 10 }).signals).toMatchObject([
          { signalId: 'a.primarySupplyPressureMPa', value: 0.512, quality: 0, isStale: false },
        ]),
      PATIENCE,
    );
    await responder.close();
    await vi.waitFor(() => expect(stateOf('a')?.state).toBe('reconnecting'), PATIENCE);
    const { events } = setup.traffic({ id: 'a', filter: '', limit: 10 });
    expect(events.map(({ state }) => state)).toEqual(expect.arrayContaining(['reconnecting', 'live', 'connecting']));
    await vi.waitFor(
      () => expect(setup.traffic({ id: 'a', filter: '', limit: 10 }).signals[0]).toMatchObject({ isStale: true }),
      PATIENCE,
    );
    expect(() => setup.traffic({ id: 'nobody', filter: '', limit: 10 })).toThrow('DRV0004');
  });
});
