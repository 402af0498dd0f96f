import { expect, it } from 'vitest';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { ImpactLayer, SimulatedState } from '#shared/domain/burst/impact-types.ts';
import type { ValveStep } from '#shared/domain/network/trace-types.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';
import { candidateHere } from './context.ts';
import { drawingOf } from './drawing.ts';
import type { ImpactAnswer } from './answer.ts';
import { effectSummary, restsOnReserve, worstStations } from './lost-view.ts';
import { worstResiduals } from './residuals.ts';
import { valveOrderSteps } from './valve-orders.ts';
import { valveRows, walkOf, whatIfIds } from './valve-rows.ts';

const AT = [126.6, 45.7] as const;
const step = (valveId: string, order: number, action: ValveStep['action'] = 'close'): ValveStep => ({
  valveId,
  side: 'supply',
  at: AT,
  order,
  walkM: 50,
  action,
  isUncertain: false,
  ifStuckExtraStations: 0,
});
const record = (id: string, patch: Partial<ValveRecord>) =>
  [id, { id, at: 7, by: '李', ...patch } as ValveRecord] as const;

it('lists valves in the order of the walk, with what was ordered and told', () => {
  const trace = { steps: [step('V2', 2), step('V1', 1), step('V3', 3, 'verify')] };
  const records = new Map([
    record('V1', { state: 'closed', basis: 'field' }),
    record('V2', { state: 'closed', basis: 'edited' }),
  ]);
  const alert = { steps: [{ kind: 'valveOrdered', valveId: 'V2', occurredAt: 5 }] } as never;
  const rows = valveRows(trace, records, alert);
  expect(rows.map(({ step: one, state }) => `${one.valveId} ${state}`)).toEqual(['V1 done', 'V2 close', 'V3 verify']);
  expect(rows[0]).toMatchObject({ closedAt: 7, closedBy: '李' });
  expect(rows[1]?.orderedAt).toBe(5);
  expect(walkOf(trace)).toBe(150);
  expect(whatIfIds({ a: { condition: 'stuck' }, b: { state: 'closed' } })).toEqual(['a']);
});

const layer = (kind: ImpactLayer['kind'], shape: ImpactLayer['shape']): ImpactLayer => ({
  kind,
  basis: 'quick',
  params: {},
  figures: {},
  shape,
  remarks: [],
});

it('draws what is switched on, the numbers of the valves with the closed part, and the ranked places of the candidate', () => {
  const answer = {
    question: { pipeId: 'P1', at: AT },
    layers: [
      layer('washout', { type: 'circle', at: AT, radiusM: 7 }),
      layer('spread', { type: 'circle', at: AT, radiusM: 40 }),
      layer('service', { type: 'stations', stationIds: ['S1', 'gone'] }),
    ],
    trace: {
      isolatedPipeIds: ['P1'],
      cutOffPipeIds: ['P2'],
      leftOut: [{ valveId: 'V9', side: 'return', at: AT, why: 'stuck' }],
      lost: { stations: [{ stationId: 'S2' }] },
    },
  } as unknown as ImpactAnswer;
  const candidate = { places: [{ pipeId: 'P7', at: AT, rank: 1 }] } as unknown as BurstCandidate;
  const valves = valveRows({ steps: [step('V1', 1), step('V2', 2)] }, new Map(), undefined);
  const input = {
    answer,
    candidate,
    valves,
    cold: [],
    hidden: new Set(['spread'] as const),
    stationAt: (id: string) => (id === 'gone' ? undefined : AT),
    label: (kind: string, m: number) => `${kind} ${String(m)}`,
  };
  const drawn = drawingOf(input);
  expect(drawn.areas.map(({ label }) => label)).toEqual(['washout 7']);
  expect(drawn.rings.map(({ kind }) => kind)).toEqual(['service', 'lost']);
  expect(drawn.valves.map(({ id, state, slot }) => `${id} ${state} ${String(slot)}`)).toEqual([
    'V1 close 0',
    'V2 close 1',
    'V9 past 0',
  ]);
  expect(drawn.places).toEqual([{ id: 'P7', at: AT, rank: 1 }]);
  expect(drawn.isolatedPipeIds).toEqual(['P1']);

  const without = drawingOf({ ...input, hidden: new Set(['isolated'] as const) });
  expect([without.valves, without.isolatedPipeIds, without.cutOffPipeIds]).toEqual([[], [], []]);
  expect(drawingOf({ ...input, answer: undefined })).toMatchObject({ areas: [], places: [{ rank: 1 }] });
});

