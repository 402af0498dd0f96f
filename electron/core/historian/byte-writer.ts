/** How many ints share one bit width: long enough that its three bytes do not count, short enough that one gap does not widen an hour [eng]. */
const FRAME = 128;
/** Widest piece the bit accumulator takes beside the seven bits that may be left in it. */
const MAX_BITS = 24;

const view = new DataView(new ArrayBuffer(8));

/** Bytes that grow, for the blobs of the history. Numbers are little-endian. Used again and again: {@link ByteWriter.taken} copies out. */
export class ByteWriter {
  bytes = new Uint8Array(4096);
  length = 0;

  reset(): void {
    this.length = 0;
  }

  /** A copy of what was written from `from` on. */
  taken(from = 0): Uint8Array {
    return this.bytes.slice(from, this.length);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Non-negative whole number up to 2^53, seven bits a byte. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.length++] = rest;
  }

  float64(value: number): void {
    view.setFloat64(0, value, true);
    this.#view(8);
  }

  float32(value: number): void {
    view.setFloat32(0, value, true);
    this.#view(4);
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** The first `count` ints, 128 at a time: the least of them, the bits that the widest needs above it, and the differences in that many bits. */
  ints(values: Uint32Array, count: number): void {
    for (let start = 0; start < count; start += FRAME) this.#frame(values, start, Math.min(count, start + FRAME));
  }

  #frame(values: Uint32Array, start: number, end: number): void {
    let least = 0xffffffff;
    let most = 0;
    for (let i = start; i < end; i += 1) {
      const value = values[i] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const width = 32 - Math.clz32(most - least);
    this.varint(least);
    this.byte(width);
    if (width === 0) return;
    this.#reserve((((end - start) * width) >> 3) + 8);
    if (width <= MAX_BITS) this.#pack(values, start, end, least, 0, width);
    else {
      this.#pack(values, start, end, least, 0, 16);
      this.#pack(values, start, end, least, 16, width - 16);
    }
  }

  #pack(values: Uint32Array, start: number, end: number, least: number, shift: number, width: number): void {
    const { bytes } = this;
    const mask = (1 << width) - 1;
    let at = this.length;
    let held = 0;
    let bits = 0;
    for (let i = start; i < end; i += 1) {
      held |= ((((values[i] as number) - least) >>> shift) & mask) << bits;
      bits += width;
      while (bits >= 8) {
        bytes[at++] = held;
        held >>>= 8;
        bits -= 8;
      }
    }
    if (bits > 0) bytes[at++] = held;
    this.length = at;
  }

  #view(size: number): void {
    this.#reserve(size);
    for (let i = 0; i < size; i += 1) this.bytes[this.length++] = view.getUint8(i);
  }

  #reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

/** Reads what {@link ByteWriter} wrote. Throws RangeError where the bytes end too early. */
export class ByteReader {
  #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.#bytes[this.at];
    if (value === undefined) throw new RangeError('a history blob ends too early');
    this.at += 1;
    return value;
  }

  varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
  }

  float64(): number {
    for (let i = 0; i < 8; i += 1) view.setUint8(i, this.byte());
    return view.getFloat64(0, true);
  }

  float32(): number {
    for (let i = 0; i < 4; i += 1) view.setUint8(i, this.byte());
    return view.getFloat32(0, true);
  }

  /** `count` ints into the beginning of `out`, which must be long enough. */
  ints(out: Uint32Array, count: number): void {
    for (let start = 0; start < count; start += FRAME) this.#frame(out, start, Math.min(count, start + FRAME));
  }

  #frame(out: Uint32Array, start: number, end: number): void {
    const least = this.varint();
    const width = this.byte();
    if (width === 0) {
      out.fill(least, start, end);
      return;
    }
    if (width <= MAX_BITS) {
      this.#unpack(out, start, end, width);
      for (let i = start; i < end; i += 1) out[i] = (out[i] as number) + least;
      return;
    }
    this.#unpack(out, start, end, 16);
    const low = out.slice(start, end);
    this.#unpack(out, start, end, width - 16);
    for (let i = start; i < end; i += 1) out[i] = (out[i] as number) * 0x10000 + (low[i - start] as number) + least;
  }

  #unpack(out: Uint32Array, start: number, end: number, width: number): void {
    const bytes = this.#bytes;
    const mask = (1 << width) - 1;
    let { at } = this;
    let held = 0;
    let bits = 0;
    for (let i = start; i < end; i += 1) {
      while (bits < width) {
        held |= (bytes[at++] as number) << bits;
        bits += 8;
      }
      out[i] = held & mask;
      held >>>= width;
      bits -= width;
    }
    if (at > bytes.length) throw new RangeError('a history blob ends too early');
    this.at = at;
  }
}
