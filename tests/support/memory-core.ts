import { createHash, randomUUID } from 'node:crypto';
import { createCore, type Core } from '#core/app.ts';
import { createDrivers } from '#core/features/drivers/drivers.ts';
import { createEmptyAnalysis } from './empty-analysis.ts';
import { createEmptyMap } from './empty-map.ts';
import { createEmptyHistorian } from './empty-historian.ts';
import { createConsoleLog, type ConsoleLog } from '#core/log/console-log.ts';
import { createMemoryJournal } from '#core/log/memory-journal.ts';
import { LatestTable } from '#core/telemetry/latest-table.ts';
import { createSampleColumns } from '#core/telemetry/ring.ts';
import { SignalCatalogue } from '#core/telemetry/signal-catalogue.ts';
import { systemClock } from '#kit/system-clock.ts';
import { MEASURES } from '#shared/domain/telemetry/measures.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';
import type { Network } from '#shared/domain/network/types.ts';

/**
 * A whole core without a disk, a hub or a plant: the contract suite runs on it over every transport, also inside an older
 * Electron's utilityProcess, where the native modules cannot load.
 */
export interface MemoryCore {
  readonly core: Core;
  readonly log: ConsoleLog;
  /** Puts one sample into the latest table, as a driver would. Source time UTC ms. */
  sample(index: number, value: number, sourceAtMs: number): void;
}

const PEOPLE: readonly (Actor & { pin: string })[] = [
  { id: 'lead-1', name: 'Lead', role: 'shiftLead', pin: '1111' },
  { id: 'agent-1', name: 'Agent', role: 'callCentre', pin: '2222' },
];

const NETWORK: Network = {
  name: 'one station',
  nodes: [],
  pipes: [],
  valves: [],
  stations: [
    {
      id: 'S001',
      kind: 'station',
      name: 'S001',
      area: 'A',
      at: [126.6, 45.75],
      elevationM: 120,
      supplyNode: 'J1',
      returnNode: 'J2',
    },
  ],
  base: [],
};

export function createMemoryCore(): MemoryCore {
  const catalogue = new SignalCatalogue();
  const latest = new LatestTable({ clock: systemClock, catalogue });
  for (const measure of ['primarySupplyPressureMPa', 'primaryReturnPressureMPa'] as const) {
    const { unit, low, high } = MEASURES[measure];
    catalogue.register({ stationId: 'S001', measure, unit, low, high, staleAfterMs: 10_000, driver: 'test' });
  }
  const log = createConsoleLog({
    store: createMemoryJournal(),
    clock: systemClock,
    newId: randomUUID,
    deviceId: 'console-test',
  });
  const seats = new Map<string, Actor>();
  const core = createCore({
    clock: systemClock,
    newId: randomUUID,
    coreVersion: '0.0.0-test',
    log,
    hub: {
      status: () => ({ state: 'offline', since: 0, url: 'none' }),
      crews: () => ({ positions: [] }),
      onStatus: () => undefined,
      onCrews: () => undefined,
    },
    plant: { revision: () => 1, network: () => NETWORK, buildings: () => [] },
    telemetry: {
      latest,
      signals: () => ({
        revision: catalogue.size,
        signals: catalogue.list().map(({ driver: _driver, ...signal }) => signal),
      }),
      counts: () => ({ ...latest.freshness(), ...latest.faults }),
      drivers: () => [],
      setup: createDrivers({
        clock: systemClock,
        source: undefined,
        reconfigure: () => Promise.resolve(),
        catalogue,
        latest,
        pkiDir: '',
      }),
      limits: () => [],
    },
    history: createEmptyHistorian(),
    analysis: createEmptyAnalysis(),
    map: createEmptyMap(),
    people: {
      list: () => PEOPLE.map(({ pin: _pin, ...actor }) => actor),
      check: (personId, pin) => PEOPLE.find((person) => person.id === personId && person.pin === pin),
    },
    seatStore: {
      put: (seat, actor) => void seats.set(seat, actor),
      delete: (seat) => void seats.delete(seat),
      all: () => [...seats].map(([seat, actor]) => ({ seat, actor })),
    },
    hashSeat: (seat) => createHash('sha256').update(seat).digest('hex'),
    faults: () => [],
    onOwnFault: () => undefined,
    onFault: (thrown) => console.error(thrown),
  });
  const row = createSampleColumns(1);
  return {
    core,
    log,
    sample(index, value, sourceAtMs) {
      row.indexes[0] = index;
      row.values[0] = value;
      row.sourceAtMs[0] = sourceAtMs;
      row.qualities[0] = 0;
      latest.apply(row, 1);
    },
  };
}
