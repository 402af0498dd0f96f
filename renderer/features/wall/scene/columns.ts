/** The live columns of all stations in one buffer that changes hands: 22 bytes a station, nothing else is made for an update. */
export interface LiveColumns {
  readonly buffer: ArrayBuffer;
  readonly main: Float64Array;
  readonly second: Float64Array;
  /** Age of the main value, ms; infinite where there never was one. */
  readonly agesMs: Float32Array;
  /** QUALITY of the main and the second value. */
  readonly quality: Uint8Array;
  readonly secondQuality: Uint8Array;
}

const STATION_BYTES = 8 + 8 + 4 + 1 + 1;

/** Room for the columns of `count` stations. */
export function newColumns(count: number): LiveColumns {
  return columnsOf(new ArrayBuffer(count * STATION_BYTES), count);
}

/** Views into a received buffer. */
export function columnsOf(buffer: ArrayBuffer, count: number): LiveColumns {
  return {
    buffer,
    main: new Float64Array(buffer, 0, count),
    second: new Float64Array(buffer, 8 * count, count),
    agesMs: new Float32Array(buffer, 16 * count, count),
    quality: new Uint8Array(buffer, 20 * count, count),
    secondQuality: new Uint8Array(buffer, 21 * count, count),
  };
}
