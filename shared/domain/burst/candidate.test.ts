import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM, fromLocalM, type LonLat } from '../../lib/geo.ts';
import type { Alarm } from '../alarm/types.ts';
import type { Complaint } from '../complaint/types.ts';
import type { Pipe } from '../network/types.ts';
import { burstCandidates, type BurstInput } from './candidate.ts';
import { geometricMedian } from './cluster.ts';

const ORIGIN: LonLat = [120.38, 36.07];
const NOW = Date.UTC(2026, 0, 12);
const MINUTE = 60_000;
const at = (eastM: number, northM: number): LonLat => fromLocalM(ORIGIN, eastM, northM);

const complaint = (id: string, eastM: number, northM: number, changes: Partial<Complaint> = {}): Complaint => ({
  id,
  category: 'leak',
  channel: 'phone',
  text: '',
  place: { at: at(eastM, northM) },
  phone: `tel-${id}`,
  reportedAt: NOW - 10 * MINUTE,
  urgent: true,
  safetyWords: [],
  leakWeight: 0.6,
  status: 'open',
  ...changes,
});

const pipe = (id: string, path: readonly (readonly [number, number])[], dnMm = 300): Pipe => ({
  id,
  side: 'supply',
  from: 'a',
  to: 'b',
  path: path.map(([eastM, northM]) => at(eastM, northM)),
  lengthM: 1000,
  dnMm,
  innerDiameterM: dnMm / 1000,
  roughnessMm: 0.5,
  street: `street ${id}`,
});

const alarm = (stationId: string, changes: Partial<Alarm> = {}): Alarm => ({
  id: `${stationId}.primarySupplyPressureMPa:low`,
  signalId: `${stationId}.primarySupplyPressureMPa`,
  stationId,
  kind: 'low',
  priority: 'medium',
  status: 'activeUnacked',
  limit: 0.35,
  value: 0.3,
  occurrence: 1,
  raisedAt: NOW - 5 * MINUTE,
  ...changes,
});

const STATIONS = [
  { id: 'S1', kind: 'station', at: at(500, 0) },
  { id: 'S2', kind: 'station', at: at(1000, 0) },
  { id: 'S3', kind: 'station', at: at(1500, 0) },
  { id: 'S4', kind: 'station', at: at(9000, 0) },
  { id: 'S5', kind: 'station', at: at(9500, 0) },
  { id: 'H1', kind: 'source', at: at(-3000, 0) },
] as const;

const PIPES = [
  pipe('P1', [
    [-500, 60],
    [500, 60],
  ]),
  pipe('P2', [
    [-500, 400],
    [500, 400],
  ]),
];
const THREE = [complaint('k1', 0, 0), complaint('k2', 40, 0), complaint('k3', 20, 30)];

const find = (changes: Partial<BurstInput>) =>
  burstCandidates({ complaints: [], alarms: [], stations: STATIONS, pipes: PIPES, nowMs: NOW, ...changes });

