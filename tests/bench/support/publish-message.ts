/** A PublishResponse as bytes, written once; only values, times and numbers are put in anew for each one that is sent. */
export interface PublishMessage {
  readonly points: number;
  /** Adds `delta` to the base of every element, puts the time in, and returns the body of the message (without chunk headers). */
  fill(numbers: { readonly requestHandle: number; readonly sequence: number }, delta: number, atMs: number): Buffer;
}

const OPCUA_EPOCH_MS = 11_644_473_600_000n;
/** Value, source time and server time, as servers send when both are asked for. */
const ITEM_MASK = 0x0d;
const DOUBLE = 0x0b;
const DOUBLE_ARRAY = 0x8b;

/**
 * A data change of `items` items with the client handles 1 to `items`.
 * @param length doubles of an item's array; 0: each item is a single double
 * @param baseOf what element `i` of all swings about
 */
export function publishMessage(
  subscriptionId: number,
  items: number,
  length: number,
  baseOf: (i: number) => number,
): PublishMessage {
  const each = Math.max(1, length);
  const bases = Float64Array.from({ length: items * each }, (_, i) => baseOf(i));
  const itemBytes = 4 + 1 + 1 + (length === 0 ? 8 : 4 + 8 * length) + 16;
  const content = 4 + items * itemBytes + 4;
  const buffer = Buffer.alloc(128 + content);
  let at = 0;
  const put = (...bytes: readonly number[]): void => {
    for (const byte of bytes) at = buffer.writeUInt8(byte, at);
  };
  const int = (value: number): void => {
    at = buffer.writeInt32LE(value, at);
  };
  const place = (bytes: number): number => (at += bytes) - bytes;

  put(0x01, 0x00, 0x3d, 0x03); // PublishResponse, binary: 829
  const headerTimeAt = place(8);
  const requestHandleAt = place(4);
  int(0); // service result
  put(0); // no diagnostics
  int(0); // string table
  put(0, 0, 0); // no additional header
  int(subscriptionId);
  int(0); // available sequence numbers
  put(0); // no more notifications
  const sequenceAt = place(4);
  const publishTimeAt = place(8);
  int(1);
  put(0x01, 0x00, 0x2b, 0x03, 0x01); // DataChangeNotification, binary: 811, as bytes
  int(content);
  int(items);
  const firstItemAt = at;
  for (let item = 0; item < items; item += 1) {
    int(item + 1);
    put(ITEM_MASK, length === 0 ? DOUBLE : DOUBLE_ARRAY);
    if (length > 0) int(length);
    place(8 * each + 16);
  }
  int(-1); // no diagnostics of items
  int(0); // results
  int(0); // diagnostics
  const whole = buffer.subarray(0, at);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  const valueOffset = itemBytes - 16 - 8 * each;

  return {
    points: items * each,
    fill({ requestHandle, sequence }, delta, atMs) {
      const time = (BigInt(atMs) + OPCUA_EPOCH_MS) * 10_000n;
      for (const offset of [headerTimeAt, publishTimeAt]) view.setBigInt64(offset, time, true);
      view.setUint32(requestHandleAt, requestHandle, true);
      view.setUint32(sequenceAt, sequence, true);
      for (let item = 0, i = 0, offset = firstItemAt; item < items; item += 1, offset += itemBytes) {
        for (let k = 0; k < each; k += 1, i += 1) {
          view.setFloat64(offset + valueOffset + 8 * k, (bases[i] as number) + delta, true);
        }
        view.setBigInt64(offset + itemBytes - 16, time, true);
        view.setBigInt64(offset + itemBytes - 8, time, true);
      }
      return whole;
    },
  };
}
