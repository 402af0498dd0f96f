import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { createRing, createSampleColumns, openRing } from './ring.ts';

describe('ring', () => {
  it('hands rows over in order, across the end of the memory', () => {
    const memory = createRing(16);
    const [producer, consumer] = [openRing(memory), openRing(memory)];
    const out = createSampleColumns(10);
    let next = 0;
    for (let round = 0; round < 7; round += 1) {
      for (let i = 0; i < 10; i += 1) producer.push(next + i, (next + i) / 2, 1000 + next + i, (next + i) % 4);
      expect(consumer.drain(out)).toBe(10);
      expect([...out.indexes]).toEqual(Array.from({ length: 10 }, (_, i) => next + i));
      expect(out.values[9]).toBe((next + 9) / 2);
      expect(out.sourceAtMs[9]).toBe(1000 + next + 9);
      expect(out.qualities[9]).toBe((next + 9) % 4);
      next += 10;
    }
    expect(consumer.drain(out)).toBe(0);
    expect(consumer.dropped).toBe(0);
    expect(consumer.pushed).toBe(70);
  });

  it('drops the oldest when full and counts them', () => {
    const memory = createRing(16);
    const producer = openRing(memory);
    for (let i = 0; i < 40; i += 1) producer.push(i, i, i, 0);
    const consumer = openRing(memory);
    const out = createSampleColumns(64);
    const count = consumer.drain(out);
    expect(out.indexes[count - 1]).toBe(39);
    expect(out.indexes[0]).toBe(40 - count);
    expect(consumer.dropped).toBe(40 - count);
  });

  it('never hands over a torn row while a producer on another thread overruns it', async () => {
    const memory = createRing(64);
    const total = 400_000;
    const source = `
      const { workerData } = require('node:worker_threads');
      import(workerData.url).then(({ openRing }) => {
        const ring = openRing(workerData.memory);
        for (let i = 1; i <= ${total}; i += 1) ring.push(i, i, i, i & 3);
      });`;
    const url = new URL('./ring.ts', import.meta.url).href;
    const worker = new Worker(source, { eval: true, workerData: { url, memory } });
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    const ring = openRing(memory);
    const out = createSampleColumns(64);
    let last = 0;
    let received = 0;
    let torn = 0;
    while (last < total) {
      const count = ring.drain(out);
      if (count === 0) await new Promise((resolve) => setImmediate(resolve));
      for (let row = 0; row < count; row += 1) {
        const index = out.indexes[row] as number;
        const isWhole =
          out.values[row] === index && out.sourceAtMs[row] === index && out.qualities[row] === (index & 3);
        if (!isWhole || index <= last) torn += 1;
        last = index;
      }
      received += count;
    }
    await ended;
    expect(torn).toBe(0);
    expect(received + ring.dropped).toBe(total);
  });

  it('refuses a capacity that is no power of two', () => {
    expect(() => createRing(100)).toThrow(RangeError);
  });
});
