import { expect, it } from 'vitest';
import { effectScope, nextTick } from 'vue';
import type { ConsoleStatus } from '#shared/contract/feed.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { toCsv } from '../../ui/csv.ts';
import { nameOfKey, useKeys } from '../../ui/use-keys.ts';
import { bannerOf, linkWord } from './connection-view.ts';
import { createWords } from '../../locales/i18n.ts';
import { followTitle } from './follow-title.ts';
import { addressOf } from './navigate.ts';
import { searchEntryOf, searchItems } from './palette-search.ts';
import { pinyinInitials } from './pinyin-initials.ts';
import { loudest } from './use-alarm-bell.ts';

const statusWith = (state: ConsoleStatus['link']['state']) => ({ link: { state } }) as ConsoleStatus;

it('says the worst of the way to plant and hub, and what that means', () => {
  expect(linkWord('open', statusWith('online'))).toBe('online');
  expect(linkWord('open', statusWith('offline'))).toBe('hubOffline');
  expect(linkWord('coreDown', statusWith('online'))).toBe('coreDown');
  expect(bannerOf('hubOffline')).toBe('hubOffline');
  expect(bannerOf('hubConnecting')).toBeUndefined();
});

it('rings for the most urgent alarm that nobody silenced, and again for the next occurrence', () => {
  const alarms = [
    { id: 'a', occurrence: 2, priority: 'high' },
    { id: 'b', occurrence: 1, priority: 'low' },
  ] as unknown as Alarm[];
  const silenced = (...occurrences: string[]) => ({ occurrences: new Set(occurrences), isFlood: false });
  expect(loudest(alarms, silenced())?.id).toBe('a');
  expect(loudest(alarms, silenced('a#1', 'b#1'))?.id).toBe('a');
  expect(loudest(alarms, silenced('a#2', 'b#1'))).toBeUndefined();
});

it('sounds high priority alone in a flood that was silenced', () => {
  const alarms = [
    { id: 'a', occurrence: 2, priority: 'high' },
    { id: 'b', occurrence: 1, priority: 'low' },
  ] as unknown as Alarm[];
  expect(loudest(alarms, { occurrences: new Set(['a#2']), isFlood: true })).toBeUndefined();
  expect(loudest(alarms, { occurrences: new Set(['a#1']), isFlood: true })?.id).toBe('a');
});

it('reads pinyin initials of station names', () => {
  expect(pinyinInitials('和平路换热站')).toBe('hplhrz');
  expect(pinyinInitials('S017 金河区')).toBe('s017jhq');
});

it('finds by name, number and initials, what begins so first', () => {
  const entries = [
    { key: '1', kind: 'k', title: '新和平站', hint: 'S001', run: () => undefined },
    { key: '2', kind: 'k', title: '和平路站', hint: 'S002', run: () => undefined },
  ].map(searchEntryOf);
  expect(searchItems(entries, 'hp', 9).map(({ key }) => key)).toEqual(['2', '1']);
  expect(searchItems(entries, 's001', 9).map(({ key }) => key)).toEqual(['1']);
  expect(searchItems(entries, '和平 S002', 9).map(({ key }) => key)).toEqual(['2']);
});

it('finds the page of another window under any address that a page is served from', () => {
  expect(addressOf('desk', '/windows/wall/index.html')).toBe('/windows/desk/index.html');
  expect(addressOf('map', '/wall', { station: 'S1' })).toBe('/map#station=S1');
});

it('gives a key to the last who bound it and has a use for it', () => {
  const done: string[] = [];
  let isNotice = true;
  const scope = effectScope();
  const press = (): boolean =>
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  scope.run(() => {
    useKeys([{ key: 'Escape', label: 'keys.back', run: () => done.push('back') }]);
    useKeys([{ key: 'Escape', label: 'keys.dismiss', run: () => done.push('dismiss'), when: () => isNotice }]);
  });
  press();
  isNotice = false;
  press();
  scope.stop();
  press();
  expect(done).toEqual(['dismiss', 'back']);
});

it('names the window in its title bar, in the language of the screen', async () => {
  const words = createWords('zh-CN');
  const stop = followTitle(words);
  expect(document.title).toBe('大屏 · Heatline 热线');
  words.global.locale.value = 'en';
  await nextTick();
  expect(document.title).toBe('Wall · Heatline 热线');
  stop();
});

it('names keys by what is pressed', () => {
  const key = (name: string, patch = {}) => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...patch,
  });
  expect([nameOfKey(key(' ')), nameOfKey(key('a')), nameOfKey(key('k', { ctrlKey: true }))]).toEqual([
    'Space',
    'A',
    'Ctrl+K',
  ]);
  expect(nameOfKey(key('?', { shiftKey: true }))).toBe('?');
});

it('writes CSV that a spreadsheet reads as text and never runs', () => {
  expect(toCsv([['a,b', '=cmd()', '-1.5', 'say "x"']])).toBe('\uFEFF"a,b",\'=cmd(),-1.5,"say ""x"""\r\n');
});
