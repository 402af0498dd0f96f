import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openJournal } from '#core/db/journal/open-journal.ts';
import { createSqliteJournal } from '#core/db/journal/sqlite-journal.ts';
import { createConsoleLog } from '#core/log/console-log.ts';
import { openHubStore } from '#hub/store/hub-store.ts';
import { EntityView } from '#kit/entity-view.ts';
import { systemClock } from '#kit/system-clock.ts';
import { freePort } from '#tests/support/free-port.ts';
import { CONSOLE_TOKEN, INTEGRATION_TOKEN, startHub, type HubProcess } from './support/hub-process.ts';
import { seededRandom } from './support/random.ts';

const KILLS = 50;
const SEED = Number(process.env['HEATLINE_SIM_SEED'] ?? 7);
const CONSOLE = fileURLToPath(new URL('./support/console-process.ts', import.meta.url));

interface Status {
  readonly pending: number;
  readonly seq: number;
  readonly link: string;
  readonly chain: string;
}

/** A console process that is started again after each kill; what it said was given is kept over all its lives. */
class SimConsole {
  readonly device: string;
  readonly journal: string;
  readonly given = new Set<string>();
  status: Status | undefined;
  #child: ChildProcess | undefined;
  #life = 0;

  constructor(device: string, folder: string) {
    this.device = device;
    this.journal = join(folder, `${device}.db`);
  }

  async start(url: string): Promise<void> {
    this.status = undefined;
    this.#life += 1;
    const seed = String(SEED * 1_000 + this.#life * 10 + this.device.charCodeAt(0));
    const child = fork(CONSOLE, [this.journal, this.device, url, CONSOLE_TOKEN, seed], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code, signal) => reject(new Error(`console ended: ${String(code ?? signal)}`)));
      child.on('message', (message: { t: string; commandId?: string } & Status) => {
        if (message.t === 'up') resolve();
        if (message.t === 'given' && message.commandId !== undefined) this.given.add(message.commandId);
        if (message.t === 'status') this.status = message;
      });
    });
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Resolves when it gives nothing more; what it says of itself from then on is of after that. */
  async stopActing(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      child.on('message', (message: { t: string }) => {
        if (message.t !== 'stopped') return;
        this.status = undefined;
        resolve();
      });
      child.send('stop acting');
    });
  }
}

/** A weather station that repeats each observation under its id until the hub has answered. */
async function observeUntilAnswered(url: string, commandId: string, isOver: () => boolean): Promise<boolean> {
  while (!isOver()) {
    try {
      const answer = await fetch(`${url}/api/v1/weather`, {
        method: 'POST',
        headers: { authorization: `Bearer ${INTEGRATION_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify({ commandId, outdoorTempC: -7, observedAt: 1_790_000_000_000, source: 'sim' }),
      });
      if (answer.ok) return true;
    } catch {
      // The hub is away: the same again in a moment.
    }
    await pause(60);
  }
  return false;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it(
  `loses and doubles no command over ${KILLS} kills of hub and consoles (seed ${SEED})`,
  { timeout: 600_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heatline-sim-'));
    const random = seededRandom(SEED);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const hubDir = join(folder, 'hub');
    const consoles = [new SimConsole('a', folder), new SimConsole('b', folder)] as const;
    const observed = new Set<string>();
    let hub: HubProcess | undefined;
    let isOver = false;
    try {
      hub = await startHub(hubDir, port);
      await Promise.all(consoles.map((console) => console.start(url)));
      const observing = (async () => {
        for (let n = 0; !isOver; n++) {
          if (await observeUntilAnswered(url, `weather-${n}`, () => isOver)) observed.add(`weather-${n}`);
          await pause(100);
        }
      })();

      // A victim is back before it is killed again, but nobody waits for it meanwhile: they are down together too.
      const kills = { hub: 0, console: 0 };
      let hubIsUp: Promise<void> = Promise.resolve();
      const isUp = consoles.map(() => Promise.resolve());
      for (let kill = 0; kill < KILLS; kill++) {
        await pause(20 + random() * 500);
        const victim = random();
        if (victim < 0.45) {
          await hubIsUp;
          await hub?.kill();
          kills.hub += 1;
          hubIsUp = pause(random() * 300).then(async () => void (hub = await startHub(hubDir, port)));
          continue;
        }
        const which = victim < 0.75 ? 0 : 1;
        await isUp[which];
        await consoles[which].kill();
        kills.console += 1;
        isUp[which] = consoles[which].start(url);
      }
      await Promise.all([hubIsUp, ...isUp]);
      expect(kills.hub).toBeGreaterThan(10);
      expect(kills.console).toBeGreaterThan(10);

      await Promise.all(consoles.map((console) => console.stopActing()));
      isOver = true;
      await observing;
      // Nobody gives anything more: once both have all that the hub has, nothing is on its way.
      const settled = async () => {
        const { seq } = (await (await fetch(`${url}/healthz`)).json()) as { seq: number };
        return consoles.every(({ status }) => status?.pending === 0 && status.seq === seq && status.link === 'online');
      };
      await expect.poll(settled, { timeout: 120_000 }).toBe(true);
      await Promise.all(consoles.map((console) => console.kill()));
      expect(await hub?.stop()).toBe(0);

      const store = openHubStore({ dataDir: hubDir, clock: systemClock, newId: () => 'unused' });
      const entries = store.log.since(0, 1_000_000);
      expect(store.log.verify(store.epoch)).toBeUndefined();
      const logged = entries.map((entry) => entry.command.commandId);
      expect(new Set(logged).size).toBe(logged.length);
      const inLog = new Set(logged);
      for (const console of consoles) {
        expect(console.given.size).toBeGreaterThan(100);
        expect([...console.given].filter((id) => !inLog.has(id))).toEqual([]);
      }
      expect(observed.size).toBeGreaterThan(20);
      expect([...observed].filter((id) => !inLog.has(id))).toEqual([]);
      for (let i = 1; i < entries.length; i++) {
        expect(entries[i]?.hubAt).toBeGreaterThanOrEqual(entries[i - 1]?.hubAt ?? 0);
      }

      const replay = new EntityView();
      for (const entry of entries) replay.apply(entry.command, entry.events, { hubSeq: entry.seq, hubAt: entry.hubAt });
      const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
      const wanted = new Map(replay.ownRows().map((row) => [`${row.ref.type}:${row.ref.id}`, plain(row.state)]));
      for (const console of consoles) {
        const journal = openJournal(console.journal, systemClock);
        const log = createConsoleLog({
          store: createSqliteJournal(journal, systemClock),
          clock: systemClock,
          newId: () => 'unused',
          deviceId: console.device,
        });
        expect(log.head()).toEqual(store.head());
        expect(log.pending().count).toBe(0);
        expect(new Map(log.allRows().map((row) => [`${row.type}:${row.id}`, plain(row.value)]))).toEqual(wanted);
        journal.dispose();
      }
      store.dispose();
    } finally {
      isOver = true;
      await Promise.all(consoles.map((console) => console.kill()));
      await hub?.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
