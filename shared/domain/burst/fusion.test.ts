import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM, fromLocalM, type LonLat } from '../../lib/geo.ts';
import { burstNumbers } from '../burst-settings/catalogue.ts';
import type { Pipe } from '../network/types.ts';
import { burstCandidates, type BurstInput } from './candidate.ts';
import { beliefOf, gradeOf, rankPlaces } from './fusion.ts';
import { keepIds } from './fusion-verdicts.ts';
import { likelyPlaces } from './likely-places.ts';
import { callerEvidence, type Report } from './localise-callers.ts';
import { distancesM, middleOf, nearestOnPipe, pipeGeometry, pipesWithin } from './localise-geometry.ts';
import { bestScale, cosineOf, explanationOf, logLikelihood, type SeenColumn } from './localise-pressure.ts';
import type { PressureFinding } from './localise-types.ts';
import type { BurstCandidate } from './types.ts';

const ORIGIN: LonLat = [126.6, 45.75];
const NOW = Date.UTC(2026, 0, 12);
const NUMBERS = burstNumbers();
const at = (eastM: number, northM: number): LonLat => fromLocalM(ORIGIN, eastM, northM);

/** Trenches 400 m apart, each 200 m long, with a supply and a return pipe. */
const trenches = (length: number): readonly Pipe[] =>
  Array.from({ length }, (_, k) =>
    (['supply', 'return'] as const).map((side) => ({
      id: `P${String(k)}${side === 'supply' ? 'S' : 'R'}`,
      side,
      from: `${String(k)}a`,
      to: `${String(k)}b`,
      path: [at(400 * k, 0), at(400 * k + 200, 0)],
      lengthM: 200,
      dnMm: 200,
      innerDiameterM: 0.2,
      roughnessMm: 0.5,
      street: `street ${String(k)}`,
    })),
  ).flat();
const PIPES = trenches(10);
const GEOMETRY = pipeGeometry(PIPES);
const STATIONS = PIPES.filter(({ side }) => side === 'supply').map(({ path }, k) => ({
  id: `S${String(k)}`,
  kind: 'station' as const,
  at: path[1] as LonLat,
}));
const nothing = () => ({});

const report = (id: string, eastM: number, leakWeight = 1): Report => ({
  id,
  place: { at: at(eastM, 30) },
  reportedAt: NOW,
  leakWeight,
});

/** What a model says when the pipes named so are likelier than the others by e^`by`. */
function finding(ids: readonly string[], by = 6, changes: Partial<PressureFinding> = {}): PressureFinding {
  const logLikelihood = Float64Array.from(PIPES, ({ id }) => (ids.includes(id) ? 0 : -by));
  return {
    startedAt: NOW - 60_000,
    logLikelihood,
    cosine: logLikelihood.map((value) => (value === 0 ? 0.99 : 0.5)),
    leakTPerH: logLikelihood.map(() => 120),
    explanation: { gain: 500, explained: 0.97 },
    drops: [
      { stationId: 'S4', supplyM: 8, returnM: 1, expectedM: 7.5 },
      { stationId: 'S5', supplyM: 3, returnM: 1, expectedM: 3 },
      { stationId: 'S9', supplyM: 0.01 },
    ],
    makeup: { sourceIds: ['SRC1'], riseTPerH: 110, expectedTPerH: 115 },
    returnFalls: [{ stationId: 'S4', fallK: 3 }],
    ...changes,
  };
}

const find = (changes: Partial<BurstInput>) =>
  burstCandidates({ complaints: [], alarms: [], stations: STATIONS, pipes: PIPES, nowMs: NOW, ...changes });

