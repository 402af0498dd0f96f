import { pinyinInitials } from './pinyin-initials.ts';

/** Something the command line can find: a station, an order, a crew, an action. */
export interface PaletteItem {
  readonly key: string;
  /** Locale key of what kind of thing it is. */
  readonly kind: string;
  readonly title: string;
  readonly hint?: string | undefined;
  readonly run: () => void;
}

export interface SearchEntry {
  readonly item: PaletteItem;
  readonly text: string;
  readonly initials: string;
}

/** Prepared once for a list, asked at each key press. */
export function searchEntryOf(item: PaletteItem): SearchEntry {
  return { item, text: `${item.title} ${item.hint ?? ''}`.toLowerCase(), initials: pinyinInitials(item.title) };
}

/** Items that contain every word of the query in title, hint or pinyin initials; those that begin with it first. */
export function searchItems(entries: readonly SearchEntry[], query: string, limit: number): readonly PaletteItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const scored: { readonly item: PaletteItem; readonly score: number }[] = [];
  for (const { item, text, initials } of entries) {
    let score = 0;
    for (const word of words) {
      if (text.startsWith(word) || initials.startsWith(word)) score += 2;
      else if (text.includes(word) || initials.includes(word)) score += 1;
      else score = Number.NEGATIVE_INFINITY;
    }
    if (score >= 0) scored.push({ item, score });
  }
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item);
}
