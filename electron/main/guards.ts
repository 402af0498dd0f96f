import type { App, Session, WebContents } from 'electron';
import { APP_ORIGIN } from '#shared/contract/host-bridge.ts';
import type { Log } from './log.ts';

function isOwnPage(address: string): boolean {
  return address.startsWith(`${APP_ORIGIN}/windows/`);
}

function guardContents(contents: WebContents, log: Log): void {
  const refuse = (what: string, address: string): void => log('warn', `refused: ${what}`, { code: 'WIN0005', address });
  contents.setWindowOpenHandler(({ url }) => {
    refuse('a window of its own', url);
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refuse('a webview', '');
  });
  const stay = (event: { preventDefault(): void }, address: string): void => {
    if (isOwnPage(address)) return;
    event.preventDefault();
    refuse('navigation', address);
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
}

function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler?.((_request, answer) => answer({}));
  session.setSpellCheckerEnabled(false);
}

/**
 * Nothing that a page does may open a window, lead it elsewhere, embed a guest or get a permission, whichever page it is.
 * Call before the app is ready: sessions and contents made later are guarded as they appear.
 */
export function guardApp(app: App, log: Log): void {
  app.on('session-created', guardSession);
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log));
}
