import { describe, expect, it } from 'vitest';
import { generateCity } from '#city/generate/generate-city.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { Network, Pipe, Station } from '#shared/domain/network/types.ts';
import { findByPressure } from './find-by-pressure.ts';
import { createLocaliser } from './localiser.ts';
import { createSensitivity, groupPipes, type LeakModel } from './sensitivity.ts';

const NUMBERS = burstNumbers();

const pipe = (id: string, from: string, to: string, lengthM: number, changes: Partial<Pipe> = {}): Pipe => ({
  id,
  side: 'supply',
  from,
  to,
  path: [
    [126.6, 45.75],
    [126.601, 45.75],
  ],
  lengthM,
  dnMm: 200,
  innerDiameterM: 0.2,
  roughnessMm: 0.5,
  ...changes,
});

function networkOf(pipes: readonly Pipe[], changes: Partial<Network> = {}): Network {
  return { name: '', nodes: [], pipes, valves: [], stations: [], base: [], ...changes };
}

const station = (id: string, supplyNode: string): Station => ({
  id,
  kind: 'station',
  name: id,
  area: '',
  at: [126.6, 45.75],
  elevationM: 0,
  supplyNode,
  returnNode: `${supplyNode}R`,
});

/** A model of two stations in which pipe k drops station k mod 2 by as many metres as its hole has percent. */
function wordModel(ids: readonly string[], calls: string[] = []): LeakModel {
  return {
    stationIds: ['S1', 'S2'],
    leakEffect(pipeId, holeShare) {
      calls.push(pipeId);
      const k = ids.indexOf(pipeId);
      if (k < 0) return undefined;
      const drop = 100 * holeShare;
      const dropM = Float64Array.from([k % 2 === 0 ? drop : drop / 4, k % 2 === 1 ? drop : drop / 4, 0, 0]);
      return { dropM, leakTPerH: drop * 2, makeupRiseTPerH: drop };
    },
  };
}

describe('groups', () => {
  it('join pipes along a line, through valves, up to a length, and never two sides', () => {
    const groups = groupPipes(
      networkOf(
        [
          pipe('a', '1', '2', 50),
          pipe('b', '3', '4', 60),
          pipe('c', '4', '5', 50),
          pipe('r', '5', '6', 1, { side: 'return' }),
        ],
        {
          valves: [
            { id: 'v', side: 'supply', from: '2', to: '3', at: [126.6, 45.75], state: 'open', condition: 'operable' },
          ],
        },
      ),
      120,
    );
    expect(groups.map(({ pipeId, members }) => [pipeId, members])).toEqual([
      ['b', [0, 1]],
      ['c', [2]],
      ['r', [3]],
    ]);
  });

  it('end where pipes branch off or a station is fed', () => {
    const branching = networkOf([pipe('a', '1', '2', 5), pipe('b', '2', '3', 5), pipe('c', '2', '4', 5)]);
    expect(groupPipes(branching, 1000)).toHaveLength(3);
    const fed = networkOf([pipe('a', '1', '2', 5), pipe('b', '2', '3', 5)], { stations: [station('S1', '2')] });
    expect(groupPipes(fed, 1000)).toHaveLength(2);
  });

  it('hold every pipe of a city once', () => {
    const { network } = generateCity({ seed: 7, stations: 30 });
    const members = groupPipes(network, 120).flatMap((group) => group.members);
    expect([...members].sort((a, b) => a - b)).toEqual(network.pipes.map((_, k) => k));
    expect(groupPipes(network, 120).length).toBeLessThan(network.pipes.length);
  });
});

describe('the matrix', () => {
  const IDS = ['a', 'b', 'c', 'd'];
  const network = networkOf(
    IDS.map((id) => pipe(id, `${id}1`, `${id}2`, 300)),
    { stations: [station('S1', 'x'), station('S2', 'y')] },
  );

  it('is worked out in slices that stop in time, and says how far it is', () => {
    let now = 0;
    const matrix = createSensitivity(network, wordModel(IDS));
    expect(matrix.isUsable()).toBe(false);
    expect(matrix.work(3, () => now++)).toBe(true);
    expect(matrix.progress()).toEqual({ done: 3, total: 12 });
    expect(matrix.work(5, () => now++)).toBe(true);
    expect(matrix.isUsable()).toBe(true);
    expect(matrix.columns(0).map(({ holeShare }) => holeShare)).toEqual([0.1]);
    while (matrix.work(Infinity, () => 0));
    expect(matrix.progress()).toEqual({ done: 12, total: 12 });
    expect(matrix.columns(0).map(({ holeShare }) => holeShare)).toEqual([0.1, 0.01, 1]);
  });

  it('leaves out pipes without a solution, and finds the others with the hole that fits', () => {
    const model = wordModel(['a', 'b', 'c']);
    const matrix = createSensitivity(network, model);
    const seen = {
      dropM: Float64Array.from([25, 6.25, Number.NaN, 0]),
      sigmaM: new Float64Array(4).fill(0.05),
      makeup: { riseTPerH: 25, sigmaTPerH: 2 },
    };
    const event = { startedAt: 0, seen, sourceIds: ['H1'], returnFalls: [] };
    expect(findByPressure(event, matrix, model, 4, NUMBERS)).toBeUndefined();
    while (matrix.work(Infinity, () => 0));
    expect(matrix.columns(3)).toEqual([]);
    const finding = findByPressure(event, matrix, model, 4, NUMBERS);
    // Two like pipes share what is not kept for the chance that pressures mislead.
    expect(finding?.logLikelihood[0]).toBeCloseTo(Math.log(0.95 / 2 + 0.05 / 3), 6);
    expect(finding?.logLikelihood[1]).toBeCloseTo(Math.log(0.05 / 3), 1);
    expect(finding?.logLikelihood[3]).toBe(-Infinity);
    expect(finding?.leakTPerH[0]).toBeCloseTo(50, -1);
    expect(finding?.explanation.explained).toBeGreaterThan(0.95);
    expect(finding?.makeup).toMatchObject({ riseTPerH: 25, sourceIds: ['H1'] });
  });

  it('is begun anew when the model changed, and the old one serves until the new one can', () => {
    const calls: string[] = [];
    const localiser = createLocaliser({ network, now: () => 0, numbers: () => NUMBERS });
    expect(localiser.work()).toBe(false);
    expect(localiser.progress()).toEqual({ state: 'none', done: 0, total: 0 });
    localiser.setModel(wordModel(IDS, calls));
    while (localiser.work());
    expect(localiser.progress()).toEqual({ state: 'ready', done: 12, total: 12 });
    const request = {
      drops: [
        { stationId: 'S1', supplyM: 25 },
        { stationId: 'S2', supplyM: 6.25 },
      ],
      top: 3,
    };
    const reports = { nowMs: 0, complaints: [], alarms: [], verdicts: [] };
    const before = localiser.localise(request, reports);
    localiser.setModel(wordModel(IDS, calls));
    expect(localiser.progress()).toMatchObject({ state: 'running', done: 0 });
    expect(localiser.localise(request, reports)).toEqual(before);
    expect(before[0]?.evidence[0]).toMatchObject({ kind: 'pressureDrop', refs: ['S1', 'S2'] });
    localiser.setModel(undefined);
    expect(localiser.localise(request, reports)).toEqual([]);
  });
});
