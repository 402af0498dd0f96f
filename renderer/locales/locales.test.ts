import { expect, it } from 'vitest';
import { errorTables } from './error-words.ts';
import { wordsOf } from './i18n.ts';

type Tree = { readonly [key: string]: string | Tree };

function keysOf(tree: Tree, path = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`] : keysOf(value, `${path}${key}.`),
  );
}

const sources = Object.entries(
  import.meta.glob<string>(['../**/*.{ts,vue}', '!../**/*.test.ts'], { query: '?raw', import: 'default', eager: true }),
).map(([, text]) => text);

it('has the same words in Chinese and English', () => {
  expect(keysOf(wordsOf('en')).sort()).toEqual(keysOf(wordsOf('zh-CN')).sort());
});

it('has every word that the windows ask for by its whole name', () => {
  const known = new Set(keysOf(wordsOf('zh-CN')));
  const asked = sources.flatMap((text) =>
    [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map((match) => match[1] as string),
  );
  expect(asked.length).toBeGreaterThan(50);
  expect([...new Set(asked)].filter((key) => !known.has(key))).toEqual([]);
});

it('has the same placeholders in both languages', () => {
  const flat = (tree: Tree): Record<string, string> =>
    Object.fromEntries(
      keysOf(tree).map((key) => [
        key,
        key.split('.').reduce<string | Tree>((at, part) => (at as Tree)[part] as Tree, tree) as string,
      ]),
    );
  /** English says some things twice, for one and for many. */
  const holes = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();
  const [zh, en] = [flat(wordsOf('zh-CN')), flat(wordsOf('en'))];
  const differing = Object.keys(zh).filter(
    (key) => holes(zh[key] as string).join() !== holes(en[key] as string).join(),
  );
  expect(differing).toEqual([]);
});

it('says every coded error in both languages', () => {
  const codes = Object.keys(errorTables.en);
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.filter((code) => !errorTables['zh-CN'][code]?.sentence || !errorTables['zh-CN'][code].next)).toEqual([]);
  expect(Object.keys(errorTables['zh-CN']).filter((code) => !errorTables.en[code])).toEqual([]);
});
