import type { DriverConfig } from '#shared/contract/drivers.ts';
import type { DriverStatus } from '#shared/contract/feed.ts';
import type { CodedError } from '#shared/lib/coded-error.ts';
import type { Measure } from '#shared/domain/telemetry/measures.ts';

/** Handed to a driver worker when it starts. */
export interface DriverWorkerData {
  readonly config: DriverConfig;
  readonly ring: SharedArrayBuffer;
  /** Folder for the key and certificates of this driver. */
  readonly pkiDir: string;
}

/** A signal that a driver found at its peer; range in the unit of MEASURES. */
export interface FoundSignal {
  readonly stationId: string;
  readonly measure: Measure;
  readonly low: number;
  readonly high: number;
}

/** What a driver says of its connection. */
export interface DriverReport {
  readonly state: DriverStatus['state'];
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
}

/** Samples of one signal that were missed, oldest first; times UTC ms, quality as QUALITY. The arrays are handed over, not copied. */
export interface MissedSamples {
  readonly at: Float64Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  readonly qualities: Uint8Array<ArrayBuffer>;
}

/** Worker -> core. Live samples never go this way: they are in the ring. */
export type FromDriver =
  | { readonly type: 'register'; readonly signals: readonly FoundSignal[] }
  | { readonly type: 'held'; readonly indexes: Uint32Array }
  | { readonly type: 'backfill'; readonly index: number; readonly samples: MissedSamples }
  | { readonly type: 'report'; readonly report: DriverReport }
  | { readonly type: 'skew'; readonly serverSkewMs: number };

/** Core -> worker. `indexes[i]` belongs to `signals[i]` of the registration it answers. */
export type ToDriver =
  | { readonly type: 'indexes'; readonly indexes: Uint32Array }
  /** Source time of the value held of each signal asked for, UTC ms; 0 where none is. */
  | { readonly type: 'held'; readonly at: Float64Array }
  | { readonly type: 'stop' };

/** The words of a coded error beside its code. */
export function detailOf(error: CodedError): string {
  return error.message.slice(error.code.length + 1);
}
