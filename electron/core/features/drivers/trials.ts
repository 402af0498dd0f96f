import { join } from 'node:path';
import type { DriverPreview, DriverTest, DriverTestResult, ModbusPreview } from '#shared/contract/drivers-api.ts';
import type { DriverConfig } from '#shared/contract/drivers.ts';
import type { ModbusDriverConfig } from '#shared/contract/modbus-driver.ts';
import type { ReplayDriverConfig } from '#shared/contract/replay-driver.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { pointsOf } from '../../ingest/modbus/points.ts';
import { probeModbus, type ProbedRead } from '../../ingest/modbus/probe.ts';
import type { PlannedRead } from '../../ingest/modbus/read-plan.ts';
import { opcuaTool, type OpcuaToolOptions } from '../../ingest/opcua/tools.ts';
import { detailOf } from '../../ingest/protocol.ts';
import { spanOf, summariseRecording } from '../../ingest/replay/recording.ts';

/** A server that takes longer has no answer for a person who waits at the screen. */
const TRIAL_MS = 30_000;
/** After which no further Modbus unit is asked: the last one may take its time-out beyond. */
const MODBUS_MS = 25_000;
/** Requests of a unit that a preview tries. */
const PREVIEW_READS = 20;
const PREVIEW_SIGNALS = 500;

export interface TrialOptions {
  readonly clock: Clock;
  readonly pkiDir: string;
}

/** Options of the OPC UA tools for a driver's own key and trust. */
export function toolOptions({ clock, pkiDir }: TrialOptions, driverId: string): OpcuaToolOptions {
  return { clock, pkiDir: join(pkiDir, driverId), timeoutMs: TRIAL_MS };
}

/** Tries a driver step by step. What fails is a step that says so; nothing is thrown for it. */
export async function testDriver(config: DriverConfig, options: TrialOptions): Promise<DriverTest> {
  switch (config.kind) {
    case 'opcua': {
      const { steps } = await opcuaTool({ tool: 'test', config }, toolOptions(options, config.id));
      return { steps: steps.map(({ endpoint, ...step }) => ({ ...step, target: endpoint })) };
    }
    case 'modbus':
      return { steps: await testModbus(config, options.clock) };
    case 'replay':
      return { steps: [await testReplay(config, options.clock)] };
    default:
      return assertNever(config);
  }
}

/** What a mapping would find or read. Nothing is registered. @throws CodedError of the areas OPC, MOD, MAP and REP */
export async function previewDriver(config: DriverConfig, options: TrialOptions): Promise<DriverPreview> {
  switch (config.kind) {
    case 'opcua': {
      const found = await opcuaTool({ tool: 'preview', config }, toolOptions(options, config.id));
      return { kind: 'opcua', ...found };
    }
    case 'modbus':
      return previewModbus(config, options.clock);
    case 'replay': {
      const { rows, signals, from, to } = await summariseRecording(config.file, spanOf(config));
      const stations = new Set(signals.map(({ stationId }) => stationId)).size;
      return { kind: 'replay', rows, signals: signals.length, stations, from, to };
    }
    default:
      return assertNever(config);
  }
}

/** Connects, then asks each unit for the first thing that the mapping wants of it. */
async function testModbus(config: ModbusDriverConfig, clock: Clock): Promise<readonly DriverTestResult[]> {
  const target = `${config.host}:${String(config.port)}`;
  const startedAt = clock.monotonic();
  try {
    const choose = (planned: readonly PlannedRead[]) => planned.slice(0, 1);
    const { connectMs, reads, left } = await probeModbus(config, { clock, choose, mostMs: MODBUS_MS });
    const connected: DriverTestResult = { step: 'connect', target, ok: true, ms: connectMs };
    const cut: DriverTestResult = {
      ...{ step: 'unit', target, ok: false, ms: Math.round(clock.monotonic() - startedAt) },
      ...{ code: 'DRV0006', detail: `units=${left.join(', ')}` },
    };
    return [connected, ...reads.map(unitStep), ...(left.length > 0 ? [cut] : [])];
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const ms = Math.round(clock.monotonic() - startedAt);
    return [{ step: 'connect', target, ok: false, ms, code: error.code, detail: detailOf(error) }];
  }
}

function unitStep({ read, ms, code, detail, exception }: ProbedRead): DriverTestResult {
  const place = `${read.area} ${String(read.address)}+${String(read.quantity)}`;
  return {
    step: 'unit',
    target: `unit ${String(read.unit)}`,
    ok: code === undefined,
    ms,
    code,
    detail: detail ?? place,
    exception,
  };
}

async function testReplay(config: ReplayDriverConfig, clock: Clock): Promise<DriverTestResult> {
  const startedAt = clock.monotonic();
  const took = () => Math.round(clock.monotonic() - startedAt);
  try {
    const { rows, signals } = await summariseRecording(config.file, spanOf(config));
    const detail = `rows=${String(rows)} signals=${String(signals.length)}`;
    return { step: 'rows', target: config.file, ok: true, ms: took(), detail };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const step = error.code === 'REP0001' ? 'file' : 'rows';
    return { step, target: config.file, ok: false, ms: took(), code: error.code, detail: detailOf(error) };
  }
}

async function previewModbus(config: ModbusDriverConfig, clock: Clock): Promise<ModbusPreview> {
  const { signals, clusters } = pointsOf(config);
  const choose = (planned: readonly PlannedRead[]) => planned.slice(0, PREVIEW_READS);
  const { reads } = await probeModbus(config, { clock, choose, mostMs: MODBUS_MS });
  const values = new Map(reads.flatMap((read) => [...read.values]));
  return {
    kind: 'modbus',
    signalCount: signals.length,
    requestCount: reads.length,
    requests: reads.map(({ read, ms, code, exception }) => ({
      unit: read.unit,
      area: read.area,
      address: read.address,
      quantity: read.quantity,
      signals: read.clusters.reduce((sum, { points }) => sum + points.length, 0),
      ms,
      code,
      exception,
    })),
    signals: clusters
      .flatMap(({ unit, area, points }) =>
        points.map(({ signal, address, type }) => {
          const found = signals[signal];
          const value = values.get(signal);
          return {
            signalId: `${found?.stationId ?? ''}.${found?.measure ?? ''}`,
            ...{ unit, area, address, type },
            value: value === undefined || Number.isNaN(value) ? null : value,
          };
        }),
      )
      .slice(0, PREVIEW_SIGNALS),
  };
}
