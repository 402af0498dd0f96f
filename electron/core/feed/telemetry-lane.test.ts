import { describe, expect, it } from 'vitest';
import { decodeTelemetryFrame } from '#shared/contract/telemetry-frame.ts';
import { MEASURE_NAMES } from '#shared/domain/telemetry/measures.ts';
import { LatestTable } from '../telemetry/latest-table.ts';
import { createSampleColumns } from '../telemetry/ring.ts';
import { SignalCatalogue } from '../telemetry/signal-catalogue.ts';
import { TelemetryWatch } from './telemetry-lane.ts';

const START = 1_790_000_000_000;
const SIGNALS = 2_000;

function setUp() {
  const none = () => () => undefined;
  const catalogue = new SignalCatalogue();
  for (let i = 0; i < SIGNALS; i += 1) {
    const measure = MEASURE_NAMES[i % 10] as (typeof MEASURE_NAMES)[number];
    catalogue.register({ stationId: `S${i}`, measure, unit: '', low: 0, high: 1e6, staleAfterMs: 5_000, driver: 'd' });
  }
  const latest = new LatestTable({
    clock: { now: () => START, monotonic: () => 0, after: none, every: none },
    catalogue,
  });
  let at = START;
  const put = (...indexes: readonly number[]) => {
    at += 1;
    const batch = createSampleColumns(indexes.length);
    for (const [row, index] of indexes.entries()) {
      batch.indexes[row] = index;
      batch.values[row] = index + 0.5;
      batch.sourceAtMs[row] = at;
    }
    latest.apply(batch, indexes.length);
  };
  const watch = new TelemetryWatch(latest);
  const told = (): readonly number[] | undefined => {
    const frame = watch.nextFrame(START, 0);
    if (frame === undefined) return undefined;
    const { indexes, values } = decodeTelemetryFrame(frame);
    for (const [row, index] of indexes.entries()) expect(values[row]).toBe(index + 0.5);
    return [...indexes].sort((a, b) => a - b);
  };
  return { put, watch: (signals: 'all' | readonly number[]) => watch.watch(signals), told };
}

const all = Array.from({ length: SIGNALS }, (_, index) => index);

describe('what one page is told', () => {
  it('is every signal on screen once, then what changed', () => {
    const { put, watch, told } = setUp();
    put(...all);
    watch([7, 3, 7, 1_999]);
    expect(told()).toEqual([3, 7, 1_999]);
    expect(told()).toBeUndefined();
    put(3, 4, 5);
    put(4, 5, 1_999);
    expect(told()).toEqual([3, 1_999]);
    put(4);
    expect(told()).toBeUndefined();
  });

  it('is the same, however much of it changed', () => {
    const { put, watch, told } = setUp();
    put(...all);
    watch('all');
    expect(told()).toEqual(all);
    put(5, 4, 5);
    expect(told()).toEqual([4, 5]);
    for (let round = 0; round < 20; round += 1) put(...all);
    expect(told()).toEqual(all);
    expect(told()).toBeUndefined();
  });
});
