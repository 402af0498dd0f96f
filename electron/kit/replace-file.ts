import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';

/** Writes new contents in one step, so that a power cut leaves the old or the new; the contents before stay beside it as `FILE.bak`. Throws what `fs` throws. */
export function replaceFile(file: string, text: string): void {
  if (existsSync(file)) copyFileSync(file, `${file}.bak`);
  writeFileSync(`${file}.new`, text);
  const handle = openSync(`${file}.new`, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(`${file}.new`, file);
}
