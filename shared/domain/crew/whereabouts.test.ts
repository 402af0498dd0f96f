import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM, fromLocalM, toLocalM, type LonLat } from '../../lib/geo.ts';
import { TRACK_MAX_POINTS } from './limits.ts';
import { TRACK_KEPT_MS, Whereabouts } from './whereabouts.ts';

const BASE: LonLat = [126.6, 45.75];
const MINUTE_MS = 60_000;
/** A full day after the epoch, so that there is time to set clocks back. */
const START_MS = 86_400_000;

const told = (eastM: number, northM: number, positionAt: number, crewId = 'K1') => ({
  crewId,
  at: fromLocalM(BASE, eastM, northM),
  positionAt,
});
const eastOf = (at: LonLat) => Math.round(toLocalM(BASE, at)[0]);

/** Drives at 12 m/s to the east for a while, told each second. */
function drive(where: Whereabouts, seconds: number, fromMs = START_MS): number {
  for (let s = 0; s <= seconds; s += 1) where.take([told(12 * s, 0, fromMs + s * 1_000)], fromMs + s * 1_000);
  return fromMs + seconds * 1_000;
}

const trackOf = (where: Whereabouts, nowMs: number, crewId = 'K1') =>
  where.tracks(nowMs).find((track) => track.crewId === crewId)?.points ?? [];

describe('positions of crews', () => {
  it('CRW-10: drops what is no place, and what is older than what is known', () => {
    const where = new Whereabouts();
    where.take([told(0, 0, START_MS)], START_MS);
    const lies = [
      { crewId: 'K1', at: [NaN, 45] as const, positionAt: START_MS + 1 },
      { crewId: 'K1', at: [126, 91] as const, positionAt: START_MS + 1 },
      { crewId: 'K1', at: [-181, 45] as const, positionAt: START_MS + 1 },
      { crewId: 'K1', at: BASE, positionAt: Infinity },
      told(100, 0, START_MS - 1),
    ];
    expect(where.take(lies, START_MS + 5_000)).toEqual([]);
    expect(where.positions()).toEqual([told(0, 0, START_MS)]);
    expect(trackOf(where, START_MS)).toHaveLength(1);
  });

  it('CRW-10: a clock ahead does not silence a crew, nor does one that is set back', () => {
    const where = new Whereabouts();
    where.take([told(0, 0, START_MS + 3_600_000)], START_MS);
    expect(where.positions()[0]?.positionAt).toBe(START_MS);
    expect(where.take([told(20, 0, START_MS + 5_000)], START_MS + 5_000)).toHaveLength(1);
    const back = START_MS - 3_600_000;
    expect(where.take([told(40, 0, back)], back)).toHaveLength(1);
    expect(trackOf(where, back).map(({ at }) => eastOf(at))).toEqual([40]);
  });
});