describe('callers', () => {
  it('BUR-13: speak for what is near, and rule nothing out', () => {
    const said = callerEvidence(GEOMETRY, [{ id: 'a', at: at(1700, 20), atMs: NOW, weight: 1 }], NUMBERS);
    const nearest = said.indexOf(Math.max(...said));
    expect(PIPES[nearest]?.id.slice(0, 2)).toBe('P4');
    const worst = Math.min(...said);
    expect(worst).toBeGreaterThanOrEqual(Math.log(NUMBERS['cluster.strayShare']));
  });

  it('BUR-14: with pressures say more than each of them; the cold ones say nothing of the place', () => {
    const complaints = [report('a', 1900), report('b', 1950), report('c', 2000)];
    const pressure = finding(['P5S', 'P6S', 'P7S'], 6);
    const alone = find({ complaints })[0]?.places[0];
    const modelled = find({ pressure })[0]?.places[0];
    const [both] = find({ complaints, pressure });
    expect(both?.places[0]?.share).toBeGreaterThan(Math.max(alone?.share ?? 1, modelled?.share ?? 1));
    const cold = [0, 1, 2].map((n) => report(`cold${String(n)}`, 2400 + n, 0.3));
    expect(find({ complaints: [...complaints, ...cold], pressure })[0]?.places).toEqual(both?.places);
  });
});