describe('callers', () => {
  it('BUR-01: weightless and old complaints do not count', () => {
    expect(find({ complaints: THREE })).toHaveLength(1);
    expect(find({ complaints: THREE.map((one) => ({ ...one, leakWeight: 0 })) })).toEqual([]);
    expect(find({ complaints: THREE.map((one) => ({ ...one, reportedAt: NOW - 181 * MINUTE })) })).toEqual([]);
  });

  it('BUR-02: one telephone that calls three times is one caller', () => {
    expect(find({ complaints: THREE.map((one) => ({ ...one, phone: '139' })) })).toEqual([]);
    const again = complaint('k9', 0, 0, { phone: 'tel-k1', leakWeight: 1, reportedAt: NOW });
    const [candidate] = find({ complaints: [...THREE, again] });
    expect(candidate?.evidence[0]).toMatchObject({ refs: ['k1', 'k2', 'k3'], text: '3 callers, weight 2.2' });
    expect(candidate?.firstSeenAt).toBe(NOW - 10 * MINUTE);
  });

  it('BUR-03: 3 callers or weight 2 within 300 m and 30 min make a dense spot', () => {
    expect(find({ complaints: THREE.slice(0, 2) })).toEqual([]);
    expect(find({ complaints: THREE.slice(0, 2).map((one) => ({ ...one, leakWeight: 1 })) })).toHaveLength(1);
    expect(find({ complaints: [complaint('a', 0, 0), complaint('b', 310, 0), complaint('c', 620, 0)] })).toEqual([]);
    const minutes = (...ago: readonly number[]) =>
      ago.map((minute, n) => complaint(`t${String(n)}`, 0, 0, { reportedAt: NOW - minute * MINUTE }));
    expect(find({ complaints: minutes(0, 31, 62) })).toEqual([]);
    expect(find({ complaints: minutes(0, 30, 60) })).toHaveLength(1);
  });

  it('BUR-03: a chain of dense spots is one place, whatever way it runs', () => {
    const chain = (stepM: number) => [0, 1, 2, 3, 4].map((n) => complaint(`n${String(n)}`, 0, n * stepM));
    expect(find({ complaints: chain(200) })[0]?.evidence[0]?.refs).toHaveLength(5);
    expect(find({ complaints: chain(310) })).toEqual([]);
  });

  it('BUR-03: two places are two candidates', () => {
    const far = THREE.map((one) => ({ ...one, id: `f${one.id}`, phone: `f${one.id}`, place: { at: at(3000, 0) } }));
    expect(find({ complaints: [...THREE, ...far] }).map((one) => one.id)).toEqual(['burst:fk1', 'burst:k1']);
  });
});

describe('place', () => {
  it('BUR-04: one far caller does not drag the median away', () => {
    const near = [at(0, 0), at(20, 0), at(0, 20), at(20, 20)].map((point) => ({ at: point, weight: 1 }));
    const median = geometricMedian([...near, { at: at(5000, 5000), weight: 1 }]);
    expect(distanceM(median, at(10, 10))).toBeLessThan(15);
    expect(distanceM(geometricMedian([{ at: at(7, 7), weight: 0.3 }]), at(7, 7))).toBeLessThan(0.1);
  });

  it('BUR-04: no point near the median has a smaller weighted sum of distances', () => {
    const points = fc.array(
      fc.record({
        at: fc
          .tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 }))
          .map(([x, y]) => at(x, y)),
        weight: fc.constantFrom(0.3, 0.6, 1),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(points, fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), (all, dx, dy) => {
        const cost = (to: LonLat) => all.reduce((sum, one) => sum + one.weight * distanceM(one.at, to), 0);
        const median = geometricMedian(all);
        expect(cost(median)).toBeLessThanOrEqual(cost(fromLocalM(median, dx, dy)) + 1);
      }),
      { numRuns: 100 },
    );
  });

  it('BUR-05: lies on the nearest pipe within 400 m, else where the callers are', () => {
    const [candidate] = find({ complaints: THREE });
    expect(candidate).toMatchObject({ pipeId: 'P1', dnMm: 300, address: 'street P1' });
    expect(distanceM(candidate?.at ?? ORIGIN, at(20, 60))).toBeLessThan(15);
    const [loose] = find({
      complaints: THREE,
      pipes: [
        pipe('P3', [
          [0, 900],
          [500, 900],
        ]),
      ],
    });
    expect(loose?.pipeId).toBeUndefined();
    expect(distanceM(loose?.at ?? ORIGIN, at(20, 10))).toBeLessThan(20);
  });
});

