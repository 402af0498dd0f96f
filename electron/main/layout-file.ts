import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseLayout, type Layout } from './layout.ts';

/**
 * Reads the stored layout. Undefined on a first start. A file that is not a layout is renamed to `<file>.bad` (replacing an
 * older one) and told to `onBad`.
 */
export function readLayout(file: string, onBad: () => void): Layout | undefined {
  if (!existsSync(file)) return undefined;
  const layout = parseLayout(readFileSync(file, 'utf8'));
  if (layout === undefined) {
    renameSync(file, `${file}.bad`);
    onBad();
  }
  return layout;
}

/** Writes the layout whole or not at all: a power cut leaves the old one. */
export function writeLayout(file: string, layout: Layout): void {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.new`;
  writeFileSync(fresh, `${JSON.stringify(layout, undefined, 2)}\n`, { flush: true });
  renameSync(fresh, file);
}
