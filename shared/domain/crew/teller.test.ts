import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLocalM, type LonLat } from '../../lib/geo.ts';
import { createTestClock } from '#tests/support/test-clock.ts';
import { CREWS_KEPT, PART_PLACES, TRACK_MAX_POINTS } from './limits.ts';
import { Moves } from './moves.ts';
import { inParts } from './parts.ts';
import { CrewTeller } from './teller.ts';
import type { CrewPosition, CrewTrack, CrewUpdate } from './types.ts';
import { Whereabouts } from './whereabouts.ts';

const BASE: LonLat = [126.6, 45.75];
const BETWEEN_MOVES_MS = 200;

const told = (eastM: number, northM: number, positionAt: number, crewId = 'K1'): CrewPosition => ({
  crewId,
  at: fromLocalM(BASE, eastM, northM),
  positionAt,
});
const placesIn = ({ positions, tracks = [] }: CrewUpdate): number =>
  tracks.reduce((sum, { points }) => sum + points.length, positions.length);
/** The longest texts and numbers that a peer can bring in, but for signs that JSON has to escape. */
const longest = (crews: number, points: number): Required<CrewUpdate> => {
  const ids = Array.from({ length: crews }, (_, k) => String(k).padStart(120, '组'));
  const at: LonLat = [-126.6123456789012, -45.75123456789012];
  return {
    positions: ids.map((crewId) => ({ crewId, at, headingDeg: 359.1234567890123, positionAt: 1_790_000_000_000 })),
    tracks: ids.map((crewId) => ({
      crewId,
      points: Array.from({ length: points }, () => ({ at, atMs: 1_790_000_000_000 })),
    })),
  };
};

/** A listener that keeps what a page keeps, and reads when it is told to. */
function setUp(all: Whereabouts) {
  const clock = createTestClock();
  const heard: CrewUpdate[] = [];
  const kept = new Whereabouts();
  const state = { isReady: true };
  const teller = new CrewTeller({
    clock,
    listener: {
      isReady: () => state.isReady,
      send: (update) => {
        heard.push(update);
        kept.join(update.tracks ?? [], clock.now());
        kept.take(update.positions, clock.now());
      },
    },
    all: () => ({ positions: all.positions(), tracks: all.tracks(clock.now()) }),
    betweenMovesMs: BETWEEN_MOVES_MS,
  });
  const move = (...positions: readonly CrewPosition[]) => teller.tell({ positions: all.take(positions, clock.now()) });
  return { clock, heard, kept, state, teller, move };
}