describe('places', () => {
  it('BUR-15: both sides of a trench are one place, named by the likelier', () => {
    const [candidate] = find({ pressure: finding(['P4S'], 4, {}) });
    expect(candidate?.places[0]?.pipeId).toBe('P4S');
    expect(candidate?.places.filter(({ pipeId }) => pipeId.startsWith('P4'))).toHaveLength(1);
    expect(find({ pressure: finding(['P4R'], 4) })[0]?.places[0]?.pipeId).toBe('P4R');
  });

  it('BUR-15: never more than asked for, apart from each other, their shares at most 1 and falling', () => {
    const logs = fc.array(fc.double({ min: -12, max: 0, noNaN: true }), {
      minLength: PIPES.length,
      maxLength: PIPES.length,
    });
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 12 }), (values, top) => {
        const belief = beliefOf(GEOMETRY, [Float64Array.from(values)]);
        const { places, radiusM } = rankPlaces(GEOMETRY, belief, NUMBERS, top, undefined, nothing);
        expect(places.length).toBeLessThanOrEqual(top);
        expect(places.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
        for (const [n, place] of places.entries()) {
          expect(place.rank).toBe(n + 1);
          expect(place.share).toBeLessThanOrEqual(places[n - 1]?.share ?? 1);
          for (const other of places.slice(0, n)) expect(distanceM(other.at, place.at)).toBeGreaterThan(149);
        }
        expect(radiusM).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });

  it('BUR-15: where pressures rank, the list is full, however little is left for the last of them', () => {
    const places = find({ pressure: finding(['P4S'], 40) })[0]?.places;
    expect(places).toHaveLength(10);
    expect(places?.[0]?.pipeId).toBe('P4S');
    expect(places?.at(-1)?.share).toBeLessThan(1e-6);
    expect(likelyPlaces(places ?? [])).toEqual(places?.slice(0, 1));
    expect(likelyPlaces([])).toEqual([]);
  });

  it('BUR-22: stray callers all over the town do not push the first places of the pressures out of the ten', () => {
    const pipes = trenches(30);
    const logLikelihood = Float64Array.from(pipes, (_, k) => (k < 6 ? -k / 30 : -2));
    const pressure = { ...finding([]), logLikelihood, cosine: logLikelihood.map(() => 0.9) };
    const complaints = Array.from({ length: 14 }, (_, n) => report(`s${String(n)}`, 4050 + 400 * n));
    const [candidate] = find({ pipes, pressure, complaints });
    const streets = candidate?.places.map(({ street }) => Number(street?.slice(7)));
    expect(streets).toHaveLength(10);
    expect(streets?.[0]).toBeGreaterThanOrEqual(10);
    expect(streets).toEqual(expect.arrayContaining([0, 1, 2]));
    expect(find({ pipes, pressure, complaints, top: 3 })[0]?.places).toHaveLength(3);
  });

  it('BUR-22: what is kept is listed, in the order of the shares', () => {
    const logs = fc.array(fc.double({ min: -12, max: 0, noNaN: true }), { minLength: 20, maxLength: 20 });
    const pick = fc.uniqueArray(fc.integer({ min: 0, max: 19 }), { maxLength: 4 });
    fc.assert(
      fc.property(logs, pick, (values, kept) => {
        const belief = beliefOf(GEOMETRY, [Float64Array.from(values)]);
        const { places } = rankPlaces(GEOMETRY, belief, NUMBERS, 4, undefined, nothing, true, new Set(kept));
        expect(places).toHaveLength(4);
        const streets = places.map(({ street }) => street);
        for (const k of kept) expect(streets).toContain(PIPES[k]?.street);
        for (const [n, { share }] of places.entries()) expect(share).toBeLessThanOrEqual(places[n - 1]?.share ?? 1);
      }),
      { numRuns: 50 },
    );
  });

  it('BUR-20: pressures alone never pinpoint', () => {
    const pressure = finding(['P4S'], 40);
    expect(find({ pressure })[0]?.radiusM).toBe(150);
    const long = PIPES.map((pipe) => ({ ...pipe, lengthM: 500 }));
    const complaints = [report('a', 1650), report('b', 1700), report('c', 1750)];
    expect(find({ pressure, pipes: long })[0]?.radiusM).toBe(250);
    expect(find({ pressure, pipes: long, complaints })[0]?.radiusM).toBe(120);
  });

  it('BUR-15: a pipe without a path is no place, and the geometry knows middle and nearest point', () => {
    const bent: Pipe = { ...(PIPES[0] as Pipe), id: 'bent', path: [at(0, 0), at(300, 0), at(300, 100)] };
    const loose: Pipe = { ...(PIPES[0] as Pipe), id: 'loose', path: [] };
    const geometry = pipeGeometry([bent, loose]);
    expect(distanceM(middleOf(geometry, 0), at(200, 0))).toBeLessThan(0.5);
    expect(nearestOnPipe(geometry, 0, at(310, 50)).distanceM).toBeCloseTo(10, 0);
    expect(nearestOnPipe(geometry, 1, at(0, 0)).distanceM).toBe(Infinity);
    const belief = beliefOf(geometry, []);
    expect(rankPlaces(geometry, belief, NUMBERS, 10, undefined, nothing).places.map(({ pipeId }) => pipeId)).toEqual([
      'bent',
    ]);
  });

  it('BUR-11: pressures alone are a zone without a pipe, unless one place leads or a caller backs it', () => {
    const wide = finding(['P3S', 'P4S', 'P5S', 'P6S'], 8);
    const [zone] = find({ pressure: wide });
    expect(zone?.pipeId).toBeUndefined();
    expect(zone?.radiusM).toBeGreaterThan(700);
    expect(zone?.places).toHaveLength(10);
    expect(find({ pressure: finding(['P4S'], 8) })[0]?.pipeId).toBe('P4S');
    const [backed] = find({ pressure: wide, complaints: [report('a', 1650)] });
    expect(backed?.pipeId).toBe('P4S');
    expect(backed?.evidence[0]).toMatchObject({ kind: 'complaints', refs: ['a'] });
  });
});

