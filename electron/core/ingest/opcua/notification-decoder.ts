import { DataChangeNotification, MonitoredItemNotification } from 'node-opcua';
import type { BinaryStream } from 'node-opcua';
import { isOverflow, severityOf } from './samples.ts';

/** What a data change notification brought in numbers, as columns. What is no number goes the library's own way. */
export interface NumberChanges {
  /** Rows of single numbers. */
  count: number;
  /** Client handles of the items. */
  readonly handles: Uint32Array;
  readonly values: Float64Array;
  /** Source time, else server time, UTC ms; 0 where the server gave neither. */
  readonly sourceAtMs: Float64Array;
  readonly qualities: Uint8Array;
  /** Numbers that the server had no room for in its queues, by its own word: at least so many. */
  lost: number;
  arrays: ArrayChange[];
  /** Where the elements of the arrays lie. */
  readonly elements: Float64Array;
}

/** One item whose value is an array of numbers. */
export interface ArrayChange {
  readonly handle: number;
  readonly values: Float64Array;
  readonly sourceAtMs: number;
  readonly quality: number;
}

/** Encoding bits of a DataValue (Part 6, 5.2.2.17). */
const HAS_VALUE = 0x01;
const HAS_STATUS = 0x02;
const HAS_SOURCE_TIME = 0x04;
const HAS_SERVER_TIME = 0x08;
const HAS_SOURCE_PICOSECONDS = 0x10;
const HAS_SERVER_PICOSECONDS = 0x20;
/** Encoding bits of a Variant (Part 6, 5.2.2.16). */
const IS_ARRAY = 0x80;
const HAS_DIMENSIONS = 0x40;
const TYPE = 0x3f;
const NULL = 0;
const DOUBLE = 11;
/** Bytes of the numeric built-in types 1 (Boolean) to 11 (Double); 0: no number. */
const WIDTHS: readonly number[] = [0, 1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8];
/** A handle and an empty DataValue. */
const SMALLEST_ITEM = 5;
/** 1601-01-01 in UTC ms, where OPC UA begins to count 100 ns. */
const OPCUA_EPOCH_MS = -11_644_473_600_000;

let isInstalled = false;
const found = new WeakMap<object, NumberChanges>();
let spare: NumberChanges | undefined;

/** What {@link readNumbersOurselves} put aside of a notification; undefined for one that the library decoded whole. */
export function numberChangesOf(notification: object): NumberChanges | undefined {
  return found.get(notification);
}

/**
 * Has every data change notification of this thread decoded by us, straight from the message into columns: the library makes five objects
 * of each value. Items that hold no numbers, and notifications with diagnostics, are left to it.
 */
export function readNumbersOurselves(): void {
  if (isInstalled) return;
  isInstalled = true;
  const decodeAll = DataChangeNotification.prototype.decode;
  DataChangeNotification.prototype.decode = function decode(this: DataChangeNotification, stream: BinaryStream): void {
    const start = stream.length;
    const others: MonitoredItemNotification[] = [];
    const changes = decodeNumbers(stream, others);
    if (changes === undefined) {
      stream.length = start;
      decodeAll.call(this, stream);
      return;
    }
    this.monitoredItems = others;
    this.diagnosticInfos = [];
    found.set(this, changes);
  };
}

/** Says that the columns of a notification are used up, so that the next one may have their room: fresh ones cost more than the decoding. */
export function reuse(changes: NumberChanges): void {
  spare = changes;
}

function roomFor(items: number, elements: number): NumberChanges {
  const known = spare;
  spare = undefined;
  if (known !== undefined && known.handles.length >= items && known.elements.length >= elements) {
    known.count = 0;
    known.lost = 0;
    known.arrays = [];
    return known;
  }
  return {
    count: 0,
    lost: 0,
    handles: new Uint32Array(items),
    values: new Float64Array(items),
    sourceAtMs: new Float64Array(items),
    qualities: new Uint8Array(items),
    arrays: [],
    elements: new Float64Array(elements),
  };
}

/** Undefined where diagnostics follow. Throws a RangeError when the message is shorter than it says; the library then ends the channel. */
function decodeNumbers(stream: BinaryStream, others: MonitoredItemNotification[]): NumberChanges | undefined {
  const { buffer } = stream;
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  let at = stream.length + 4;
  const items = Math.max(0, view.getInt32(at - 4, true));
  if (items * SMALLEST_ITEM > buffer.length - at) throw new RangeError(`${items} items in ${buffer.length} bytes`);
  const changes = roomFor(items, (buffer.length - at) >> 3);
  const reader = new ItemReader(view, changes.elements);
  for (let item = 0; item < items; item += 1) {
    const end = reader.read(at);
    if (end < 0) {
      stream.length = at;
      const other = new MonitoredItemNotification(null as never);
      other.decode(stream);
      others.push(other);
      at = stream.length;
      continue;
    }
    const handle = view.getUint32(at, true);
    at = end;
    if (reader.isOverflow) changes.lost += reader.array?.length ?? 1;
    if (reader.array !== undefined) {
      const { array: values, sourceAtMs, quality } = reader;
      changes.arrays.push({ handle, values, sourceAtMs, quality });
      continue;
    }
    const row = changes.count;
    changes.handles[row] = handle;
    changes.values[row] = reader.value;
    changes.sourceAtMs[row] = reader.sourceAtMs;
    changes.qualities[row] = reader.quality;
    changes.count = row + 1;
  }
  if (view.getInt32(at, true) > 0) return undefined;
  stream.length = at + 4;
  return changes;
}

