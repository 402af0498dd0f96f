import type { Measure } from '#shared/domain/telemetry/measures.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

interface Counted {
  count: number;
  /** `STATION.NAME` of the first. */
  readonly example: string;
}

/** What a mapping left out and why: counted, with one example each, so that ten thousand of a kind are one line. */
export class MapFindings {
  /** Browse names of objects that `stations.match` leaves out. */
  readonly unmatched: string[] = [];
  readonly twice: { readonly stationId: string; readonly browseName: string }[] = [];
  readonly #unmapped = new Map<string, Counted>();
  readonly #units = new Map<string, Counted & { readonly measure: Measure; readonly unit: string }>();

  /** A variable or an element of an array that no measure is mapped to. */
  addUnmapped(name: string, example: string): void {
    const seen = this.#unmapped.get(name);
    if (seen !== undefined) seen.count += 1;
    else if (this.#unmapped.size < MOST_KINDS) this.#unmapped.set(name, { count: 1, example });
  }

  /** A variable in a unit that is not ours and that the mapping does not convert. */
  addUnit(measure: Measure, unit: string, example: string): void {
    const key = `${measure} ${unit}`;
    const seen = this.#units.get(key);
    if (seen !== undefined) seen.count += 1;
    else if (this.#units.size < MOST_KINDS) this.#units.set(key, { count: 1, example, measure, unit });
  }

  unmapped(): readonly { readonly name: string; readonly count: number; readonly example: string }[] {
    return [...this.#unmapped].map(([name, counted]) => ({ name, ...counted }));
  }

  units(): readonly (Readonly<Counted> & { readonly measure: Measure; readonly unit: string })[] {
    return [...this.#units.values()];
  }

  /** One coded warning a kind, the units first: they cost a measure. */
  warnings(): readonly CodedError[] {
    const [unit] = this.units();
    const [unmapped] = this.unmapped();
    return [
      ...(unit === undefined
        ? []
        : [new CodedError('MAP0006', { first: `${unit.example} in ${unit.unit}`, count: total(this.units()) })]),
      ...(unmapped === undefined
        ? []
        : [new CodedError('MAP0007', { first: unmapped.example, count: total(this.unmapped()) })]),
    ];
  }
}

/** A server with a name of its own for each of a million variables does not fill the memory. */
const MOST_KINDS = 500;

const total = (items: readonly { readonly count: number }[]): number =>
  items.reduce((sum, { count }) => sum + count, 0);
