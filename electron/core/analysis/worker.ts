import { parentPort } from 'node:worker_threads';
import { systemClock } from '#kit/system-clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { createAnalysisEngine } from './engine.ts';
import type { AnalysisQuestion, FromAnalysis, ToAnalysis } from './protocol.ts';

/** The thread of the network model: one thing at a time, questions before background work. Dies with the first error it does not know. */

/** How often the core is told how far the background work is, at most, ms. */
const REPORT_EVERY_MS = 500;

const port = parentPort;
if (port === null) throw new Error('the network model runs in a worker thread only');
const say = (message: FromAnalysis): void => port.postMessage(message);
const engine = createAnalysisEngine({ now: systemClock.monotonic });

const tasks: Exclude<ToAnalysis, { readonly type: 'stop' }>[] = [];
let isRunning = false;
let told = '';
let toldAt = Number.NEGATIVE_INFINITY;

function report(isForced: boolean): void {
  const now = systemClock.monotonic();
  if (!isForced && now - toldAt < REPORT_EVERY_MS) return;
  const status = engine.status();
  const text = JSON.stringify(status);
  toldAt = now;
  if (text === told) return;
  told = text;
  say({ type: 'status', status });
}

async function answer(question: AnalysisQuestion): Promise<unknown> {
  switch (question.kind) {
    case 'trace':
      return engine.trace(question.query);
    case 'impact':
      return engine.impact(question.query);
    case 'localise':
      return engine.localise(question.query.request, question.query.reports);
    case 'calibration':
      return engine.calibration();
  }
}

async function carryOut(task: (typeof tasks)[number]): Promise<void> {
  switch (task.type) {
    case 'network':
      return engine.setNetwork(task.network, task.buildings);
    case 'valves':
      return engine.setValves(task.valves);
    case 'numbers':
      return engine.setNumbers(task.numbers);
    case 'readings':
      for (const readings of task.readings) engine.observe(readings);
      return;
    case 'ask':
      try {
        say({ type: 'answer', id: task.id, value: await answer(task) });
      } catch (thrown) {
        if (!(thrown instanceof CodedError)) throw thrown;
        say({ type: 'refused', id: task.id, code: thrown.code, detail: thrown.detail });
      }
  }
}

/** Until nothing is left to do. Between two slices of background work whatever has come in is carried out first. */
async function run(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  for (;;) {
    const task = tasks.shift();
    if (task !== undefined) await carryOut(task);
    else if (!(await engine.work())) break;
    report(task?.type === 'network');
    await new Promise<void>((resolve) => systemClock.after(0, resolve));
  }
  report(true);
  isRunning = false;
}

port.on('message', (message: ToAnalysis) => {
  if (message.type === 'stop') {
    engine.dispose();
    port.close();
    return;
  }
  tasks.push(message);
  void run();
});
