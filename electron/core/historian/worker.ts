import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '#kit/system-clock.ts';
import type { ConsoleStatus } from '#shared/contract/feed.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { createSampleColumns, openRing } from '../telemetry/ring.ts';
import { HistoryEngine, type Stepwise } from './history-engine.ts';
import type { FromHistory, HistoryQuestions, HistoryWorkerData, QuestionKind, ToHistory } from './protocol.ts';

/** The thread of the history: drains the ring, writes in turns, and answers between them. Dies with the first error it does not know. */

const TURN_EVERY_MS = 40;
const BATCH_ROWS = 16_384;
/** Longest that a query holds the thread in one piece, ms. */
const STEP_MS = 10;
const REPORT_EVERY_MS = 1_000;

const port = parentPort;
if (port === null) throw new Error('the history runs in a worker thread only');
const { file, config, ring: memory, told: toldMemory } = workerData as HistoryWorkerData;
const say = (message: FromHistory): void => port.postMessage(message);
const ring = openRing(memory);
const told = new Int32Array(toldMemory);
const batch = createSampleColumns(BATCH_ROWS);

let faults: ConsoleStatus['faults'] = [];
const engine = new HistoryEngine({
  file,
  clock: systemClock,
  config,
  onNotice: ({ code, detail, at }) => {
    faults = [...faults.filter((fault) => fault.code !== code), { code, detail: JSON.stringify(detail), since: at }];
  },
});

function drain(): void {
  // A row may come before the message that names its signal: it is on its way.
  if (Atomics.load(told, 0) > engine.told) return;
  for (let round = 0; round < 64; round += 1) {
    const rows = ring.drain(batch);
    if (rows > 0) engine.take(batch, 0, rows);
    if (rows < BATCH_ROWS) return;
  }
}

let refusedBefore = 0;
function report(): void {
  const { refused, dropped, isFull } = engine.counts;
  const now = systemClock.now();
  const held = new Map(faults.map((fault) => [fault.code, fault]));
  if (!isFull) held.delete('HIS0003');
  if (refused > refusedBefore) {
    const since = held.get('HIS0009')?.since ?? now;
    held.set('HIS0009', { code: 'HIS0009', detail: JSON.stringify({ samples: refused }), since });
  } else held.delete('HIS0009');
  refusedBefore = refused;
  faults = [...held.values()];
  say({ type: 'faults', faults, lost: dropped });
}

async function inSteps<T>(work: Stepwise<T>): Promise<T> {
  let startedAt = systemClock.monotonic();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (systemClock.monotonic() - startedAt < STEP_MS) continue;
    await new Promise<void>((resolve) => systemClock.after(0, resolve));
    startedAt = systemClock.monotonic();
  }
}

const answers: {
  readonly [K in QuestionKind]: (
    query: HistoryQuestions[K][0],
  ) => HistoryQuestions[K][1] | Promise<HistoryQuestions[K][1]>;
} = {
  read: (query) => engine.read(query),
  sparklines: (query) => inSteps(engine.sparklines(query)),
  usage: ({ signalId }) => inSteps(engine.usage(signalId)),
  recorded: ({ signalId, from, to }) => engine.recorded(signalId, from, to),
  fill: ({ signalId, samples }) => inSteps(engine.fill(signalId, samples)),
  flush: () => {
    drain();
    engine.flush();
    return null;
  },
};

async function answer(id: number, kind: QuestionKind, query: never): Promise<void> {
  try {
    say({ type: 'answer', id, value: await answers[kind](query) });
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    say({ type: 'refused', id, code: error.code, detail: error.detail });
  }
}

say({ type: 'opened' });
systemClock.every(TURN_EVERY_MS, () => {
  ring.beat();
  drain();
  engine.turn();
});
systemClock.every(REPORT_EVERY_MS, report);
port.on('message', (message: ToHistory) => {
  if (message.type === 'signals') engine.tell(message.from, message.signals);
  else if (message.type === 'ask') void answer(message.id, message.kind, message.query as never);
  else {
    drain();
    engine.dispose();
    process.exit(0);
  }
});
