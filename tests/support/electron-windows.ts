import { execFileSync } from 'node:child_process';
import { expect, type ElectronApplication } from '@playwright/test';
import { FIRST_WINDOWS, type WindowName } from '#shared/contract/host-bridge.ts';
import { pageOf } from './electron-app.ts';

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  readonly bounds: Rect;
  readonly isFullScreen: boolean;
}

/** The monitors of run-electron-tests.ts. */
export const LEFT: Rect = { x: 0, y: 0, width: 1920, height: 1080 };
export const MIDDLE: Rect = { x: 1920, y: 0, width: 1920, height: 1080 };
export const BIG: Rect = { x: 0, y: 1080, width: 3840, height: 2160 };

/** How a window stands on the desktop; undefined while it is closed. */
export async function windowState(electron: ElectronApplication, name: WindowName): Promise<WindowState | undefined> {
  return electron.evaluate(({ BrowserWindow }, wanted) => {
    const window = BrowserWindow.getAllWindows().find((w) =>
      w.webContents.getURL().startsWith(`app://heatline/windows/${wanted}/`),
    );
    return window === undefined ? undefined : { bounds: window.getBounds(), isFullScreen: window.isFullScreen() };
  }, name);
}

/** The window's frame may take some pixels of its monitor; nothing of the window lies outside. */
export async function expectFills(electron: ElectronApplication, name: WindowName, monitor: Rect): Promise<void> {
  await expect
    .poll(
      async () => {
        const bounds = (await windowState(electron, name))?.bounds;
        return bounds !== undefined && fills(bounds, monitor) ? 'there' : JSON.stringify(bounds);
      },
      { message: `${name} fills ${JSON.stringify(monitor)}` },
    )
    .toBe('there');
}

function fills(inner: Rect, monitor: Rect): boolean {
  const FRAME_PX = 40;
  return (
    inner.x >= monitor.x &&
    inner.y >= monitor.y &&
    inner.x + inner.width <= monitor.x + monitor.width &&
    inner.y + inner.height <= monitor.y + monitor.height &&
    inner.width >= monitor.width - FRAME_PX &&
    inner.height >= monitor.height - FRAME_PX
  );
}

/** All four windows, open and loaded. */
export async function fourWindows(electron: ElectronApplication): Promise<void> {
  for (const name of FIRST_WINDOWS) await pageOf(electron, name);
}

/** Loads a window's page again, as its menu does; resolves when it is loaded. */
export async function reloadWindow(electron: ElectronApplication, name: WindowName): Promise<void> {
  const page = await pageOf(electron, name);
  const loaded = page.waitForEvent('load');
  await electron.evaluate(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()
      .find((w) => w.webContents.getURL().startsWith(`app://heatline/windows/${wanted}/`))
      ?.webContents.reload();
  }, name);
  await loaded;
}

/** Pulls the middle monitor's plug. */
export function unplugMiddle(): void {
  execFileSync('xrandr', ['--output', 'DUMMY1', '--off']);
}

/** Plugs the middle monitor in again, where it was; does nothing while it is there. */
export function plugMiddle(): void {
  execFileSync('xrandr', ['--output', 'DUMMY1', '--mode', '1920x1080', '--pos', '1920x0']);
  // Only a full probe shows the monitor to running programs.
  execFileSync('xrandr', { stdio: 'ignore' });
}
