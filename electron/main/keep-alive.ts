import type { BrowserWindow } from 'electron';
import type { WindowName } from '#shared/contract/host-bridge.ts';
import type { Log } from './log.ts';

/** A page that hangs this long is ended, and so loaded again: nobody sits before a wall to press a key. */
const HANG_MS = 20_000;
/** Pause before the first, second, ... reload when a page dies again and again; it starts over once a page lived for a minute. */
const RELOAD_AFTER_MS = [200, 1_000, 5_000, 15_000] as const;
const LIVED_MS = 60_000;
/** A reload right after a crash is now and then lost by Electron (its issue 48661): without a loaded page by then, once more. */
const LOADED_WITHIN_MS = 10_000;

/** Loads a window's page again after its process died or hangs. */
export function keepAlive(window: BrowserWindow, name: WindowName, log: Log): void {
  const { webContents } = window;
  let deaths = 0;
  let startedAt = performance.now();
  let hanging: ReturnType<typeof setTimeout> | undefined;
  let pending: ReturnType<typeof setTimeout> | undefined;

  const reloadAfter = (pauseMs: number): void => {
    clearTimeout(pending);
    pending = setTimeout(() => {
      if (window.isDestroyed()) return;
      startedAt = performance.now();
      webContents.reload();
      reloadAfter(LOADED_WITHIN_MS);
    }, pauseMs);
  };
  webContents.on('did-finish-load', () => clearTimeout(pending));
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    clearTimeout(hanging);
    if (performance.now() - startedAt > LIVED_MS) deaths = 0;
    const pauseMs = RELOAD_AFTER_MS[Math.min(deaths, RELOAD_AFTER_MS.length - 1)] ?? 0;
    deaths += 1;
    log('error', 'a window stopped working', { code: 'WIN0006', window: name, reason, exitCode });
    reloadAfter(pauseMs);
  });
  window.on('unresponsive', () => {
    hanging = setTimeout(() => {
      if (!window.isDestroyed()) webContents.forcefullyCrashRenderer();
    }, HANG_MS);
  });
  window.on('responsive', () => clearTimeout(hanging));
  window.on('closed', () => {
    clearTimeout(pending);
    clearTimeout(hanging);
  });
}
