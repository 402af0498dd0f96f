import type { SignalCatalogue } from '../../telemetry/signal-catalogue.ts';

/** Signals of a driver whose ids contain something, by index of the catalogue. */
export interface FoundSignals {
  /** All that the driver has. */
  readonly count: number;
  readonly matching: readonly number[];
}

const KEPT = 8;

/**
 * Finds the signals of a driver. A page asks the same once a second and a plant has a million: what was found holds until the catalogue
 * changes.
 */
export function createSignalFinder(catalogue: SignalCatalogue): (driver: string, filter: string) => FoundSignals {
  const found = new Map<string, FoundSignals>();
  let revision = -1;
  return (driver, filter) => {
    if (revision !== catalogue.revision) found.clear();
    revision = catalogue.revision;
    const key = JSON.stringify([driver, filter]);
    const known = found.get(key);
    if (known !== undefined) return known;
    const wanted = filter.toLowerCase();
    const matching: number[] = [];
    let count = 0;
    for (const signal of catalogue.list()) {
      if (signal.driver !== driver) continue;
      count += 1;
      if (wanted === '' || signal.signalId.toLowerCase().includes(wanted)) matching.push(signal.index);
    }
    const result = { count, matching };
    if (found.size >= KEPT) found.clear();
    found.set(key, result);
    return result;
  };
}
