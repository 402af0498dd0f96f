#!/usr/bin/env node
import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { addAnalysisVerbs } from './analysis-flags.ts';
import { doctor } from './doctor.ts';
import { historyExportVerb, historyUsageVerb, type HistoryExport } from './history-verbs.ts';
import { importCustomers, importNetwork } from './import-verbs.ts';
import { addLaunchFlags, launchOptionsOf, type LaunchFlags } from './launch-flags.ts';
import { Launcher } from './launcher.ts';
import { exportLogVerb, verifyLogVerb } from './log-verbs.ts';
import { refusalOf, render, wordsOf, type Outcome } from './outcome.ts';
import { defaultDataDir, ENTRIES, placesIn } from './places.ts';
import { runEntry } from './run-entry.ts';
import { openUrl, serveConsole, untilAskedToEnd } from './serve.ts';

const DONE = 0;
const REFUSED = 1;
const USAGE = 2;

const asJson = process.argv.includes('--json');
const say = (line: string): void => void process.stderr.write(`heatline: ${line}\n`);

/** Prints what a verb did and sets the exit code. People read refusals on standard error, programs read one document. */
function print(verb: string, outcome: Outcome): void {
  const stream = outcome.ok || outcome.isReport === true || asJson ? process.stdout : process.stderr;
  stream.write(render(verb, outcome, asJson));
  process.exitCode = outcome.ok ? DONE : REFUSED;
}

function usage(error: CommanderError): void {
  if (error.exitCode === 0) return;
  process.exitCode = USAGE;
  const document = { code: 'CLI0001', ...wordsOf('CLI0001'), detail: { message: error.message } };
  if (asJson) process.stdout.write(render('usage', { ok: false, document, lines: [] }, true));
}

async function run(verb: string, work: () => Outcome | Promise<Outcome>): Promise<void> {
  try {
    print(verb, await work());
  } catch (error) {
    if (process.env['HEATLINE_DEBUG'] !== undefined) console.error(error);
    print(verb, refusalOf(error));
  }
}

/** Prints one document when the console serves, then keeps it running until a signal. */
async function serve(flags: LaunchFlags): Promise<void> {
  const end = untilAskedToEnd();
  let launcher: Launcher | undefined;
  try {
    const options = launchOptionsOf(flags);
    launcher = new Launcher(options, Date.now(), say);
    const started = await Promise.race([serveConsole(launcher, options.drivers), end]);
    if (started !== undefined) {
      const { url, hub } = started;
      const { tokenFile } = launcher;
      print('serve', {
        ok: true,
        document: { url, tokenFile, hubUrl: hub.url, data: options.data },
        lines: [`Heatline serves at ${openUrl(url, tokenFile)} (open it in a browser; Ctrl-C ends it)`],
      });
    }
    await end;
  } catch (error) {
    print('serve', refusalOf(error));
  } finally {
    await launcher?.stop();
  }
  // Signal handlers would keep this process alive.
  process.exit();
}

const program = new Command('heatline')
  .description('the dispatch console for the control room of a district-heating company')
  .version(packageJson.version)
  .option('--json', 'print one JSON document and nothing else on standard output')
  .exitOverride()
  .configureOutput({
    writeOut: (text) => void process.stdout.write(text),
    writeErr: (text) => void process.stderr.write(text),
  });

const verb = (name: string, description: string, parent: Command = program): Command =>
  parent.command(name).description(description).option('--json', 'print one JSON document');
const dataOption = ['--data <dir>', 'data folder', defaultDataDir()] as const;

addLaunchFlags(verb('serve', 'serve the console in browsers; keeps core and hub running')).action(serve);

for (const name of ['hub', 'city'] as const) {
  program
    .command(name)
    .description(name === 'hub' ? 'run a hub of its own' : 'run the virtual city')
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .action(async () => {
      const flags = process.argv.slice(process.argv.indexOf(name) + 1).filter((word) => word !== '--json');
      const isPlaced = name !== 'hub' || flags.some((word) => /^--data(=|$)/.test(word));
      const args = isPlaced ? flags : [...flags, '--data', placesIn(defaultDataDir()).hub];
      process.exitCode = await runEntry(name, ENTRIES[name], args, asJson);
    });
}

const importing = program
  .command('import')
  .description('import the network or the customers; a bad file changes nothing');
verb('network', 'GeoJSON or EPANET .inp (docs/network-format.md)', importing)
  .argument('<file>')
  .option(...dataOption)
  .option('--crs <system>', 'EPSG code or PROJ string of planar coordinates')
  .option('--origin <lon,lat[@x,y]>', 'place of planar coordinates that have no reference system')
  .action((file: string, flags: { data: string; crs?: string; origin?: string }) =>
    run('import network', () => importNetwork(resolve(file), { ...flags, data: resolve(flags.data) })),
  );
verb('customers', 'CSV (docs/network-format.md)', importing)
  .argument('<file>')
  .option(...dataOption)
  .action((file: string, flags: { data: string }) =>
    run('import customers', () => importCustomers(resolve(file), { data: resolve(flags.data) })),
  );

addAnalysisVerbs(verb, run);

const history = program.command('history').description('the recorded history of the signals (docs/history.md)');
verb('usage', 'room that it takes, by tier and day', history)
  .option(...dataOption)
  .option('--signal <id>', 'of one signal')
  .action((flags: { data: string; signal?: string }) =>
    run('history usage', () => historyUsageVerb(resolve(flags.data), flags.signal)),
  );
const timeOption = (text: string): number => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('A time as 2026-11-22 or 2026-11-22T08:00Z.');
  return at;
};
verb('export', 'write points to a CSV or Parquet file', history)
  .option(...dataOption)
  .option('--signal <ids...>', 'signals; all where none is named', [])
  .requiredOption('--from <time>', 'beginning, UTC where no zone is given with a date', timeOption)
  .requiredOption('--to <time>', 'end, exclusive', timeOption)
  .addOption(new Option('--tier <tier>', 'resolution').choices(['raw', 'minute', 'hour']).default('minute'))
  .addOption(new Option('--format <format>', 'of the file').choices(['csv', 'parquet']).default('csv'))
  .requiredOption('--out <file>', 'file to write')
  .action((flags: Omit<HistoryExport, 'signalIds'> & { data: string; signal: string[] }) =>
    run('history export', () =>
      historyExportVerb(resolve(flags.data), { ...flags, signalIds: flags.signal, out: resolve(flags.out) }),
    ),
  );

verb('export-log', 'write the log to a file that verify-log can check anywhere')
  .option(...dataOption)
  .requiredOption('--out <file>', 'file to write')
  .addOption(new Option('--of <holder>', 'whose log').choices(['console', 'hub']).default('console'))
  .action((flags: { data: string; out: string; of: 'console' | 'hub' }) =>
    run('export-log', () => exportLogVerb(resolve(flags.data), resolve(flags.out), flags.of)),
  );
verb('verify-log', 'check an exported log; needs nothing but the file')
  .argument('<file>')
  .action((file: string) => run('verify-log', () => verifyLogVerb(resolve(file))));

verb('doctor', 'check what this computer and the data folder have and lack')
  .option(...dataOption)
  .option('--host <address>', 'address whose ports are tried', '127.0.0.1')
  .option('--drivers <file>', 'drivers file to check')
  .action((flags: { data: string; host: string; drivers?: string }) =>
    run('doctor', () =>
      doctor(resolve(flags.data), flags.host, flags.drivers === undefined ? undefined : resolve(flags.drivers)),
    ),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  usage(error);
}
