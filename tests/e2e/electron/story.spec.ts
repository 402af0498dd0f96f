import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, type ElectronApplication } from '@playwright/test';
import { FIRST_WINDOWS, type WindowName } from '#shared/contract/host-bridge.ts';
import { cityArgs, importDemo, prepareDemo, writeDemoDrivers, type DemoOptions } from '../../../electron/cli/demo.ts';
import { placesIn } from '../../../electron/cli/places.ts';
import { startChild, type Child } from '#tests/support/child.ts';
import { killChild, launch, makeTestApp, pageOf, pidsOf, type TestApp } from '#tests/support/electron-app.ts';
import { MIDDLE, plugMiddle, unplugMiddle, windowState } from '#tests/support/electron-windows.ts';
import { freePort } from '#tests/support/free-port.ts';
import { takePort } from '#tests/support/stack.ts';
import { expectLink, signOn } from '../pages.ts';
import { playStory } from '../story.ts';

test.afterEach(() => plugMiddle());

test('from the burst to the signed log, on four Electron windows over three monitors', async () => {
  test.setTimeout(900_000);
  const app = makeTestApp('built');
  const [port, hubPort, opcuaPort, modbusPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const places = placesIn(app.data);
  const demo: DemoOptions = { seed: '7', stations: '240', scenario: 'burst-main', delay: '0', opcuaPort, modbusPort };
  mkdirSync(app.data, { recursive: true });
  prepareDemo(places);
  const drivers = writeDemoDrivers(places, demo);
  const args = ['--core', 'node', '--port', String(port), '--hub-port', String(hubPort), '--drivers', drivers];
  const electron = await launch(app, { core: null, args });
  let city: Child<unknown> | undefined;
  try {
    const hubUrl = `http://127.0.0.1:${String(hubPort)}`;
    for (const name of FIRST_WINDOWS) await expectLink(await pageOf(electron, name), 'online', 120_000);
    const { hubToken: tokenFile, integrationToken: integrationTokenFile } = places;
    const access = { url: hubUrl, tokenFile, integrationTokenFile };
    city = await startChild(
      'electron/city/entry/city.ts',
      cityArgs(demo, places, access),
      join(app.folder, 'city.log'),
    );
    // The console runs already: it takes up what is imported beside it.
    importDemo(places);

    let atDesk: string | undefined;
    await playStory({
      async window(personId, name) {
        const page = await pageOf(electron, name);
        if (atDesk !== personId) await signOn(page, personId);
        atDesk = personId;
        return page;
      },
      data: app.data,
      hubUrl,
      coreUrl: () => `http://127.0.0.1:${String(port)}`,
      loseHub: () => loseHub(app, hubPort),
      killCore: () => {
        killChild(app, 'core');
        return Promise.resolve();
      },
      meanwhile: () => pullMiddleMonitor(electron),
      picture: () => Promise.resolve(),
    });
  } finally {
    await city?.stop();
    await electron.close();
    app.remove();
  }
});

/** Ends the hub, and each that is up again before its port is taken. */
async function loseHub(app: TestApp, hubPort: number): Promise<() => Promise<void>> {
  let isTaken = false;
  const taking = takePort(hubPort).finally(() => (isTaken = true));
  let killed: number | undefined;
  while (!isTaken) {
    if (pidsOf(app, 'hub').at(-1) !== killed) killed = killChild(app, 'hub');
    await delay(20);
  }
  return taking;
}

/** The window on the middle monitor comes up on another one when that is pulled out, still telling the truth, and goes back. */
async function pullMiddleMonitor(electron: ElectronApplication): Promise<void> {
  const isOnMiddle = async (name: WindowName): Promise<boolean> => {
    const bounds = (await windowState(electron, name))?.bounds;
    if (bounds === undefined) return false;
    const [x, y] = [bounds.x + bounds.width / 2, bounds.y + bounds.height / 2];
    return x >= MIDDLE.x && x < MIDDLE.x + MIDDLE.width && y >= MIDDLE.y && y < MIDDLE.y + MIDDLE.height;
  };
  const there: WindowName[] = [];
  await expect
    .poll(async () => {
      there.length = 0;
      for (const name of FIRST_WINDOWS) if (await isOnMiddle(name)) there.push(name);
      return there.length;
    })
    .toBeGreaterThan(0);
  unplugMiddle();
  for (const name of there) {
    await expect.poll(() => isOnMiddle(name)).toBe(false);
    await expectLink(await pageOf(electron, name), 'hubOffline', 60_000);
  }
  plugMiddle();
  for (const name of there) await expect.poll(() => isOnMiddle(name)).toBe(true);
}
