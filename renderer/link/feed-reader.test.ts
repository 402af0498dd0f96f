import { expect, it } from 'vitest';
import type { EntityRow, FeedRequest } from '#shared/contract/feed.ts';
import { encodeTelemetryFrame } from '#shared/contract/telemetry-frame.ts';
import { FeedReader, type FeedSink, type Position } from './feed-reader.ts';

const row = (id: string): EntityRow => ({ type: 'alarm', id, version: 1, value: { id }, pending: [] });

function setUp(position?: Position) {
  const sent: FeedRequest[] = [];
  const rows: (readonly [string, boolean])[] = [];
  const frames: number[] = [];
  const messages: string[] = [];
  const sink: FeedSink = {
    rows: (applied, replace) => rows.push([applied.map(({ id }) => id).join(), replace]),
    frame: (frame) => frames.push(frame.count),
    message: (message) => messages.push(message.t),
  };
  const reader = new FeedReader((request) => sent.push(request), sink, position);
  return { reader, sent, rows, frames, messages };
}

const snapshot = (epoch: string, seq: number, ids: string[]) =>
  JSON.stringify({ t: 'snapshot', epoch, seq, rows: ids.map(row) });
const delta = (epoch: string, from: number, seq: number, ids: string[]) =>
  JSON.stringify({ t: 'delta', epoch, from, seq, rows: ids.map(row) });

it('follows snapshot and contiguous deltas, and tells where a later connection may resume', () => {
  const { reader, rows, sent } = setUp();
  reader.hello();
  reader.take(snapshot('e1', 5, ['a']));
  reader.take(delta('e1', 5, 6, ['b']));
  expect(rows).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(reader.position).toEqual({ epoch: 'e1', seq: 6 });
  expect(sent).toEqual([{ t: 'hello', protocolVersion: 1 }]);
});

it('resumes from where the last connection was', () => {
  const { reader, sent, rows } = setUp({ epoch: 'e1', seq: 6 });
  reader.hello();
  expect(sent[0]).toEqual({ t: 'hello', protocolVersion: 1, since: { epoch: 'e1', seq: 6 } });
  reader.take(delta('e1', 6, 7, ['c']));
  expect(rows).toEqual([['c', false]]);
});

it('applies nothing after a gap until the snapshot it asks for, and asks once', () => {
  const { reader, sent, rows } = setUp();
  reader.take(snapshot('e1', 5, ['a']));
  reader.take(delta('e1', 7, 8, ['lost']));
  reader.take(delta('e1', 8, 9, ['lost']));
  expect(sent).toEqual([{ t: 'hello', protocolVersion: 1 }]);
  expect(reader.position).toBeUndefined();
  reader.take(snapshot('e1', 9, ['whole']));
  expect(rows.map(([ids]) => ids)).toEqual(['a', 'whole']);
});

it('asks for a snapshot when the core has a new epoch', () => {
  const { reader, sent, rows } = setUp({ epoch: 'e1', seq: 6 });
  reader.take(delta('e2', 0, 1, ['x']));
  expect(rows).toEqual([]);
  expect(sent).toEqual([{ t: 'hello', protocolVersion: 1 }]);
});

it('skips what it has already, and takes what overlaps', () => {
  const { reader, rows } = setUp();
  reader.take(snapshot('e1', 5, []));
  reader.take(delta('e1', 5, 6, ['b']));
  reader.take(delta('e1', 5, 6, ['b']));
  reader.take(delta('e1', 4, 7, ['c']));
  expect(rows.map(([ids]) => ids)).toEqual(['', 'b', 'c']);
});

it('hands frames and other messages on, and does not swallow a broken one', () => {
  const { reader, frames, messages } = setUp();
  const columns = {
    values: Float64Array.of(1, 2),
    sourceAtMs: new Float64Array(2),
    receivedAtMs: new Float64Array(2),
    qualities: new Uint8Array(2),
  };
  reader.take(encodeTelemetryFrame(columns, Uint32Array.of(0, 1), 10));
  reader.take(JSON.stringify({ t: 'seat', actor: null }));
  expect([frames, messages]).toEqual([[2], ['seat']]);
  expect(() => reader.take(new ArrayBuffer(3))).toThrow('TEL0004');
  expect(() => reader.take('{')).toThrow(SyntaxError);
});
