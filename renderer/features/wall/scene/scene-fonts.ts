import type { FontSource } from './messages.ts';

const FAMILY = 'Noto Sans SC Variable';
/** Asked for first: the values need no more than these. */
const FIGURES = '0123456789.-—?/%°';

/** The faces of the bundled font as the style sheets of this page name them: a worker has no style sheets of its own. */
export function fontSources(sheets: Iterable<CSSStyleSheet>, base: string): readonly FontSource[] {
  return [...sheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const family = rule.style.getPropertyValue('font-family').replace(/["']/g, '');
      const file = /url\(\s*["']?([^"')]+)["']?\s*\)/.exec(rule.style.getPropertyValue('src'))?.[1];
      if (family !== FAMILY || file === undefined) return [];
      return [
        {
          family,
          address: new URL(file, sheet.href ?? base).href,
          weight: rule.style.getPropertyValue('font-weight') || '400',
          unicodeRange: rule.style.getPropertyValue('unicode-range') || 'U+0-10FFFF',
        },
      ];
    }),
  );
}

/**
 * Loads of a font what the words of a scene need, figures first, each character once. What cannot be loaded is drawn in the system's font.
 * @returns call it with words; `onLoaded` comes each time more of the font is there
 */
export function createFontLoader(fonts: FontFaceSet, onLoaded: () => void): (words: Iterable<string>) => void {
  const asked = new Set<string>();
  const load = (characters: string): void => {
    fonts.load(`500 16px '${FAMILY}'`, characters).then(onLoaded, () => {
      for (const character of characters) asked.delete(character);
    });
  };
  load(FIGURES);
  return (words) => {
    const fresh = new Set<string>();
    for (const word of words) for (const character of word) if (!asked.has(character)) fresh.add(character);
    if (fresh.size === 0) return;
    for (const character of fresh) asked.add(character);
    load([...fresh].join(''));
  };
}

/** Every word that a message brings to the screen. */
export function wordsIn(message: { readonly t: string } & Record<string, unknown>): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (value !== null && typeof value === 'object' && !ArrayBuffer.isView(value)) {
      Object.values(value).forEach(visit);
    }
  };
  if (message.t === 'stations' || message.t === 'look' || message.t === 'order') visit(message);
  return found;
}
