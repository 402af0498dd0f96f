import { describe, expect, it } from 'vitest';
import type { Sparklines } from '#shared/contract/history-api.ts';
import { atOutdoor, INSIGHT_DEFAULTS } from '#shared/domain/insight/config.ts';
import type { Insight } from '#shared/domain/insight/types.ts';
import type { Station } from '#shared/domain/network/types.ts';
import { MEASURES, QUALITY, type Measure } from '#shared/domain/telemetry/measures.ts';
import { createTestClock, type TestClock } from '#tests/support/test-clock.ts';
import { createConsoleLog } from '../../log/console-log.ts';
import { createMemoryJournal } from '../../log/memory-journal.ts';
import { LatestTable } from '../../telemetry/latest-table.ts';
import { createSampleColumns } from '../../telemetry/ring.ts';
import { SignalCatalogue } from '../../telemetry/signal-catalogue.ts';
import { createInsightWatch } from './insight-watch.ts';

const OUTDOOR_C = -10;
const LOW_C = atOutdoor(INSIGHT_DEFAULTS.returnStandard, OUTDOOR_C) - 3;
const MINUTE = 60_000;
const START = 1_790_000_000_000;

const station: Station = {
  ...{ id: 'S001', kind: 'station', name: 'S001', area: 'A', at: [126.6, 45.7], elevationM: 100 },
  ...{ supplyNode: 'J1', returnNode: 'J2' },
};

/** A console whose one station reports a return that is low, ten times a minute, while `isReporting`. */
function startConsole(clock: TestClock, past?: (signalId: string) => readonly (number | null)[]) {
  const catalogue = new SignalCatalogue();
  const latest = new LatestTable({ clock, catalogue });
  const indexOf = (measure: Measure) => {
    const { unit, low, high } = MEASURES[measure];
    return catalogue.register({ stationId: 'S001', measure, unit, low, high, staleAfterMs: 10_000, driver: 'test' });
  };
  const index = indexOf('secondaryReturnTempC');
  const log = createConsoleLog({ store: createMemoryJournal(), clock, newId: () => 'id', deviceId: 'a' });
  log.submit({
    ...{ entity: { type: 'weather', id: 'current' }, type: 'observeWeather', commandId: 'weather' },
    payload: { outdoorTempC: OUTDOOR_C, observedAt: clock.now(), source: 'test' },
    actor: { id: 'x', name: 'x', role: 'system' },
  });
  const state = { isReporting: true };
  const batch = createSampleColumns(1);
  clock.every(6_000, () => {
    if (!state.isReporting) return;
    batch.indexes[0] = index;
    batch.values[0] = LOW_C + Math.sin(clock.now());
    batch.sourceAtMs[0] = clock.now();
    batch.qualities[0] = QUALITY.good;
    latest.apply(batch, 1);
  });
  const sparklines = async (query: { readonly signalIds: readonly string[] }): Promise<Sparklines> => {
    if (past === undefined) throw new Error('no history');
    return { from: 0, stepMs: MINUTE, values: query.signalIds.map((id) => [...past(id)]) };
  };
  const watch = createInsightWatch({ clock, log, stations: [station], catalogue, latest, history: { sparklines } });
  const found = () => log.list<Insight>('insight');
  return { log, state, found, watch };
}

/** The promises of the start have been kept. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

function clockAtStart(): TestClock {
  const clock = createTestClock();
  clock.advance(START);
  return clock;
}

describe('the insight watch', () => {
  it('reports what lasts, under an id that a second console gives it too', async () => {
    const clock = clockAtStart();
    const [one, two] = [startConsole(clock), startConsole(clock)];
    await settled();
    clock.advance(119 * MINUTE);
    expect(one.found()).toEqual([]);
    clock.advance(MINUTE);
    expect(one.found()).toMatchObject([
      { id: 'returnTempLow:S001', status: 'open', evidence: [{ name: 'returnTemp' }, {}, {}] },
    ]);
    const idsOf = ({ log }: typeof one) => log.unsent(10).map(({ commandId }) => commandId);
    expect(idsOf(one)).toEqual(idsOf(two));
    one.watch.dispose();
    two.watch.dispose();
  });

  it('takes a value that has gone stale for none', async () => {
    const clock = clockAtStart();
    const { state, found } = startConsole(clock);
    await settled();
    clock.advance(30 * MINUTE);
    state.isReporting = false;
    clock.advance(300 * MINUTE);
    expect(found()).toEqual([]);
  });

  it('goes on from the recorded minutes after a restart, unless too few are good', async () => {
    const clock = clockAtStart();
    const low = (count: number) => (signalId: string) =>
      Array.from({ length: 120 }, (_, minute) =>
        signalId.includes('secondaryReturn') && minute < count ? LOW_C : null,
      );
    const restarted = startConsole(clock, low(119));
    const empty = startConsole(clock, low(20));
    await settled();
    clock.advance(MINUTE);
    expect(restarted.found()).toMatchObject([{ id: 'returnTempLow:S001' }]);
    expect(empty.found()).toEqual([]);
  });
});
