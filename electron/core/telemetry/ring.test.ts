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

  it('drops the oldest and counts them when full and nobody takes', () => {
    const memory = createRing(16);
    const producer = openRing(memory, 1);
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

  it('hands blocks over in order, larger ones than it holds too, when somebody takes', async () => {
    const memory = createRing(64);
    const source = `
      const { workerData } = require('node:worker_threads');
      import(workerData.url).then(({ openRing, createSampleColumns }) => {
        const ring = openRing(workerData.memory, 30000);
        let next = 1;
        for (const size of [1, 7, 31, 32, 33, 64, 65, 500, 3, 264]) {
          const block = createSampleColumns(size);
          for (let row = 0; row < size; row += 1, next += 1) {
            block.indexes[row] = block.values[row] = block.sourceAtMs[row] = next;
            block.qualities[row] = next & 3;
          }
          ring.pushBlock(block, size);
        }
      });`;
    const worker = new Worker(source, {
      eval: true,
      workerData: { url: new URL('./ring.ts', import.meta.url).href, memory },
    });
    const ring = openRing(memory);
    const out = createSampleColumns(20);
    const received: number[] = [];
    while (received.length < 1_000) {
      const count = ring.drain(out);
      for (let row = 0; row < count; row += 1) {
        const index = out.indexes[row] as number;
        expect([out.values[row], out.sourceAtMs[row], out.qualities[row]]).toEqual([index, index, index & 3]);
        received.push(index);
      }
      // As slow as a core that is busy: the producer runs into the full ring.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await worker.terminate();
    expect(received).toEqual(Array.from({ length: 1_000 }, (_, i) => i + 1));
    expect([ring.dropped, ring.waiting]).toEqual([0, 0]);
    expect(ring.heldUp).toBeGreaterThan(0);
    expect(ring.beats).toBe(ring.heldUp);
  });

  it('refuses a capacity that is no power of two', () => {
    expect(() => createRing(100)).toThrow(RangeError);
  });
});
