import { pinyinOf } from './pinyin.ts';

/** What can be looked for. Entries are prepared once for a list and asked at each key press. */
export interface SearchEntry<Item> {
  readonly item: Item;
  /** Names and numbers, in lower case. */
  readonly text: string;
  /** How they may be typed in pinyin, with a capital where a syllable begins: the initials, and all of it. */
  readonly sounds: readonly string[];
}

/** What is longer is no name, but what somebody said. */
const NAME_MOST = 24;

/** @param words everything it may be called by, in characters; pinyin is made of each */
export function searchEntryOf<Item>(item: Item, ...words: readonly (string | undefined)[]): SearchEntry<Item> {
  const names = words.flatMap((word) => word || []);
  const sounds = names.map(soundsOf).filter(({ length }) => length > 0);
  // A list of its own for each of a hundred thousand pipes would cost more than the pipes.
  const [first = NO_SOUNDS] = sounds;
  return { item, text: names.join(' ').toLowerCase(), sounds: sounds.length < 2 ? first : [...new Set(sounds.flat())] };
}

const NO_SOUNDS: readonly string[] = [];
/** Streets come back a thousand times in a list of pipes. */
const known = new Map<string, readonly string[]>();
const KNOWN_MOST = 20_000;

function soundsOf(name: string): readonly string[] {
  if (name.length > NAME_MOST || !/\p{Script=Han}/u.test(name)) return NO_SOUNDS;
  const before = known.get(name);
  if (before) return before;
  if (known.size >= KNOWN_MOST) known.clear();
  const made = pinyinOf(name).flatMap((parts) => [
    parts.map((part) => part.charAt(0).toUpperCase()).join(''),
    parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(''),
  ]);
  known.set(name, made);
  return made;
}

/** Where two do equally well, the list that comes first in `lists` goes before. */
export function searchItems<Item>(
  lists: readonly (readonly SearchEntry<Item>[])[],
  query: string,
  limit: number,
): readonly Item[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean).map(wordOf);
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

interface Word {
  readonly word: string;
  /** Finds the word where a syllable begins; undefined for what cannot be pinyin. */
  readonly spoken: RegExp | undefined;
}

function wordOf(word: string): Word {
  // Whoever types ü has a keyboard for it; on others it is v.
  const plain = word.replaceAll('ü', 'v');
  if (!/^[a-z0-9]+$/.test(plain)) return { word, spoken: undefined };
  const rest = [...plain.slice(1)].map((letter) => `[${letter}${letter.toUpperCase()}]`).join('');
  return { word: plain, spoken: new RegExp(plain.charAt(0).toUpperCase() + rest) };
}

/** Every word must be in the text or the pinyin; 2 for each that one of them begins with, 1 for the others; below 0: not found. */
function scoreOf({ text, sounds }: SearchEntry<unknown>, words: readonly Word[]): number {
  let score = 0;
  for (const { word, spoken } of words) {
    const inText = text.indexOf(word);
    const best = Math.max(inText < 0 ? 0 : inText === 0 ? 2 : 1, spoken ? heard(sounds, spoken) : 0);
    if (best === 0) return -1;
    score += best;
  }
  return score;
}

function heard(sounds: readonly string[], spoken: RegExp): number {
  let best = 0;
  for (const sound of sounds) {
    const at = sound.search(spoken);
    if (at === 0) return 2;
    if (at > 0) best = 1;
  }
  return best;
}