describe('one confidence', () => {
  it('BUR-16: callers alone are never confirmed-grade, callers with pressures are', () => {
    const complaints = Array.from({ length: 40 }, (_, n) => report(`k${String(n)}`, 1600 + 5 * n));
    const sure = burstNumbers({ 'confidence.complaintsMost': 0.99 });
    const input = { complaints, alarms: [], stations: STATIONS, pipes: PIPES, nowMs: NOW };
    const [alone] = burstCandidates(input, sure);
    expect(alone?.confidence).toBeGreaterThan(0.95);
    expect(alone?.grade).toBe('likely');
    expect(burstCandidates({ ...input, pressure: finding(['P4S']) }, sure)[0]?.grade).toBe('confirmed');
    expect(gradeOf(0.3, [], NUMBERS)).toBe('weak');
  });

  it('BUR-17: pressures join the callers they agree with, and stand alone against others', () => {
    const here = [report('a', 1650), report('b', 1700), report('c', 1750)];
    const there = [report('x', 3650), report('y', 3700), report('z', 3750)];
    const found = find({ complaints: [...here, ...there], pressure: finding(['P4S']) });
    expect(found.map(({ evidence }) => evidence.map(({ kind }) => kind))).toEqual([
      ['complaints', 'pressureDrop', 'makeupRise', 'returnTemp'],
      ['complaints'],
    ]);
    const apart = find({ complaints: there, pressure: finding(['P1S'], 12) });
    expect(apart.map(({ evidence }) => evidence[0]?.kind).sort()).toEqual(['complaints', 'pressureDrop']);
  });

  it('BUR-17: callers a few hundred metres from a sure pressure zone are the same burst, and may move it', () => {
    const callers = [report('a', 900), report('b', 950), report('c', 980)];
    const sure = finding(['P3S'], 2.5);
    const found = find({ complaints: callers, pressure: sure });
    expect(found).toHaveLength(1);
    expect(found[0]?.evidence.map(({ kind }) => kind)).toEqual([
      ...['complaints', 'pressureDrop', 'makeupRise', 'returnTemp'],
    ]);
    expect(find({ pressure: sure })[0]?.places[0]?.pipeId).toBe('P3S');
    expect(found[0]?.places[0]?.street).toBe('street 2');
  });

  it('BUR-17: callers far from a sure zone, where a leak would drop pressures alike, are the same burst too', () => {
    const callers = [report('a', 3650), report('b', 3700), report('c', 3750)];
    const sure = finding(['P1S'], 9);
    const like = { ...sure, cosine: sure.cosine.map((one, k) => (PIPES[k]?.id === 'P9S' ? 0.95 : one)) };
    expect(find({ complaints: callers, pressure: sure })).toHaveLength(2);
    expect(find({ complaints: callers, pressure: like }).map(({ evidence }) => evidence.length)).toEqual([4]);
  });

  it('BUR-18: what no leak explains is no burst, and a make-up that stayed does not speak', () => {
    expect(find({ pressure: finding(['P4S'], 6, { explanation: { gain: 500, explained: 0.4 } }) })).toEqual([]);
    const kinds = (changes: Partial<PressureFinding>) =>
      find({ pressure: finding(['P4S'], 6, changes) })[0]?.evidence.map(({ kind }) => kind);
    expect(kinds({ returnFalls: [] })).toEqual(['pressureDrop', 'makeupRise']);
    const makeup = { sourceIds: ['SRC1'], riseTPerH: 8, expectedTPerH: 115 };
    expect(kinds({ returnFalls: [], makeup })).toEqual(['pressureDrop']);
    const chance = find({ pressure: finding(['P4S'], 6, { explanation: { gain: 12, explained: 1 }, makeup }) })[0];
    expect(chance?.grade).toBe('weak');
    const asked = find({ pressure: finding(['P4S'], 6, { explanation: { gain: 0, explained: 0 } }), isAsked: true })[0];
    expect(asked).toMatchObject({ confidence: 0, grade: 'weak' });
    expect(asked?.places[0]?.pipeId).toBe('P4S');
    const rows = find({ pressure: finding(['P4S']) })[0]?.evidence[0]?.readings;
    expect(rows).toEqual([
      { ref: 'S4', value: 8, expected: 7.5, unit: 'm' },
      { ref: 'S5', value: 3, expected: 3, unit: 'm' },
    ]);
  });

  it('BUR-10: an id stays while pressures come to the callers and callers to the pressures', () => {
    const complaints = [report('a', 1650), report('b', 1700), report('c', 1750)];
    const first = find({ pressure: finding(['P4S']) });
    const second = keepIds(find({ complaints, pressure: finding(['P4S']) }), first);
    expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    const third = keepIds(find({ complaints }), second);
    expect(third.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    const two = keepIds([...third, ...third], third);
    expect(new Set(two.map(({ id }) => id)).size).toBe(2);
  });
});

it('BUR-21: a confidence that wavers stays as it is shown, one that moves or a new kind of evidence is told', () => {
  const [first] = find({ pressure: finding(['P4S']) }) as [BurstCandidate];
  const wavering = { ...first, confidence: first.confidence - 0.04, grade: 'weak' as const };
  expect(keepIds([wavering], [first])[0]).toMatchObject({ confidence: first.confidence, grade: first.grade });
  const moved = { ...wavering, confidence: first.confidence - 0.06 };
  expect(keepIds([moved], [first])[0]).toMatchObject({ confidence: moved.confidence, grade: 'weak' });
  const poorer = { ...wavering, evidence: first.evidence.slice(0, 1) };
  expect(keepIds([poorer], [first])[0]?.confidence).toBe(poorer.confidence);
});

it('BUR-13: the index finds the pipes that looking at all of them finds', () => {
  fc.assert(
    fc.property(fc.integer({ min: -500, max: 4500 }), fc.integer({ min: 0, max: 2000 }), (eastM, withinM) => {
      const all = distancesM(GEOMETRY, at(eastM, 120));
      const near = [...all.keys()].filter((k) => (all[k] as number) <= withinM);
      expect(pipesWithin(GEOMETRY, at(eastM, 120), withinM).map(({ pipe }) => pipe)).toEqual(near);
    }),
  );
});

describe('drops', () => {
  const column = (values: readonly number[], sigma = 0.1): SeenColumn => ({
    dropM: Float64Array.from(values),
    sigmaM: new Float64Array(values.length).fill(sigma),
  });
  const simulated = (dropM: readonly number[], makeupRiseTPerH = 0) => ({ dropM, makeupRiseTPerH });

  it('BUR-19: a station without a value is left out, and the scale does not matter to the cosine', () => {
    const seen = column([4, Number.NaN, 1, 0]);
    expect(cosineOf(seen, [8, 5, 2, 0])).toBeCloseTo(1, 9);
    expect(cosineOf(seen, [0, 5, 0, 3])).toBeCloseTo(0, 9);
    expect(bestScale(seen, simulated([8, 5, 2, 0]))).toBeCloseTo(0.5, 6);
    expect(cosineOf(column([Number.NaN]), [1])).toBe(0);
  });

  it('BUR-19: one broken transmitter does not turn the likelihood against the right pipe', () => {
    const right = [4, 2, 1, 0.5, 0.2, 0];
    const wrong = [0.2, 0.5, 1, 2, 4, 0];
    const broken = column([4, 2, 1, 0.5, 0.2, 15]);
    expect(logLikelihood(broken, simulated(right))).toBeGreaterThan(logLikelihood(broken, simulated(wrong)));
    const withMakeup = { ...column(right), makeup: { riseTPerH: 50, sigmaTPerH: 2 } };
    expect(logLikelihood(withMakeup, simulated(right, 51))).toBeGreaterThan(
      logLikelihood(withMakeup, simulated(right, 90)),
    );
  });

  it('BUR-18: noise is no explanation', () => {
    const seen = column([3, 1.5, 0.1, -0.1]);
    expect(explanationOf(seen, [3, 1.5, 0, 0])).toMatchObject({ explained: 1 });
    expect(explanationOf(seen, [0, 0, 3, 1.5])).toMatchObject({ gain: 0, explained: 0 });
    expect(explanationOf(column([0.1, -0.1, 0.05, 0]), [0.1, 0, 0, 0]).gain).toBeLessThan(2);
  });
});
