import { parseDriversConfig, type DriversConfig } from '#shared/contract/drivers.ts';
import { MEASURE_NAMES, type Measure } from '#shared/domain/telemetry/measures.ts';

/** What a load server offers: `items` nodes, each a double, or an array of `length` doubles. */
export interface LoadPlan {
  readonly items: number;
  /** 0: single doubles. */
  readonly length: number;
  /** Notifications a second at a fixed pace; undefined: as fast as the client asks. */
  readonly hz?: number;
  /** Number of the first station, so that several servers make one plant. */
  readonly firstStation: number;
}

const PER_STATION = 10;
const MEASURES_USED = MEASURE_NAMES.slice(0, PER_STATION);
/** Values of a plant that is well: no alarm is due at them. */
const BASES = [0.9, 0.45, 90, 45, 100, 0.55, 0.35, 50, 40, 100] as const;

export const baseOf = (point: number): number => BASES[point % PER_STATION] as number;

export const measureOfPoint = (point: number): Measure => MEASURES_USED[point % PER_STATION] as Measure;

/** `S00017`: the station of a point. */
export function stationOfPoint(plan: LoadPlan, point: number): string {
  return `S${String(plan.firstStation + Math.floor(point / PER_STATION)).padStart(5, '0')}`;
}

/** The drivers that read these servers. */
export function driversOf(
  servers: readonly { readonly plan: LoadPlan; readonly port: number }[],
  publishingMs: number,
): DriversConfig {
  const drivers = servers.map(({ plan, port }, i) => ({
    id: `load-${String(i)}`,
    kind: 'opcua',
    endpoint: `opc.tcp://127.0.0.1:${String(port)}/load`,
    samplingMs: publishingMs,
    publishingMs,
    stations: { path: ['Plant'] },
    ...(plan.length === 0
      ? {}
      : {
          mode: 'bulk',
          bulk: Array.from({ length: plan.items }, (_, item) => ({ values: `Bulk${String(item)}`, order: 'Order' })),
        }),
  }));
  return parseDriversConfig(JSON.stringify({ version: 1, drivers }));
}

/** Registers of one request of {@link modbusDriversOf}: three blocks of 34, as the driver joins them. */
export const MODBUS_REGISTERS = 102;

/** A Modbus driver that reads 17 floats of each of 3,840 stations on four units, 20 times a second. */
export function modbusDriversOf(port: number): DriversConfig {
  const driver = {
    id: 'load',
    kind: 'modbus',
    host: '127.0.0.1',
    port,
    pollMs: 50,
    timeoutMs: 5_000,
    pipeline: 64,
    inFlight: 256,
    stations: { idPattern: 'S{n:5}', from: 1, count: 3_840 },
    unit: { first: 1, stationsPerUnit: 960 },
    block: { stride: 34 },
    measures: MEASURE_NAMES,
  };
  return parseDriversConfig(JSON.stringify({ version: 1, drivers: [driver] }));
}
