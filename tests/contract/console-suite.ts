import { randomUUID } from 'node:crypto';
import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { ClientLink, ClientContext } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Channel } from '#shared/contract/channel.ts';
import type { consoleContract } from '#shared/contract/console-api.ts';
import { CONSOLE_PROTOCOL_VERSION, type Access, type FeedMessage } from '#shared/contract/feed.ts';
import { decodeTelemetryFrame, type TelemetryFrame } from '#shared/contract/telemetry-frame.ts';
import { createMemoryCore, type MemoryCore } from '#tests/support/memory-core.ts';
import { PATIENCE } from '#tests/support/patience.ts';

/** One page's two channels to a core. */
export interface Page {
  readonly link: ClientLink<ClientContext>;
  readonly feed: Channel;
}

/** How pages reach a core: the only thing that differs between the transports. */
export interface Transport {
  connect(memory: MemoryCore, session: { readonly seat: string; readonly access: Access }): Promise<Page>;
  close(): Promise<void>;
}

const ORDER = {
  category: 'leak',
  urgent: true,
  title: 'Water on the road',
  place: { at: [126.6, 45.75] },
  complaintIds: [],
  receivedAt: 1_700_000_000_000,
} as const;

/** Everything a page relies on, said once and run over each transport. */
export function describeConsole(name: string, createTransport: () => Transport): void {
  describe(`console over ${name}`, () => {
    let memory: MemoryCore;
    let transport: Transport;
    const seat = 'seat-0123456789abcdef';

    beforeEach(() => {
      memory = createMemoryCore();
      transport = createTransport();
    });
    afterEach(async () => {
      memory.core.dispose();
      await transport.close();
    });

    async function open(session: { seat?: string; access?: Access } = {}) {
      const page = await transport.connect(memory, { seat, access: 'full', ...session });
      const api: ContractRouterClient<typeof consoleContract> = createORPCClient(page.link);
      const messages: FeedMessage[] = [];
      const frames: TelemetryFrame[] = [];
      let isClosed = false;
      page.feed.onMessage((message) => {
        if (typeof message === 'string') messages.push(JSON.parse(message) as FeedMessage);
        else frames.push(decodeTelemetryFrame(message));
      });
      page.feed.onClose(() => (isClosed = true));
      const say = (request: unknown) => page.feed.send(JSON.stringify(request));
      const heard = <T extends FeedMessage['t']>(t: T) =>
        vi.waitFor(() => {
          const found = messages.findLast((message) => message.t === t);
          if (found === undefined) throw new Error(`no ${t} yet`);
          return found as Extract<FeedMessage, { t: T }>;
        }, PATIENCE);
      return { api, feed: page.feed, messages, frames, say, heard, isClosed: () => isClosed };
    }

    const hello = { t: 'hello', protocolVersion: CONSOLE_PROTOCOL_VERSION };
    const submit = (entityId: string, type = 'createOrder', payload: unknown = ORDER) => ({
      commandId: randomUUID(),
      entity: { type: 'order' as const, id: entityId },
      type,
      payload,
    });

    async function codeOf(call: Promise<unknown>): Promise<string> {
      const thrown = await call.then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!(thrown instanceof ORPCError)) throw new Error(`not refused: ${String(thrown)}`);
      return (thrown.data as { code: string }).code;
    }

    it('hands a tile of a map over, with its bytes, type and age, to a wall page too', async () => {
      const { api } = await open({ access: 'wall' });
      const { file, fetchedAt, isStale } = await api.map.tile({ source: 'bytes', z: 3, x: 6, y: 2 });
      expect([file?.type, fetchedAt, isStale]).toEqual(['image/png', 5, true]);
      expect(new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(Uint8Array.of(1, 2, 3));
      expect(await codeOf(api.map.tile({ source: 'none', z: 3, x: 6, y: 2 }))).toBe('MPS0004');
      expect(await codeOf(api.map.saveSources({ revision: '', file: {} }))).toBe('API0004');
    });

    it('signs a person on for every page of the seat, and off again', async () => {
      const first = await open();
      const second = await open();
      second.say(hello);
      expect((await second.heard('seat')).actor).toBeNull();
      const actor = await first.api.session.signOn({ personId: 'lead-1', pin: '1111' });
      expect(actor).toMatchObject({ name: 'Lead', role: 'shiftLead' });
      await vi.waitFor(async () => expect((await second.heard('seat')).actor?.id).toBe('lead-1'), PATIENCE);
      await first.api.session.signOff();
      await vi.waitFor(async () => expect((await second.heard('seat')).actor).toBeNull(), PATIENCE);
    });

    it('refuses a wrong PIN, and after five of them even the right one', async () => {
      const { api } = await open();
      for (let attempt = 0; attempt < 5; attempt += 1) {
        expect(await codeOf(api.session.signOn({ personId: 'lead-1', pin: '0000' }))).toBe('SES0001');
      }
      expect(await codeOf(api.session.signOn({ personId: 'lead-1', pin: '1111' }))).toBe('SES0002');
    });

    it('does nothing for a seat where nobody is signed on', async () => {
      const { api } = await open();
      expect(await codeOf(api.command.submit(submit('o1')))).toBe('SES0003');
      expect(memory.log.pending().count).toBe(0);
    });

    it('lets a wall look but not act', async () => {
      const { api, say, heard } = await open({ access: 'wall' });
      expect(await codeOf(api.session.signOn({ personId: 'lead-1', pin: '1111' }))).toBe('API0004');
      expect(await codeOf(api.command.submit(submit('o1')))).toBe('API0004');
      expect((await api.network.get()).network?.stations).toHaveLength(1);
      say(hello);
      expect((await heard('welcome')).access).toBe('wall');
    });

    it('shows a command pending on every page until its receipt', async () => {
      const { api, say, heard } = await open();
      const other = await open({ seat: 'another-seat-0123456' });
      say(hello);
      other.say(hello);
      await heard('snapshot');
      await other.heard('snapshot');
      await api.session.signOn({ personId: 'lead-1', pin: '1111' });
      const command = submit('o1');
      expect(await api.command.submit(command)).toEqual({ commandId: command.commandId, deviceSeq: 1 });
      for (const page of [{ heard }, other]) {
        const [row] = (await page.heard('delta')).rows;
        expect(row).toMatchObject({ type: 'order', id: 'o1', pending: [command.commandId] });
        expect(row?.value).toMatchObject({ title: ORDER.title });
      }
      await vi.waitFor(async () => expect((await heard('status')).status.unsent.count).toBe(1), PATIENCE);
      const { rows } = await api.log.entries({ limit: 10 });
      expect(rows[0]).toMatchObject({ kind: 'pending', command: { commandId: command.commandId } });
    });

    it('does a command once however often it is sent', async () => {
      const { api } = await open();
      await api.session.signOn({ personId: 'lead-1', pin: '1111' });
      const command = submit('o1');
      await Promise.all([api.command.submit(command), api.command.submit(command)]);
      expect(memory.log.pending().count).toBe(1);
    });

    it('names the rule that refuses a command, and keeps nothing of it', async () => {
      const { api } = await open();
      await api.session.signOn({ personId: 'agent-1', pin: '2222' });
      const code = await codeOf(api.command.submit(submit('o1', 'closeOrder', { outcome: 'done' })));
      expect(code).toMatch(/^(CMD|ORD)\d{4}$/);
      expect(await codeOf(api.command.submit(submit('o1', 'noSuchCommand', {})))).toBe('CMD0001');
      expect(memory.log.pending().count).toBe(0);
    });

    it('gives a page that comes back the deltas it missed, and a snapshot after a restart', async () => {
      const first = await open();
      first.say(hello);
      const { epoch, seq } = await first.heard('snapshot');
      await first.api.session.signOn({ personId: 'lead-1', pin: '1111' });
      await first.api.command.submit(submit('o1'));
      await first.api.command.submit(submit('o2'));

      const back = await open();
      back.say({ ...hello, since: { epoch, seq } });
      await back.heard('status');
      const deltas = back.messages.filter((message) => message.t === 'delta');
      expect(deltas.map(({ from, seq: to }) => [from, to])).toEqual([
        [seq, seq + 1],
        [seq + 1, seq + 2],
      ]);
      expect(back.messages.some((message) => message.t === 'snapshot')).toBe(false);

      const stranger = await open();
      stranger.say({ ...hello, since: { epoch: 'of-another-core', seq } });
      expect((await stranger.heard('snapshot')).rows.map((row) => row.id).sort()).toEqual(['o1', 'o2']);
    });

    it('sends what is watched as binary frames, newest value only', async () => {
      const { frames, say } = await open();
      say(hello);
      const at = Date.now();
      memory.sample(0, 0.8, at - 20);
      memory.sample(0, 0.7, at - 10);
      memory.sample(1, 0.3, at - 10);
      say({ t: 'watch', signals: [0], hz: 10 });
      await vi.waitFor(() => expect(frames).toHaveLength(1), PATIENCE);
      expect([...frames[0]!.indexes]).toEqual([0]);
      expect([...frames[0]!.values]).toEqual([0.7]);
      memory.sample(0, 0.6, at);
      await vi.waitFor(() => expect([...(frames[1]?.values ?? [])]).toEqual([0.6]), PATIENCE);
    });

    it('refuses a page of another version and closes', async () => {
      const { say, heard, isClosed } = await open();
      say({ t: 'hello', protocolVersion: 999 });
      expect((await heard('error')).code).toBe('API0002');
      await vi.waitFor(() => expect(isClosed()).toBe(true), PATIENCE);
    });

    it.each([['not json'], ['{"t":"drop"}'], ['{"t":"watch","signals":[-1],"hz":4}']])(
      'closes on %s without harm to others',
      async (text) => {
        const bad = await open();
        const good = await open();
        good.say(hello);
        bad.feed.send(text);
        expect((await bad.heard('error')).code).toBe('API0003');
        await vi.waitFor(() => expect(bad.isClosed()).toBe(true), PATIENCE);
        expect((await good.heard('welcome')).t).toBe('welcome');
      },
    );
  });
}
