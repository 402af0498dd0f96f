import { app } from 'electron';
import { CodedError } from '#shared/lib/coded-error.ts';
import { parseOptions, type ShellOptions } from './options.ts';
import { prepareShell, runShell } from './shell.ts';

function fail(error: unknown): void {
  const text = error instanceof CodedError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`heatline: ${text ?? ''}\n`);
  app.exit(error instanceof CodedError && error.code === 'WIN0001' ? 2 : 1);
}

function start(options: ShellOptions): void {
  const shell = prepareShell(options);
  // Another console of this data folder runs already: it comes to the front by itself.
  if (shell === undefined) app.exit(0);
  else
    app
      .whenReady()
      .then(() => runShell(shell))
      .catch(fail);
}

try {
  start(parseOptions(process.argv.slice(1), process.cwd()));
} catch (error) {
  fail(error);
}
