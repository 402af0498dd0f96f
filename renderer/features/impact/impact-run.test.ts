import { expect, it } from 'vitest';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import { mergeLayers } from '#shared/domain/burst/impact-changes.ts';
import { quickLayers, simulatedLeak, tracedLayers } from '#shared/domain/burst/impact.ts';
import type { ImpactResult } from '#shared/domain/burst/impact-types.ts';
import type { TraceResult, ValveStep } from '#shared/domain/network/trace-types.ts';
import type { Pipe } from '#shared/domain/network/types.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { saidLately, type ImpactQuestion } from './answer.ts';
import { createImpactRun } from './impact-run.ts';

const AT = [126.6, 45.7] as const;
const pipe: Pipe = {
  id: 'P1',
  side: 'supply',
  from: 'a',
  to: 'b',
  path: [AT, [126.61, 45.7]],
  lengthM: 700,
  dnMm: 200,
  innerDiameterM: 0.2,
  roughnessMm: 0.5,
};
const question: ImpactQuestion = { pipeId: 'P1', at: AT, hole: 'burst', params: {}, valves: {} };
const numbers = burstNumbers();

function traceOf(valveIds: readonly string[], stations: number): TraceResult {
  const step = (valveId: string, n: number): ValveStep => ({
    valveId,
    side: 'supply',
    at: AT,
    order: n + 1,
    walkM: 100,
    action: 'close',
    isUncertain: false,
    ifStuckExtraStations: 0,
  });
  return {
    pipeIds: ['P1'],
    isolatedPipeIds: ['P1'],
    cutOffPipeIds: [],
    lengthM: 700,
    volumeM3: 20,
    steps: valveIds.map(step),
    leftOut: [],
    lost: {
      stations: Array.from({ length: stations }, (_, n) => ({
        stationId: `S${String(n)}`,
        why: 'inside',
        households: 100,
      })),
      households: stations * 100,
      heatedAreaM2: 0,
      buildings: 0,
      sensitive: [],
      alreadyOut: [],
    },
    rounds: [],
    remarks: [],
    tookMs: 1,
  };
}

/** Asks that are answered by hand, in whatever order. */
function byHand() {
  const open: Record<'trace' | 'impact', ((reply: never) => void)[]> = { trace: [], impact: [] };
  const steps: string[] = [];
  const wait = <T>(kind: 'trace' | 'impact'): Promise<T> => new Promise((resolve) => open[kind].push(resolve));
  const run = createImpactRun({
    context: () => ({
      pipe,
      numbers,
      readings: { pressureMPa: 0.6, tempC: 90, from: 'station:S1', tempFrom: 'station:S1' },
      reported: [],
    }),
    trace: () => wait('trace'),
    impact: () => wait('impact'),
    reached: (step) => steps.push(step),
    now: () => 0,
  });
  async function reply<T>(kind: 'trace' | 'impact', nth: number, result: Result<T, { readonly code: string }>) {
    open[kind][nth]?.(result as never);
    await Promise.resolve();
    await Promise.resolve();
  }
  return { run, reply, steps, answer: () => run.answer.value };
}

/** The core's answer: the same layers with the pressure that was simulated. */
function impactOf(trace: TraceResult, leak: ImpactResult['leak'], pressureMPa: number): ImpactResult {
  const state = {
    leakTPerH: leak.flowTPerH * 0.8,
    makeupTPerH: 30,
    isMakeupAtLimit: false,
    pressureMPa,
    effects: [],
  };
  const simulated = simulatedLeak(leak, state);
  const burst = { pipe, at: AT, leak: simulated, numbers };
  return {
    pipeId: 'P1',
    at: AT,
    dnMm: 200,
    leak: simulated,
    layers: mergeLayers(tracedLayers(burst, trace), quickLayers(burst)),
    trace,
    simulation: { state: 'solved', burst: state, tookMs: 5, remarks: [] },
  };
}

it('has the quick layers at once, then those of the trace, then those of the simulation, and says what changed', async () => {
  const { run, reply, steps, answer } = byHand();
  run.ask(question, 'open');
  expect(answer()?.layers.map(({ kind, basis }) => `${kind} ${basis}`)).toEqual([
    'washout quick',
    'spread quick',
    'flashSteam quick',
  ]);
  expect(answer()).toMatchObject({ waiting: { trace: true, simulation: true }, said: [] });
  const trace = traceOf(['V1', 'V2'], 3);
  await reply('trace', 0, ok(trace));
  expect(answer()?.layers.map(({ kind }) => kind)).toEqual(['washout', 'spread', 'flashSteam', 'isolated', 'service']);
  const leak = answer()?.leak;
  if (!leak) throw new Error('no leak');
  await reply('impact', 0, ok(impactOf(trace, leak, 0.35)));
  expect(answer()?.waiting).toEqual({ trace: false, simulation: false });
  const [newest] = answer()?.said ?? [];
  expect(newest).toMatchObject({ step: 'simulation', cause: 'open' });
  const washout = newest?.lines.find((line) => line.type === 'layer' && line.kind === 'washout');
  expect(washout).toMatchObject({
    basis: 'simulation',
    pressureMPa: 0.35,
    changes: [{ figure: 'radiusM', from: 7, to: 5 }],
  });
  expect(steps).toEqual(['first', 'trace', 'all']);
});

