import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataType, StatusCodes, VariantArrayType } from 'node-opcua';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createIngest } from '#core/ingest/ingest.ts';
import { LatestTable } from '#core/telemetry/latest-table.ts';
import { SignalCatalogue } from '#core/telemetry/signal-catalogue.ts';
import { systemClock } from '#kit/system-clock.ts';
import type { DriverStatus } from '#shared/contract/feed.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { freePort } from '#tests/support/free-port.ts';
import { PLANT_NAMESPACE, startOpcuaPlant } from '#tests/support/opcua-plant.ts';
import type { OpcuaPlant } from '#tests/support/opcua-plant.ts';
import { opcuaConfig } from '#tests/support/opcua-run.ts';
import { startTcpProxy } from '#tests/support/tcp-proxy.ts';
import { PATIENCE } from '#tests/support/patience.ts';

const PRESSURE = 'primarySupplyPressureMPa';
const TEMP = 'primarySupplyTempC';
const STALE_AFTER_MS = 1_500;
const folder = mkdtempSync(join(tmpdir(), 'heatline-bad-opcua-'));
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type PlantChanges = Partial<Parameters<typeof startOpcuaPlant>[0]>;

async function startPlant(changes: PlantChanges = {}): Promise<OpcuaPlant> {
  const plant = await startOpcuaPlant({
    port: changes.port ?? (await freePort()),
    pkiDir: folder,
    name: 'bad',
    stations: ['S001'],
    items: [
      { name: PRESSURE, value: 0.5 },
      { name: TEMP, value: 9 },
    ],
    ...changes,
  });
  closers.push(() => plant.close());
  return plant;
}

/** An honest plant beside the bad one, whose values are to stay live whatever happens. */
async function startHonest() {
  const plant = await startPlant({ name: 'honest', stations: ['S900'], items: [{ name: PRESSURE, value: 0.7 }] });
  const timer = setInterval(() => plant.set('S900', PRESSURE, 0.7, StatusCodes.Good, Date.now()), 200);
  closers.push(() => Promise.resolve(clearInterval(timer)));
  return plant;
}

/** The core's way of telemetry with real driver workers: `bad` for the endpoint, and beside it `honest` where there is one. */
async function startLane(endpoint: string, changes: object = {}, honest?: { readonly endpoint: string }) {
  const catalogue = new SignalCatalogue();
  const latest = new LatestTable({ clock: systemClock, catalogue });
  const states = new Map<string, DriverStatus[]>();
  const ingest = createIngest({
    config: {
      version: 1,
      drivers: [
        opcuaConfig(endpoint, { id: 'bad', staleAfterMs: STALE_AFTER_MS, ...changes }),
        ...(honest === undefined ? [] : [opcuaConfig(honest.endpoint, { id: 'honest', staleAfterMs: STALE_AFTER_MS })]),
      ],
    },
    catalogue,
    latest,
    clock: systemClock,
    pkiDir: folder,
    onDriverState: (state) => states.set(state.id, [...(states.get(state.id) ?? []), state]),
  });
  closers.push(() => ingest.dispose());
  const state = (id = 'bad') => states.get(id)?.at(-1);
  const until = (expected: Partial<DriverStatus>) =>
    vi.waitFor(() => expect(state()).toMatchObject(expected), PATIENCE);
  const sample = (signalId: string) => {
    const index = catalogue.indexOf(signalId);
    if (index === undefined) return undefined;
    return { value: latest.values[index] as number, quality: latest.qualities[index], at: latest.sourceAtMs[index] };
  };
  const isStale = (signalId: string) => {
    const index = catalogue.indexOf(signalId);
    return index === undefined || systemClock.monotonic() - (latest.receivedAtMs[index] as number) > STALE_AFTER_MS;
  };
  const honestLives = () =>
    vi.waitFor(() => {
      expect(state('honest')?.state).toBe('live');
      expect(isStale(`S900.${PRESSURE}`)).toBe(false);
      expect(state('honest')?.restarts).toBe(0);
    }, PATIENCE);
  return { state, until, sample, isStale, honestLives, states: () => states.get('bad') ?? [] };
}

