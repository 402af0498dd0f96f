import { MEASURE_NAMES, type Measure } from '../telemetry/measures.ts';
import { atOutdoor, INSIGHT_DEFAULTS, type InsightConfig } from './config.ts';
import { createDriftWatch } from './drift.ts';
import { branchBalance } from './imbalance.ts';
import { createMakeupWatch } from './makeup.ts';
import type { InsightStation, ReadMeasure } from './readings.ts';
import { createStuckWatch } from './stuck.ts';
import { Sustained } from './sustained.ts';
import type { Insight, InsightCommands } from './types.ts';

export type Finding = Omit<InsightCommands['findInsight'], 'sourceAt'>;

/** What changed in one minute. */
export interface InsightChanges {
  readonly found: readonly Finding[];
  /** Ids that no longer hold. */
  readonly cleared: readonly string[];
}

export interface InsightEngine {
  /**
   * One more minute. Call it once a minute with the newest values; `outdoorTempC` undefined where there is no weather (the standards then say nothing).
   */
  observe(outdoorTempC: number | undefined, read: ReadMeasure): InsightChanges;
}

/** The id of the insight that a finding belongs to. */
export function insightIdOf(finding: Pick<Insight, 'kind' | 'subjectId' | 'measure'>): string {
  return [finding.kind, finding.subjectId, ...(finding.measure === undefined ? [] : [finding.measure])].join(':');
}

/** Numbers that are not known are left out. */
const evidenceOf = (...numbers: readonly (readonly [name: string, value: number, unit: string])[]) =>
  numbers
    .filter(([, value]) => Number.isFinite(value))
    .map(([name, value, unit]) => ({ name, value: Math.round(value * 100) / 100, unit }));

/**
 * Watches the readings of all stations, a minute at a time (INS-03 to INS-12). `open`: ids of what the log has as found and not cleared, so that a restart neither finds it
 * again nor forgets to clear it.
 */
