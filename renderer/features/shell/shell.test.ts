import { expect, it } from 'vitest';
import { effectScope, nextTick } from 'vue';
import type { ConsoleStatus } from '#shared/contract/feed.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Crew } from '#shared/domain/crew/types.ts';
import type { Building, Network, Pipe } from '#shared/domain/network/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import { nameOfKey, useKeys } from '../../ui/use-keys.ts';
import { bannerOf, linkWord } from './connection-view.ts';
import { createWords } from '../../locales/i18n.ts';
import { buildingEntries, complaintEntries, crewEntries, networkEntries, orderEntries } from './find-lists.ts';
import { followTitle } from './follow-title.ts';
import { addressOf } from './navigate.ts';
import { searchEntryOf, searchItems } from './palette-search.ts';
import { pinyinOf } from './pinyin.ts';
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

it('reads names in pinyin, a character with two readings both ways', () => {
  const spoken = (text: string) => pinyinOf(text).map((parts) => parts.join(' '));
  expect(spoken('和平路换热站')).toEqual(['he ping lu huan re zhan']);
  expect(spoken('S017 金河区')).toEqual(['s 0 1 7 jin he qu']);
  expect(spoken('长江路')).toEqual(['zhang jiang lu', 'chang jiang lu']);
  expect(spoken('绿园女儿暖略')).toEqual(['lv yuan nv er nuan lve']);
});

it('finds by name, number and initials, what begins so first', () => {
  const entries = [searchEntryOf('1', '新和平站', 'S001'), searchEntryOf('2', '和平路站', 'S002')];
  expect(searchItems([entries], 'hp', 9)).toEqual(['2', '1']);
  expect(searchItems([entries], 's001', 9)).toEqual(['1']);
  expect(searchItems([entries], '和平 S002', 9)).toEqual(['2']);
  expect(searchItems([entries.slice(0, 1), entries], '站', 2)).toEqual(['1', '1']);
});

it('finds whatever has a name or number: stations, crews, streets, houses, calls, valves and pipes', () => {
  const at = [126.6, 45.7] as const;
  const line = { type: 'LineString', coordinates: [at, at] } as const;
  const network = {
    stations: [{ id: 'S1', name: '锦绣站', area: '双泉区' }],
    valves: [{ id: 'V0001S', name: '宣化路1号供阀' }],
    pipes: [{ id: 'P0042', street: '宣化路', dnMm: 300 }],
    base: [
      { id: 'ST1', kind: 'street', name: '宣化路', geometry: line },
      { id: 'ST2', kind: 'street', name: '宣化路', geometry: line },
      { id: 'RP01', kind: 'repairPoint', name: '双泉抢修点', geometry: { type: 'Point', coordinates: at } },
      { id: 'W1', kind: 'water', name: '松花江', geometry: line },
    ],
  } as unknown as Network;
  const lists = [
    ...networkEntries(network),
    buildingEntries([{ id: 'B1', name: '3栋', address: '宣化路12号', community: '锦绣小区' } as Building], String),
    crewEntries([{ id: 'K1', name: '抢修一队', leader: '杨文', phone: '139' } as Crew]),
    complaintEntries(
      [{ id: 'c1', text: '没热', place: { at }, phone: '13800001111', status: 'closed' } as unknown as Complaint],
      String,
    ),
    orderEntries([{ id: 'o1', number: '1122-0437', title: '漏水', place: { at }, stages: {} } as unknown as Order], ''),
  ];
  const find = (query: string) => searchItems(lists, query, 9).map(({ kind, id }) => `${kind}:${id}`);
  expect(find('双泉 锦绣')).toEqual(['station:S1']);
  expect(find('xhl')).toEqual(['street:ST1', 'valve:V0001S', 'pipe:P0042', 'building:B1']);
  expect(find('p0042')).toEqual(['pipe:P0042']);
  expect(find('sqqx')).toEqual(['repairPoint:RP01']);
  expect(find('杨文')).toEqual(['crew:K1']);
  expect(find('1380000')).toEqual(['complaint:c1']);
  expect(find('0437')).toEqual(['order:o1']);
  expect(find('松花江')).toEqual([]);
});

it('looks through a hundred thousand pipes and gives no more than were asked for', () => {
  const pipes = Array.from(
    { length: 100_000 },
    (_, k) => ({ id: `P${String(k)}`, street: '和平路', dnMm: 100 }) as Pipe,
  );
  const [, , , entries = []] = networkEntries({ stations: [], valves: [], pipes, base: [] });
  expect(searchItems([entries], 'hpl', 12)).toHaveLength(12);
  expect(searchItems([entries], 'p99999', 12).map(({ id }) => id)).toEqual(['P99999']);
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
