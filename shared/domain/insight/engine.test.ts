import { describe, expect, it } from 'vitest';
import type { Measure } from '../telemetry/measures.ts';
import { atOutdoor, INSIGHT_DEFAULTS } from './config.ts';
import { createInsightEngine, insightIdOf } from './engine.ts';
import type { InsightStation } from './readings.ts';

const OUTDOOR_C = -10;
const RETURN_C = atOutdoor(INSIGHT_DEFAULTS.returnStandard, OUTDOOR_C);
const SUPPLY_C = atOutdoor(INSIGHT_DEFAULTS.supplyStandard, OUTDOOR_C);

const stations: readonly InsightStation[] = ['S1', 'S2', 'S3', 'S4'].map((id) => ({
  id,
  area: 'east',
  isSource: false,
  designFlowTPerH: 100,
  heatedAreaM2: 50_000,
}));

type Readings = Partial<Record<Measure, number>>;
type Change = (minute: number) => Readings;

/** Four like stations on a quiet day; `changes` overrides the readings of single stations. A little noise is on everything, unless `isExact`. */
function plant(
  changes: Readonly<Record<string, Change>> = {},
  { open = [] as readonly string[], isExact = false } = {},
) {
  const engine = createInsightEngine(stations, new Set(open));
  const found: string[] = [];
  const cleared: string[] = [];
  let minute = 0;
  const run = (minutes: number, outdoorTempC: number | null = OUTDOOR_C) => {
    for (let count = 0; count < minutes; count += 1) {
      const noise = (station: number, salt: number) => 0.05 * Math.sin(minute * (1.3 + salt) + station);
      const now = minute;
      const result = engine.observe(outdoorTempC ?? undefined, (station, measure) => {
        const changed = changes[stations[station]?.id ?? '']?.(now);
        if (changed !== undefined && measure in changed) {
          return (changed[measure] ?? Number.NaN) + (isExact ? 0 : 0.001 * (now % 7));
        }
        if (measure === 'secondaryReturnTempC') return RETURN_C + noise(station, 0.1);
        if (measure === 'secondarySupplyTempC') return RETURN_C + 8 + noise(station, 0.2);
        if (measure === 'primarySupplyTempC') return SUPPLY_C - 2 + noise(station, 0.3);
        if (measure === 'primaryFlowTPerH') return 60 + noise(station, 0.4);
        if (measure === 'makeupFlowTPerH') return 0.4 + noise(station, 0.5) / 10;
        return Number.NaN;
      });
      found.push(...result.found.map((finding) => `${String(now)} ${insightIdOf(finding)}`));
      cleared.push(...result.cleared.map((id) => `${String(now)} ${id}`));
      minute += 1;
    }
  };
  return { run, found, cleared };
}

