import { describe, expect, it } from 'vitest';
import { ChangeLog } from './change-log.ts';

/** A table of `rows` rows that logs its changes. */
function table(rows: number) {
  const log = new ChangeLog();
  const latest = new Float64Array(rows);
  let revision = 0;
  log.resize(rows, 0);
  return {
    log,
    change: (...indexes: readonly number[]) => {
      revision += 1;
      log.reserve(indexes.length);
      for (const index of indexes) {
        latest[index] = revision;
        log.add(index, revision);
      }
      return revision;
    },
    since: (from: number) => {
      const out = new Uint32Array(rows);
      return [...out.subarray(0, log.changedSince(from, latest, out))];
    },
  };
}

describe('change log', () => {
  it('gives each changed row once, in the order of the last changes', () => {
    const { change, since } = table(8);
    const first = change(1, 2, 3);
    change(2, 5);
    expect(since(0)).toEqual([1, 3, 2, 5]);
    expect(since(first)).toEqual([2, 5]);
  });

  it('says when a reader is too far behind, and serves the others on', () => {
    const { log, change, since } = table(4);
    for (let i = 0; i < 100; i += 1) change(i % 4);
    expect(log.since(0)).toBeUndefined();
    expect(log.since(97)).toBe(3);
    expect(since(97)).toEqual([1, 2, 3]);
    expect(since(100)).toEqual([]);
  });

  it('takes batches larger than itself', () => {
    const { log, change, since } = table(64);
    const before = change(1);
    log.reserve(1_000);
    expect(log.since(before)).toBe(0);
    expect(change(...Array.from({ length: 64 }, (_, i) => i))).toBe(2);
    expect(since(before)).toHaveLength(64);
  });
});
