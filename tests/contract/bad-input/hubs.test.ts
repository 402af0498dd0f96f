import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryHash, genesisHash } from '#kit/hash-chain.ts';
import { freePort } from '#tests/support/free-port.ts';
import type { ConsoleClient } from '#tests/support/console-client.ts';
import { startLyingHub, type Lies, type LyingHub } from './lying-hub.ts';
import { giveNote, health, Site, type Served } from './support.ts';

let site: Site;
let port: number;
let liar: LyingHub | undefined;
beforeEach(async () => {
  site = new Site();
  port = await freePort();
});
afterEach(async () => {
  await liar?.close();
  liar = undefined;
  await site.close();
});

const link = async (core: Served) => {
  const { link, chain, unsent, head } = await health(core);
  return { state: link.state, code: link.code, chain, unsent: unsent.count, seq: head.seq };
};
const poll = (core: Served) => expect.poll(() => link(core));
const url = (): string => `http://127.0.0.1:${String(port)}`;

/** A console whose hub was never there, with three commands that wait. */
async function waitingConsole(): Promise<{ core: Served; desk: ConsoleClient; given: string[] }> {
  const core = await site.core(site.hubArgs(url()));
  const desk = await site.desk(core);
  const given = [await giveNote(desk, 'one'), await giveNote(desk, 'two'), await giveNote(desk, 'three')];
  return { core, desk, given };
}

/** The real hub comes to this address: every command given is in its log once, in order, and nothing is wrong any more. */
async function settles(core: Served, desk: ConsoleClient, given: readonly string[]): Promise<void> {
  await liar?.close();
  liar = undefined;
  await site.hub(port);
  await poll(core).toMatchObject({ state: 'online', chain: 'ok', unsent: 0, seq: given.length });
  const { rows } = await desk.api.log.entries({ limit: 50 });
  expect(rows.map((row) => row.command.commandId).reverse()).toEqual(given);
  expect(rows.every((row) => row.kind === 'accepted')).toBe(true);
}

