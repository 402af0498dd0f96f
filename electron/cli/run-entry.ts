import { fork } from 'node:child_process';

/**
 * Runs an entry (`hub`, `city`) in the foreground with all its own flags, and gives its exit code: 0, 1, or 2 for wrong flags. The entry
 * prints on our streams; it ends on the signals we get, and with us.
 */
export function runEntry(entry: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = fork(entry, [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
    let isUsage = false;
    child.on('message', (message: { code?: unknown }) => {
      // HUB0014: the hub's word for flags it does not know.
      if (message.code === 'HUB0014') isUsage = true;
    });
    // A Ctrl-C reaches the child by itself, from the terminal.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(isUsage ? 2 : (code ?? 1)));
  });
}
