/**
 * Puts words on the clipboard. The desktop shell gives its pages no permission, and a page that is not on localhost has no clipboard of
 * its own: there the browser's own "copy" is used, which asks for nothing after a click or a key.
 * @returns whether they are there now
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiesMarked(text);
  }
}

function copiesMarked(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  // What is outside of an open dialog cannot be marked.
  (focused?.closest('dialog') ?? document.body).append(field);
  field.select();
  try {
    // Out of use in the standard, and the only one that needs no permission.
    return document.execCommand('copy');
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
