import type { DriverConfig } from '#shared/contract/drivers.ts';

/**
 * Where the worker of a driver kind is: `ingest/<kind>/worker.ts` when the core runs from source,
 * `<kind>-worker.mjs` beside the core's own file when it is bundled.
 */
export function driverWorkerUrl(kind: DriverConfig['kind'], from: string = import.meta.url): URL {
  return from.endsWith('.ts') ? new URL(`./${kind}/worker.ts`, from) : new URL(`./${kind}-worker.mjs`, from);
}

/** Where the worker is that asks an OPC UA server something on a person's behalf. */
export function opcuaToolWorkerUrl(from: string = import.meta.url): URL {
  return from.endsWith('.ts') ? new URL('./opcua/tool-worker.ts', from) : new URL('./opcua-tool-worker.mjs', from);
}
