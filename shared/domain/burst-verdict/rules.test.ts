import { describe, expect, it } from 'vitest';
import { createWorld, PLACE, T0, type Giving, type World } from '#tests/support/domain-world.ts';
import { fromLocalM } from '../../lib/geo.ts';
import type { Alarm } from '../alarm/types.ts';
import { burstCandidates, type BurstInput } from '../burst/candidate.ts';
import type { Report } from '../burst/localise-callers.ts';
import type { BurstCandidate } from '../burst/types.ts';
import type { BurstVerdict, BurstVerdictCommands } from './types.ts';

const report = (id: string, eastM: number): Report => ({
  id,
  place: { at: fromLocalM(PLACE.at, eastM, 0) },
  reportedAt: T0,
  leakWeight: 1,
});
const OLD = [report('a', 0), report('b', 20), report('c', 40)];
const NEW = [report('d', 10), report('e', 30), report('f', 50)];

const STATIONS = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6'].map((id, k) => ({
  id,
  kind: 'station' as const,
  at: fromLocalM(PLACE.at, 400 * k, 0),
}));
const alarm = (stationId: string, raisedAt: number): Alarm => ({
  id: `${stationId}.primarySupplyPressureMPa:low`,
  signalId: `${stationId}.primarySupplyPressureMPa`,
  stationId,
  kind: 'low',
  priority: 'medium',
  status: 'activeUnacked',
  limit: 0.35,
  value: 0.3,
  occurrence: 1,
  raisedAt,
});

const look = (changes: Partial<BurstInput>): readonly BurstCandidate[] =>
  burstCandidates({ complaints: OLD, alarms: [], stations: STATIONS, pipes: [], nowMs: T0, ...changes });

const seenOf = (candidate: BurstCandidate): BurstVerdictCommands['rejectCandidate']['seen'] => ({
  at: candidate.at,
  confidence: candidate.confidence,
  firstSeenAt: candidate.firstSeenAt,
  evidence: candidate.evidence.flatMap(({ kind, refs }) => refs.map((ref) => `${kind}:${ref}`)),
});

function judge(
  world: World,
  candidate: BurstCandidate,
  command: keyof BurstVerdictCommands,
  payload: object = {},
  giving: Giving = {},
) {
  const said = { reason: 'seen on the spot', seen: seenOf(candidate), ...payload };
  return world.give('burstVerdict', candidate.id, command, said, giving);
}

const verdictOf = (world: World, candidate: BurstCandidate): BurstVerdict =>
  world.at<BurstVerdict>('burstVerdict', candidate.id);

const only = (candidates: readonly BurstCandidate[]): BurstCandidate => {
  expect(candidates).toHaveLength(1);
  return candidates[0] as BurstCandidate;
};

describe('deciding', () => {
  it('VER-01: needs a dispatcher or shift lead and a reason', () => {
    const world = createWorld();
    const candidate = only(look({}));
    for (const command of ['confirmCandidate', 'rejectCandidate', 'moveCandidate'] as const) {
      expect(judge(world, candidate, command, { reason: '  ', to: { at: PLACE.at } }).refused).toBe('VER0001');
      expect(judge(world, candidate, command, { to: { at: PLACE.at } }, { role: 'crewLeader' }).refused).toBe(
        'CMD0002',
      );
    }
    expect(judge(world, candidate, 'confirmCandidate', {}, { role: 'shiftLead' }).refused).toBeUndefined();
  });

  it('VER-02: the last one holds, the others stay in the history', () => {
    const world = createWorld();
    const candidate = only(look({}));
    judge(world, candidate, 'rejectCandidate', { reason: 'water main' }, { name: 'Li', atMs: 1 });
    judge(world, candidate, 'confirmCandidate', { reason: 'it is hot' }, { name: 'Wang', atMs: 2 });
    expect(verdictOf(world, candidate)).toMatchObject({
      verdict: 'confirmed',
      by: 'Wang',
      decidedAt: T0 + 2,
      evidence: ['complaints:a', 'complaints:b', 'complaints:c'],
      history: [
        { verdict: 'confirmed', by: 'Wang', reason: 'it is hot' },
        { verdict: 'rejected', by: 'Li', reason: 'water main' },
      ],
    });
  });
});

describe('candidates afterwards', () => {
  it('VER-03: the same complaints do not bring a rejected one back, as many new ones do', () => {
    const world = createWorld();
    const candidate = only(look({}));
    judge(world, candidate, 'rejectCandidate');
    const verdicts = [verdictOf(world, candidate)];
    expect(look({ verdicts })).toEqual([]);
    expect(look({ verdicts, complaints: [...OLD, NEW[0] as Report] })).toEqual([]);
    const back = only(look({ verdicts, complaints: [...OLD, ...NEW] }));
    expect(back.evidence[0]?.refs).toEqual(['d', 'e', 'f']);
    expect(back.id).not.toBe(candidate.id);
  });

  it('VER-03: alarms that stood when it was rejected are silent, those raised later speak', () => {
    const world = createWorld();
    const alarms = ['S1', 'S2', 'S3'].map((id) => alarm(id, T0));
    const candidate = only(look({ complaints: [], alarms }));
    judge(world, candidate, 'rejectCandidate', {}, { atMs: 60_000 });
    const verdicts = [verdictOf(world, candidate)];
    expect(look({ complaints: [], alarms, verdicts })).toEqual([]);
    const again = ['S1', 'S2', 'S3'].map((id) => alarm(id, T0 + 120_000));
    expect(look({ complaints: [], alarms: again, verdicts })).toHaveLength(1);
  });

  it('VER-04: a moved one stands where it was moved while callers are added', () => {
    const world = createWorld();
    const candidate = only(look({}));
    const to = fromLocalM(PLACE.at, 200, 100);
    judge(world, candidate, 'moveCandidate', { to: { at: to } });
    const verdicts = [verdictOf(world, candidate)];
    const moved = only(look({ verdicts, complaints: [...OLD, ...NEW] }));
    expect(moved.at).toEqual(to);
    expect(moved.verdict).toMatchObject({ verdict: 'moved', reason: 'seen on the spot' });
    expect(moved.confidence).toBeGreaterThan(candidate.confidence);
    judge(world, candidate, 'confirmCandidate');
    const confirmed = only(look({ verdicts: [verdictOf(world, candidate)] }));
    expect(confirmed).toMatchObject({ at: to, verdict: { verdict: 'confirmed' } });
  });

  it('VER-05: a confirmed one is marked, stays where it is, and is known by its complaints under another id too', () => {
    const world = createWorld();
    const candidate = only(look({}));
    judge(world, candidate, 'confirmCandidate', {}, { name: 'Wang' });
    const verdict = verdictOf(world, candidate);
    const marked = only(look({ verdicts: [verdict] }));
    expect(marked).toMatchObject({ at: candidate.at, verdict: { verdict: 'confirmed', by: 'Wang' } });
    const other = only(look({ verdicts: [{ ...verdict, id: 'burst:elsewhere' }] }));
    expect(other.verdict).toMatchObject({ verdict: 'confirmed' });
  });
});
