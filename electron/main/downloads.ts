import { dialog, type Session } from 'electron';
import type { Words } from './locales/en.ts';
import type { Log } from './log.ts';

/** A page hears nothing of a file it gave away: where it could not be saved (disk full, folder gone) the shell says so, WIN0008. */
export function watchDownloads(session: Session, words: Words, log: Log): void {
  session.on('will-download', (_event, item) => {
    item.once('done', (_done, state) => {
      if (state !== 'interrupted') return;
      log('warn', 'file not saved', { code: 'WIN0008', file: item.getSavePath() });
      const detail = `${words.notSavedNext}\n\nWIN0008 ${item.getSavePath()}`;
      void dialog.showMessageBox({ type: 'error', title: words.app, message: words.notSaved, detail });
    });
  });
}
