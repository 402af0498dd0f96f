import type { Measure } from '../telemetry/measures.ts';

/** What the watches need to know of a station. Area in m2, flow in t/h. */
export interface InsightStation {
  readonly id: string;
  readonly area: string;
  readonly isSource: boolean;
  readonly designFlowTPerH?: number | undefined;
  readonly heatedAreaM2?: number | undefined;
}

/** Reads of station `station` (its place in the list) the present value of a measure; NaN where it is bad, stale or missing. */
export type ReadMeasure = (station: number, measure: Measure) => number;