describe('tracks of crews', () => {
  it('CRW-11: needs few points for a straight road, all of half an hour and no more', () => {
    const where = new Whereabouts();
    const now = drive(where, 45 * 60);
    const points = trackOf(where, now);
    expect(points.length).toBeGreaterThan(55);
    expect(points.length).toBeLessThan(70);
    expect(now - (points[0]?.atMs ?? 0)).toBeLessThanOrEqual(TRACK_KEPT_MS);
    expect(now - (points[0]?.atMs ?? 0)).toBeGreaterThan(TRACK_KEPT_MS - MINUTE_MS);
    expect(points.at(-1)?.atMs).toBe(now);
    expect(trackOf(where, now + 20 * MINUTE_MS).length).toBeLessThan(25);
    expect(where.tracks(now + 31 * MINUTE_MS)).toEqual([]);
  });

  it('CRW-11: adds nothing for a crew that stands', () => {
    const where = new Whereabouts();
    for (let s = 0; s < 600; s += 1) where.take([told((s % 3) * 2, 0, START_MS + s)], START_MS + s);
    expect(trackOf(where, START_MS + 600)).toHaveLength(1);
  });

  it('CRW-11: lies nowhere farther than 5 m beside what was told, in at most 120 points, whatever the way', () => {
    const step = fc.record({
      seconds: fc.integer({ min: 1, max: 20 }),
      turn: fc.double({ min: -2, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 60 }), (steps) => {
        const where = new Whereabouts();
        const ways: [number, number][] = [];
        let [x, y, heading, now] = [0, 0, 0, START_MS];
        for (const { seconds, turn } of steps) {
          heading += turn;
          x += 10 * seconds * Math.cos(heading);
          y += 10 * seconds * Math.sin(heading);
          now += seconds * 1_000;
          ways.push([x, y]);
          where.take([told(x, y, now)], now);
        }
        const drawn = trackOf(where, now).map(({ at }) => toLocalM(BASE, at));
        expect(drawn.length).toBeLessThanOrEqual(TRACK_MAX_POINTS);
        for (const place of ways) expect(distanceTo(place, drawn)).toBeLessThan(5.1);
      }),
    );
  });

  it('CRW-12: one position that lies leaves no spike', () => {
    const where = new Whereabouts();
    const now = drive(where, 60);
    where.take([told(90_000, -40_000, now + 1_000)], now + 1_000);
    where.take([told(12 * 62, 0, now + 2_000)], now + 2_000);
    expect(Math.max(...trackOf(where, now + 2_000).map(({ at }) => eastOf(at)))).toBe(12 * 62);
  });

  it('CRW-12: nor does one while the crew has stood for long', () => {
    const where = new Whereabouts();
    for (let s = 0; s <= 900; s += 1) where.take([told(0, 0, START_MS + s * 1_000)], START_MS + s * 1_000);
    const now = START_MS + 901_000;
    where.take([told(20_000, 0, now)], now);
    where.take([told(0, 0, now + 1_000)], now + 1_000);
    expect(trackOf(where, now + 1_000).map(({ at }) => eastOf(at))).toEqual([0]);
  });

  it('CRW-12: a crew that is somewhere else altogether begins a new track there', () => {
    const where = new Whereabouts();
    const now = drive(where, 60);
    for (const s of [1, 2, 3]) where.take([told(50_000 + 12 * s, 0, now + s * 1_000)], now + s * 1_000);
    expect(trackOf(where, now + 3_000).map(({ at }) => eastOf(at))).toEqual([50_012, 50_036]);
  });

  it('CRW-13: joins what another has kept before and after, so that all tell one track', () => {
    const hub = new Whereabouts();
    const now = drive(hub, 600);
    const late = new Whereabouts();
    late.join(hub.tracks(now), now);
    late.take(hub.positions(), now);
    expect(late.tracks(now)).toEqual(hub.tracks(now));
    late.join(hub.tracks(now), now);
    expect(late.tracks(now)).toEqual(hub.tracks(now));

    const gap = new Whereabouts();
    drive(gap, 120);
    gap.join(hub.tracks(now), now);
    const times = trackOf(gap, now).map(({ atMs }) => atMs);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(times.at(-1)).toBe(now);
  });

  it('CRW-13: takes over no point that lies', () => {
    const where = new Whereabouts();
    const points = [
      { at: [NaN, 0] as const, atMs: START_MS },
      { at: BASE, atMs: START_MS },
      { at: BASE, atMs: START_MS + MINUTE_MS },
    ];
    where.join([{ crewId: 'K1', points }], START_MS);
    expect(trackOf(where, START_MS)).toEqual([{ at: BASE, atMs: START_MS }]);
  });

  it('CRW-11: stays bounded, whoever is told of', () => {
    const where = new Whereabouts();
    for (let k = 0; k < 2_500; k += 1) where.take([told(0, 0, START_MS, `K${String(k)}`)], START_MS);
    expect(where.positions()).toHaveLength(2_000);
    expect(where.positions()[0]?.crewId).toBe('K500');
  });
});

function distanceTo([x, y]: readonly [number, number], line: readonly (readonly [number, number])[]): number {
  const first = line[0] ?? [0, 0];
  let least = Math.hypot(x - first[0], y - first[1]);
  for (let k = 1; k < line.length; k += 1) {
    const [ax, ay] = line[k - 1] ?? first;
    const [bx, by] = line[k] ?? first;
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    least = Math.min(least, Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay)));
  }
  return least;
}

it('CRW-11: takes a minute of 1,000 crews at 1 Hz in little time and room', () => {
  const where = new Whereabouts();
  const crews = Array.from({ length: 1_000 }, (_, k) => `K${String(k)}`);
  for (let s = 0; s < 60; s += 1) {
    const now = START_MS + s * 1_000;
    where.take(
      crews.map((crewId, k) => told(12 * s, k, now, crewId)),
      now,
    );
  }
  const all = where.tracks(START_MS + 59_000);
  expect(all).toHaveLength(1_000);
  expect(Math.max(...all.map(({ points }) => points.length))).toBeLessThanOrEqual(4);
  expect(distanceM(all[0]?.points[0]?.at ?? BASE, all[0]?.points.at(-1)?.at ?? BASE)).toBeCloseTo(12 * 59, -1);
});