describe('an OPC UA server that lies about its values', () => {
  it.each([
    ['a text', { dataType: DataType.String, value: '0.8' }],
    ['an array', { dataType: DataType.Double, arrayType: VariantArrayType.Array, value: new Float64Array([0.8, 0.9]) }],
    ['a time', { dataType: DataType.DateTime, value: new Date() }],
    ['a byte string', { dataType: DataType.ByteString, value: Buffer.from([1, 2, 3]) }],
  ])('gives a bad value and a code for %s where a number was', async (_what, variant) => {
    const plant = await startPlant();
    const lane = await startLane(plant.endpoint);
    await vi.waitFor(
      () => expect(lane.sample(`S001.${PRESSURE}`)).toMatchObject({ value: 0.5, quality: QUALITY.good }),
      PATIENCE,
    );
    plant.setAny('S001', PRESSURE, variant);
    await vi.waitFor(() => expect(lane.sample(`S001.${PRESSURE}`)?.quality).toBe(QUALITY.bad), PATIENCE);
    await lane.until({ state: 'live', code: 'OPC0017' });
    expect(lane.sample(`S001.${TEMP}`)?.quality).not.toBe(QUALITY.bad);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300])(
    'never shows %s as a good value',
    async (value) => {
      const plant = await startPlant();
      const lane = await startLane(plant.endpoint);
      await vi.waitFor(() => expect(lane.sample(`S001.${PRESSURE}`)?.quality).toBe(QUALITY.good), PATIENCE);
      plant.set('S001', PRESSURE, value, StatusCodes.Good, Date.now());
      await vi.waitFor(() => expect(lane.sample(`S001.${PRESSURE}`)?.quality).toBe(QUALITY.bad), PATIENCE);
    },
  );

  it('believes no time that is ahead of the server, and goes on with the next sample', async () => {
    const plant = await startPlant();
    const lane = await startLane(plant.endpoint);
    await vi.waitFor(() => expect(lane.sample(`S001.${PRESSURE}`)?.quality).toBe(QUALITY.good), PATIENCE);
    plant.set('S001', PRESSURE, 0.61, StatusCodes.Good, Date.now() + 3_600_000);
    await vi.waitFor(
      () => expect(lane.sample(`S001.${PRESSURE}`)).toMatchObject({ value: 0.61, quality: QUALITY.uncertain }),
      PATIENCE,
    );
    plant.set('S001', PRESSURE, 0.62, StatusCodes.Good, Date.now());
    await vi.waitFor(
      () => expect(lane.sample(`S001.${PRESSURE}`)).toMatchObject({ value: 0.62, quality: QUALITY.good }),
      PATIENCE,
    );
  });

  it.each([
    ['short', [9]],
    ['long', [9, 0.8, 7]],
    ['empty', []],
  ])('makes every value bad whose array is too %s', async (_how, values) => {
    const plant = await startPlant({ order: [TEMP, PRESSURE] });
    const lane = await startLane(plant.endpoint, {
      mode: 'array',
      array: { values: 'Values', order: 'Measures', qualities: 'Qualities' },
    });
    await lane.until({ state: 'live' });
    await vi.waitFor(() => {
      plant.setArray('S001', [9, 0.8], [0, 0], Date.now());
      expect(lane.sample(`S001.${PRESSURE}`)).toMatchObject({ value: 0.8, quality: QUALITY.good });
    }, PATIENCE);
    plant.setArray(
      'S001',
      values,
      values.map(() => 0),
      Date.now(),
    );
    await vi.waitFor(() => {
      expect(lane.sample(`S001.${PRESSURE}`)?.quality).toBe(QUALITY.bad);
      expect(lane.sample(`S001.${TEMP}`)?.quality).toBe(QUALITY.bad);
    }, PATIENCE);
    await lane.until({ state: 'live', code: 'MAP0007' });
  });
});

describe('an OPC UA server that claims millions of items', () => {
  it('is refused with the count (OPC0014); the others live on', async () => {
    const plant = await startPlant();
    // The driver leaves at the 20,000th: what would follow is the same to it, and this server needs no memory for it.
    plant.claimStations(100_000);
    const lane = await startLane(plant.endpoint, {}, await startHonest());
    await lane.until({ state: 'failed', code: 'OPC0014' });
    expect(lane.state()?.detail).toMatch(/nodes=2\d{4} isMore=true most=20000/);
    expect(lane.state()?.restarts).toBe(0);
    await lane.honestLives();
  });
});

/** Binary encoding ids of the answers (OPC UA Part 6, NodeIds.csv). */
const ANSWERS = { browse: 530, createMonitoredItems: 754, publish: 829 } as const;

/** Whether such an answer begins in a piece of the stream, also behind another message in it. */
function isAnswer(part: Buffer, id: number): boolean {
  for (let at = 0; at + 28 < part.length; at += Math.max(8, part.readUInt32LE(at + 4))) {
    if (part.toString('latin1', at, at + 3) === 'MSG' && part.readUInt16LE(at + 26) === id) return true;
  }
  return false;
}

