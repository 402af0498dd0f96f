import type { HubAccess, Launcher } from './launcher.ts';
import { tokenIn } from './tokens.ts';

/** The address that opens a console in a browser. The token is behind `#`: it is never sent to a server or written to its log. */
export function openUrl(url: string, tokenFile: string): string {
  return `${url.replace(/\/+$/, '')}/#token=${tokenIn(tokenFile)}`;
}

/** Starts hub and core of a plain console. Gives the core's address. */
export async function serveConsole(
  launcher: Launcher,
  drivers: string | undefined,
): Promise<{ url: string; hub: HubAccess }> {
  const hub = await launcher.startHub();
  const url = await launcher.startCore(hub, drivers);
  return { url, hub };
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP; a second one ends this process at once (children follow their IPC channel). */
export function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
    process.on('disconnect', () => resolve());
  });
}
