import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '#shared/domain/entity/entity.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import { systemClock } from '#kit/system-clock.ts';
import { acceptOrder, addNote, createOrder, registerCrew, assignCrew, type Story } from '#tests/sim/support/story.ts';
import { openHubStore, type HubStore } from './hub-store.ts';
import { Sequencer } from './sequencer.ts';

let folder: string;
let store: HubStore;
let sequencer: Sequencer;
let now: number;
let notices: string[];

const open = (): void => {
  store = openHubStore({ dataDir: folder, clock: systemClock, newId: () => 'epoch-1' });
  const clock = { ...systemClock, now: () => now };
  sequencer = new Sequencer(store, clock, ({ code }) => void notices.push(code));
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heatline-hub-'));
  now = 1_790_000_000_000;
  notices = [];
  open();
});
afterEach(() => {
  store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const command = (
  device: string,
  deviceSeq: number,
  story: Story,
  expectedVersion = 0,
  commandId = `${device}-${deviceSeq}`,
): Command => ({
  ...story,
  commandId,
  device,
  deviceSeq,
  expectedVersion,
  issuedAt: now,
});
const versionOf = (id: string): number => store.entities.version({ type: 'order', id });
const outcomes = async (commands: readonly Command[]): Promise<string[]> =>
  (await sequencer.submit(commands)).map((receipt) => receipt.outcome);

describe('the order of the hub', () => {
  it('gives the same receipt for a repeated command, also after a restart', async () => {
    const first = await sequencer.submit([command('a', 1, createOrder('o1'))]);
    expect(first).toMatchObject([{ outcome: 'accepted', seq: 1 }]);
    expect(await sequencer.submit([command('a', 1, createOrder('o1'))])).toEqual(first);
    store.dispose();
    open();
    expect(await sequencer.submit([command('a', 1, createOrder('o1'))])).toEqual(first);
    expect(store.head().seq).toBe(1);
  });

  it('refuses the id of another command', async () => {
    await sequencer.submit([command('a', 1, createOrder('o1'))]);
    expect(await sequencer.submit([command('b', 1, createOrder('o2'), 0, 'a-1')])).toMatchObject([
      { outcome: 'rejected', refusal: { code: 'HUB0007' } },
    ]);
  });

  it('takes the commands of a device only in their order', async () => {
    expect(await sequencer.submit([command('a', 2, createOrder('o1'))])).toMatchObject([
      { outcome: 'outOfSequence', expected: 1 },
    ]);
    expect(
      await outcomes([
        command('a', 1, createOrder('o1')),
        command('a', 3, createOrder('o3')),
        command('a', 4, createOrder('o4')),
      ]),
    ).toEqual(['accepted', 'outOfSequence']);
    expect(await outcomes([command('a', 1, createOrder('o9'), 0, 'other-id')])).toEqual(['outOfSequence']);
  });

  it('answers a legal intent on an old version with a conflict, and puts it in the log once it is sent anew', async () => {
    await sequencer.submit([command('a', 1, createOrder('o1'))]);
    const seen = versionOf('o1');
    await sequencer.submit([command('a', 2, addNote('o1', 'again'), seen)]);
    const accept = (expectedVersion: number): Command[] => [
      command('b', 1, acceptOrder('o1'), expectedVersion),
      command('b', 2, addNote('o1', 'behind it'), expectedVersion + 1),
    ];
    const receipts = await sequencer.submit(accept(seen));
    expect(receipts).toMatchObject([{ outcome: 'conflict', version: seen + 1, headSeq: 2 }]);
    expect(store.head().seq).toBe(2);
    expect(await outcomes(accept(seen + 1))).toEqual(['accepted', 'accepted']);
  });

  it('never refuses a fact for its version', async () => {
    await sequencer.submit([command('a', 1, createOrder('o1'))]);
    expect(await outcomes([command('b', 1, addNote('o1', 'late'), 0)])).toEqual(['accepted']);
  });

  it('puts a lost intent in the log with what won', async () => {
    const before = [registerCrew('c1'), registerCrew('c2'), createOrder('o1')];
    await sequencer.submit(before.map((story, index) => command('a', index + 1, story)));
    await sequencer.submit([command('a', 4, acceptOrder('o1'), versionOf('o1'))]);
    const seen = versionOf('o1');
    await sequencer.submit([command('a', 5, assignCrew('o1', 'c1'), seen)]);
    const [lost] = await sequencer.submit([command('b', 1, assignCrew('o1', 'c2'), seen)]);
    expect(lost).toMatchObject({
      outcome: 'refused',
      seq: 6,
      refusal: { wonBy: { type: 'assignCrew', actor: { id: 'd1' } } },
    });
    expect(store.log.since(5, 1)).toMatchObject([{ kind: 'refused', events: [], command: { commandId: 'b-1' } }]);
  });

  it('logs a malformed payload and an unknown command as refused, so that those behind it go on', async () => {
    const bad = { ...createOrder('o1'), payload: { title: 1 } };
    const unknown = { ...createOrder('o1'), type: 'constructor' };
    expect(
      await sequencer.submit([command('a', 1, bad), command('a', 2, unknown), command('a', 3, createOrder('o1'))]),
    ).toMatchObject([
      { outcome: 'refused', refusal: { code: 'LOG0001' } },
      { outcome: 'refused', refusal: { code: 'CMD0001' } },
      { outcome: 'accepted' },
    ]);
  });

  it('keeps a command that is too large out of the log', async () => {
    const large = { ...createOrder('o1'), payload: { title: 'x'.repeat(70_000) } };
    expect(await sequencer.submit([command('a', 1, large)])).toMatchObject([
      { outcome: 'rejected', refusal: { code: 'LOG0002' } },
    ]);
  });

  it('commits together what waits together', async () => {
    let commits = 0;
    sequencer.onAppended(() => (commits += 1));
    const receipts = await Promise.all(
      Array.from({ length: 40 }, (_, i) => sequencer.submit([command(`d${i}`, 1, createOrder(`o${i}`))])),
    );
    expect(receipts.flat().map((receipt) => receipt.outcome)).toEqual(Array(40).fill('accepted'));
    expect(commits).toBe(1);
    expect(store.log.verify('epoch-1')).toBeUndefined();
  });

  it('never lets its time go back in the log, and says that its clock did (HUB0009)', async () => {
    await sequencer.submit([command('a', 1, createOrder('o1'))]);
    now -= 60_000;
    await sequencer.submit([command('a', 2, createOrder('o2'))]);
    await sequencer.submit([command('a', 3, createOrder('o3'))]);
    const times = store.log.since(0, 10).map((entry) => entry.hubAt);
    expect(times).toEqual([1_790_000_000_000, 1_790_000_000_000, 1_790_000_000_000]);
    expect(notices).toEqual(['HUB0009']);
  });

  it('stores nothing and promises nothing when the disk is full, and goes on when it is not', async () => {
    await sequencer.submit([command('a', 1, createOrder('o1'))]);
    rmSync(join(folder, 'hub.db.ballast'), { force: true });
    const blocker = new Sqlite(join(folder, 'hub.db'));
    blocker.exec(`CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'stop'); END`);
    await expect(sequencer.submit([command('a', 2, createOrder('o2'))])).rejects.toThrow('stop');
    expect(store.head().seq).toBe(1);
    expect(store.entities.get({ type: 'order', id: 'o2' })).toBeUndefined();
    blocker.exec('DROP TRIGGER full');
    blocker.close();
    expect(await sequencer.submit([command('a', 2, createOrder('o2'))])).toMatchObject([
      { outcome: 'accepted', seq: 2 },
    ]);
  });

  it('does not start on a log that was altered (HUB0010)', async () => {
    await sequencer.submit([command('a', 1, createOrder('o1')), command('a', 2, createOrder('o2'))]);
    store.dispose();
    const editor = new Sqlite(join(folder, 'hub.db'));
    editor.exec(`UPDATE entry SET body = replace(body, 'order o1', 'order 01') WHERE seq = 1`);
    editor.close();
    let code: string | undefined;
    try {
      open();
    } catch (error) {
      code = codeOf(error);
    }
    expect(code).toBe('HUB0010');
  });
});
