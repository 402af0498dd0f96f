import type { WallWords } from './messages.ts';

/** What both kinds of 2D context can do. */
export type Ink = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const FAMILY = "'Noto Sans SC Variable', sans-serif";
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** More strings than a wall of 2,000 stations has; past it the memory starts anew. */
const MOST_KEPT = 20_000;

/** `600 22px ...`, sizes to a quarter of a pixel. */
export const fontOf = (weight: 400 | 500 | 600, px: number): string =>
  `${String(weight)} ${String(Math.round(px * 4) / 4)}px ${FAMILY}`;

/**
 * Widths of strings and strings cut to a width, remembered. Figures all have one width in this family, so a value is measured once for its
 * shape, not once for each value.
 */
export class Texts {
  readonly #ink: Ink;
  #widths = new Map<string, number>();
  #cut = new Map<string, string>();
  #generation = 0;
  /** The font that is set. The context itself cannot be asked: Chromium 108 leaves the weight out of its answer. */
  #font = fontOf(400, 10);

  constructor(ink: Ink) {
    this.#ink = ink;
  }

  /** Sets a font of {@link fontOf} for measuring and drawing. */
  use(font: string): void {
    this.#font = font;
    this.#ink.font = this.#generation === 0 ? font : `${font}, generation-${String(this.#generation)}`;
  }

  /**
   * Forgets all, as when more of the font has come. A worker keeps a font once resolved for as long as it is asked for by the same words (Chromium
   * 108 to 156), fallback and all: a family at the end that exists nowhere makes them other words.
   */
  forget(): void {
    this.#generation += 1;
    this.#widths = new Map();
    this.#cut = new Map();
  }

  /** Width of `text` in `font`, whichever is set. */
  width(text: string, font: string): number {
    const shape = text.replace(/\d/g, '0');
    const key = `${font}|${shape}`;
    let known = this.#widths.get(key);
    if (known === undefined) {
      if (this.#widths.size > MOST_KEPT) this.#widths.clear();
      const before = this.#font;
      this.use(font);
      known = this.#ink.measureText(shape).width;
      this.use(before);
      this.#widths.set(key, known);
    }
    return known;
  }

  /** The text, cut with an ellipsis where it is wider than its room. The font must be set. */
  fitted(text: string, font: string, room: number): string {
    const key = `${font}|${String(Math.floor(room))}|${text}`;
    let known = this.#cut.get(key);
    if (known === undefined) {
      if (this.#cut.size > MOST_KEPT) this.#cut.clear();
      known = this.#cutTo(text, room);
      this.#cut.set(key, known);
    }
    return known;
  }

  #cutTo(text: string, room: number): string {
    const widthOf = (words: string): number => this.#ink.measureText(words).width;
    if (widthOf(text) <= room) return text;
    let length = text.length;
    while (length > 1 && widthOf(`${text.slice(0, length)}…`) > room) length -= 1;
    return `${text.slice(0, length)}…`;
  }
}

/** 7 s, 12 min, 3.5 h, 4 d in the words of the language; the word for never where there was no value. As `age` of use-format.ts. */
export function ageText(ms: number, words: WallWords): string {
  if (!Number.isFinite(ms)) return words.never;
  const positive = Math.max(0, ms);
  if (positive < MINUTE_MS) return words.seconds.replace('#', String(Math.floor(positive / 1000)));
  if (positive < HOUR_MS) return words.minutes.replace('#', String(Math.floor(positive / MINUTE_MS)));
  if (positive < 2 * DAY_MS) return words.hours.replace('#', (positive / HOUR_MS).toFixed(1));
  return words.days.replace('#', String(Math.floor(positive / DAY_MS)));
}
