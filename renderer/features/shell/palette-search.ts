import { pinyinInitials } from './pinyin-initials.ts';

/** What can be looked for. Entries are prepared once for a list and asked at each key press. */
export interface SearchEntry<Item> {
  readonly item: Item;
  /** Names and numbers, in lower case. */
  readonly text: string;
  readonly initials: string;
}

/** @param words everything it may be called by; pinyin initials are of the first alone, the title */
export function searchEntryOf<Item>(item: Item, ...words: readonly (string | undefined)[]): SearchEntry<Item> {
  return { item, text: words.filter(Boolean).join(' ').toLowerCase(), initials: initialsOf(words[0] ?? '') };
}

/** Streets come back a thousand times in a list of pipes. */
const known = new Map<string, string>();
const KNOWN_MOST = 20_000;

function initialsOf(title: string): string {
  const before = known.get(title);
  if (before !== undefined) return before;
  if (known.size >= KNOWN_MOST) known.clear();
  const made = pinyinInitials(title);
  known.set(title, made);
  return made;
}

/** Where two do equally well, the list that comes first in `lists` goes before. */
export function searchItems<Item>(
  lists: readonly (readonly SearchEntry<Item>[])[],
  query: string,
  limit: number,
): readonly Item[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  // By how well they match: at most `limit` of each, so that a letter which a hundred thousand share costs no sorting.
  const byScore = new Map<number, Item[]>();
  for (const entries of lists) {
    for (const entry of entries) {
      const score = scoreOf(entry, words);
      if (score < 0) continue;
      const same = byScore.get(score);
      if (!same) byScore.set(score, [entry.item]);
      else if (same.length < limit) same.push(entry.item);
    }
  }
  return [...byScore.entries()]
    .sort(([a], [b]) => b - a)
    .flatMap(([, items]) => items)
    .slice(0, limit);
}

/** Every word must be in the text or the initials; 2 for each that either begins with, 1 for the others; below 0: not found. */
function scoreOf({ text, initials }: SearchEntry<unknown>, words: readonly string[]): number {
  let score = 0;
  for (const word of words) {
    if (text.startsWith(word) || initials.startsWith(word)) score += 2;
    else if (text.includes(word) || initials.includes(word)) score += 1;
    else return -1;
  }
  return score;
}
