import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCache } from '#core/db/cache/open-cache.ts';
import { insertImport, revision } from '#core/db/cache/imports.ts';
import { freePort } from '#tests/support/free-port.ts';
import { giveNote, health, Site } from './support.ts';

let site: Site;
beforeEach(() => void (site = new Site()));
afterEach(() => site.close());

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const folderOf = (name: string): string[] => readdirSync(join(site.dir, name)).sort();

/** Brings all of a database into its one file and closes it. */
function settle(file: string): void {
  const db = new Sqlite(file);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

function scratch(file: string, at: number, bytes: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(bytes, 0xff), 0, bytes, at);
  closeSync(handle);
}

/** A console's folder in which `count` commands wait for a hub that was never there. Returns their ids. */
async function journalWith(count: number): Promise<string[]> {
  const core = await site.core();
  const desk = await site.desk(core);
  const given: string[] = [];
  for (let i = 0; i < count; i++) given.push(await giveNote(desk, `note ${String(i)} ${'x'.repeat(300)}`));
  await core.kill();
  settle(join(site.dir, 'core', 'journal.db'));
  return given;
}

describe.each([
  ['journal.db', 'core'],
  ['cache.db', 'core'],
  ['hub.db', 'hub'],
] as const)('%s of a newer release', (name, part) => {
  it('is refused with DBS0001; the file stays as it was, and the older content comes back with the older number', async () => {
    const start = () => (part === 'core' ? site.core() : site.hub());
    const file = join(site.dir, part, name);
    await (await start()).stop();
    settle(file);
    const db = new Sqlite(file);
    const version = Number(db.pragma('user_version', { simple: true }));
    db.pragma('user_version = 99');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = digest(file);
    await expect(start()).rejects.toThrow('DBS0001');
    settle(file);
    expect(digest(file)).toBe(before);
    const again = new Sqlite(file);
    again.pragma(`user_version = ${String(version)}`);
    again.close();
    expect((await start()).ready.url).toContain('http');
  });
});

describe('a damaged journal', () => {
  it.each([
    ['in its middle', (file: string) => scratch(file, 4_096 * Math.floor(statSync(file).size / 8_192), 4_096), 100],
    ['in its header', (file: string) => scratch(file, 0, 100), 160],
    ['cut short', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 20_000)), 0],
  ])(
    '%s is set aside (DBS0004, shown); what can be read of the outbox is sent once, in order',
    async (_where, damage, least) => {
      const given = await journalWith(160);
      const file = join(site.dir, 'core', 'journal.db');
      damage(file);
      const damaged = digest(file);
      const port = await freePort();
      const core = await site.core([
        '--hub',
        `http://127.0.0.1:${String(port)}`,
        '--hub-token-file',
        join(site.dir, 'hub', 'hub.token'),
      ]);
      const state = await health(core);
      expect(state.faults.map(({ code }) => code)).toContain('DBS0004');
      expect(state.unsent.count).toBeGreaterThanOrEqual(least);
      const aside = folderOf('core').find((entry) => /^journal\.db\.corrupt-[^.]*$/.test(entry));
      expect(digest(join(site.dir, 'core', aside ?? 'none'))).toBe(damaged);

      const desk = await site.desk(core);
      const later = await giveNote(desk, 'after the damage');
      // The console made a token where it found none; the hub takes that file as its own.
      await site.hub(port);
      await expect.poll(async () => (await health(core)).unsent.count).toBe(0);
      await expect.poll(async () => (await health(core)).head.seq).toBe(state.unsent.count + 1);
      const { rows } = await desk.api.log.entries({ limit: 500 });
      const logged = rows.map((row) => row.command.commandId).reverse();
      expect(logged).toEqual([...given.filter((id) => logged.includes(id)), later]);
    },
  );
});

it('a damaged cache.db is set aside: the console starts, says that the network must be imported again (DBS0008)', async () => {
  const given = await journalWith(1);
  const file = join(site.dir, 'core', 'cache.db');
  const cache = openCache(file);
  const counts = { added: 1, changed: 0, removed: 0 } as never;
  const record = {
    revision: 1,
    kind: 'network',
    fileName: 'n',
    sha256: 's',
    importedAt: 1,
    problems: [],
    counts,
  } as const;
  insertImport(cache, record);
  expect(revision(cache)).toBe(1);
  cache.dispose();
  scratch(file, 0, 4_096);
  const core = await site.core();
  const state = await health(core);
  expect(state.faults.map(({ code }) => code)).toEqual(['DBS0008']);
  expect(state.unsent.count).toBe(given.length);
  const desk = await site.dial(core);
  expect((await desk.api.network.get()).network).toBeNull();
  expect(folderOf('core').some((entry) => entry.startsWith('cache.db.corrupt-'))).toBe(true);
});

it('a hub whose hub.db is damaged or altered starts with a new log or not at all; the console keeps its copy', async () => {
  const port = await freePort();
  const hub = await site.hub(port);
  const core = await site.core(site.hubArgs(hub.ready.url));
  const desk = await site.desk(core);
  for (let i = 0; i < 40; i++) await giveNote(desk, `note ${String(i)}`);
  await expect.poll(async () => (await health(core)).head.seq).toBe(40);
  const { hash } = (await health(core)).head;
  await hub.kill();
  const file = join(site.dir, 'hub', 'hub.db');
  settle(file);

  const whole = readFileSync(file);
  const db = new Sqlite(file);
  db.prepare("UPDATE entry SET body = replace(body, 'note 7', 'note 8') WHERE seq = 8").run();
  db.close();
  await expect(site.hub(port)).rejects.toThrow('HUB0010');
  for (const suffix of ['-wal', '-shm']) expect(existsSync(file + suffix)).toBe(false);

  writeFileSync(file, whole);
  scratch(file, 0, 100);
  const waiting = await giveNote(desk, 'while the hub was away');
  const fresh = await site.hub(port);
  await expect.poll(async () => (await health(core)).unsent.count).toBe(0);
  const { notices } = (await (await fetch(`${fresh.ready.url}/healthz`)).json()) as { notices: { code: string }[] };
  expect(notices.map(({ code }) => code)).toContain('DBS0004');
  const after = await health(core);
  expect(after.faults.map(({ code }) => code)).toContain('LOG0006');
  expect(after.head.hash).not.toBe(hash);
  const { rows } = await desk.api.log.entries({ limit: 50 });
  expect(rows.map((row) => row.command.commandId)).toEqual([waiting]);
  const journal = new Sqlite(join(site.dir, 'core', 'journal.db'), { readonly: true });
  expect(journal.prepare('SELECT count(*) FROM past_entry').pluck().get()).toBe(40);
  journal.close();
});

describe('two processes on one data folder', () => {
  it('the second console is refused (DBS0009) and changes nothing; the first works on', async () => {
    const core = await site.core();
    const desk = await site.desk(core);
    await giveNote(desk);
    await expect(site.core()).rejects.toThrow('DBS0009');
    await giveNote(desk);
    expect((await health(core)).unsent.count).toBe(2);
    await core.kill();
    expect((await health(await site.core())).unsent.count).toBe(2);
  });

  it('the second hub is refused (DBS0009)', async () => {
    await site.hub();
    await expect(site.hub()).rejects.toThrow('DBS0009');
  });
});

it('an empty or torn device id costs no waiting command', async () => {
  const given = await journalWith(3);
  writeFileSync(join(site.dir, 'core', 'device-id'), '');
  const hub = await site.hub();
  const core = await site.core(site.hubArgs(hub.ready.url));
  await expect.poll(async () => (await health(core)).head.seq).toBe(given.length);
});