it('titles what changed after a simulation without a solution with the trace it comes from', async () => {
  const { run, reply, answer } = byHand();
  run.ask(question, 'open');
  const leak = answer()?.leak;
  if (!leak) throw new Error('no leak');
  const result = impactOf(traceOf(['V1'], 3), leak, 0.35);
  await reply('impact', 0, ok({ ...result, simulation: { state: 'none', code: 'HYD0001' } }));
  expect(answer()?.said[0]).toMatchObject({ step: 'trace' });
});

it('drops a reply to a question that was asked anew or closed', async () => {
  const { run, reply, answer } = byHand();
  run.ask(question, 'open');
  run.ask({ ...question, hole: 'rupture' }, 'hole');
  await reply('trace', 0, ok(traceOf(['old'], 9)));
  expect(answer()?.trace).toBeUndefined();
  await reply('trace', 1, ok(traceOf(['new'], 1)));
  expect(answer()?.trace?.steps[0]?.valveId).toBe('new');
  run.close();
  await reply('trace', 1, ok(traceOf(['late'], 1)));
  expect(answer()).toBeUndefined();
});

it('keeps what was found while a valve changes, and says what a stuck one brings on top', async () => {
  const { run, reply, answer } = byHand();
  run.ask(question, 'open');
  await reply('trace', 0, ok(traceOf(['V1', 'V2'], 3)));
  const before = answer();
  run.ask({ ...question, valves: { V1: { condition: 'stuck' } } }, 'whatIf');
  expect(answer()?.layers).toEqual(before?.layers);
  expect(answer()?.trace).toBe(before?.trace);
  await reply('trace', 1, ok(traceOf(['V2', 'V3', 'V4'], 5)));
  expect(answer()?.said[0]).toMatchObject({
    cause: 'whatIf',
    lines: [{ type: 'trace', added: ['V3', 'V4'], removed: ['V1'], stations: 2, households: 200 }],
  });
});

it('says what the trace and the simulation of one question changed together, and what was said before apart', async () => {
  const { run, reply, answer } = byHand();
  run.ask(question, 'open');
  const trace = traceOf(['V1', 'V2'], 3);
  await reply('trace', 0, ok(trace));
  const leak = answer()?.leak;
  if (!leak) throw new Error('no leak');
  await reply('impact', 0, ok(impactOf(trace, leak, 0.35)));
  run.ask(question, 'valves');
  const wider = traceOf(['V2', 'V3'], 5);
  await reply('trace', 1, ok(wider));
  await reply('impact', 1, ok(impactOf(wider, leak, 0.6)));
  const { latest, earlier } = saidLately(answer()?.said ?? []);
  expect(latest.map(({ cause, step }) => `${cause} ${step}`)).toEqual(['valves trace', 'valves simulation']);
  expect(latest[0]?.lines).toContainEqual(expect.objectContaining({ type: 'trace', stations: 2 }));
  expect(new Set(earlier.map(({ cause }) => cause))).toEqual(new Set(['open']));
});

it('shows a larger hole at once, with the valves of before', async () => {
  const { run, reply, answer } = byHand();
  run.ask(question, 'open');
  await reply('trace', 0, ok(traceOf(['V1'], 3)));
  const radius = () => answer()?.layers.find(({ kind }) => kind === 'spread')?.figures['radiusM'] ?? 0;
  const small = radius();
  run.ask({ ...question, holeShare: 0.5 }, 'hole');
  expect(radius()).toBeGreaterThan(small * 1.5);
  expect(answer()?.trace?.steps).toHaveLength(1);
  expect(answer()?.leak.holeShare).toBe(0.5);
});

it('lets the trace stand where the whole answer fails, and says the code', async () => {
  const { run, reply, answer } = byHand();
  run.ask(question, 'open');
  await reply('impact', 0, err({ code: 'HYD0005' }));
  expect(answer()).toMatchObject({ fault: { code: 'HYD0005' }, waiting: { trace: true, simulation: false } });
  await reply('trace', 0, ok(traceOf(['V1'], 2)));
  expect(answer()?.trace?.lost.households).toBe(200);
  expect(answer()?.layers.map(({ kind }) => kind)).toContain('isolated');
});

it('needs no second trace where the whole answer was quicker', async () => {
  const { run, reply, answer } = byHand();
  run.ask(question, 'open');
  const leak = answer()?.leak;
  if (!leak) throw new Error('no leak');
  await reply('impact', 0, ok(impactOf(traceOf(['V1'], 2), leak, 0.5)));
  const whole = answer();
  await reply('trace', 0, ok(traceOf(['V1'], 2)));
  expect(answer()).toBe(whole);
});