export function createInsightEngine(
  stations: readonly InsightStation[],
  open: ReadonlySet<string>,
  config: InsightConfig = INSIGHT_DEFAULTS,
): InsightEngine {
  const areas = [...new Set(stations.map(({ area }) => area))];
  const membersOf = areas.map((area) =>
    stations.flatMap((station, index) => (station.area === area && !station.isSource ? [index] : [])),
  );
  const isOpen = (kind: Insight['kind'], subjectId: string, measure?: Measure): boolean =>
    open.has(insightIdOf({ kind, subjectId, measure }));
  const holding = (kind: Insight['kind'], measure?: Measure): readonly number[] =>
    stations.flatMap(({ id }, index) => (isOpen(kind, id, measure) ? [index] : []));
  const returnLow = new Sustained(stations.length, config.returnLow, holding('returnTempLow'));
  const unbalanced = new Sustained(
    areas.length,
    config.imbalance,
    areas.flatMap((area, at) => (isOpen('imbalance', area) ? [at] : [])),
  );
  const makeup = createMakeupWatch(stations.length, config.makeup, holding('makeupRise'));
  const stuck = createStuckWatch(
    stations.length,
    config.stuckMinutes,
    MEASURE_NAMES.flatMap((measure) => holding('stuckSensor', measure).map((station) => ({ station, measure }))),
  );
  const drift = createDriftWatch(stations.length, config.drift, holding('driftingSensor', 'primarySupplyTempC'));
  let minute = -1;
  let told = new Set(open);
  /** What was open at the start is cleared only once all of it could have been found again. */
  const settleMinutes = config.returnLow.raiseMinutes;

  function* lowReturns(outdoorTempC: number, read: ReadMeasure): Generator<Finding> {
    const standard = atOutdoor(config.returnStandard, outdoorTempC);
    const supplyFloor = atOutdoor(config.supplyStandard, outdoorTempC) - config.supplyLowK;
    for (const [at, members] of membersOf.entries()) {
      const low = members.filter((index) => returnLow.holds(index));
      const cold = low.filter((index) => read(index, 'primarySupplyTempC') < supplyFloor);
      const isUpstream = cold.length >= config.upstreamStations;
      if (isUpstream) {
        const mean = cold.reduce((sum, index) => sum + read(index, 'primarySupplyTempC'), 0) / cold.length;
        yield {
          kind: 'supplyTempLow',
          subjectId: areas[at] ?? '',
          evidence: evidenceOf(
            ['stations', cold.length, ''],
            ['supplyTemp', mean, '°C'],
            ['supplyStandard', supplyFloor + config.supplyLowK, '°C'],
            ['outdoorTemp', outdoorTempC, '°C'],
          ),
        };
      }
      for (const index of isUpstream ? low.filter((one) => !cold.includes(one)) : low) {
        const value = read(index, 'secondaryReturnTempC');
        yield {
          kind: 'returnTempLow',
          subjectId: stations[index]?.id ?? '',
          evidence: evidenceOf(
            ['returnTemp', value, '°C'],
            ['returnStandard', standard, '°C'],
            ['outdoorTemp', outdoorTempC, '°C'],
          ),
        };
      }
    }
  }

  function noteReturns(outdoorTempC: number | undefined, read: ReadMeasure): void {
    const standard = outdoorTempC === undefined ? Number.NaN : atOutdoor(config.returnStandard, outdoorTempC);
    const { belowK, clearBelowK } = config.returnLow;
    for (const [index, station] of stations.entries()) {
      if (station.isSource) continue;
      const value = read(index, 'secondaryReturnTempC');
      const isKnown = Number.isFinite(value) && Number.isFinite(standard);
      returnLow.update(
        index,
        minute,
        isKnown ? value <= standard - belowK : undefined,
        isKnown ? value > standard - clearBelowK : undefined,
      );
    }
  }

  function* imbalances(read: ReadMeasure): Generator<Finding> {
    for (const [at, members] of membersOf.entries()) {
      const balance = branchBalance(members, stations, read, config.imbalance.minStations);
      const index = balance?.index;
      const holds = unbalanced.update(
        at,
        minute,
        index === undefined ? undefined : index > config.imbalance.index,
        index === undefined ? undefined : index < config.imbalance.clearIndex,
      );
      if (!holds) continue;
      yield {
        kind: 'imbalance',
        subjectId: areas[at] ?? '',
        evidence: evidenceOf(
          ['index', balance?.index ?? Number.NaN, ''],
          ['lowestShare', balance?.lowest ?? Number.NaN, ''],
          ['highestShare', balance?.highest ?? Number.NaN, ''],
        ),
      };
    }
  }

  function* sensors(read: ReadMeasure): Generator<Finding> {
    for (const [index, { id }] of stations.entries()) {
      for (const measure of stuck.update(index, read)) {
        yield {
          kind: 'stuckSensor',
          subjectId: id,
          measure,
          evidence: evidenceOf(['value', read(index, measure), ''], ['minutes', stuck.minutes(index, measure), 'min']),
        };
      }
      const rise = makeup.update(index, minute, read(index, 'makeupFlowTPerH'));
      if (rise !== undefined) {
        yield {
          kind: 'makeupRise',
          subjectId: id,
          evidence: evidenceOf(['makeupFlow', rise.flow, 't/h'], ['baseline', rise.baseline, 't/h']),
        };
      }
    }
    for (const members of membersOf) {
      for (const { station, offsetK } of drift.update(members, minute, read)) {
        yield {
          kind: 'driftingSensor',
          subjectId: stations[station]?.id ?? '',
          measure: 'primarySupplyTempC',
          evidence: evidenceOf(['offset', offsetK, 'K']),
        };
      }
    }
  }

  return {
    observe(outdoorTempC, read) {
      minute += 1;
      noteReturns(outdoorTempC, read);
      const now = new Map<string, Finding>();
      const all = [
        ...(outdoorTempC === undefined ? [] : lowReturns(outdoorTempC, read)),
        ...imbalances(read),
        ...sensors(read),
      ];
      for (const finding of all) now.set(insightIdOf(finding), finding);
      const found = [...now].filter(([id]) => !told.has(id)).map(([, finding]) => finding);
      const maySettle = minute >= settleMinutes;
      const cleared = [...told].filter((id) => !now.has(id) && (maySettle || !open.has(id)));
      told = new Set([...now.keys(), ...[...told].filter((id) => !cleared.includes(id))]);
      return { found, cleared };
    },
  };
}
