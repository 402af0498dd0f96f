import { describe, expect, it } from 'vitest';
import { decodeTelemetryFrame, encodeTelemetryFrame } from './telemetry-frame.ts';

const columns = {
  values: Float64Array.of(1.5, Number.NaN, 3.25),
  sourceAtMs: Float64Array.of(100, 200, 300),
  receivedAtMs: Float64Array.of(900, 950, 1_000),
  qualities: Uint8Array.of(0, 2, 1),
};

describe('telemetry frame', () => {
  it('carries the rows asked for, with the time each was held', () => {
    const frame = decodeTelemetryFrame(encodeTelemetryFrame(columns, Uint32Array.of(2, 0, 1), 1_000));
    expect(frame.count).toBe(3);
    expect(frame.sentAtMs).toBe(1_000);
    expect([...frame.indexes]).toEqual([2, 0, 1]);
    expect([...frame.values]).toEqual([3.25, 1.5, Number.NaN]);
    expect([...frame.sourceAtMs]).toEqual([300, 100, 200]);
    expect([...frame.heldMs]).toEqual([0, 100, 50]);
    expect([...frame.qualities]).toEqual([1, 0, 2]);
  });

  it('decodes without copying', () => {
    const buffer = encodeTelemetryFrame(columns, Uint32Array.of(0), 0);
    expect(decodeTelemetryFrame(buffer).values.buffer).toBe(buffer);
  });

  it.each([
    ['empty', new ArrayBuffer(0), 'TEL0004'],
    ['cut short', encodeTelemetryFrame(columns, Uint32Array.of(0, 1), 0).slice(0, 40), 'TEL0004'],
    ['a count beyond its bytes', hostileCount(0xffff_ffff), 'TEL0004'],
    ['another version', new Uint8Array(16).fill(9).buffer, 'TEL0003'],
  ])('refuses a frame that is %s', (_name, buffer, code) => {
    expect(() => decodeTelemetryFrame(buffer)).toThrow(code);
  });
});

function hostileCount(count: number): ArrayBuffer {
  const buffer = encodeTelemetryFrame(columns, Uint32Array.of(0), 0);
  new DataView(buffer).setUint32(4, count, true);
  return buffer;
}
