import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderByTime } from './order-by-time.ts';

it('orders rows by time and leaves rows of the same time as they came', () => {
  const times = fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 1e12 })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(times, (at) => {
      const expected = at.map((_, row) => row).sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
      expect([...orderByTime(Float64Array.from(at))]).toEqual(expected);
    }),
  );
});