it('sums the simulated states up, without those that are closed off on purpose', () => {
  const effect = (stationId: string, flowShare: number, isAffected: boolean) => ({
    stationId,
    flowShare,
    liftM: flowShare * 20,
    supplyDropM: 0,
    isAffected,
  });
  const state = (effects: SimulatedState['effects']): SimulatedState => ({
    leakTPerH: 100,
    makeupTPerH: 60,
    isMakeupAtLimit: true,
    pressureMPa: 0.4,
    effects,
  });
  const burst = state([effect('A', 0.5, true), effect('B', 0.7, true), effect('C', 1, false)]);
  const closed = state([effect('A', 0, true), effect('B', 0.99, false), effect('C', 1, false)]);
  expect(effectSummary(burst)).toMatchObject({
    affected: 2,
    leastFlowShare: 0.5,
    leastLiftM: 10,
    isMakeupAtLimit: true,
  });
  expect(effectSummary(closed, new Set(['A']))).toMatchObject({ affected: 0, leastFlowShare: 0.99 });
  const simulation = { state: 'solved', burst, closed, tookMs: 1, remarks: [] } as const;
  expect(worstStations(simulation, new Set(['A']), 5)).toMatchObject([{ stationId: 'B', closed: { flowShare: 0.99 } }]);
  expect(effectSummary(state([])).leastFlowShare).toBeUndefined();
});

it('says that the reserve gives the rest only where make-up is at its limit and smaller than the leak', () => {
  const state = (leakTPerH: number, makeupTPerH: number, isMakeupAtLimit: boolean) =>
    restsOnReserve({ leakTPerH, makeupTPerH, isMakeupAtLimit });
  expect([state(100, 60, true), state(100, 100, true), state(100, 60, false), restsOnReserve(undefined)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it('puts the stations to shut into the last order of a valve, once, and on the alert where no valve is left to order', () => {
  const name = ({ valveId }: { readonly valveId: string }): string => `shut ${valveId}`;
  const texts = (valves: readonly string[], shut: string, known: readonly { readonly text: string }[] = []) =>
    valveOrderSteps(
      valves.map((id, at) => step(id, at)),
      name,
      shut,
      known,
    ).map(({ valveId, text }) => `${valveId ?? '-'}: ${text}`);
  expect(texts(['V1', 'V2'], 'and S1')).toEqual(['V1: shut V1', 'V2: shut V2 and S1']);
  expect(texts(['V1', 'V2'], '')).toEqual(['V1: shut V1', 'V2: shut V2']);
  expect(texts(['V3'], 'and S1', [{ text: 'shut V2 and S1' }])).toEqual(['V3: shut V3']);
  expect(texts([], 'and S1')).toEqual(['-: and S1']);
  expect(texts([], '')).toEqual([]);
});

it('puts the worst residual first, whichever side it is on', () => {
  const rows = [{ stationId: 'A', supplyM: 1 }, { stationId: 'B', returnM: -3 }, { stationId: 'C' }];
  expect(worstResiduals(rows, 2).map(({ stationId }) => stationId)).toEqual(['B', 'A']);
});

it('knows the candidate of a place by its pipe before one that is only near', () => {
  const candidate = (id: string, patch: Partial<BurstCandidate>) =>
    ({ id, at: AT, places: [], ...patch }) as unknown as BurstCandidate;
  const near = candidate('near', {});
  const ranked = candidate('ranked', { at: [127, 46], places: [{ pipeId: 'P1' }] as never });
  expect(candidateHere([near, ranked], { pipeId: 'P1', at: AT })?.id).toBe('ranked');
  expect(candidateHere([near, ranked], { pipeId: 'P9', at: AT })?.id).toBe('near');
  expect(candidateHere([near], { pipeId: 'P9', at: [127, 46] })).toBeUndefined();
});
