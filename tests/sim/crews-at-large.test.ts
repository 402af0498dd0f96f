import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CONSOLE_PROTOCOL_VERSION, type FeedMessage } from '#shared/contract/feed.ts';
import { Whereabouts } from '#shared/domain/crew/whereabouts.ts';
import { fromLocalM, type LonLat } from '#shared/lib/geo.ts';
import { health, Site, type Served } from '#tests/contract/bad-input/support.ts';

const CREWS = 2_000;
const POINTS = 120;
/** Of each POST: the whole way of that many crews. */
const CREWS_A_POST = 4;
/** So that the oldest is well within the half hour that is kept, however long the test takes. */
const STEP_MS = 10_000;
const BASE: LonLat = [126.6, 45.75];
/** What a page may be sent at once, as a part of crews. */
const PART_BYTES = 1024 * 1024;

const crewId = (k: number): string => `crew-${String(k).padStart(4, '0')}`;
const place = (k: number, step: number) => {
  const [lon, lat] = fromLocalM(BASE, 120 * step, 20 * k + 60 * (step % 2));
  return { lon, lat };
};

let site: Site;
let hub: Served;
const pages: WebSocket[] = [];
beforeAll(async () => {
  site = new Site();
  hub = await site.hub();
});
afterAll(async () => {
  for (const page of pages) page.terminate();
  await site.close();
});

async function post(positions: readonly object[]): Promise<void> {
  const token = readFileSync(join(site.dir, 'hub', 'integration.token'), 'utf8').trim();
  const answer = await fetch(`${hub.ready.url}/api/v1/crew-positions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ positions }),
  });
  expect([answer.status, await answer.text()]).toEqual([200, JSON.stringify({ taken: positions.length })]);
}

/** A page that keeps crews as the renderer does, and notes how it is told. */
async function openPage(core: Served) {
  const protocols = ['heatline.v1', `token.${site.token()}`, `seat.${randomUUID()}`];
  const socket = new WebSocket(`${core.ready.url.replace(/^http/, 'ws')}/ws/feed`, protocols);
  pages.push(socket);
  const crews = new Whereabouts();
  const told = { sizes: [] as number[], isClosed: false };
  socket.on('close', () => (told.isClosed = true));
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return;
    const message = JSON.parse(data.toString()) as FeedMessage;
    if (message.t !== 'crews') return;
    told.sizes.push(data.length);
    crews.join(message.tracks ?? [], Date.now());
    crews.take(message.positions, Date.now());
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ t: 'hello', protocolVersion: CONSOLE_PROTOCOL_VERSION }));
  const points = () => crews.tracks(Date.now()).reduce((sum, track) => sum + track.points.length, 0);
  return { socket, crews, told, points };
}

describe('2,000 crews with 120 points of track each', () => {
  it('reach every page whole, in parts, whenever it opens; none is cut off, and each position keeps its own time', async () => {
    const lastAt = Date.now() - 60_000;
    const at = (step: number): number => lastAt - (POINTS - 1 - step) * STEP_MS;
    for (let first = 0; first < CREWS; first += CREWS_A_POST) {
      const positions = Array.from({ length: CREWS_A_POST * POINTS }, (_, i) => {
        const [k, step] = [first + Math.floor(i / POINTS), i % POINTS];
        return { crewId: crewId(k), ...place(k, step), positionAt: at(step) };
      });
      await post(positions);
    }

    const core = await site.core(site.hubArgs(hub.ready.url));
    // Before the hub has told the console all of it, and after.
    const early = await openPage(core);
    await expect.poll(early.points).toBe(CREWS * POINTS);
    const late = await openPage(core);
    await expect.poll(late.points).toBe(CREWS * POINTS);
    for (const { crews, told } of [early, late]) {
      const kept = new Map(crews.tracks(Date.now()).map((track) => [track.crewId, track.points]));
      expect(crews.positions()).toHaveLength(CREWS);
      for (const k of [0, 777, CREWS - 1]) {
        const { lon, lat } = place(k, POINTS - 1);
        const newest = crews.positions().find((position) => position.crewId === crewId(k));
        expect(newest).toEqual({ crewId: crewId(k), at: [lon, lat], positionAt: lastAt });
        expect(kept.get(crewId(k))?.map(({ atMs }) => atMs)).toEqual(
          Array.from({ length: POINTS }, (_, step) => at(step)),
        );
      }
      expect(Math.max(...told.sizes)).toBeLessThan(PART_BYTES);
    }

    // One that does not read while everything moves loses nothing: it catches up.
    late.socket.pause();
    const news = Array.from({ length: CREWS }, (_, k) => ({
      crewId: crewId(k),
      ...place(k, POINTS),
      positionAt: lastAt + STEP_MS,
    }));
    const before = early.told.sizes.length;
    await Promise.all(Array.from({ length: CREWS / 10 }, (_, k) => post(news.slice(10 * k, 10 * k + 10))));
    const areAllNew = (page: typeof early) =>
      page.crews.positions().every(({ positionAt }) => positionAt === lastAt + STEP_MS);
    await expect.poll(() => areAllNew(early)).toBe(true);
    // 200 POSTs came in fewer messages.
    expect(early.told.sizes.length - before).toBeLessThan(CREWS / 10);
    expect(areAllNew(late)).toBe(false);
    late.socket.resume();
    await expect.poll(() => areAllNew(late)).toBe(true);
    expect([early.told.isClosed, late.told.isClosed]).toEqual([false, false]);
    expect((await health(core)).link.state).toBe('online');
  });
});
