import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ScenarioEvent } from '../types.ts';
import { createScenarioRunner } from './runner.ts';
import { loadScenario, parseScenarioEvent, scenarioNames } from './scenario.ts';

const dir = mkdtempSync(join(tmpdir(), 'heatline-scenario-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function fileOf(content: string): string {
  const path = join(dir, `${Math.abs(Buffer.from(content).readInt32BE(0))}-${content.length}.json`);
  writeFileSync(path, content);
  return path;
}

const scenarioOf = (...events: unknown[]) => fileOf(JSON.stringify({ description: 'x', events }));

test('the seven named scenarios load, and none strikes before second 30', () => {
  expect(scenarioNames()).toEqual([
    'alarm-flood',
    'burst-branch',
    'burst-main',
    'cold-wave',
    'quiet-day',
    'sensor-failure',
    'station-trip',
  ]);
  for (const name of scenarioNames()) {
    const scenario = loadScenario(name);
    expect(scenario.name).toBe(name);
    expect(scenario.events[0]?.atS).toBe(30);
  }
});

test('an unknown name is CTY0001 and lists the names', () => {
  expect(() => loadScenario('earthquake')).toThrow(
    expect.objectContaining({
      code: 'CTY0001',
      detail: { scenario: 'earthquake', names: scenarioNames().join(', ') },
    }),
  );
  expect(() => loadScenario('../files/burst-main')).toThrow(expect.objectContaining({ code: 'CTY0001' }));
});

test.each([
  ['not JSON', fileOf('{"events": ['), ''],
  ['a missing file', join(dir, 'none.json'), ''],
  ['no events', fileOf('{"description":"x"}'), 'events'],
  ['an unknown kind', scenarioOf({ kind: 'meteor', atS: 3 }), 'events.0.kind'],
  ['a time before the start', scenarioOf({ kind: 'stationTrip', atS: -1, stations: 1 }), 'events.0.atS'],
  [
    'a hole larger than the pipe',
    scenarioOf({ kind: 'pipeBurst', atS: 1, target: 'main', holeShare: 1.5 }),
    'events.0.holeShare',
  ],
  ['no hole', scenarioOf({ kind: 'pipeBurst', atS: 1, target: 'main', holeShare: 0 }), 'events.0.holeShare'],
  ['a word for a number', scenarioOf({ kind: 'outdoorTemp', atS: 1, tempC: 'cold', rampS: 1 }), 'events.0.tempC'],
  ['half a station', scenarioOf({ kind: 'stationTrip', atS: 1, stations: 0.5 }), 'events.0.stations'],
])('%s is CTY0002 with its field', (_name, file, field) => {
  expect(() => loadScenario(file)).toThrow(
    expect.objectContaining({ code: 'CTY0002', detail: expect.objectContaining({ file, field }) }),
  );
});

test('a field nobody knows is refused: a misspelt option must not be silently ignored', () => {
  expect(() => parseScenarioEvent({ kind: 'stationTrip', atS: 1, stations: 1, durationS: 5 })).toThrow(
    expect.objectContaining({ code: 'CTY0002' }),
  );
});

test('events are struck once each, in order of time, later by the delay', () => {
  const scenario = loadScenario(
    scenarioOf(
      { kind: 'stationTrip', atS: 20, stations: 2 },
      { kind: 'closeValves', atS: 5, valveIds: ['V1'] },
      { kind: 'stationTrip', atS: 20, stations: 3 },
    ),
  );
  const struck: ScenarioEvent[] = [];
  const runner = createScenarioRunner(scenario.events, 10, (event) => struck.push(event));
  runner.advance(14.9);
  expect(struck).toHaveLength(0);
  runner.advance(15);
  runner.advance(15);
  expect(struck.map(({ kind }) => kind)).toEqual(['closeValves']);
  runner.advance(1000);
  expect(struck.map((event) => ('stations' in event ? event.stations : 0))).toEqual([0, 2, 3]);
});
