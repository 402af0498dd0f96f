import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { buildPages, needsBuild } from './build-pages.ts';
import { chooseShell, type ShellChoice } from './choose-shell.ts';
import { cityArgs, importDemo, prepareDemo, writeDemoDrivers, type DemoOptions } from './demo.ts';
import { startElectron } from './electron-shell.ts';
import { addLaunchFlags, coreChoice, launchOptionsOf, portNumber, type LaunchFlags } from './launch-flags.ts';
import { Launcher, type HubAccess, type LaunchOptions } from './launcher.ts';
import { refusalOf, render } from './outcome.ts';
import { defaultDataDir, PORTS, ROOT } from './places.ts';
import { openUrl, untilAskedToEnd } from './serve.ts';

interface StartFlags extends LaunchFlags, DemoOptions {
  readonly shell?: 'electron' | 'browser';
  readonly core: string;
  readonly build: boolean;
}

const say = (line: string): void => void process.stderr.write(`heatline: ${line}\n`);
const isAddress = (core: string): boolean => core !== 'utility' && core !== 'node';

/** Hub and, without drivers of a plant, the virtual city with its network. Gives the drivers file to use. */
async function startBehind(
  launcher: Launcher,
  flags: StartFlags,
  drivers: string | undefined,
): Promise<{ hub: HubAccess; drivers: string }> {
  const { places } = launcher;
  if (drivers === undefined) prepareDemo(places);
  const hub = await launcher.startHub();
  if (drivers !== undefined) return { hub, drivers };
  say(`making the virtual city (seed ${flags.seed}, ${flags.stations} stations, ${flags.scenario})`);
  await launcher.startCity(cityArgs(flags, places, hub), [flags.opcuaPort, flags.modbusPort]);
  importDemo(places);
  return { hub, drivers: writeDemoDrivers(places, flags) };
}

/** Starts what the chosen shell needs; resolves when it is to end by itself (its windows were closed), else never. */
async function open(
  launcher: Launcher,
  choice: ShellChoice,
  options: LaunchOptions,
  flags: StartFlags,
  switches: readonly string[],
  onStop: (stop: () => Promise<void>) => void,
): Promise<void> {
  const behind = isAddress(flags.core) ? undefined : await startBehind(launcher, flags, options.drivers);
  if (choice.shell === 'electron') {
    const { data, port } = options;
    const { tokenFile } = launcher;
    const { binary } = choice;
    const electron = startElectron({ binary, core: flags.core, data, port, tokenFile, switches, ...behind });
    onStop(electron.stop);
    process.stdout.write(`Heatline opens its windows (Electron, core ${flags.core}); Ctrl-C or closing them ends it\n`);
    process.exitCode = (await electron.ended) === 0 ? 0 : 1;
    return;
  }
  const url = behind === undefined ? flags.core : await launcher.startCore(behind.hub, behind.drivers);
  const address = openUrl(url, launcher.tokenFile);
  process.stdout.write(`Heatline serves at ${address} (${choice.why}: open it in a browser; Ctrl-C ends it)\n`);
  await new Promise<never>(() => undefined);
}

async function start(flags: StartFlags, switches: readonly string[]): Promise<void> {
  const asked = untilAskedToEnd();
  const stops: (() => Promise<void>)[] = [];
  try {
    const base = defaultDataDir();
    const options = launchOptionsOf(flags, flags.drivers === undefined ? join(base, 'demo') : base);
    const choice = chooseShell(flags.shell, { env: process.env, platform: process.platform, root: ROOT });
    if (flags.build && needsBuild(ROOT)) {
      say('building the pages');
      await Promise.race([buildPages(), asked]);
    }
    const launcher = new Launcher(options, Date.now(), say);
    stops.push(() => launcher.stop());
    const opened = open(launcher, choice, options, flags, switches, (stop) => stops.push(stop));
    await Promise.race([opened, asked]);
  } catch (error) {
    process.stderr.write(render('start', refusalOf(error), false));
    process.exitCode = 1;
  }
  for (const stop of stops.reverse()) await stop();
  // Signal handlers would keep this process alive.
  process.exit();
}

const command = addLaunchFlags(new Command('npm start --'))
  .description('starts the console: on the virtual city, or on a plant with --drivers')
  .addOption(
    new Option('--shell <shell>', 'default: electron where there is one and a display').choices([
      'electron',
      'browser',
    ]),
  )
  .option(
    '--core <where>',
    'core of the Electron windows: utility, node, or the address of a running one',
    coreChoice,
    'utility',
  )
  .option('--no-build', 'take the pages as they are')
  .option('--scenario <name>', 'what happens in the virtual city', 'burst-main')
  .option('--seed <number>', 'seed of the virtual city', '7')
  .option('--stations <number>', 'size of the virtual city', '240')
  .option('--delay <seconds>', 'lets the scenario begin later', '0')
  .option('--opcua-port <number>', 'OPC UA port of the virtual city', portNumber, PORTS.cityOpcua)
  .option('--modbus-port <number>', 'Modbus port of the virtual city', portNumber, PORTS.cityModbus)
  .argument('[switches...]', 'switches for Electron itself, after another --')
  .action((switches: readonly string[], flags: StartFlags) => start(flags, switches))
  .exitOverride();

try {
  await command.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
