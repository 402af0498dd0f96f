import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildGraph } from '#shared/domain/network/graph.ts';
import type { ValveGuess } from '#shared/domain/network/trace-types.ts';
import { traceNetwork } from '#shared/domain/network/trace.ts';
import { MEASURE_NAMES, type Measure } from '#shared/domain/telemetry/measures.ts';
import { generateCity } from '../generate/generate-city.ts';
import { createPlant, type RunningPlant } from '../plant/plant.ts';
import { loadScenario } from '../scenario/scenario.ts';
import { noTruth } from '../truth/truth-file.ts';
import { startCrews } from './crews.ts';
import type { Report } from './hub-client.ts';

/** A whole burst in simulated time: it strikes, the valves of the trace are ordered, a crew shuts them in the plant. */
const city = generateCity({ seed: 7, stations: 60 });
const { network } = city;
const START_MS = Date.UTC(2026, 0, 10, 2);
const ALERT = 'A1';

let plant: RunningPlant;
beforeAll(async () => {
  plant = await createPlant(city, { seed: 7, startAtMs: START_MS });
});
afterAll(() => plant.dispose());

/** A hub that gives one crew one order of an alert, and lists the valves of the console until they are reported closed. */
function deskAndHub(crewId: string, pipeId: string) {
  const graph = buildGraph(network);
  const known: Record<string, ValveGuess> = {};
  const reports: Report[] = [];
  const trace = () => traceNetwork(graph, known, { pipeIds: [pipeId] }, () => 0);
  const order = {
    id: 'O1',
    urgent: true,
    alertId: ALERT,
    crewAcceptedAt: 1,
    place: { at: network.pipes.find((pipe) => pipe.id === pipeId)?.path[0] },
    stages: { contacted: {} } as Record<string, object>,
  };
  const valves = () =>
    trace()
      .steps.filter(({ valveId }) => known[valveId]?.state !== 'closed')
      .map(({ valveId }) => ({ alertId: ALERT, valveId, orderedAt: 1, drill: false }));
  const hub = {
    send: (report: Report) => {
      reports.push(report);
      const valve = /^\/valves\/(.+)\/state$/.exec(report.path)?.[1];
      const { stage, state, condition } = report.body as { stage?: string } & ValveGuess;
      if (stage !== undefined) order.stages[stage] = {};
      if (valve !== undefined) known[decodeURIComponent(valve)] = { state, condition };
    },
    get: (path: string) => {
      if (!path.includes(crewId)) return Promise.resolve({ orders: [], valves: [] });
      return Promise.resolve(path.endsWith('/valves') ? { valves: valves() } : { orders: [order] });
    },
    tell: () => Promise.resolve(),
  };
  return { hub, reports, trace, known };
}

const column = (measure: Measure): number => MEASURE_NAMES.indexOf(measure);
const pressures = (): ReadonlyMap<string, number> =>
  new Map(
    plant.readings.stationIds.map((id, place) => [
      id,
      plant.readings.values[place * MEASURE_NAMES.length + column('primarySupplyPressureMPa')] ?? Number.NaN,
    ]),
  );

describe('crews that shut valves', () => {
  it('end burst-main: past the stuck ones, until nothing runs out and the other stations have their pressure back', async () => {
    let s = 0;
    const step = (): void => plant.step(START_MS + ++s * 1000);
    while (s < 30) step();
    const before = pressures();
    const [event] = loadScenario('burst-main').events;
    if (event === undefined) throw new Error('burst-main has no event');
    plant.strike(event);
    while (s < 60) step();
    const during = pressures();
    const pipeId = plant.bursts[0]?.pipeId ?? '';
    const fell = [...before].filter(([id, mpa]) => mpa - (during.get(id) ?? 0) > 0.05).length;
    expect(fell).toBeGreaterThan(10);
    expect(plant.bursts[0]?.leakTPerH).toBeGreaterThan(100);

    const { hub, reports, trace, known } = deskAndHub(city.crews[0]?.id ?? '', pipeId);
    const crews = startCrews({ city, seed: 7, speed: 4, plant, hub, truth: noTruth });
    const isHandled = () => reports.some(({ body }) => body['stage'] === 'handled');
    while (!isHandled() && s < 7200) {
      step();
      crews.advance(START_MS + s * 1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(isHandled()).toBe(true);
    const ofValves = reports.filter(({ path }) => path.startsWith('/valves/'));
    expect(ofValves.length).toBeGreaterThan(0);
    for (const { body } of ofValves) {
      expect(body).toMatchObject({ crewId: city.crews[0]?.id });
      const isClosed = body['state'] === 'closed';
      expect(body).toMatchObject(isClosed ? { alertId: ALERT } : { state: 'open', condition: 'stuck' });
    }
    // As the console would: with all that the crew found out, every valve that still has to be shut is shut.
    const { steps, lost } = trace();
    for (const { valveId } of steps) expect(known[valveId]?.state).toBe('closed');

    for (const end = s + 300; s < end;) step();
    expect(plant.bursts[0]?.leakTPerH ?? 0).toBeLessThan(5);
    const out = new Set([...lost.stations.map((one) => one.stationId), ...lost.alreadyOut]);
    expect(out.size).toBeLessThan(network.stations.length / 2);
    const after = pressures();
    // A ring that is open at one place more costs some pressure behind it; what the burst took is back.
    const served = [...before].filter(([id]) => !out.has(id));
    for (const [id, mpa] of served) expect((after.get(id) ?? 0) / mpa).toBeGreaterThan(0.8);
    const meanOf = (now: ReadonlyMap<string, number>): number =>
      served.reduce((sum, [id, mpa]) => sum + (now.get(id) ?? 0) / mpa, 0) / served.length;
    expect(meanOf(during)).toBeLessThan(0.75);
    expect(meanOf(after)).toBeGreaterThan(0.95);
  }, 120_000);
});
