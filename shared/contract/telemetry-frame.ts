import { CodedError } from '../lib/coded-error.ts';

/** First byte of every frame. A reader refuses any other. */
export const TELEMETRY_FRAME_VERSION = 1;

const HEADER_BYTES = 16;
const ROW_BYTES = 8 + 8 + 4 + 4 + 1;
/** More rows than any plant has signals: a frame that claims more is hostile. */
const MAX_ROWS = 4_000_000;
/** 49 days; more would begin at 0 again, and an old value look new. */
const MAX_HELD_MS = 0xffff_ffff;

/** Columns held by signal index (row `i` is the signal with catalogue index `i`). Times in UTC ms, quality as QUALITY. */
export interface SignalColumns {
  readonly values: Float64Array;
  readonly sourceAtMs: Float64Array;
  /** When it came, ms on the clock that `heldUntilMs` of {@link encodeTelemetryFrame} is read from. */
  readonly receivedAtMs: Float64Array;
  readonly qualities: Uint8Array;
}

/** Rows of one frame: views into the received buffer, nothing is copied. */
export interface TelemetryFrame {
  readonly count: number;
  /** The core's clock when the frame was made, UTC ms. */
  readonly sentAtMs: number;
  readonly values: Float64Array;
  /** Source time, UTC ms. */
  readonly sourceAtMs: Float64Array;
  /** Catalogue index of each row. */
  readonly indexes: Uint32Array;
  /** How long the core had held the value when the frame was made, ms. Age on screen = this + time since the frame came. */
  readonly heldMs: Uint32Array;
  readonly qualities: Uint8Array;
}

/**
 * One frame of the signals named by `indexes`, taken from `columns`.
 * Little endian: version u8, 3 spare, count u32, sentAtMs f64, then the columns values f64, sourceAtMs f64, index u32, heldMs u32, quality u8.
 * `heldUntilMs` is now on the scale of `columns.receivedAtMs`: the monotonic clock, so that a wall clock that is set makes no old value young.
 * Every column is aligned to its own width, so both sides use typed arrays (all machines we run on are little endian).
 */
export function encodeTelemetryFrame(
  columns: SignalColumns,
  indexes: Uint32Array,
  sentAtMs: number,
  heldUntilMs = sentAtMs,
): ArrayBuffer {
  const count = indexes.length;
  const buffer = new ArrayBuffer(HEADER_BYTES + count * ROW_BYTES);
  const header = new DataView(buffer);
  header.setUint8(0, TELEMETRY_FRAME_VERSION);
  header.setUint32(4, count, true);
  header.setFloat64(8, sentAtMs, true);
  const frame = viewsOf(buffer, count, sentAtMs);
  frame.indexes.set(indexes);
  const { values, sourceAtMs, receivedAtMs, qualities } = columns;
  for (let row = 0; row < count; row += 1) {
    const index = indexes[row] as number;
    frame.values[row] = values[index] as number;
    frame.sourceAtMs[row] = sourceAtMs[index] as number;
    frame.heldMs[row] = Math.min(MAX_HELD_MS, Math.max(0, heldUntilMs - (receivedAtMs[index] as number)));
    frame.qualities[row] = qualities[index] as number;
  }
  return buffer;
}

/**
 * Views into a received frame.
 * @throws CodedError `TEL0003` another version, `TEL0004` a length that does not fit (cut short, padded, or a hostile count)
 */
export function decodeTelemetryFrame(buffer: ArrayBuffer): TelemetryFrame {
  if (buffer.byteLength < HEADER_BYTES) throw new CodedError('TEL0004', { bytes: buffer.byteLength });
  const header = new DataView(buffer);
  const version = header.getUint8(0);
  if (version !== TELEMETRY_FRAME_VERSION) throw new CodedError('TEL0003', { version });
  const count = header.getUint32(4, true);
  if (count > MAX_ROWS || buffer.byteLength !== HEADER_BYTES + count * ROW_BYTES) {
    throw new CodedError('TEL0004', { bytes: buffer.byteLength, count });
  }
  return viewsOf(buffer, count, header.getFloat64(8, true));
}

function viewsOf(buffer: ArrayBuffer, count: number, sentAtMs: number): TelemetryFrame {
  const sourceAt = HEADER_BYTES + 8 * count;
  const indexAt = sourceAt + 8 * count;
  const heldAt = indexAt + 4 * count;
  return {
    count,
    sentAtMs,
    values: new Float64Array(buffer, HEADER_BYTES, count),
    sourceAtMs: new Float64Array(buffer, sourceAt, count),
    indexes: new Uint32Array(buffer, indexAt, count),
    heldMs: new Uint32Array(buffer, heldAt, count),
    qualities: new Uint8Array(buffer, heldAt + 4 * count, count),
  };
}
