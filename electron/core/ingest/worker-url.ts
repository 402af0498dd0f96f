import type { DriverConfig } from '#shared/contract/drivers.ts';

/**
 * Where the worker of a driver kind is: `ingest/<kind>/worker.ts` when the core runs from source,
 * `<kind>-worker.mjs` beside the core's own file when it is bundled.
 */
export function driverWorkerUrl(kind: DriverConfig['kind'], from: string = import.meta.url): URL {
  return from.endsWith('.ts') ? new URL(`./${kind}/worker.ts`, from) : new URL(`./${kind}-worker.mjs`, from);
}
