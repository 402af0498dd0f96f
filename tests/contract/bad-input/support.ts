import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORPCError } from '@orpc/client';
import type { Health } from '#core/app.ts';
import { startChild, type Child } from '#tests/support/child.ts';
import { dialConsole, type ConsoleClient } from '#tests/support/console-client.ts';

export type Served = Child<{ readonly url: string }>;

/** Folders and processes of one test, ended and removed by {@link Site.close}. */
export class Site {
  readonly dir: string;
  readonly #children: Served[] = [];
  readonly #clients: ConsoleClient[] = [];
  readonly #mounts: string[] = [];

  constructor() {
    this.dir = mkdtempSync(join(tmpdir(), 'heatline-bad-input-'));
  }

  /** A real core on `<dir>/<name>`; rejects with the end of its output when it does not get ready. */
  async core(args: readonly string[] = [], name = 'core'): Promise<Served> {
    const core = await startChild<{ url: string }>(
      'electron/core/entry/node.ts',
      ['--data', join(this.dir, name), '--port', '0', ...args],
      join(this.dir, `${name}.out`),
    );
    this.#children.push(core);
    return core;
  }

  /** A real hub on `<dir>/hub`. */
  async hub(port = 0): Promise<Served> {
    const hub = await startChild<{ url: string }>(
      'electron/hub/entry/hub.ts',
      ['--data', join(this.dir, 'hub'), '--port', String(port)],
      join(this.dir, 'hub.out'),
    );
    this.#children.push(hub);
    return hub;
  }

  /** Arguments of a core that talks to the hub at `url` with the token of this site's hub. */
  hubArgs(url: string): string[] {
    return ['--hub', url, '--hub-token-file', join(this.dir, 'hub', 'hub.token')];
  }

  async child<Ready>(entry: string, args: readonly string[]): Promise<Child<Ready>> {
    const child = await startChild<Ready>(entry, args, join(this.dir, 'peer.out'));
    this.#children.push(child as unknown as Served);
    return child;
  }

  token(name = 'core', kind: 'console' | 'wall' = 'console'): string {
    return readFileSync(join(this.dir, name, `${kind}.token`), 'utf8').trim();
  }

  async dial(core: Served, name = 'core'): Promise<ConsoleClient> {
    const client = await dialConsole(core.ready.url, this.token(name));
    this.#clients.push(client);
    return client;
  }

  /** A page at which the shift lead of the demo roster is signed on. */
  async desk(core: Served, name = 'core'): Promise<ConsoleClient> {
    const client = await this.dial(core, name);
    const lead = (await client.api.session.people()).find((person) => person.role === 'shiftLead');
    await client.api.session.signOn({ personId: lead?.id ?? '', pin: '0000' });
    return client;
  }

  /** A small disk of its own at `<dir>/<name>`. */
  mount(name: string, size: string): string {
    const at = join(this.dir, name);
    mkdirSync(at, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'heatline-test', at]);
    this.#mounts.push(at);
    return at;
  }

  write(name: string, text: string): string {
    const file = join(this.dir, name);
    writeFileSync(file, text);
    return file;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await Promise.all(this.#children.map((child) => child.stop()));
    for (const at of this.#mounts) execFileSync('umount', ['-l', at]);
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export async function health(core: Served): Promise<Health> {
  return (await (await fetch(`${core.ready.url}/healthz`)).json()) as Health;
}

/** Gives one note at a station, the smallest command there is. Returns its id once it is safe on the console's disk. */
export async function giveNote(client: ConsoleClient, text = 'pressure checked by hand'): Promise<string> {
  const commandId = randomUUID();
  const entity = { type: 'station' as const, id: `S${commandId}` };
  await client.api.command.submit({ commandId, entity, type: 'noteStation', payload: { text } });
  return commandId;
}

/** The code of a refusal by the API; fails on success and on an error that has none. */
export async function codeOfCall(call: Promise<unknown>): Promise<string> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  const data: unknown = thrown instanceof ORPCError ? thrown.data : undefined;
  if (typeof data === 'object' && data !== null && 'code' in data) return String(data.code);
  throw new Error(`no coded refusal: ${String(thrown)} ${JSON.stringify(data)}`);
}
