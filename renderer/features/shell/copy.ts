import { addNotice } from '../../commands/notices.ts';
import { copyText } from '../../ui/copy-text.ts';

/** Copies words for the person; where that is refused a notice says so. @returns whether they are on the clipboard */
export async function copy(text: string): Promise<boolean> {
  const isCopied = await copyText(text);
  if (!isCopied) addNotice('copy', 'PAG0008');
  return isCopied;
}