describe('an OPC UA server that closes in the middle', () => {
  it.each(Object.entries(ANSWERS))(
    'of an answer to %s leaves stale values and a code, and is connected to again',
    async (_name, id) => {
      const port = await freePort();
      const plant = await startPlant({ port });
      let cuts = 0;
      const wire = await startTcpProxy(port, {
        toClient: (part) => {
          if (cuts === 2 || !isAnswer(part, id)) return part;
          cuts += 1;
          return undefined;
        },
      });
      closers.push(() => wire.close());
      const lane = await startLane(`opc.tcp://127.0.0.1:${wire.port}/plant`);
      await vi.waitFor(
        () => expect(lane.states().some(({ code }) => /^(OPC|TEL)/.test(code ?? ''))).toBe(true),
        PATIENCE,
      );
      plant.set('S001', PRESSURE, 0.66, StatusCodes.Good, Date.now());
      // It may have counted as live already between the two cuts: a value has come through only after the second.
      await vi.waitFor(() => expect(cuts).toBe(2), PATIENCE);
      await vi.waitFor(() => expect(lane.sample(`S001.${PRESSURE}`)).toMatchObject({ value: 0.66 }), PATIENCE);
      await lane.until({ state: 'live', code: undefined });
    },
  );

  it('and stays away leaves its last value stale, never live', async () => {
    const port = await freePort();
    const plant = await startPlant({ port });
    const wire = await startTcpProxy(port);
    const lane = await startLane(`opc.tcp://127.0.0.1:${wire.port}/plant`);
    await lane.until({ state: 'live' });
    plant.set('S001', PRESSURE, 0.66, StatusCodes.Good, Date.now());
    await vi.waitFor(() => expect(lane.sample(`S001.${PRESSURE}`)?.value).toBe(0.66), PATIENCE);
    await wire.close();
    await lane.until({ state: 'reconnecting', code: 'OPC0001' });
    await vi.waitFor(() => expect(lane.isStale(`S001.${PRESSURE}`)).toBe(true), PATIENCE);
  });
});

describe('an OPC UA server that starts again with other namespaces', () => {
  it('is read by the names of its nodes, not by the node ids it had before', async () => {
    const port = await freePort();
    // The same numbers as before stand for other nodes: station S002 lies where S001 was.
    const before = await startPlant({ port, stations: ['S001', 'S002'], namespaces: [PLANT_NAMESPACE, 'urn:b'] });
    const lane = await startLane(before.endpoint);
    before.set('S001', PRESSURE, 0.51, StatusCodes.Good, Date.now());
    before.set('S002', PRESSURE, 0.52, StatusCodes.Good, Date.now());
    await vi.waitFor(() => expect(lane.sample(`S002.${PRESSURE}`)?.value).toBe(0.52), PATIENCE);
    await before.close();
    await vi.waitFor(() => expect(lane.state()?.state).not.toBe('live'), PATIENCE);
    const after = await startPlant({
      port,
      stations: ['S002', 'S001'],
      namespaces: ['urn:b', 'urn:c', PLANT_NAMESPACE],
    });
    await lane.until({ state: 'live', code: undefined });
    after.set('S001', PRESSURE, 0.61, StatusCodes.Good, Date.now());
    after.set('S002', PRESSURE, 0.62, StatusCodes.Good, Date.now());
    await vi.waitFor(() => {
      expect(lane.sample(`S001.${PRESSURE}`)).toMatchObject({ value: 0.61, quality: QUALITY.good });
      expect(lane.sample(`S002.${PRESSURE}`)).toMatchObject({ value: 0.62, quality: QUALITY.good });
    }, PATIENCE);
  });
});

describe('a redundant pair of which one is hostile', () => {
  it('comes back within seconds after the 24-byte error frame, and the tools outlive it', async () => {
    const port = await freePort();
    const plant = await startPlant({ port });
    const wire = await startTcpProxy(port);
    const second = await startPlant({ name: 'second' });
    closers.push(() => wire.close());
    const timer = setInterval(() => second.set('S001', PRESSURE, 0.5, StatusCodes.Good, Date.now()), 200);
    closers.push(() => Promise.resolve(clearInterval(timer)));
    const lane = await startLane(
      `opc.tcp://127.0.0.1:${wire.port}/plant`,
      { standby: [second.endpoint] },
      await startHonest(),
    );
    await lane.until({ state: 'live', code: undefined });
    const frame = Buffer.alloc(24);
    frame.write('ERRF', 0, 'latin1');
    frame.writeUInt32LE(24, 4);
    frame.writeUInt32LE(0x8082_0000, 8);
    frame.writeUInt32LE(8, 12);
    wire.inject(frame);
    await vi.waitFor(
      () => expect(lane.states().some(({ code }) => /^(OPC|TEL)/.test(code ?? ''))).toBe(true),
      PATIENCE,
    );
    plant.set('S001', PRESSURE, 0.5, StatusCodes.Good, Date.now());
    await lane.until({ state: 'live' });
    await lane.honestLives();
  });
});