/** Reads one item at a time into its fields, so that nothing is made for a single number. */
class ItemReader {
  value = Number.NaN;
  array: Float64Array | undefined;
  sourceAtMs = 0;
  quality = 0;
  isOverflow = false;
  readonly #view: DataView;
  readonly #elements: Float64Array;
  #used = 0;

  constructor(view: DataView, elements: Float64Array) {
    this.#view = view;
    this.#elements = elements;
  }

  /** @returns where the item ends; -1 where it holds no number */
  read(start: number): number {
    const view = this.#view;
    const mask = view.getUint8(start + 4);
    let at = start + 5;
    this.value = Number.NaN;
    this.array = undefined;
    if ((mask & HAS_VALUE) !== 0) {
      at = this.#readVariant(at);
      if (at < 0) return -1;
    }
    let status = 0;
    if ((mask & HAS_STATUS) !== 0) {
      status = view.getUint32(at, true);
      at += 4;
    }
    this.quality = severityOf(status);
    this.isOverflow = isOverflow(status);
    let sourceAtMs = 0;
    if ((mask & HAS_SOURCE_TIME) !== 0) {
      sourceAtMs = timeAt(view, at);
      at += 8;
    }
    if ((mask & HAS_SOURCE_PICOSECONDS) !== 0) at += 2;
    if ((mask & HAS_SERVER_TIME) !== 0) {
      if (sourceAtMs === 0) sourceAtMs = timeAt(view, at);
      at += 8;
    }
    if ((mask & HAS_SERVER_PICOSECONDS) !== 0) at += 2;
    this.sourceAtMs = sourceAtMs;
    return at;
  }

  /** Part of the common room; arrays of small numbers, which need more than they take in the message, get some of their own. */
  #room(length: number): Float64Array {
    const from = this.#used;
    if (from + length > this.#elements.length) return new Float64Array(length);
    this.#used += length;
    return this.#elements.subarray(from, this.#used);
  }

  #readVariant(start: number): number {
    const encoding = this.#view.getUint8(start);
    const type = encoding & TYPE;
    if (type === NULL) return encoding === NULL ? start + 1 : -1;
    const width = WIDTHS[type] ?? 0;
    if (width === 0) return -1;
    let at = start + 1;
    if ((encoding & IS_ARRAY) === 0) {
      this.value = numberAt(this.#view, at, type);
      return at + width;
    }
    const length = Math.max(0, this.#view.getInt32(at, true));
    at += 4;
    if (length * width > this.#view.byteLength - at) throw new RangeError(`array of ${length} in a shorter message`);
    this.array = this.#room(length);
    readNumbers(this.#view, at, type, this.array);
    at += length * width;
    if ((encoding & HAS_DIMENSIONS) !== 0) at += 4 + 4 * Math.max(0, this.#view.getInt32(at, true));
    return at;
  }
}

function numberAt(view: DataView, at: number, type: number): number {
  switch (type) {
    case 1:
      return view.getUint8(at) === 0 ? 0 : 1;
    case 2:
      return view.getInt8(at);
    case 3:
      return view.getUint8(at);
    case 4:
      return view.getInt16(at, true);
    case 5:
      return view.getUint16(at, true);
    case 6:
      return view.getInt32(at, true);
    case 7:
      return view.getUint32(at, true);
    case 8:
      return Number(view.getBigInt64(at, true));
    case 9:
      return Number(view.getBigUint64(at, true));
    case 10:
      return view.getFloat32(at, true);
    default:
      return view.getFloat64(at, true);
  }
}

function readNumbers(view: DataView, at: number, type: number, into: Float64Array): void {
  if (type === DOUBLE) {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at, into.byteLength);
    new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(bytes);
    return;
  }
  const width = WIDTHS[type] as number;
  for (let i = 0; i < into.length; i += 1) into[i] = numberAt(view, at + i * width, type);
}

/** An OPC UA DateTime in UTC ms; 0 for an empty one. Whole milliseconds come out exactly. */
function timeAt(view: DataView, at: number): number {
  const ticks = view.getUint32(at + 4, true) * 4_294_967_296 + view.getUint32(at, true);
  return ticks === 0 ? 0 : Math.floor(ticks / 10_000) + OPCUA_EPOCH_MS;
}