describe('the plant', () => {
  it('BUR-06: low stations within 2,500 m speak for it, each once and only while active', () => {
    const second = alarm('S1', { id: 'S1.primarySupplyPressureMPa:lowLow', kind: 'lowLow', raisedAt: NOW });
    const gone = alarm('S2', { status: 'returnedUnacked' });
    const [candidate] = find({ complaints: THREE, alarms: [alarm('S4'), second, alarm('S1'), gone] });
    const drop = candidate?.evidence.find((one) => one.kind === 'pressureDrop');
    expect(drop?.refs).toEqual(['S1']);
  });

  it('BUR-07: three low stations are a candidate without callers, a plant that is low is not', () => {
    const low = (...ids: readonly string[]) => find({ alarms: ids.map((id) => alarm(id)) });
    expect(low('S1', 'S2')).toEqual([]);
    const [candidate] = low('S1', 'S2', 'S3');
    expect(candidate?.evidence).toMatchObject([{ kind: 'pressureDrop' }]);
    expect(distanceM(candidate?.at ?? ORIGIN, at(1000, 0))).toBeLessThan(5);
    expect(low('S1', 'S2', 'S3', 'S4')).toEqual([]);
    const five = STATIONS.slice(0, 5);
    expect(find({ alarms: ['S1', 'S2', 'S3'].map((id) => alarm(id)), stations: five })).toHaveLength(1);
  });

  it('BUR-11: pressures alone give a zone without a pipe, callers give the pipe', () => {
    const alarms = ['S1', 'S2', 'S3'].map((id) => alarm(id));
    const [zone] = find({ alarms });
    expect(zone?.pipeId).toBeUndefined();
    expect(zone?.dnMm).toBeUndefined();
    const far = STATIONS.slice(0, 3).map((station) => distanceM(station.at, zone?.at ?? ORIGIN));
    expect(zone?.radiusM).toBeGreaterThanOrEqual(Math.max(...far) - 1);
    expect(find({ alarms, complaints: THREE })[0]?.pipeId).toBeDefined();
  });

  it('BUR-12: cold rooms alone are no place, with one who saw water among them they are', () => {
    const cold = [0, 1, 2, 3, 4, 5, 6].map((n) => complaint(`c${String(n)}`, 20 * n, 0, { leakWeight: 0.3 }));
    expect(find({ complaints: cold })).toEqual([]);
    expect(find({ complaints: [...cold, complaint('water', 60, 10)] })).toHaveLength(1);
  });

  it('BUR-08: high make-up at the source speaks for it, at a station it does not', () => {
    const makeup = (stationId: string) =>
      alarm(stationId, { id: `${stationId}.m`, signalId: `${stationId}.makeupFlowTPerH`, kind: 'high' });
    const kinds = (stationId: string) =>
      find({ complaints: THREE, alarms: [makeup(stationId)] })[0]?.evidence.map((one) => one.kind);
    expect(kinds('H1')).toEqual(['complaints', 'makeupRise']);
    expect(kinds('S1')).toEqual(['complaints']);
  });

  it('BUR-09: more evidence is more confidence, its shares add up to 1', () => {
    const alone = find({ complaints: THREE })[0];
    const both = find({ complaints: THREE, alarms: [alarm('S1'), alarm('S2')] })[0];
    expect(alone?.confidence).toBeCloseTo(0.7 * (1 - Math.exp(-1.8 / 1.5)), 6);
    expect(both?.confidence).toBeCloseTo(1 - (1 - (alone?.confidence ?? 0)) * (1 - 0.5 * (1 - Math.exp(-1))), 6);
    expect(both?.evidence.reduce((sum, one) => sum + one.weight, 0)).toBeCloseTo(1, 9);
  });
});

describe('order', () => {
  it('BUR-10: does not matter in the inputs, and the surest comes first', () => {
    const sure = [0, 1, 2, 3, 4].map((n) => complaint(`s${String(n)}`, 3000 + n, 0, { leakWeight: 1 }));
    const complaints = [...THREE, ...sure];
    const alarms = [alarm('S1'), alarm('S2'), alarm('S4')];
    const expected = find({ complaints, alarms });
    expect(expected.map((one) => one.id)).toEqual(['burst:s0', 'burst:k1']);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(complaints, { minLength: complaints.length }),
        fc.shuffledSubarray(alarms, { minLength: alarms.length }),
        (someComplaints, someAlarms) => {
          expect(find({ complaints: someComplaints, alarms: someAlarms })).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('BUR-10: a candidate keeps its id while callers are added', () => {
    const later = complaint('a-later', 60, 0, { reportedAt: NOW });
    expect(find({ complaints: [...THREE, later] })[0]?.id).toBe(find({ complaints: THREE })[0]?.id);
  });
});