describe('a console and a hub that is not as it should be', () => {
  it('works without the hub, says LOG0008, and sends everything when it comes', async () => {
    const { core, desk, given } = await waitingConsole();
    await poll(core).toMatchObject({ state: 'offline', code: 'LOG0008', unsent: 3 });
    given.push(await giveNote(desk, 'four'));
    await settles(core, desk, given);
  });

  it('says HUB0001 for a wrong token and keeps its commands; the right one delivers them', async () => {
    await site.hub(port);
    const wrong = ['--hub', url(), '--hub-token-file', site.write('wrong.token', 'wrong\n')];
    const core = await site.core(wrong);
    const desk = await site.desk(core);
    const given = [await giveNote(desk)];
    await poll(core).toMatchObject({ state: 'refused', code: 'HUB0001', unsent: 1 });
    await core.kill();
    const again = await site.core(site.hubArgs(url()));
    await poll(again).toMatchObject({ state: 'online', unsent: 0, seq: 1 });
    const { rows } = await (await site.dial(again)).api.log.entries({ limit: 5 });
    expect(rows.map((row) => row.command.commandId)).toEqual(given);
  });

  const refusal = (data: unknown) => () => Object.assign(new Error('refused'), { data });
  const settled = (commands: { commandId: string }[], seq: number) =>
    commands.map(({ commandId }, index) => ({ outcome: 'accepted', commandId, seq: seq + index, hubAt: 1 }));
  const truth: NonNullable<Lies['follow']> = (_request, reply) =>
    reply({ epoch: 'a-lie', headSeq: 0, from: 0, why: 'newConsole' });
  const hash = 'ab'.repeat(32);
  const lies: Record<string, { lies: Lies; expected: object }> = {
    'speaks another version': { lies: { admit: refusal({ code: 'HUB0002' }) }, expected: { code: 'HUB0002' } },
    'refuses without a code': { lies: { admit: refusal({ code: { toString: 1 } }) }, expected: { code: 'LOG0011' } },
    'answers rubbish': { lies: { follow: (_r, reply) => reply([null, '__proto__']) }, expected: { code: 'LOG0011' } },
    'answers nothing': { lies: {}, expected: { state: 'offline', code: 'LOG0009' } },
    'ends the connection with an empty fault': {
      lies: { follow: (_r, _reply, socket) => void socket.emit('fault', null) },
      expected: { code: 'LOG0011' },
    },
    'sends entries that are none': {
      lies: {
        follow: (request, reply, socket) => {
          truth(request, reply, socket);
          socket.emit('entries', { epoch: 'a-lie', entries: [{ seq: 'x' }] }, () => undefined);
          socket.emit('live', { positions: 'none' });
        },
      },
      expected: { code: 'LOG0011', seq: 0 },
    },
    'sends entries that do not chain': {
      lies: {
        follow: (request, reply, socket) => {
          truth(request, reply, socket);
          const actor = { id: 'x', name: 'x', role: 'system' };
          const entity = { type: 'station', id: 'S1' };
          const command = {
            ...{ commandId: 'x', device: 'x', deviceSeq: 1, actor, entity, expectedVersion: 0 },
            ...{ type: 'noteStation', payload: { text: 'forged' }, issuedAt: 1 },
          };
          const entry = { seq: 1, prevHash: hash, hash, hubAt: 1, kind: 'accepted', command, events: [] };
          socket.emit('entries', { epoch: 'a-lie', entries: [entry] }, () => undefined);
        },
      },
      expected: { state: 'refused', code: 'LOG0005', chain: 'mismatch', seq: 0 },
    },
    'answers commands with rubbish': {
      lies: { follow: truth, submit: (_request, reply) => reply({ receipts: [{ outcome: 'done' }] }) },
      expected: { state: 'online', code: 'LOG0009' },
    },
    'acknowledges commands of others, and counts in the clouds': {
      lies: {
        follow: truth,
        submit: ({ commands }, reply) =>
          reply({
            receipts: [
              ...settled([{ commandId: 'not-ours' }], 7),
              { outcome: 'outOfSequence', commandId: commands[0]?.commandId, expected: 2 ** 39 },
            ],
          }),
      },
      expected: { state: 'online' },
    },
  };

  it.each(Object.entries(lies))('that %s: keeps what waits, says so by code, recovers', async (_name, lie) => {
    liar = await startLyingHub(lie.lies, port);
    const { core, desk, given } = await waitingConsole();
    await poll(core).toMatchObject({ unsent: 3, ...lie.expected });
    given.push(await giveNote(desk, 'four'));
    await settles(core, desk, given);
  });

  it('that lies within a chain that holds: entries no rule can work with end neither the console nor its next start', async () => {
    const events = [
      ['complaint', 'registerComplaint', 'complaintRegistered', { place: 1, category: 'burst', status: 'open' }],
      ['alarm', 'raiseAlarm', 'alarmRaised', {}],
      ['redAlert', 'declareRedAlert', 'redAlertDeclared', { hops: [{ pages: [{}] }] }],
      ['order', 'createOrder', 'orderCreated', { complaintIds: 7 }],
      ['crew', 'registerCrew', 'crewRegistered', { base: null }],
      ['weather', 'observeWeather', 'weatherObserved', {}],
    ] as const;
    let head = { seq: 0, hash: genesisHash('a-lie') };
    const entries = events.map(([type, command, event, payload]) => {
      const entity = { type, id: 'P1' };
      const actor = { id: 'x', name: 'x', role: 'system' as const };
      const content = {
        ...{ seq: head.seq + 1, prevHash: head.hash, hubAt: 1, kind: 'accepted' as const },
        command: {
          ...{ commandId: type, device: 'x', deviceSeq: head.seq + 1, actor, entity, expectedVersion: 0 },
          ...{ type: command, payload: {}, issuedAt: 1 },
        },
        events: [{ entity, type: event, payload }],
      };
      head = { seq: content.seq, hash: entryHash(content) };
      return { ...content, hash: head.hash };
    });
    liar = await startLyingHub(
      {
        follow: (request, reply, socket) => {
          truth(request, reply, socket);
          socket.emit('entries', { epoch: 'a-lie', entries }, () => undefined);
        },
      },
      port,
    );
    const { core } = await waitingConsole();
    await poll(core).toMatchObject({ seq: entries.length, unsent: 3 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await site.desk(core);
    expect((await link(core)).unsent).toBe(3);
    await core.kill();
    const again = await site.core();
    expect(await link(again)).toMatchObject({ seq: entries.length, unsent: 3 });
    expect((await (await site.dial(again)).api.log.entries({ limit: 20 })).rows).toHaveLength(9);
  });

  it('that acknowledges what it never keeps: the commands go out again to the next that answers', async () => {
    liar = await startLyingHub(
      { follow: truth, submit: ({ commands }, reply) => reply({ receipts: settled(commands, 1) }) },
      port,
    );
    const { core, desk, given } = await waitingConsole();
    await expect.poll(() => liar?.submits()).toBeGreaterThan(0);
    // Receipts without entries: the rows still wait for theirs.
    const { rows } = await desk.api.log.entries({ limit: 50 });
    expect(rows.map((row) => row.kind)).toEqual(['pending', 'pending', 'pending']);
    await settles(core, desk, given);
  });
});
