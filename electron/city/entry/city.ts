import { createLogger } from '#kit/logger.ts';
import { systemClock } from '#kit/system-clock.ts';
import { englishWordsOf } from '#shared/contract/errors/registry.ts';
import { codeOf, CodedError } from '#shared/lib/coded-error.ts';
import { exportCity } from '../export/export-city.ts';
import { generateCity } from '../generate/generate-city.ts';
import { loadScenario, parseScenarioEvent } from '../scenario/scenario.ts';
import { guardAgainstOpcuaPeers } from '../servers/opcua-guard.ts';
import { CITY_HELP, parseCityArgs } from './args.ts';
import { startCity, type RunningCity } from './start-city.ts';

const log = createLogger({ name: 'city' });

/** Code, what it was about, what it means and what to do, also to the parent; exit code 2 for wrong options, 1 for the rest. */
function fail(error: unknown): void {
  const code = codeOf(error);
  const entry = code === undefined ? undefined : englishWordsOf(code);
  const words = error instanceof Error ? (entry ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${words}\n${entry ? `${entry.sentence} ${entry.next}\n` : ''}`);
  const end = (): never => process.exit(code === 'CTY0003' ? 2 : 1);
  if (process.send && error instanceof CodedError) process.send({ t: 'failed', code, detail: error.detail }, end);
  else end();
}

function strikeByMessage(running: RunningCity, message: unknown): void {
  if (typeof message !== 'object' || message === null || !('t' in message) || message.t !== 'strike') return;
  try {
    running.strike(parseScenarioEvent('event' in message ? message.event : undefined));
  } catch (error) {
    log.warn({ code: codeOf(error), error: String(error) }, 'not struck');
  }
}

/** Ends cleanly on Ctrl-C and when the parent lets go, also while the city is still starting. */
function endWith(held: { running?: RunningCity }): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    Promise.resolve(held.running?.dispose()).then(() => process.exit(0), fail);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  process.once('disconnect', end);
}

async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv.includes('--help')) {
    process.stdout.write(CITY_HELP);
    return;
  }
  const args = parseCityArgs(argv);
  const scenario = loadScenario(args.scenario);
  const city = generateCity({ seed: args.seed, stations: args.stations });
  if (args.exportDir !== undefined) await exportCity(city, args.exportDir);
  if (args.exportOnly) return;
  const held: { running?: RunningCity } = {};
  endWith(held);
  guardAgainstOpcuaPeers(log, fail);
  const running = await startCity({ args, city, scenario, clock: systemClock, log });
  held.running = running;
  const { opcuaUrl, modbusPort } = running;
  if (process.send) {
    process.on('message', (message) => strikeByMessage(running, message));
    process.send({ t: 'ready', opcuaUrl, modbusPort });
  } else {
    process.stdout.write(`city ready: ${opcuaUrl} modbus ${args.host}:${modbusPort} scenario ${scenario.name}\n`);
  }
}

main().catch(fail);
