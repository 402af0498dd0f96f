/** What of `document.fonts` is needed. */
export type Fonts = Pick<FontFaceSet, 'load'>;

export interface GlyphFonts {
  /** Sees to it that these words can be drawn; `onLoaded` comes once more of the font is there than before. Resolves when it is. */
  need(words: Iterable<string>): Promise<void>;
}

/**
 * The font comes in parts, by the characters asked for, and a canvas draws an empty box for what has not come. So every word is asked
 * for before it is drawn, each character once, and what was drawn too early is drawn again.
 */
export function createGlyphFonts(fonts: Fonts, font: string, onLoaded: () => void): GlyphFonts {
  const asked = new Set<string>();
  return {
    async need(words) {
      const fresh = new Set<string>();
      for (const word of words) for (const character of word) if (!asked.has(character)) fresh.add(character);
      if (fresh.size === 0) return;
      for (const character of fresh) asked.add(character);
      try {
        await fonts.load(font, [...fresh].join(''));
        onLoaded();
      } catch {
        // Asked for again with the next word that has it: until then the system's own font stands in.
        for (const character of fresh) asked.delete(character);
      }
    },
  };
}
