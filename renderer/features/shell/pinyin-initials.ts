/**
 * First characters, in the collation order of the language's own pinyin table, of each initial letter. The order is CLDR's, which every
 * Chromium has; no table of our own is needed. A character read in several ways gets its first reading.
 */
const STARTS: readonly (readonly [string, string])[] = [
  ['a', '阿'],
  ['b', '八'],
  ['c', '嚓'],
  ['d', '哒'],
  ['e', '妸'],
  ['f', '发'],
  ['g', '旮'],
  ['h', '哈'],
  ['j', '讥'],
  ['k', '咔'],
  ['l', '垃'],
  ['m', '妈'],
  ['n', '拏'],
  ['o', '噢'],
  ['p', '妑'],
  ['q', '七'],
  ['r', '呥'],
  ['s', '仨'],
  ['t', '他'],
  ['w', '屲'],
  ['x', '夕'],
  ['y', '丫'],
  ['z', '帀'],
];

const collator = new Intl.Collator('zh-CN-u-co-pinyin');
const HAN = /^\p{Script=Han}$/u;

/** 和平路换热站 -> `hplhrz`; letters and digits stay as they are, in lower case. */
export function pinyinInitials(text: string): string {
  let initials = '';
  for (const character of text) {
    if (HAN.test(character)) initials += initialOf(character);
    else if (/[\p{L}\p{N}]/u.test(character)) initials += character.toLowerCase();
  }
  return initials;
}

function initialOf(character: string): string {
  let found = '';
  for (const [letter, first] of STARTS) {
    if (collator.compare(character, first) < 0) break;
    found = letter;
  }
  return found;
}