describe('the insight engine', () => {
  it('INS-04: finds a return that is 2 K low for two hours, and clears it after an hour above -1 K', () => {
    const low = plant({ S2: (minute) => ({ secondaryReturnTempC: RETURN_C - (minute < 200 ? 2.1 : 0.5) }) });
    low.run(119);
    expect(low.found).toEqual([]);
    low.run(200);
    expect(low.found).toEqual(['119 returnTempLow:S2']);
    expect(low.cleared).toEqual(['259 returnTempLow:S2']);
    const nearly = plant({ S2: () => ({ secondaryReturnTempC: RETURN_C - 1.9 }) });
    nearly.run(400);
    expect(nearly.found).toEqual([]);
  });

  it('INS-03: bad readings delay a finding while fewer than 80 % are good, and one good reading to the contrary stops it', () => {
    const gaps = (share: number) =>
      plant({
        S1: (minute) => ({ secondaryReturnTempC: minute % 10 < share ? RETURN_C - 3 : Number.NaN }),
      });
    const mostly = gaps(8);
    mostly.run(200);
    expect(mostly.found).toEqual(['119 returnTempLow:S1']);
    const seldom = gaps(7);
    seldom.run(400);
    expect(seldom.found).toEqual([]);
    const broken = plant({ S1: (minute) => ({ secondaryReturnTempC: RETURN_C - (minute === 60 ? 0 : 3) }) });
    broken.run(180);
    expect(broken.found).toEqual([]);
    broken.run(2);
    expect(broken.found).toEqual(['180 returnTempLow:S1']);
  });

  it('INS-05: three stations with a cold supply are one finding upstream', () => {
    const cold: Change = () => ({ secondaryReturnTempC: RETURN_C - 4, primarySupplyTempC: SUPPLY_C - 12 });
    const three = plant({ S1: cold, S2: cold, S3: cold, S4: () => ({ secondaryReturnTempC: RETURN_C - 4 }) });
    three.run(130);
    expect(three.found).toEqual(['119 supplyTempLow:east', '119 returnTempLow:S4']);
    const two = plant({ S1: cold, S2: cold });
    two.run(130);
    expect(two.found).toEqual(['119 returnTempLow:S1', '119 returnTempLow:S2']);
  });

  it('INS-06: says nothing of standards without an outdoor temperature', () => {
    const low = plant({ S2: () => ({ secondaryReturnTempC: RETURN_C - 5 }) });
    for (let hour = 0; hour < 5; hour += 1) low.run(60, null);
    expect(low.found).toEqual([]);
  });

  it('INS-07: finds make-up above what is usual, once that is known, and does not learn from the rise', () => {
    const rise = plant({ S3: (minute) => ({ makeupFlowTPerH: minute < 400 ? 0.4 : 1.2 + 0.01 * (minute % 3) }) });
    rise.run(2_000);
    expect(rise.found).toEqual(['429 makeupRise:S3']);
    expect(rise.cleared).toEqual([]);
    const early = plant({ S3: (minute) => ({ makeupFlowTPerH: minute < 100 ? 0.4 : 1.2 + 0.01 * (minute % 3) }) });
    early.run(300);
    expect(early.found).toEqual([]);
  });

  it('INS-08: finds a branch whose flow is shared out wrongly, also without flow meters', () => {
    const byFlow = plant({ S1: (minute) => ({ primaryFlowTPerH: 15 + 0.1 * (minute % 2) }) });
    byFlow.run(70);
    expect(byFlow.found).toEqual(['59 imbalance:east']);
    const noMeters = Object.fromEntries(
      stations.map(({ id }, index) => [
        id,
        (minute: number) => ({
          primaryFlowTPerH: Number.NaN,
          secondaryReturnTempC: index === 0 ? RETURN_C + 6 + 0.01 * (minute % 2) : RETURN_C + 0.01 * (minute % 3),
        }),
      ]),
    );
    const byTemperature = plant(noMeters);
    byTemperature.run(70);
    expect(byTemperature.found).toEqual(['59 imbalance:east']);
  });

  it('INS-09: finds an instrument that stands still while its station lives', () => {
    const still = plant({ S4: () => ({ secondarySupplyTempC: 51.2 }) }, { isExact: true });
    still.run(119);
    expect(still.found).toEqual([]);
    still.run(10);
    expect(still.found).toEqual(['120 stuckSensor:S4:secondarySupplyTempC']);
    const frozen: Change = () => ({
      ...{ secondarySupplyTempC: 51.2, secondaryReturnTempC: RETURN_C, primarySupplyTempC: SUPPLY_C },
      ...{ primaryFlowTPerH: 60, makeupFlowTPerH: 0 },
    });
    const silent = plant({ S4: frozen }, { isExact: true });
    silent.run(300);
    expect(silent.found).toEqual([]);
  });

  it('INS-10: finds a supply thermometer that moves away from its branch, not a branch that moves together', () => {
    const drift = plant({ S1: (minute) => ({ primarySupplyTempC: SUPPLY_C - 2 + minute / 100 }) });
    drift.run(20 * 60);
    expect(drift.found.map((text) => text.split(' ')[1])).toEqual(['driftingSensor:S1:primarySupplyTempC']);
    const together: Change = (minute) => ({ primarySupplyTempC: SUPPLY_C + minute / 100 });
    const all = plant({ S1: together, S2: together, S3: together, S4: together });
    all.run(20 * 60);
    expect(all.found).toEqual([]);
  });

  it('INS-11: gives the same again, and goes on from what the log has', () => {
    const low = { S2: () => ({ secondaryReturnTempC: RETURN_C - 2.1 }) };
    const [one, two] = [plant(low), plant(low)];
    one.run(300);
    two.run(300);
    expect(two.found).toEqual(one.found);
    const again = plant(low, { open: ['returnTempLow:S2', 'returnTempLow:S3'] });
    again.run(300);
    expect(again.found).toEqual([]);
    expect(again.cleared).toEqual(['120 returnTempLow:S3']);
  });
});

it('INS-04: a standard is read between its points and level beyond them', () => {
  expect(
    atOutdoor(
      [
        [-10, 40],
        [0, 30],
      ],
      -5,
    ),
  ).toBe(35);
  expect(
    atOutdoor(
      [
        [-10, 40],
        [0, 30],
      ],
      -40,
    ),
  ).toBe(40);
  expect(
    atOutdoor(
      [
        [-10, 40],
        [0, 30],
      ],
      20,
    ),
  ).toBe(30);
});
