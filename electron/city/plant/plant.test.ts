import { afterEach, describe, expect, it } from 'vitest';
import { defaultLimits } from '#shared/domain/alarm/default-limits.ts';
import { MEASURE_NAMES, MEASURES, QUALITY, type Measure } from '#shared/domain/telemetry/measures.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import { generateCity } from '../generate/generate-city.ts';
import { createPlant, type PlantOptions, type RunningPlant } from './plant.ts';

const city = generateCity({ seed: 7, stations: 60 });
const { stations, valves } = city.network;
const START_MS = Date.UTC(2026, 0, 10, 2);
const running: RunningPlant[] = [];

async function start(options: Partial<PlantOptions> = {}): Promise<RunningPlant> {
  const plant = await createPlant(city, { seed: 7, startAtMs: START_MS, ...options });
  running.push(plant);
  return plant;
}

afterEach(() => {
  for (const plant of running.splice(0)) plant.dispose();
});

const column = (measure: Measure): number => MEASURE_NAMES.indexOf(measure);
const read = (plant: RunningPlant, place: number, measure: Measure): number =>
  plant.readings.values[place * MEASURE_NAMES.length + column(measure)] ?? Number.NaN;
const columnOf = (plant: RunningPlant, measure: Measure): number[] =>
  stations.flatMap((station, k) => (station.kind === 'station' ? [read(plant, k, measure)] : []));
const source = stations.findIndex((station) => station.kind === 'source');

/** Steps to `fromS + seconds` after the start, one step every `everyS`. */
function run(plant: RunningPlant, fromS: number, seconds: number, everyS = 1): number {
  for (let s = fromS + everyS; s <= fromS + seconds; s += everyS) plant.step(START_MS + s * 1000);
  return fromS + seconds;
}

describe('a quiet plant', () => {
  it('stays inside every default alarm limit for a day', async () => {
    const plant = await start();
    // Limits on the value itself; those that look back are watched by the real engine in tests/sim/alarm-city.test.ts.
    const limits = stations.flatMap((station, place) =>
      defaultLimits(station)
        .filter(({ kind }) => ['lowLow', 'low', 'high', 'highHigh', 'badQuality'].includes(kind))
        .map((limit) => ({
          ...limit,
          at: place * MEASURE_NAMES.length + column(limit.signalId.split('.')[1] as Measure),
        })),
    );
    const broken = new Set<string>();
    for (let t = 0; t < 24 * 3600; t += 30) {
      run(plant, t, 30, 30);
      for (const { at, kind, limit, signalId } of limits) {
        const value = plant.readings.values[at] ?? Number.NaN;
        const isOut =
          kind === 'badQuality'
            ? (plant.readings.quality[at] ?? QUALITY.bad) >= QUALITY.bad
            : kind.startsWith('low')
              ? value < limit
              : value > limit;
        if (isOut) broken.add(`${signalId}:${kind}`);
      }
    }
    expect([...broken]).toEqual([]);
    expect(Math.min(...city.buildings.map((building) => plant.roomTempC(building.id)))).toBeGreaterThan(17.5);
  });

  it('gives the same readings for the same seed, in the same arrays', async () => {
    const [one, other] = [await start(), await start()];
    const held = one.readings.values;
    run(one, 0, 120);
    run(other, 0, 120);
    expect(one.readings.values).toBe(held);
    expect([...one.readings.values]).toEqual([...other.readings.values]);
    expect([...one.readings.sourceAtMs]).toEqual([...other.readings.sourceAtMs]);
  });

  it('stamps each station with the last whole second of its own clock', async () => {
    const plant = await start();
    run(plant, 0, 30);
    const ages = [...plant.readings.sourceAtMs].map((at) => START_MS + 30_000 - at);
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
    expect(ages.filter((age) => age < 1000).length).toBeGreaterThan(stations.length * 0.9);
  });
});

describe('a burst', () => {
  it('of a main lowers the pressures of a district and drives the make-up up', async () => {
    const plant = await start();
    const t = run(plant, 0, 20);
    const before = columnOf(plant, 'primarySupplyPressureMPa');
    const makeup = read(plant, source, 'makeupFlowTPerH');
    plant.strike({ kind: 'pipeBurst', atS: 20, target: 'main', holeShare: 0.1 });
    run(plant, t, 40);
    const falls = columnOf(plant, 'primarySupplyPressureMPa').map((value, k) => (before[k] ?? 0) - value);
    expect(falls.filter((fall) => fall > 0.2).length).toBeGreaterThan(3);
    expect(read(plant, source, 'makeupFlowTPerH')).toBeGreaterThan(makeup + 10);
    expect(plant.bursts).toHaveLength(1);
    expect(plant.bursts[0]?.leakTPerH).toBeGreaterThan(50);
  });

  it('strikes the same pipe for the same seed, and the named pipe when one is named', async () => {
    const [one, other] = [await start(), await start({ scenarioTargets: { branch: 'P0020S' } })];
    one.strike({ kind: 'pipeBurst', atS: 0, target: 'main', holeShare: 0.1 });
    other.strike({ kind: 'pipeBurst', atS: 0, target: 'main', holeShare: 0.1 });
    expect(one.bursts[0]?.pipeId).toBe(other.bursts[0]?.pipeId);
    other.strike({ kind: 'pipeBurst', atS: 0, target: 'branch', holeShare: 0.1 });
    other.strike({ kind: 'pipeBurst', atS: 0, target: { pipeId: 'P0030R' }, holeShare: 0.1 });
    expect(other.bursts.map((burst) => burst.pipeId).slice(1)).toEqual(['P0020S', 'P0030R']);
  });

  it('of a pipe that is not there is refused', async () => {
    const plant = await start();
    let code: string | undefined;
    try {
      plant.strike({ kind: 'pipeBurst', atS: 0, target: { pipeId: 'nowhere' }, holeShare: 0.1 });
    } catch (error) {
      code = codeOf(error);
    }
    expect(code).toBe('PLT0002');
  });
});

