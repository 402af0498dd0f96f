import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSeats } from '#core/features/session/seats.ts';
import { createConsoleLog, type SubmitInput } from '#core/log/console-log.ts';
import { createMemoryJournal } from '#core/log/memory-journal.ts';
import { openHubStore } from '#hub/store/hub-store.ts';
import { Sequencer } from '#hub/store/sequencer.ts';
import { systemClock } from '#kit/system-clock.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import { createOrder } from '#tests/sim/support/story.ts';

const T0 = 1_790_000_000_000;
const jump = fc.integer({ min: -7_200_000, max: 7_200_000 });

it('the time of the log never goes back, however the clocks of hub and console jump, also over restarts of the hub', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ hub: jump, desk: jump, restart: fc.boolean() }), { maxLength: 12 }),
      async (jumps) => {
        const folder = mkdtempSync(join(tmpdir(), 'heatline-clocks-'));
        const time = { hub: T0, desk: T0 };
        const open = () => {
          const store = openHubStore({ dataDir: folder, clock: systemClock, newId: () => 'epoch-1' });
          return { store, sequencer: new Sequencer(store, { ...systemClock, now: () => time.hub }, () => undefined) };
        };
        let ids = 0;
        const clock = { ...systemClock, now: () => time.desk };
        const log = createConsoleLog({
          store: createMemoryJournal(),
          clock,
          newId: () => `c${++ids}`,
          deviceId: 'desk',
        });
        let hub = open();
        try {
          for (const [index, step] of jumps.entries()) {
            time.hub += step.hub;
            time.desk += step.desk;
            if (step.restart) {
              hub.store.dispose();
              hub = open();
            }
            expect(log.submit(createOrder(`o${String(index)}`) as SubmitInput).ok).toBe(true);
            log.follow({
              epoch: 'epoch-1',
              headSeq: index,
              from: index,
              why: index === 0 ? 'newConsole' : 'continues',
            });
            log.applyReceipts(await hub.sequencer.submit(log.unsent(64)));
            expect(log.applyEntries({ epoch: 'epoch-1', entries: hub.store.log.since(log.head().seq, 10) }).ok).toBe(
              true,
            );
          }
          const entries = hub.store.log.since(0, 100);
          expect(entries.map(({ seq }) => seq)).toEqual(jumps.map((_, index) => index + 1));
          expect(entries.map(({ hubAt }) => hubAt)).toEqual(entries.map(({ hubAt }) => hubAt).sort((a, b) => a - b));
          expect(hub.store.log.verify('epoch-1')).toBeUndefined();
          expect(log.pending().count).toBe(0);
        } finally {
          hub.store.dispose();
          rmSync(folder, { recursive: true, force: true });
        }
      },
    ),
    { numRuns: 15, seed: 3 },
  );
});

it('the minute of wrong PINs runs on the monotonic clock: setting the clock neither opens nor closes a seat', () => {
  const time = { now: T0, monotonic: 0 };
  const seats = createSeats({
    clock: { ...systemClock, now: () => time.now, monotonic: () => time.monotonic },
    people: { list: () => [], check: () => undefined },
    store: { put: () => undefined, delete: () => undefined, all: () => [] },
    hashSeat: (seat) => seat,
    onChange: () => undefined,
  });
  const attempt = (): string | undefined => {
    try {
      seats.signOn('seat', 'x', '0');
      return undefined;
    } catch (error) {
      return codeOf(error);
    }
  };
  for (let i = 0; i < 5; i++) expect(attempt()).toBe('SES0001');
  time.now += 86_400_000;
  expect(attempt()).toBe('SES0002');
  time.now -= 172_800_000;
  time.monotonic += 60_000;
  expect(attempt()).toBe('SES0001');
});
