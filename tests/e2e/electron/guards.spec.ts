import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { launch, makeTestApp, pageOf, type TestApp } from '#tests/support/electron-app.ts';
import { fourWindows } from '#tests/support/electron-windows.ts';

let app: TestApp;
let electron: ElectronApplication;
let page: Page;
let foreign: Server;
let foreignUrl: string;
let visits: string[];

test.beforeAll(async () => {
  visits = [];
  foreign = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*');
    response.end('<h1>foreign</h1>');
  });
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  foreignUrl = `http://127.0.0.1:${String((foreign.address() as AddressInfo).port)}`;
  app = makeTestApp();
  electron = await launch(app);
  await fourWindows(electron);
  page = await pageOf(electron, 'desk');
});
test.afterAll(async () => {
  await electron.close();
  foreign.close();
  app.remove();
});
test.afterEach(() => {
  expect(page.url()).toBe('app://heatline/windows/desk/index.html');
  expect(visits).toEqual([]);
});

test('the page sees the calls of the preload and nothing of Node', async () => {
  const seen = await page.evaluate(() => ({
    calls: Object.keys(window.heatline).sort(),
    node: ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron', 'ipcRenderer'].filter(
      (name) => name in window,
    ),
    versions: window.heatline.versions,
    windowName: window.heatline.windowName,
  }));
  expect(seen.calls).toEqual(['connect', 'kind', 'onCoreState', 'onNavigate', 'showWindow', 'versions', 'windowName']);
  expect(seen.node).toEqual([]);
  expect(seen.windowName).toBe('desk');
  expect(seen.versions.electron).toMatch(/^\d+\./);
  expect(seen.versions.app).toMatch(/^\d+\./);
});

test('every window is sandboxed and isolated', async () => {
  const preferences = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((w) => {
      // Not in the types, and the only way to ask a window what it was really given.
      const contents = w.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      const { sandbox, contextIsolation, nodeIntegration, webviewTag } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webviewTag };
    }),
  );
  expect(preferences).toHaveLength(4);
  for (const given of preferences) {
    expect(given).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
  }
});

test('spell checking, which would send words to a server, is off', async () => {
  expect(await electron.evaluate(({ session }) => session.defaultSession.isSpellCheckerEnabled())).toBe(false);
});

test('window.open is denied, for foreign addresses and for our own', async () => {
  for (const address of [foreignUrl, 'app://heatline/windows/wall/index.html', 'about:blank']) {
    expect(await page.evaluate((url) => window.open(url) === null, address)).toBe(true);
  }
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(4);
});

test('a page cannot be led elsewhere', async () => {
  for (const address of [
    foreignUrl,
    'file:///etc/passwd',
    'data:text/html,x',
    'app://elsewhere/',
    'app://heatline/x',
  ]) {
    await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
      location.href = url;
    }, address);
    await page.waitForTimeout(100);
    expect(page.url()).toBe('app://heatline/windows/desk/index.html');
  }
});

test('a webview and a frame stay empty', async () => {
  const count = () => electron.evaluate(({ webContents }) => webContents.getAllWebContents().length);
  const before = await count();
  await page.evaluate((url) => {
    for (const tag of ['webview', 'iframe', 'object']) {
      const guest = document.createElement(tag);
      guest.setAttribute(tag === 'object' ? 'data' : 'src', url);
      document.body.append(guest);
    }
  }, foreignUrl);
  await page.waitForTimeout(300);
  expect(await count()).toBe(before);
});

test('a page connects to nobody but its own host', async () => {
  const outcome = await page.evaluate(async (url) => {
    const fetched = await fetch(url).then(
      () => 'fetched',
      () => 'refused',
    );
    let socket = 'refused';
    try {
      await new Promise((resolve, reject) => {
        const dialled = new WebSocket(url.replace('http', 'ws'));
        dialled.onopen = resolve;
        dialled.onerror = reject;
      });
      socket = 'open';
    } catch {
      // Refused, as it should be.
    }
    return { fetched, socket };
  }, foreignUrl);
  expect(outcome).toEqual({ fetched: 'refused', socket: 'refused' });
});

test('code that came as text does not run', async () => {
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    return 'injected' in window;
  });
  expect(ran).toBe(false);
});

test('every permission is refused', async () => {
  const asked = await page.evaluate(async () => {
    const outcome: Record<string, string> = {};
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
      'persistent-storage',
    ];
    for (const name of names) {
      outcome[name] = (await navigator.permissions.query({ name: name as PermissionName })).state;
    }
    outcome['asked for notifications'] = await Notification.requestPermission();
    outcome['asked for a place'] = await new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : String(error.code)),
      );
    });
    outcome['asked for a camera'] = await navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(
      () => 'granted',
      () => 'denied',
    );
    outcome['asked for MIDI'] = await navigator.requestMIDIAccess({ sysex: true }).then(
      () => 'granted',
      () => 'denied',
    );
    outcome['asked for the clipboard'] = await navigator.clipboard.readText().then(
      () => 'granted',
      () => 'denied',
    );
    return outcome;
  });
  expect(new Set(Object.values(asked)), JSON.stringify(asked)).toEqual(new Set(['denied']));
});

test('a page that asks its host for nonsense is refused with WIN0005', async () => {
  const answers = await page.evaluate(async () => {
    const show = window.heatline.showWindow as (...words: unknown[]) => Promise<void>;
    const tries = [['cellar'], [7], ['wall', { params: { a: 1 } }], ['wall', { params: { a: 'x'.repeat(10_000) } }]];
    return Promise.all(
      tries.map((words) =>
        show(...words).then(
          () => 'done',
          (error: unknown) => String(error),
        ),
      ),
    );
  });
  for (const answer of answers) expect(answer).toContain('WIN0005');
});
