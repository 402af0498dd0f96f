import { shallowRef } from 'vue';

/** Something the operator must be told about an action: shown until dismissed (`isSticky`) or for some seconds. */
export interface Notice {
  readonly id: number;
  /** Type of the command, for its words (`commands.<type>`); or a word of the shell. */
  readonly subject: string;
  readonly code: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>> | undefined;
}

const KEPT = 6;
let lastId = 0;

/** Open notices, the newest last. */
export const notices = shallowRef<readonly Notice[]>([]);

/** Shows that an action (a word of `command.`) was not done, with its code; the oldest of more than six goes. */
export function addNotice(subject: string, code: string, detail?: Notice['detail']): void {
  lastId += 1;
  notices.value = [...notices.value, { id: lastId, subject, code, detail }].slice(-KEPT);
}

/** Takes a notice off the screen. */
export function dismissNotice(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}
