import { Disposables } from '#kit/disposables.ts';
import type { Log } from '#kit/logger.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { createCallers } from '../people/callers.ts';
import { startCrews } from '../people/crews.ts';
import { HubClient, type Report } from '../people/hub-client.ts';
import { createForecaster, outdoorChanges } from '../people/forecaster.ts';
import { createWeather } from '../people/weather.ts';
import { createPlant } from '../plant/plant.ts';
import { createScenarioRunner } from '../scenario/runner.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { CityModbusServer } from '../servers/modbus-server.ts';
import { startOpcuaServer } from '../servers/opcua-server.ts';
import { createBurstTruth, noTruth, openTruth, type Truth } from '../truth/truth-file.ts';
import type { City, Plant, ScenarioEvent } from '../types.ts';
import type { CityArgs } from './args.ts';

const STEP_MS = 1_000;

export interface StartCityOptions {
  readonly args: CityArgs;
  readonly city: City;
  readonly scenario: Scenario;
  readonly clock: Clock;
  readonly log: Log;
}

/** A city that runs: one step of the plant a second until `dispose`. */
export interface RunningCity {
  readonly opcuaUrl: string;
  readonly modbusPort: number;
  /** Strikes now, whatever the scenario says. */
  strike(event: ScenarioEvent): void;
  dispose(): Promise<void>;
}

interface Run {
  readonly options: StartCityOptions;
  readonly startAtMs: number;
  readonly plant: Plant;
  readonly truth: Truth;
  readonly hub: HubClient | undefined;
}

/** Starts plant, servers, people and scenario. Throws the coded errors of its parts, with nothing left running. */
export async function startCity(options: StartCityOptions): Promise<RunningCity> {
  const parts = new Disposables();
  try {
    return await start(options, parts);
  } catch (error) {
    await parts.dispose();
    throw error;
  }
}

async function start(options: StartCityOptions, parts: Disposables): Promise<RunningCity> {
  const { args, city, scenario, clock, log } = options;
  const { host, seed } = args;
  const truth = args.truthFile === undefined ? noTruth : parts.add(openTruth(args.truthFile, log));
  const startAtMs = clock.now();
  const hub = openHub(options, startAtMs, truth, parts);
  const plant = await createPlant(city, { seed, startAtMs });
  plant.step(startAtMs);
  const { readings } = plant;
  const { modbusStationIds: stationIds } = city;
  const modbus = parts.add(await CityModbusServer.start({ stationIds, readings, host, port: args.modbusPort }));
  const opcua = parts.add(await startOpcuaServer({ city, readings, host, port: args.opcuaPort, pkiDir: args.pkiDir }));
  const people = startPeople({ options, startAtMs, plant, truth, hub });
  const burstTruth = createBurstTruth(city, plant, truth);
  const strike = (event: ScenarioEvent): void => {
    truth.write(clock.now(), 'strike', { event });
    log.info({ event }, 'strike');
    plant.strike(event);
  };
  const runner = createScenarioRunner(scenario.events, args.delayS, strike);
  const { delayS, stations } = args;
  truth.write(startAtMs, 'run', { seed, stations, scenario: scenario.name, delayS });
  parts.defer(
    clock.every(STEP_MS, () => {
      const nowMs = clock.now();
      runner.advance((nowMs - startAtMs) / 1000);
      plant.step(nowMs);
      opcua.push();
      modbus.update();
      burstTruth(nowMs);
      people(nowMs);
    }),
  );
  return {
    opcuaUrl: opcua.endpointUrl,
    modbusPort: modbus.port,
    strike,
    dispose: () => parts.dispose(),
  };
}

function openHub(
  { args, clock, log }: StartCityOptions,
  startAtMs: number,
  truth: Truth,
  parts: Disposables,
): HubClient | undefined {
  if (!args.hub) return undefined;
  const runId = `${args.seed}/${startAtMs}`;
  const onRefused = (report: Report, status: number, answer: string): void =>
    truth.write(clock.now(), 'refused', { report, status, answer });
  return parts.add(new HubClient({ ...args.hub, runId, clock, log, onRefused }));
}

/** Customers, and with a hub also crews and weather; what they do in one step. */
function startPeople({ options, startAtMs, plant, truth, hub }: Run): (nowMs: number) => void {
  const { args, city, scenario } = options;
  const { seed } = args;
  const callers = createCallers({ city, plant, seed, startAtMs, ordinaryCalls: scenario.ordinaryCalls });
  const crews = hub && startCrews({ city, seed, speed: args.crewSpeed, plant, hub, truth });
  const weather = hub && createWeather(plant, seed, hub);
  weather?.(startAtMs);
  const changes = outdoorChanges(scenario.events, startAtMs + args.delayS * 1000);
  const forecaster = hub && createForecaster({ plant, seed, changes, hub });
  forecaster?.(startAtMs);
  return (nowMs) => {
    for (const { act, complaint, why } of callers.advance(nowMs)) {
      truth.write(complaint.reportedAt, 'call', { act, why, complaint });
      hub?.send({ act, method: 'POST', path: '/complaints', body: complaint });
    }
    crews?.advance(nowMs);
    weather?.(nowMs);
    forecaster?.(nowMs);
  };
}
