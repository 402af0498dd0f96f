import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { systemClock } from '#kit/system-clock.ts';
import { startOpcuaDriver } from '#core/ingest/opcua/driver.ts';
import type { RunningDriver } from '#core/ingest/driver-context.ts';
import type { DriverReport, FoundSignal } from '#core/ingest/protocol.ts';
import { createRing, createSampleColumns, openRing } from '#core/telemetry/ring.ts';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { PATIENCE } from '#tests/support/patience.ts';

/** A sample as the core would take it from the ring. */
export interface SeenSample {
  readonly value: number;
  readonly quality: number;
  readonly sourceAt: number;
}

/** An OPC UA driver's configuration for a server of `startOpcuaPlant`. */
export function opcuaConfig(endpoint: string, changes: object = {}): OpcuaDriverConfig {
  const driver = { id: 'o', kind: 'opcua', endpoint, samplingMs: 50, publishingMs: 50, stations: { path: ['Plant'] } };
  const text = JSON.stringify({ version: 1, drivers: [{ ...driver, ...changes }] });
  return parseDriversConfig(text).drivers[0] as OpcuaDriverConfig;
}

/** A driver that runs in the test's own thread, with what it says and the newest sample of each signal. */
export interface DriverRun {
  readonly driver: RunningDriver;
  readonly reports: readonly DriverReport[];
  readonly skews: readonly number[];
  signals(): readonly FoundSignal[];
  /** Samples that were lost on the way here, as the driver counted them. */
  dropped(): number;
  /** Newest sample by signal id, of all that came so far. */
  read(): ReadonlyMap<string, SeenSample>;
  /** What the driver read from the server's own history, by signal id. */
  readonly filled: ReadonlyMap<string, readonly SeenSample[]>;
  until(report: Partial<DriverReport>): Promise<void>;
}

/** Starts the driver; its keys and the certificates it trusts are in `<folder>/client`. */
export function runOpcuaDriver(folder: string, endpoint: string, changes: object = {}): DriverRun {
  const ring = openRing(createRing(4096));
  const reports: DriverReport[] = [];
  const skews: number[] = [];
  const known: FoundSignal[] = [];
  const indexOf = (signal: FoundSignal) => {
    const at = known.findIndex((other) => idOf(other) === idOf(signal));
    return at >= 0 ? at : known.push(signal) - 1;
  };
  const nameOf = (index: number) => idOf(known[index] as FoundSignal);
  const filled = new Map<string, readonly SeenSample[]>();
  const seen = new Map<string, SeenSample>();
  const out = createSampleColumns(4096);
  const read = () => {
    const count = ring.drain(out);
    for (let row = 0; row < count; row += 1) {
      seen.set(nameOf(out.indexes[row] as number), {
        value: out.values[row] as number,
        quality: out.qualities[row] as number,
        sourceAt: out.sourceAtMs[row] as number,
      });
    }
    return seen;
  };
  const driver = startOpcuaDriver({
    config: opcuaConfig(endpoint, changes),
    ring,
    clock: systemClock,
    pkiDir: join(folder, 'client'),
    register: (found) => Promise.resolve(Uint32Array.from(found, indexOf)),
    report: (report) => reports.push(report),
    reportSkew: (skew) => skews.push(skew),
    history: {
      heldAt: (indexes) =>
        Promise.resolve(Float64Array.from(indexes, (index) => read().get(nameOf(index))?.sourceAt ?? 0)),
      fill: (index, { at, values, qualities }) => {
        const samples = Array.from(at, (sourceAt, i) => ({
          sourceAt,
          value: values[i] as number,
          quality: qualities[i] as number,
        }));
        filled.set(nameOf(index), [...(filled.get(nameOf(index)) ?? []), ...samples]);
      },
    },
  });
  const until = (report: Partial<DriverReport>) =>
    vi.waitFor(() => expect(reports.at(-1)).toMatchObject(report), PATIENCE);
  return { driver, reports, skews, read, until, filled, signals: () => known, dropped: () => ring.dropped };
}

const idOf = ({ stationId, measure }: FoundSignal): string => `${stationId}.${measure}`;
