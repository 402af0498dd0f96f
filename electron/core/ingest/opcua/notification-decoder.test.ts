import {
  BinaryStream,
  DataChangeNotification,
  DataType,
  DataValue,
  MonitoredItemNotification,
  StatusCode,
  StatusCodes,
  Variant,
  VariantArrayType,
} from 'node-opcua';
import { beforeAll, describe, expect, it } from 'vitest';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { numberChangesOf, readNumbersOurselves, reuse } from './notification-decoder.ts';

const AT = new Date(1_790_000_000_123);

interface Sent {
  readonly value?: Variant;
  readonly statusCode?: StatusCode;
  readonly sourceTimestamp?: Date | null;
  readonly serverTimestamp?: Date | null;
}

function bytesOf(items: readonly Sent[]): Buffer {
  const notification = new DataChangeNotification({
    monitoredItems: items.map((item, i) => {
      const value = new DataValue({ sourceTimestamp: AT, ...item });
      return new MonitoredItemNotification({ clientHandle: 100 + i, value });
    }),
  });
  const stream = new BinaryStream(Buffer.alloc(100_000));
  notification.encode(stream);
  return stream.buffer.subarray(0, stream.length);
}

function decode(bytes: Buffer) {
  const stream = new BinaryStream(bytes);
  const notification = new DataChangeNotification();
  notification.decode(stream);
  expect(stream.length).toBe(bytes.length);
  const changes = numberChangesOf(notification);
  if (changes === undefined) throw new Error('not decoded by us');
  return { changes, others: notification.monitoredItems ?? [] };
}

const scalar = (dataType: DataType, value: unknown): Sent => ({ value: new Variant({ dataType, value }) });
const array = (dataType: DataType, value: unknown): Sent => ({
  value: new Variant({ dataType, arrayType: VariantArrayType.Array, value }),
});

beforeAll(readNumbersOurselves);

describe('data changes read by ourselves', () => {
  it('are numbers of every type, with source time and quality', () => {
    const { changes, others } = decode(
      bytesOf([
        scalar(DataType.Double, 0.8),
        { ...scalar(DataType.Float, 0.5), statusCode: StatusCodes.UncertainSensorNotAccurate },
        { ...scalar(DataType.Int32, -7), statusCode: StatusCodes.BadSensorFailure },
        scalar(DataType.UInt16, 65_535),
        scalar(DataType.SByte, -1),
        scalar(DataType.Boolean, true),
        { statusCode: StatusCodes.BadNoCommunication },
      ]),
    );
    expect(others).toHaveLength(0);
    expect([...changes.handles.subarray(0, changes.count)]).toEqual([100, 101, 102, 103, 104, 105, 106]);
    expect([...changes.values.subarray(0, 7)]).toEqual([0.8, 0.5, -7, 65_535, -1, 1, Number.NaN]);
    const { good, uncertain, bad } = QUALITY;
    expect([...changes.qualities.subarray(0, 7)]).toEqual([good, uncertain, bad, good, good, good, bad]);
    expect([...changes.sourceAtMs.subarray(0, 7)]).toEqual(Array(7).fill(AT.getTime()));
  });

  it('count what the server says it had no room for', () => {
    const overflow = StatusCode.makeStatusCode(StatusCodes.Good, 'Overflow | InfoTypeDataValue');
    const { changes } = decode(
      bytesOf([
        { ...scalar(DataType.Double, 1), statusCode: overflow },
        scalar(DataType.Double, 2),
        { ...array(DataType.Double, new Float64Array(5)), statusCode: overflow },
      ]),
    );
    expect(changes.lost).toBe(6);
    expect([...changes.qualities.subarray(0, 2)]).toEqual([QUALITY.good, QUALITY.good]);
    reuse(changes);
    expect(decode(bytesOf([scalar(DataType.Double, 1)])).changes.lost).toBe(0);
  });

  it('take the time of the server where the source gives none, and none where neither does', () => {
    const { changes } = decode(
      bytesOf([
        { ...scalar(DataType.Double, 1), sourceTimestamp: null, serverTimestamp: AT },
        { ...scalar(DataType.Double, 1), sourceTimestamp: null },
      ]),
    );
    expect([...changes.sourceAtMs.subarray(0, 2)]).toEqual([AT.getTime(), 0]);
  });

  it('are arrays, and what is no number is left to the library', () => {
    const { changes, others } = decode(
      bytesOf([
        array(DataType.Double, new Float64Array([1, 2.5, Number.NaN])),
        scalar(DataType.String, 'a lie'),
        array(DataType.Byte, new Uint8Array([0, 1, 2, 0, 1, 2, 0])),
        scalar(DataType.Double, 4),
        array(DataType.Float, new Float32Array([0.25])),
      ]),
    );
    expect(changes.arrays.map(({ handle, values }) => [handle, [...values]])).toEqual([
      [100, [1, 2.5, Number.NaN]],
      [102, [0, 1, 2, 0, 1, 2, 0]],
      [104, [0.25]],
    ]);
    expect([changes.count, changes.handles[0], changes.values[0]]).toEqual([1, 103, 4]);
    expect(others.map(({ clientHandle, value }) => [clientHandle, value.value.value as unknown])).toEqual([
      [101, 'a lie'],
    ]);
  });

  it('have room of their own until it is given back', () => {
    const bytes = bytesOf([array(DataType.Double, new Float64Array([1, 2]))]);
    const first = decode(bytes).changes;
    const second = decode(bytes).changes;
    expect(second.elements).not.toBe(first.elements);
    reuse(first);
    expect(decode(bytes).changes).toBe(first);
    expect(first.arrays).toHaveLength(1);
  });

  it.each([
    ['more items than the message has bytes', (bytes: Buffer) => bytes.writeInt32LE(10_000_000, 0)],
    ['an array longer than the message', (bytes: Buffer) => bytes.writeInt32LE(10_000_000, 10)],
    ['an item that ends with the message', (bytes: Buffer) => bytes.writeUInt8(0xff, 8)],
  ])('throw where a server claims %s', (_name, lie) => {
    const bytes = Buffer.from(bytesOf([array(DataType.Double, new Float64Array([1, 2]))]));
    lie(bytes);
    expect(() => new DataChangeNotification().decode(new BinaryStream(bytes))).toThrow();
  });
});
