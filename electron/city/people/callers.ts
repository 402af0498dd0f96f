import type { ComplaintCategory, ComplaintChannel } from '#shared/domain/complaint/types.ts';
import type { Building } from '#shared/domain/network/types.ts';
import { distanceM, fromLocalM, type LonLat } from '#shared/lib/geo.ts';
import { createRandom, type Random } from '../generate/random.ts';
import type { City, Plant } from '../types.ts';
import { fillSaying, SAYINGS, type Mood } from './complaint-texts.ts';

/** What callers feel of the plant. */
type FeltPlant = Pick<Plant, 'bursts' | 'outdoorTempC' | 'roomTempC' | 'flowShare'>;

/** A call as the hub takes it, and why it was made, which only the truth file may know. */
export interface Call {
  readonly act: string;
  readonly complaint: {
    readonly category: ComplaintCategory;
    readonly channel: ComplaintChannel;
    readonly text: string;
    readonly lon: number;
    readonly lat: number;
    readonly address?: string;
    readonly buildingId?: string;
    readonly phone?: string;
    readonly reportedAt: number;
    readonly roomTempC?: number;
  };
  readonly why:
    | { readonly kind: 'leak'; readonly pipeId: string; readonly distanceM: number }
    | { readonly kind: 'starved'; readonly stationId: string; readonly flowShare: number }
    | { readonly kind: 'ordinary' };
}

export interface CallersOptions {
  readonly city: City;
  readonly plant: FeltPlant;
  readonly seed: number;
  readonly startAtMs: number;
  /** Factor on the calls that no strike causes. */
  readonly ordinaryCalls: number;
}

export interface Callers {
  /** The calls of all whole seconds of the run up to `nowMs` that were not asked for yet. */
  advance(nowMs: number): readonly Call[];
}

/** All of these [eng]: chosen so that a leak is a cluster of 3 within a minute, as the story needs. */
const RATES = {
  /** First leak call after the burst, s. */
  firstLeakS: [15, 22],
  secondLeakS: [4, 8],
  /** Mean time between the later leak calls while the burst is younger than `untilS`. */
  leakGaps: [
    { untilS: 180, meanS: 14 },
    { untilS: 900, meanS: 45 },
    { untilS: Number.POSITIVE_INFINITY, meanS: 180 },
  ],
  /** A leak below this is not seen from the street. */
  visibleLeakTPerH: 2,
  leakReachM: 260,
  roadReachM: 60,
  callsPerBuilding: 2,
  starvedBelow: 0.6,
  restoredAbove: 0.8,
  /** Radiators are felt to go cold after this. */
  coldAfterS: 90,
  coldRampS: 300,
  coldPerHouseholdPerS: 0.0006 / 60,
  coldMostPerS: 8 / 60,
  /** 4 an hour in a city of 120,000 households. */
  ordinaryPerHouseholdPerS: 4 / 120_000 / 3600,
  ordinaryColdFromC: -12,
  ordinaryPerDegree: 0.25,
} as const;

/** A stalled process makes up for at most so many seconds. */
const CATCH_UP_S = 120;

const CHANNELS: readonly ComplaintChannel[] = [
  'phone',
  'phone',
  'phone',
  'phone',
  'wechat',
  'wechat',
  'app',
  'counter',
];

interface LeakWitness {
  nextS: number;
  count: number;
  readonly random: Random;
  readonly nearby: readonly Building[];
  readonly called: Map<string, number>;
}

