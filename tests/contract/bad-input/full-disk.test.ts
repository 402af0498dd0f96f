import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportLog } from '#core/log/export-log.ts';
import { systemClock } from '#kit/system-clock.ts';
import { verifyLogFile } from '#kit/verify-log.ts';
import { randomUUID } from 'node:crypto';
import { codeOfCall, giveNote, health, Site, type Served } from './support.ts';

let site: Site;
beforeEach(() => void (site = new Site()));
afterEach(() => site.close());

/** Uses the disk at `at` up to its last byte; returns what gives the space back. */
function fill(at: string): () => void {
  const file = join(at, `filler-${randomUUID()}`);
  const handle = openSync(file, 'w');
  for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 4)) {
    try {
      for (;;) writeSync(handle, Buffer.alloc(size));
    } catch {
      // Smaller pieces fit for a while.
    }
  }
  closeSync(handle);
  return () => rmSync(file, { force: true });
}

const codes = async (core: Served): Promise<string[]> => (await health(core)).faults.map(({ code }) => code);
const LONG = 'x'.repeat(3_900);

// Needs a file system of its own that can be filled: a tmpfs, which only root may mount.
describe.skipIf(process.getuid?.() !== 0)('a full disk (needs root: mounts a small tmpfs)', () => {
  it('under a console: gives up the reserve, then refuses by code and keeps all it said yes to', async () => {
    const disk = site.mount('core', '40m');
    const hub = await site.hub();
    let core = await site.core(site.hubArgs(hub.ready.url));
    let desk = await site.desk(core);
    const given = [await giveNote(desk)];
    const free = [fill(disk)];
    /** Gives commands until one finds no room. */
    const giveUntilFull = async (): Promise<string> => {
      for (let i = 0; i < 3_000; i++) {
        const commandId = randomUUID();
        const entity = { type: 'station' as const, id: `S${commandId}` };
        const call = desk.api.command.submit({ commandId, entity, type: 'noteStation', payload: { text: LONG } });
        const isKept = await call.then(
          () => given.push(commandId) > 0,
          () => false,
        );
        if (!isKept) return codeOfCall(call);
        if ((await codes(core)).includes('DBS0003')) free.push(fill(disk));
      }
      throw new Error('the disk never was full');
    };
    expect(await giveUntilFull()).toBe('DBS0002');
    expect(await codes(core)).toEqual(expect.arrayContaining(['DBS0002', 'DBS0003']));
    // Looking goes on, and nothing is half done.
    const seen = await desk.api.log.entries({ limit: 500 });
    expect(new Set(seen.rows.map((row) => row.command.commandId))).toEqual(new Set(given.slice(-500)));
    expect(await codeOfCall(giveNote(desk, LONG))).toBe('DBS0002');
    const guest = await site.dial(core);
    expect(await codeOfCall(guest.api.session.signOn({ personId: 'agent-1', pin: '0000' }))).toMatch(/^DBS0002$/);

    // A console that dies now says why it cannot start, or starts; it does not begin anew.
    await core.kill();
    const restarted = await site.core(site.hubArgs(hub.ready.url)).catch((error: unknown) => String(error));
    if (typeof restarted === 'string') expect(restarted).toMatch(/"code":"DBS000[27]"/);
    else await restarted.kill();

    for (const giveBack of free) giveBack();
    core = await site.core(site.hubArgs(hub.ready.url));
    desk = await site.desk(core);
    given.push(await giveNote(desk, LONG));
    expect(await codes(core)).not.toContain('DBS0002');
    await expect.poll(async () => (await health(core)).unsent.count).toBe(0);
    await expect.poll(async () => (await health(core)).head.seq).toBe(given.length);
    const file = join(site.dir, 'hub.jsonl');
    exportLog(join(site.dir, 'hub', 'hub.db'), file, systemClock);
    expect(await verifyLogFile(file)).toMatchObject({ ok: true, entries: given.length });
  });

  it('under a console: works on when space returns, without a restart', async () => {
    const disk = site.mount('core', '12m');
    const core = await site.core();
    const desk = await site.desk(core);
    const kept = [await giveNote(desk)];
    const giveBack = fill(disk);
    for (let isFull = false; !isFull;) {
      isFull = await giveNote(desk, LONG).then(
        (id) => kept.push(id) > 1_000,
        () => true,
      );
    }
    expect(await codes(core)).toContain('DBS0002');
    giveBack();
    kept.push(await giveNote(desk, LONG));
    expect(await codes(core)).not.toContain('DBS0002');
    expect((await health(core)).unsent.count).toBe(kept.length);
  });

  it('under a hub: the console says DBS0002 and keeps what waits; it is delivered once there is room', async () => {
    const disk = site.mount('hub', '12m');
    const hub = await site.hub();
    const core = await site.core(site.hubArgs(hub.ready.url));
    const desk = await site.desk(core);
    const given = [await giveNote(desk)];
    const giveBack = fill(disk);
    for (let i = 0; i < 40 || (await health(core)).unsent.count === 0; i++) {
      given.push(await giveNote(desk, LONG));
      if (i > 2_000) throw new Error('the hub never was full');
    }
    await expect.poll(async () => (await health(core)).link).toMatchObject({ state: 'online', code: 'DBS0002' });
    expect((await health(core)).unsent.count).toBeGreaterThan(0);
    const { notices } = (await (await fetch(`${hub.ready.url}/healthz`)).json()) as { notices: { code: string }[] };
    expect(notices.map(({ code }) => code)).toContain('DBS0002');
    giveBack();
    await expect.poll(async () => (await health(core)).unsent.count).toBe(0);
    await expect.poll(async () => (await health(core)).head.seq).toBe(given.length);
    await expect.poll(async () => (await health(core)).link.code).toBeUndefined();
    const { rows } = await desk.api.log.entries({ limit: 500 });
    const newestFirst = rows.map((row) => row.command.commandId);
    expect(newestFirst).toEqual([...given].reverse().slice(0, 500));
  });
});
