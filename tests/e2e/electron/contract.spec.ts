import { join } from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { launch, makeTestApp, pageOf, type TestApp } from '#tests/support/electron-app.ts';
import { bundleCore, bundlePage } from '#tests/support/electron-bundle.ts';
import { reloadWindow } from '#tests/support/electron-windows.ts';
import type { ContractPage } from '#tests/support/electron-contract-page.ts';

/** The product's page link, port broker and core (in memory: its natives need a newer Node) over real MessagePorts. */
let app: TestApp;
let electron: ElectronApplication;

test.beforeAll(async () => {
  app = makeTestApp();
  await bundlePage('electron-contract-page.ts', join(app.folder, 'out', 'renderer'));
  const core = await bundleCore('electron-memory-core.ts', join(app.folder, 'core'));
  electron = await launch(app, { core });
});
test.afterAll(async () => {
  await electron.close();
  app.remove();
});

/** Dials, says hello and watches everything; the connection stays in `window.pipes`. */
async function dial(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { contract } = window as unknown as { contract: ContractPage };
    const pipes = await contract.dial();
    Object.assign(window, { pipes });
    pipes.feed.send(JSON.stringify({ t: 'hello', protocolVersion: 1 }));
    pipes.feed.send(JSON.stringify({ t: 'watch', signals: 'all', hz: 10 }));
  });
}

const heard = (page: Page) =>
  page.evaluate(() => (window as unknown as { contract: ContractPage }).contract.messages.map((message) => message.t));

test('a page greets the core, signs its seat on and commands; every other window hears of it', async () => {
  const [desk, map] = [await pageOf(electron, 'desk'), await pageOf(electron, 'map')];
  await dial(desk);
  await dial(map);
  for (const page of [desk, map]) {
    await expect.poll(() => heard(page)).toEqual(expect.arrayContaining(['welcome', 'snapshot', 'seat', 'status']));
  }
  const done = await desk.evaluate(async () => {
    const { api } = (window as unknown as { pipes: Awaited<ReturnType<ContractPage['dial']>> }).pipes;
    const people = await api.session.people();
    const actor = await api.session.signOn({ personId: 'lead-1', pin: '1111' });
    const refusal = await api.session.signOn({ personId: 'agent-1', pin: '9999' }).catch((error: unknown) => error);
    await api.command.submit({
      commandId: crypto.randomUUID(),
      entity: { type: 'order', id: 'O1' },
      type: 'createOrder',
      payload: {
        category: 'leak',
        urgent: true,
        title: 'Water on the road',
        place: { at: [126.6, 45.75] },
        complaintIds: [],
        receivedAt: 1_700_000_000_000,
      },
    });
    return { people: people.length, actor: actor.id, code: (refusal as { data?: { code?: string } }).data?.code };
  });
  expect(done).toEqual({ people: 2, actor: 'lead-1', code: 'SES0001' });
  const seen = () =>
    map.evaluate(() => {
      const { messages } = (window as unknown as { contract: ContractPage }).contract;
      const rows = messages.flatMap((message) => (message.t === 'delta' ? message.rows : []));
      const seat = messages.findLast((message) => message.t === 'seat');
      return { order: rows.at(-1)?.id, pending: rows.at(-1)?.pending.length, actor: seat?.actor?.id };
    });
  await expect.poll(seen).toEqual({ order: 'O1', pending: 1, actor: 'lead-1' });
});

test('live values travel as columns, not as text', async () => {
  const wall = await pageOf(electron, 'wall');
  await dial(wall);
  const frames = () => wall.evaluate(() => (window as unknown as { contract: ContractPage }).contract.frames.length);
  await expect.poll(frames).toBeGreaterThan(3);
});

test('a page that is loaded again greets the core anew', async () => {
  const desk = await pageOf(electron, 'desk');
  await reloadWindow(electron, 'desk');
  await dial(desk);
  await expect.poll(() => heard(desk)).toEqual(expect.arrayContaining(['welcome', 'snapshot', 'seat']));
});
