import { isBitArea, MODBUS_ORDERS, MODBUS_TYPES } from '#shared/contract/modbus-driver.ts';
import type { ModbusOrder, ModbusType } from '#shared/contract/modbus-driver.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { SampleColumns } from '../../telemetry/ring.ts';
import type { ModbusPoint } from './points.ts';
import type { PlannedRead } from './read-plan.ts';

/** A number format as one small number, so that decoding is one jump a value. */
const kindOf = (type: ModbusType, order: ModbusOrder): number =>
  MODBUS_TYPES.indexOf(type) * MODBUS_ORDERS.length + MODBUS_ORDERS.indexOf(order);
/** Bits of coils and discrete inputs come eight a byte, the lowest first. */
const COIL = MODBUS_TYPES.length * MODBUS_ORDERS.length;
const NONE = -1;
/** A float32 high byte first, as most devices send. */
const PLAIN_FLOAT = 0;

const scratch = new DataView(new ArrayBuffer(8));

/**
 * A planned read made ready to decode: where each value lies in the reply and which signal it is, in columns. No object is made for
 * a register or a value.
 */
export class ReadDecoder {
  /** Samples of one reply. */
  readonly rows: number;
  readonly #indexes: Uint32Array;
  readonly #bytes: Uint16Array;
  readonly #bits: Uint8Array;
  readonly #kinds: Uint8Array;
  readonly #factors: Float64Array;
  readonly #offsets: Float64Array;
  readonly #maskBits: Uint32Array;
  /** By cluster: first row, and the one after its last; byte of mask and source time, or NONE. */
  readonly #ends: Uint32Array;
  readonly #maskBytes: Int32Array;
  readonly #timeBytes: Int32Array;
  readonly #orders: Uint8Array;
  readonly #ids: Uint32Array;
  readonly #lastSourceAt: Float64Array;