/** The customers of a city. Their calls follow from the seed and from what the plant makes them feel, and nothing else. */
export function createCallers({ city, plant, seed, startAtMs, ordinaryCalls }: CallersOptions): Callers {
  const byStation = new Map<string, Building[]>();
  for (const building of city.buildings) {
    const list = byStation.get(building.stationId);
    if (list) list.push(building);
    else byStation.set(building.stationId, [building]);
  }
  const householdsOf = new Map(
    [...byStation].map(([id, buildings]) => [id, buildings.reduce((sum, { households }) => sum + households, 0)]),
  );
  const allHouseholds = [...householdsOf.values()].reduce((sum, households) => sum + households, 0);
  const streetOf = new Map(city.network.pipes.map(({ id, street }) => [id, street]));
  const witnesses = new Map<string, LeakWitness>();
  const starvedSinceS = new Map<string, number>();
  const coldRandom = createRandom(seed, 'calls/cold');
  const ordinaryRandom = createRandom(seed, 'calls/ordinary');
  let doneS = 0;
  let calls = 0;

  const say = (
    random: Random,
    mood: Mood,
    where: { at: LonLat; place: string; building?: Building },
    why: Call['why'],
  ) => {
    const { building, at, place } = where;
    const saying = random.pick(SAYINGS[mood]);
    const roomTempC = building && saying.text.includes('{temp}') ? Math.round(plant.roomTempC(building.id)) : undefined;
    const text = fillSaying(saying.text, {
      place,
      floor: String(random.int(1, 18)),
      hours: String(random.int(1, 6)),
      temp: String(roomTempC ?? ''),
    });
    calls += 1;
    return {
      act: `call-${calls}`,
      complaint: {
        category: saying.category,
        channel: random.pick(CHANNELS),
        text,
        lon: at[0],
        lat: at[1],
        address: place,
        ...(building && { buildingId: building.id }),
        ...(building?.phone !== undefined && { phone: building.phone }),
        reportedAt: startAtMs + doneS * 1000,
        ...(roomTempC !== undefined && { roomTempC }),
      },
      why,
    } satisfies Call;
  };

  const fromBuilding = (building: Building) => ({ at: building.at, place: building.address, building });

  const witnessOf = (pipeId: string, at: LonLat, sinceMs: number): LeakWitness => {
    const known = witnesses.get(pipeId);
    if (known) return known;
    const random = createRandom(seed, `calls/leak/${pipeId}`);
    const nextS = Math.ceil((sinceMs - startAtMs) / 1000) + random.int(...RATES.firstLeakS);
    const nearby = city.buildings.filter((building) => distanceM(building.at, at) <= RATES.leakReachM);
    const made = { nextS, count: 0, random, nearby, called: new Map<string, number>() };
    witnesses.set(pipeId, made);
    return made;
  };

  const gapS = (witness: LeakWitness, ageS: number): number => {
    if (witness.count === 1) return witness.random.int(...RATES.secondLeakS);
    const meanS = RATES.leakGaps.find(({ untilS }) => ageS < untilS)?.meanS ?? 0;
    return Math.max(3, Math.round(-Math.log(1 - witness.random.next()) * meanS));
  };

  const leakCalls = (): Call[] =>
    plant.bursts.flatMap(({ pipeId, at, leakTPerH, sinceMs }) => {
      const witness = witnessOf(pipeId, at, sinceMs);
      if (doneS < witness.nextS || leakTPerH < RATES.visibleLeakTPerH) return [];
      const { random } = witness;
      witness.count += 1;
      witness.nextS = doneS + gapS(witness, doneS - (sinceMs - startAtMs) / 1000);
      const free = witness.nearby.filter(({ id }) => (witness.called.get(id) ?? 0) < RATES.callsPerBuilding);
      const near =
        free.length > 0 && random.chance(0.5) ? nearerOf(at, random.pick(free), random.pick(free)) : undefined;
      if (near) witness.called.set(near.id, (witness.called.get(near.id) ?? 0) + 1);
      const spot = near?.at ?? fromLocalM(at, random.normal() * 20, random.normal() * 20);
      const why = { kind: 'leak', pipeId, distanceM: Math.round(distanceM(spot, at)) } as const;
      if (near) return [say(random, 'leakAtHouse', fromBuilding(near), why)];
      const landmark = witness.nearby[0]?.community;
      const street = streetOf.get(pipeId) ?? '';
      const place = street + (landmark === undefined ? '' : `${landmark}附近`);
      return [say(random, 'leakOnRoad', { at: spot, place }, why)];
    });

  /** Per station that is starved for long enough: how likely one of its customers calls in this second. */
  const coldWeights = (): [stationId: string, perS: number][] => {
    const weights: [string, number][] = [];
    for (const [stationId, households] of householdsOf) {
      const share = plant.flowShare(stationId);
      if (share > RATES.restoredAbove) starvedSinceS.delete(stationId);
      else if (share < RATES.starvedBelow && !starvedSinceS.has(stationId)) starvedSinceS.set(stationId, doneS);
      const sinceS = starvedSinceS.get(stationId);
      if (sinceS === undefined) continue;
      const ramp = Math.min(1, (doneS - sinceS - RATES.coldAfterS) / RATES.coldRampS);
      if (ramp > 0) weights.push([stationId, households * RATES.coldPerHouseholdPerS * ramp * (1 - share)]);
    }
    return weights;
  };

  const coldCalls = (): Call[] => {
    const weights = coldWeights();
    const total = weights.reduce((sum, [, perS]) => sum + perS, 0);
    const draw = coldRandom.next();
    if (draw >= Math.min(total, RATES.coldMostPerS)) return [];
    const stationId = pickWeighted(coldRandom, weights, total);
    const building = coldRandom.pick(byStation.get(stationId) ?? []);
    const flowShare = Math.round(plant.flowShare(stationId) * 100) / 100;
    const longCold = plant.roomTempC(building.id) < 17.5;
    const mood = longCold ? 'belowStandard' : coldRandom.chance(0.8) ? 'suddenCold' : 'notHot';
    return [say(coldRandom, mood, fromBuilding(building), { kind: 'starved', stationId, flowShare })];
  };

  const ordinaryMood = (building: Building): Mood => {
    if (plant.roomTempC(building.id) < 18) return ordinaryRandom.chance(0.6) ? 'belowStandard' : 'notHot';
    const draw = ordinaryRandom.next();
    return draw < 0.45 ? 'notHot' : draw < 0.6 ? 'indoorDrip' : 'other';
  };

  const ordinaryCallsNow = (): Call[] => {
    const colder = Math.max(0, RATES.ordinaryColdFromC - plant.outdoorTempC);
    const perHousehold = RATES.ordinaryPerHouseholdPerS * (1 + colder * RATES.ordinaryPerDegree) * ordinaryCalls;
    if (!ordinaryRandom.chance(perHousehold * allHouseholds)) return [];
    const candidates = [1, 2, 3].map(() => ordinaryRandom.pick(city.buildings));
    const building = candidates.reduce((a, b) => (plant.roomTempC(b.id) < plant.roomTempC(a.id) ? b : a));
    return [say(ordinaryRandom, ordinaryMood(building), fromBuilding(building), { kind: 'ordinary' })];
  };

  return {
    advance: (nowMs) => {
      const untilS = Math.floor((nowMs - startAtMs) / 1000);
      doneS = Math.max(doneS, untilS - CATCH_UP_S);
      const made: Call[] = [];
      while (doneS < untilS) {
        doneS += 1;
        made.push(...leakCalls(), ...coldCalls(), ...ordinaryCallsNow());
      }
      return made;
    },
  };
}

/** The nearer one to a leak is the likelier to see it. */
function nearerOf(at: LonLat, a: Building, b: Building): Building {
  return distanceM(a.at, at) <= distanceM(b.at, at) ? a : b;
}

function pickWeighted(random: Random, weights: readonly (readonly [string, number])[], total: number): string {
  let left = random.next() * total;
  let last = '';
  for (const [id, weight] of weights) {
    last = id;
    left -= weight;
    if (left < 0) break;
  }
  return last;
}