describe('the parts in which crews are told', () => {
  const updates = fc
    .array(fc.tuple(fc.boolean(), fc.nat({ max: TRACK_MAX_POINTS })), { maxLength: 400 })
    .map((crews) => {
      const positions: CrewPosition[] = [];
      const tracks: CrewTrack[] = [];
      for (const [k, [isPlaced, points]] of crews.entries()) {
        const crewId = `K${String(k)}`;
        if (isPlaced) positions.push(told(k, 0, k, crewId));
        if (points > 0) {
          tracks.push({ crewId, points: Array.from({ length: points }, (_, atMs) => ({ at: BASE, atMs })) });
        }
      }
      return { positions, tracks };
    });

  it('CRW-14: hold everything once, each crew in one, and are never too large', () => {
    fc.assert(
      fc.property(updates, (update) => {
        const parts = inParts(update);
        expect(parts.every((part) => placesIn(part) > 0 && placesIn(part) <= PART_PLACES)).toBe(true);
        const byId = <T extends { crewId: string }>(list: readonly T[]) =>
          [...list].sort((a, b) => a.crewId.localeCompare(b.crewId));
        expect(byId(parts.flatMap(({ positions }) => positions))).toEqual(byId(update.positions));
        expect(byId(parts.flatMap(({ tracks }) => tracks ?? []))).toEqual(byId(update.tracks));
        const partsOf = (crewId: string) =>
          parts.filter((part) => [...part.positions, ...(part.tracks ?? [])].some((one) => one.crewId === crewId));
        for (const { crewId } of update.positions) expect(partsOf(crewId)).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  });

  it('CRW-14: of all crews with the longest tracks and names stay below 2 MB, and are 26 at most', () => {
    const parts = inParts(longest(CREWS_KEPT, TRACK_MAX_POINTS));
    expect(parts.length).toBeLessThanOrEqual(26);
    const bytes = parts.map((part) => Buffer.byteLength(JSON.stringify(part)));
    expect(Math.max(...bytes)).toBeLessThan(2 * 1024 * 1024);
  });

  it('CRW-14: are sent one after the other as they are taken, and then hold what a page must know', () => {
    const all = new Whereabouts();
    const { clock, heard, kept, state, teller } = setUp(all);
    clock.advance(120_000);
    const crews = Array.from({ length: 400 }, (_, k) => `K${String(k)}`);
    // Every place off the line of those before it, so that each is a point of the track.
    for (let k = 0; k < 60; k += 1) {
      all.take(
        crews.map((crewId) => told(40 * k, 30 * (k % 2), k * 2_000, crewId)),
        clock.now(),
      );
    }
    expect(all.tracks(clock.now())[0]?.points).toHaveLength(60);
    teller.greet();
    expect(heard).toHaveLength(1);
    state.isReady = false;
    clock.advance(10_000);
    expect(heard).toHaveLength(1);
    state.isReady = true;
    clock.advance(1_000);
    expect(heard).toHaveLength(3);
    expect(kept.tracks(clock.now())).toEqual(all.tracks(clock.now()));
    expect(kept.positions()).toEqual(all.positions());
    clock.advance(10_000);
    expect(heard).toHaveLength(3);
  });

  it('CRW-14: become too many for one who does not read, who is then told all anew', () => {
    const all = new Whereabouts();
    const { clock, heard, state, teller, kept } = setUp(all);
    teller.greet();
    state.isReady = false;
    for (let k = 1; k <= 200; k += 1) {
      clock.advance(1_000);
      const news = { positions: [told(40 * k, 0, clock.now())], tracks: [{ crewId: 'K1', points: [] }] };
      all.take(news.positions, clock.now());
      teller.tell(news);
    }
    state.isReady = true;
    clock.advance(1_000);
    expect(heard).toHaveLength(1);
    expect(kept.tracks(clock.now())).toEqual(all.tracks(clock.now()));
  });
});

describe('moves of crews', () => {
  it('CRW-15: a thousand a second become five messages a second, with the newest of each crew and its own time', () => {
    const all = new Whereabouts();
    const { clock, heard, kept, teller, move } = setUp(all);
    teller.greet();
    const crews = Array.from({ length: 1_000 }, (_, k) => `K${String(k)}`);
    // Each crew tells once a second where it was 700 ms before.
    for (let ms = 1_000; ms < 11_000; ms += 1) {
      clock.advance(1);
      move(told(12 * Math.floor(ms / 1_000), 0, clock.now() - 700, crews[ms % 1_000]));
    }
    clock.advance(BETWEEN_MOVES_MS);
    expect(heard.length).toBeLessThanOrEqual(52);
    expect(kept.positions()).toEqual(all.positions());
    expect(kept.tracks(clock.now())).toEqual(all.tracks(clock.now()));
    expect(clock.now() - (kept.positions().at(-1)?.positionAt ?? 0)).toBeGreaterThanOrEqual(700);
  });

  it('CRW-15: one listener keeps the track that the other does, whenever what is told', () => {
    const step = fc.record({
      waitMs: fc.integer({ min: 50, max: 3_000 }),
      eastM: fc.integer({ min: -60, max: 60 }),
      northM: fc.integer({ min: -60, max: 60 }),
      crew: fc.constantFrom('K1', 'K2'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), fc.nat({ max: 120 }), (steps, greetAt) => {
        const all = new Whereabouts();
        const { clock, kept, teller, move } = setUp(all);
        for (const [k, { waitMs, eastM, northM, crew }] of steps.entries()) {
          if (k === greetAt) teller.greet();
          clock.advance(waitMs);
          move(told(eastM, northM, clock.now(), crew));
        }
        if (greetAt >= steps.length) teller.greet();
        clock.advance(BETWEEN_MOVES_MS);
        const sorted = (where: Whereabouts) => [...where.positions()].sort((a, b) => a.crewId.localeCompare(b.crewId));
        expect(sorted(kept)).toEqual(sorted(all));
        if (greetAt === 0) expect(kept.tracks(clock.now())).toEqual(all.tracks(clock.now()));
      }),
      { numRuns: 200 },
    );
  });

  it('CRW-15: told after a while without a network, the way of that while reaches who listens', () => {
    const all = new Whereabouts();
    const { clock, kept, teller, move } = setUp(all);
    clock.advance(1_200_000);
    teller.greet();
    const crews = Array.from({ length: 80 }, (_, k) => `K${String(k)}`);
    for (const crewId of crews) {
      move(...Array.from({ length: TRACK_MAX_POINTS }, (_, k) => told(40 * k, 30 * (k % 2), 5_000 * k, crewId)));
    }
    clock.advance(BETWEEN_MOVES_MS);
    expect(kept.tracks(clock.now())[0]?.points).toHaveLength(TRACK_MAX_POINTS);
    expect(kept.tracks(clock.now())).toEqual(all.tracks(clock.now()));
  });

  it('CRW-15: that wait are told before tracks that become known after them, so that no place on the way is dropped', () => {
    const { clock, heard, state, teller, move } = setUp(new Whereabouts());
    clock.advance(120_000);
    teller.greet();
    state.isReady = false;
    move(told(0, 0, 60_000), told(40, 30, 62_000));
    teller.tell({
      positions: [told(80, 0, 64_000)],
      tracks: [{ crewId: 'K1', points: [{ at: BASE, atMs: 50_000 }] }],
    });
    state.isReady = true;
    clock.advance(1_000);
    expect(heard.flatMap(({ positions }) => positions.map(({ positionAt }) => positionAt))).toEqual([
      60_000, 62_000, 64_000,
    ]);
  });

  it('CRW-15: gathered are bounded, newest last and in order, whatever is told', () => {
    const positions = fc.array(fc.nat({ max: 3 }), { maxLength: 1_000 });
    fc.assert(
      fc.property(positions, fc.nat({ max: 1_000 }), (list, cut) => {
        const moves = new Moves();
        const added = list.map((crew, k) => told(0, 0, k, `K${String(crew)}`));
        moves.add(added.slice(0, cut));
        moves.add(added.slice(cut));
        const taken = moves.take();
        for (const crewId of new Set(added.map((one) => one.crewId))) {
          const of = (from: readonly CrewPosition[]) => from.filter((one) => one.crewId === crewId);
          expect(of(taken).length).toBeLessThanOrEqual(TRACK_MAX_POINTS);
          expect(of(taken).at(-1)).toBe(of(added).at(-1));
          expect(of(taken)).toEqual(of(added).filter((one) => taken.includes(one)));
          if (of(added).length <= TRACK_MAX_POINTS) expect(of(taken)).toEqual(of(added));
        }
        expect(moves.isEmpty).toBe(true);
      }),
      { numRuns: 50 },
    );
    const moves = new Moves();
    for (let k = 0; k < 2 * CREWS_KEPT; k += 1) {
      moves.add(Array.from({ length: 30 }, (_, s) => told(s, 0, s, `K${String(k)}`)));
    }
    const taken = moves.take();
    expect(taken.length).toBeLessThanOrEqual(PART_PLACES);
    expect(taken.filter(({ positionAt }) => positionAt === 29)).toHaveLength(CREWS_KEPT);
  });
});