describe('valves', () => {
  it('cut a station off, whose flow stops and whose pressure falls', async () => {
    const plant = await start();
    const place = stations.findIndex((s) => {
      const own = city.network.pipes.find((pipe) => pipe.to === s.supplyNode);
      return valves.some((valve) => valve.to === own?.from && valve.condition === 'operable');
    });
    const own = city.network.pipes.find((pipe) => pipe.to === stations[place]?.supplyNode);
    const valve = valves.find((v) => v.to === own?.from);
    expect(plant.setValve(valve?.id ?? '', 'closed')).toBe(true);
    run(plant, 0, 60);
    expect(plant.flowShare(stations[place]?.id ?? '')).toBeLessThan(0.05);
    expect(read(plant, place, 'primarySupplyPressureMPa')).toBeLessThan(0.1);
  });

  it('that are stuck stay as they are, and strangers are refused', async () => {
    const plant = await start();
    const stuck = valves.find((valve) => valve.condition === 'stuck' && valve.state === 'open');
    expect(plant.setValve(stuck?.id ?? '', 'closed')).toBe(false);
    expect(() => plant.setValve('nowhere', 'closed')).toThrow('PLT0001');
  });
});

describe('other strikes', () => {
  it('a cold wave moves the outdoor temperature by its ramp and the supply after it', async () => {
    const plant = await start();
    const supply = read(plant, source, 'primarySupplyTempC');
    plant.strike({ kind: 'outdoorTemp', atS: 0, tempC: -25, rampS: 3600 });
    const t = run(plant, 0, 1800, 30);
    expect(plant.outdoorTempC).toBeCloseTo(-18.3, 0);
    run(plant, t, 5400, 30);
    expect(plant.outdoorTempC).toBe(-25);
    expect(read(plant, source, 'primarySupplyTempC')).toBeGreaterThan(supply + 10);
  });

  it('a trip stops circulation pumps, and rooms cool', async () => {
    const plant = await start();
    plant.strike({ kind: 'stationTrip', atS: 0, stations: 2 });
    run(plant, 0, 12 * 3600, 60);
    const tripped = stations.filter((s, k) => s.kind === 'station' && read(plant, k, 'circulationPumpOn') === 0);
    expect(tripped).toHaveLength(2);
    for (const { id } of tripped) {
      expect(plant.flowShare(id)).toBe(0);
      const room = city.buildings.find((building) => building.stationId === id)?.id ?? '';
      expect(plant.roomTempC(room)).toBeLessThan(18);
    }
  });

  it('a flood takes pressures out of their limits and ends by itself', async () => {
    const plant = await start();
    plant.strike({ kind: 'alarmFlood', atS: 0, durationS: 60, stations: 30 });
    const outside = (): number =>
      columnOf(plant, 'secondarySupplyPressureMPa').filter((value) => value < 0.25 || value > 0.65).length;
    const t = run(plant, 0, 30);
    expect(outside()).toBe(30);
    run(plant, t, 60);
    expect(outside()).toBe(0);
  });

  it.each(['dropout', 'nan'] as const)('a sensor with %s is bad, and never a number that looks good', async (fault) => {
    const plant = await start();
    plant.strike({ kind: 'sensorFault', atS: 0, sensors: 12, fault });
    run(plant, 0, 10);
    const { values, quality } = plant.readings;
    expect([...quality].filter((q) => q === QUALITY.bad)).toHaveLength(12);
    const goodNan = [...values].filter((value, k) => Number.isNaN(value) && quality[k] === QUALITY.good);
    expect(goodNan).toEqual([]);
  });

  it('a stuck sensor shows one value for ever and looks good', async () => {
    const plant = await start();
    plant.strike({ kind: 'sensorFault', atS: 0, sensors: 5, fault: 'stuck' });
    run(plant, 0, 5);
    const held = plant.readings.values.slice();
    run(plant, 5, 120);
    const noisy = new Set(
      [
        'primarySupplyPressureMPa',
        'secondarySupplyPressureMPa',
        'primaryReturnPressureMPa',
        'primarySupplyTempC',
        'primaryFlowTPerH',
        'secondarySupplyTempC',
        'secondaryReturnTempC',
      ].map((name) => column(name as Measure)),
    );
    const unmoved = [...held.keys()].filter(
      (k) => noisy.has(k % MEASURE_NAMES.length) && held[k] === plant.readings.values[k],
    );
    expect(unmoved).toHaveLength(5);
    expect(unmoved.map((k) => plant.readings.quality[k])).toEqual(unmoved.map(() => QUALITY.good));
  });

  it('a drifting sensor leaves the truth further and further', async () => {
    const [sound, drifting] = [await start(), await start()];
    drifting.strike({ kind: 'sensorFault', atS: 0, sensors: 5, fault: 'drift' });
    run(sound, 0, 600);
    run(drifting, 0, 600);
    const spans = MEASURE_NAMES.map((name) => MEASURES[name].high - MEASURES[name].low);
    const away = [...sound.readings.values.keys()].filter((k) => {
      const gap = Math.abs((sound.readings.values[k] ?? 0) - (drifting.readings.values[k] ?? 0));
      return gap > 0.1 * (spans[k % MEASURE_NAMES.length] ?? 1);
    });
    expect(away.length).toBeGreaterThan(0);
    expect(away.length).toBeLessThanOrEqual(5);
  });
});
