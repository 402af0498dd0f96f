import type { z } from 'zod';
import type { TrialReply, trialSchema } from '#shared/contract/alarm-api.ts';
import { limitFault } from '#shared/domain/alarm-limit/limit-fault.ts';
import { createAlarmEngine } from '#shared/domain/alarm/engine.ts';
import { createTransitions, type AlarmTransitions } from '#shared/domain/alarm/transitions.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Historian, RecordedSamples } from '../../historian/historian.ts';

export interface TrialDependencies {
  readonly clock: Clock;
  readonly recorded: Historian['recorded'];
  /** The signal's own limit of age, ms; undefined where no driver has the signal now. */
  readonly staleAfterMs: (signalId: string) => number | undefined;
}

/** The core is never held up for longer at a time, ms. */
const SLICE_MS = 8;
/** Samples between two looks at the clock. */
const LOOK_EVERY = 512;
const SETTLE_EVERY_MS = 1_000;
const MOST_SHOWN = 200;

const NOTHING: RecordedSamples = {
  at: new Float64Array(0),
  values: new Float64Array(0),
  qualities: new Uint8Array(0),
};

/**
 * What a limit would have done on recorded data: the engine that watches the plant, over the samples of the limit's signal (and of its
 * reference) in the order of their time. Throws ALM0004 for a limit that cannot work, and what the history throws.
 */
export async function tryLimit(
  { clock, recorded, staleAfterMs }: TrialDependencies,
  { limit, from, to }: z.infer<typeof trialSchema>,
): Promise<TrialReply> {
  const fault = limitFault(limit);
  if (fault !== undefined) throw new CodedError('ALM0004', { field: fault });
  const { signalId, referenceSignalId } = limit;
  const own = await recorded(signalId, from, to);
  const reference = referenceSignalId === undefined ? NOTHING : await recorded(referenceSignalId, from, to);
  const engine = createAlarmEngine([limit], {
    slotCount: 2,
    slotOf: (id) => (id === signalId ? 0 : id === referenceSignalId ? 1 : undefined),
  });
  engine.setStaleAfter(0, staleAfterMs(signalId) ?? Infinity);
  engine.setStaleAfter(1, staleAfterMs(referenceSignalId ?? '') ?? Infinity);
  const out = createTransitions();
  let settledAt = -Infinity;
  let next = 0;
  let nextReference = 0;

  /** Gives the engine the older of the two samples that are next. */
  function step(): void {
    const isOwn = !((reference.at[nextReference] ?? Infinity) < (own.at[next] ?? Infinity));
    const samples = isOwn ? own : reference;
    const row = isOwn ? next++ : nextReference++;
    const at = samples.at[row] as number;
    if (at - settledAt >= SETTLE_EVERY_MS) {
      // Everything before this sample has been given.
      engine.settle(at - 1, out);
      settledAt = at;
    }
    engine.update(isOwn ? 0 : 1, samples.values[row] as number, samples.qualities[row] as number, at, out);
  }

  const total = own.at.length + reference.at.length;
  let sliceFrom = clock.monotonic();
  for (let given = 0; given < total; given += 1) {
    step();
    if (given % LOOK_EVERY === 0 && clock.monotonic() - sliceFrom > SLICE_MS) {
      await new Promise<void>((resolve) => void clock.after(0, resolve));
      sliceFrom = clock.monotonic();
    }
  }
  const first = own.at[0] ?? null;
  const last = own.at.at(-1) ?? null;
  if (last !== null) engine.settle(last, out);
  return { samples: own.at.length, from: first, to: last, ...summaryOf(out, last ?? to) };
}

function summaryOf(out: AlarmTransitions, endMs: number): Pick<TrialReply, 'raises' | 'activeMs' | 'transitions'> {
  const transitions = Array.from({ length: out.count }, (_, row) => ({
    at: out.sourceAtMs[row] as number,
    raised: out.raised[row] === 1,
    value: out.value[row] as number,
  }));
  let activeMs = 0;
  for (const [row, { at, raised }] of transitions.entries()) {
    if (raised) activeMs += Math.max(0, (transitions[row + 1]?.at ?? endMs) - at);
  }
  const raises = transitions.filter(({ raised }) => raised).length;
  return { raises, activeMs, transitions: transitions.slice(0, MOST_SHOWN) };
}