  /**
   * @param indexes of the ring, by signal of the mapping
   * @param lastSourceAt by cluster of the mapping: source time of its last good reply, UTC ms; 0 before the first. Written here
   */
  constructor(read: PlannedRead, indexes: Uint32Array, lastSourceAt: Float64Array) {
    const points = read.clusters.flatMap((cluster) => cluster.points);
    const { clusters } = read;
    const isBits = isBitArea(read.area);
    const byteOf = (address: number | undefined) => (address === undefined ? NONE : 2 * (address - read.address));
    this.rows = points.length;
    this.#indexes = Uint32Array.from(points, ({ signal }) => indexes[signal] as number);
    this.#bytes = Uint16Array.from(points, ({ address }) =>
      isBits ? (address - read.address) >> 3 : 2 * (address - read.address),
    );
    this.#bits = Uint8Array.from(points, ({ address, bit }) => (isBits ? (address - read.address) & 7 : bit));
    this.#kinds = Uint8Array.from(points, ({ type, order }) => (isBits ? COIL : kindOf(type, order)));
    this.#factors = Float64Array.from(points, ({ factor }) => factor);
    this.#offsets = Float64Array.from(points, ({ offset }) => offset);
    this.#maskBits = Uint32Array.from(points, ({ maskBit }) => maskBit);
    this.#ends = endsOf(clusters);
    this.#maskBytes = Int32Array.from(clusters, ({ maskAt }) => byteOf(maskAt));
    this.#timeBytes = Int32Array.from(clusters, ({ timeAt }) => byteOf(timeAt));
    this.#orders = Uint8Array.from(clusters, ({ order }) => kindOf('uint32', order));
    this.#ids = Uint32Array.from(clusters, ({ id }) => id);
    this.#lastSourceAt = lastSourceAt;
  }

  /** Source time of the first cluster as the device last gave it, UTC ms; undefined where it gives none. */
  get deviceTime(): number | undefined {
    const last = this.#lastSourceAt[this.#ids[0] as number];
    return this.#timeBytes[0] === NONE || last === 0 ? undefined : last;
  }

  /**
   * Writes the samples of a reply into `out` from `firstRow` on: {@link rows} of them.
   * @param view whose data starts at byte `base`
   * @param receivedAt UTC ms, the source time where the device gives none
   */
  decode(view: DataView, base: number, receivedAt: number, out: SampleColumns, firstRow: number): void {
    const [bytes, bits, kinds, masks] = [this.#bytes, this.#bits, this.#kinds, this.#maskBits];
    const [indexes, factors, offsets, ends] = [this.#indexes, this.#factors, this.#offsets, this.#ends];
    let point = 0;
    for (let cluster = 0; cluster < ends.length; cluster += 1) {
      const end = ends[cluster] as number;
      const order = this.#orders[cluster] as number;
      const timeByte = this.#timeBytes[cluster] as number;
      const maskByte = this.#maskBytes[cluster] as number;
      const sourceAt = timeByte === NONE ? receivedAt : valueAt(view, base + timeByte, order, 0) * 1_000;
      const badMask = maskByte === NONE ? 0 : valueAt(view, base + maskByte, order, 0);
      this.#lastSourceAt[this.#ids[cluster] as number] = sourceAt;
      for (; point < end; point += 1) {
        const at = base + (bytes[point] as number);
        const kind = kinds[point] as number;
        const raw = kind === PLAIN_FLOAT ? view.getFloat32(at) : valueAt(view, at, kind, bits[point] as number);
        const value = raw * (factors[point] as number) + (offsets[point] as number);
        const row = firstRow + point;
        // What is not finite is bad; the difference with itself is 0 for all other numbers.
        const isBad = value - value !== 0 || (badMask & (masks[point] as number)) !== 0;
        out.indexes[row] = indexes[point] as number;
        out.values[row] = value;
        out.sourceAtMs[row] = sourceAt;
        out.qualities[row] = isBad ? QUALITY.bad : QUALITY.good;
      }
    }
  }

  /**
   * Writes bad samples from `firstRow` on for a read that was refused: no value and no source time came. They take the place just after the last good
   * ones by the device's own clock, so that its next good ones are not late; what never was read stays without value.
   * @returns how many rows were written
   */
  refuse(receivedAt: number, out: SampleColumns, firstRow: number): number {
    let row = firstRow;
    let point = 0;
    for (let cluster = 0; cluster < this.#ends.length; cluster += 1) {
      const end = this.#ends[cluster] as number;
      const hasOwnTime = this.#timeBytes[cluster] !== NONE;
      const last = this.#lastSourceAt[this.#ids[cluster] as number] as number;
      for (; point < end; point += 1) {
        if (hasOwnTime && last === 0) continue;
        out.indexes[row] = this.#indexes[point] as number;
        out.values[row] = Number.NaN;
        out.sourceAtMs[row] = hasOwnTime ? last + 1 : receivedAt;
        out.qualities[row] = QUALITY.bad;
        row += 1;
      }
    }
    return row - firstRow;
  }
}

function endsOf(clusters: readonly { readonly points: readonly ModbusPoint[] }[]): Uint32Array {
  let end = 0;
  return Uint32Array.from(clusters, ({ points }) => (end += points.length));
}

/** One number of a reply as it stands there. */
function valueAt(view: DataView, at: number, kind: number, bit: number): number {
  switch (kind) {
    // float32 in the four orders, and so on in the order of MODBUS_TYPES.
    case 0:
      return view.getFloat32(at);
    case 1:
      return shuffled32(view, at, 2, false).getFloat32(0);
    case 2:
      return shuffled32(view, at, 0, true).getFloat32(0);
    case 3:
      return view.getFloat32(at, true);
    case 4:
      return view.getFloat64(at);
    case 5:
      return shuffled64(view, at, false).getFloat64(0);
    case 6:
      return shuffled64(view, at, true).getFloat64(0);
    case 7:
      return view.getFloat64(at, true);
    case 8:
    case 9:
      return view.getInt16(at);
    case 10:
    case 11:
      return view.getInt16(at, true);
    case 12:
    case 13:
      return view.getUint16(at);
    case 14:
    case 15:
      return view.getUint16(at, true);
    case 16:
      return view.getInt32(at);
    case 17:
      return shuffled32(view, at, 2, false).getInt32(0);
    case 18:
      return shuffled32(view, at, 0, true).getInt32(0);
    case 19:
      return view.getInt32(at, true);
    case 20:
      return view.getUint32(at);
    case 21:
      return shuffled32(view, at, 2, false).getUint32(0);
    case 22:
      return shuffled32(view, at, 0, true).getUint32(0);
    case 23:
      return view.getUint32(at, true);
    case 24:
    case 25:
      return (view.getUint16(at) >> bit) & 1;
    case 26:
    case 27:
      return (view.getUint16(at, true) >> bit) & 1;
    case COIL:
      return (view.getUint8(at) >> bit) & 1;
    default:
      return Number.NaN;
  }
}

/** Two words put right: the first one `first` bytes in, each word's bytes swapped or not. */
function shuffled32(view: DataView, at: number, first: 0 | 2, isSwapped: boolean): DataView {
  scratch.setUint16(0, view.getUint16(at + first, isSwapped));
  scratch.setUint16(2, view.getUint16(at + 2 - first, isSwapped));
  return scratch;
}

/** Four words put right: in reverse order, or in order with each word's bytes swapped. */
function shuffled64(view: DataView, at: number, isSwapped: boolean): DataView {
  for (let word = 0; word < 8; word += 2) {
    scratch.setUint16(word, isSwapped ? view.getUint16(at + word, true) : view.getUint16(at + 6 - word));
  }
  return scratch;
}
