import { createInsightEngine, insightIdOf, type InsightChanges } from '#shared/domain/insight/engine.ts';
import type { ReadMeasure } from '#shared/domain/insight/readings.ts';
import type { Insight } from '#shared/domain/insight/types.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';
import type { Station } from '#shared/domain/network/types.ts';
import { MEASURE_NAMES, QUALITY, signalIdOf, type Measure } from '#shared/domain/telemetry/measures.ts';
import { isStale } from '#shared/domain/telemetry/staleness.ts';
import { WEATHER_REF, type Weather } from '#shared/domain/weather/types.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { HistoryQueries } from '../../api/history-queries.ts';
import type { ConsoleLog, SubmitInput } from '../../log/console-log.ts';
import type { LatestTable } from '../../telemetry/latest-table.ts';
import type { SignalCatalogue } from '../../telemetry/signal-catalogue.ts';

const MINUTE_MS = 60_000;
/** Weather older than this says nothing of now [eng]. */
const WEATHER_MS = 3 * 3_600_000;
/** What is read back at the start, so that a restart does not cost the two hours that a low return needs. */
const PRIMED_MINUTES = 120;
/** A past with fewer good minutes than this is none [eng]. */
const PRIMED_SHARE = 0.5;
const PRIMED: readonly Measure[] = ['secondaryReturnTempC', 'primarySupplyTempC', 'primaryFlowTPerH'];
const SYSTEM: Actor = { id: 'console', name: 'Heatline', role: 'system' };

export interface InsightWatchDependencies {
  readonly clock: Clock;
  readonly log: Pick<ConsoleLog, 'get' | 'list' | 'submitMany'>;
  readonly stations: readonly Station[];
  readonly catalogue: SignalCatalogue;
  readonly latest: LatestTable;
  /** For the minutes before the start; the watch begins without them when they cannot be had. */
  readonly history: Pick<HistoryQueries, 'sparklines'>;
}

export interface InsightWatch {
  dispose(): void;
}

/**
 * Looks at every station once a minute and reports what is found and what is over. The command ids are made of the finding and the minute, so that two consoles on the same plant
 * report each thing once.
 */
export function createInsightWatch(dependencies: InsightWatchDependencies): InsightWatch {
  const { clock, log, stations, catalogue, latest, history } = dependencies;
  const isOpen = ({ status }: Insight): boolean => status !== 'cleared';
  const engine = createInsightEngine(
    stations.map(({ id, area, kind, designFlowTPerH, heatedAreaM2 }) => ({
      ...{ id, area, isSource: kind !== 'station', designFlowTPerH, heatedAreaM2 },
    })),
    new Set(
      log
        .list<Insight>('insight')
        .filter(isOpen)
        .map(({ id }) => id),
    ),
  );
  let isDisposed = false;
  let stop: (() => void) | undefined;
  let waiting: SubmitInput[] = [];
  const columnOf = new Map(MEASURE_NAMES.map((measure, at) => [measure, at]));
  let indexes = new Int32Array(0);
  let mappedRevision = -1;

  /** Where the catalogue has each measure of each station; -1 where it has none yet. */
  function mapSignals(): void {
    if (mappedRevision === catalogue.revision) return;
    mappedRevision = catalogue.revision;
    indexes = Int32Array.from(
      stations.flatMap(({ id }) => MEASURE_NAMES.map((measure) => catalogue.indexOf(signalIdOf(id, measure)) ?? -1)),
    );
  }

  const readLive: ReadMeasure = (station, measure) => {
    const index = indexes[station * MEASURE_NAMES.length + (columnOf.get(measure) ?? 0)] ?? -1;
    const signal = index < 0 ? undefined : catalogue.at(index);
    if (signal === undefined || latest.qualities[index] !== QUALITY.good) return Number.NaN;
    return isStale(latest.ageMs(index), signal.staleAfterMs) ? Number.NaN : (latest.values[index] as number);
  };

  function outdoorTempC(): number | undefined {
    const weather = log.get<Weather>(WEATHER_REF);
    const isFresh = weather !== undefined && clock.now() - weather.observedAt <= WEATHER_MS;
    return isFresh ? weather.outdoorTempC : undefined;
  }

  function report({ found, cleared }: InsightChanges): void {
    const sourceAt = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
    const about = (id: string, type: string, payload: unknown) => ({
      ...{ commandId: `${type}:${id}:${String(sourceAt)}`, entity: { type: 'insight' as const, id }, type, payload },
      actor: SYSTEM,
    });
    const inputs: SubmitInput[] = [
      ...found.map((finding) => about(insightIdOf(finding), 'findInsight', { ...finding, sourceAt })),
      ...cleared.map((id) => about(id, 'clearInsight', { sourceAt })),
    ];
    waiting.push(...inputs);
    if (waiting.length === 0) return;
    // What a full disk did not take is said again the next minute.
    const results = log.submitMany(waiting);
    waiting = waiting.filter((_input, at) => isTryAgain(results[at]));
  }

  function lookNow(): void {
    mapSignals();
    report(engine.observe(outdoorTempC(), readLive));
  }

  async function prime(): Promise<void> {
    const signalIds = PRIMED.flatMap((measure) => stations.map(({ id }) => signalIdOf(id, measure)));
    if (signalIds.length === 0) return;
    const outdoor = outdoorTempC();
    const past: (readonly (number | null)[])[] = [];
    const most = 5_000;
    for (let from = 0; from < signalIds.length; from += most) {
      const some = signalIds.slice(from, from + most);
      past.push(
        ...(await history.sparklines({ signalIds: some, minutes: PRIMED_MINUTES, points: PRIMED_MINUTES })).values,
      );
    }
    const known = past
      .slice(0, stations.length)
      .flat()
      .filter((value) => value !== null).length;
    if (known < PRIMED_SHARE * stations.length * PRIMED_MINUTES) return;
    for (let minute = 0; minute < PRIMED_MINUTES && !isDisposed; minute += 1) {
      const changes = engine.observe(outdoor, (station, measure) => {
        const at = PRIMED.indexOf(measure);
        return at < 0 ? Number.NaN : (past[at * stations.length + station]?.[minute] ?? Number.NaN);
      });
      report(changes);
    }
  }

  // Without a past the watch begins with the present, as on a first start.
  void prime()
    .catch(() => undefined)
    .then(() => {
      if (!isDisposed) stop = clock.every(MINUTE_MS, lookNow);
    });

  return {
    dispose() {
      isDisposed = true;
      stop?.();
    },
  };
}

function isTryAgain(result: ReturnType<ConsoleLog['submit']> | undefined): boolean {
  return result !== undefined && !result.ok && result.error.code.startsWith('DBS');
}
