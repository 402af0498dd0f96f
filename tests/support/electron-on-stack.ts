import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { launch, makeTestApp, type TestApp } from './electron-app.ts';
import { startStack, type StackOptions } from './stack.ts';

/** The desktop console with its built pages, before a core that somebody else runs. */
interface DesktopConsole {
  readonly electron: ElectronApplication;
  readonly app: TestApp;
}

/** Runs the built pages under app:// on a stack of their own, and ends both however it went. */
export async function onStack(options: StackOptions, use: (desktop: DesktopConsole) => Promise<void>): Promise<void> {
  const stack = await startStack(options);
  const app = makeTestApp('built');
  let electron: ElectronApplication | undefined;
  try {
    electron = await launch(app, {
      core: null,
      args: ['--core', stack.url, '--token-file', join(stack.data, 'console.token')],
    });
    await use({ electron, app });
  } finally {
    await electron?.close();
    app.remove();
    await stack.stop();
  }
}
