import { expect, it } from 'vitest';
import type { LogRow } from '#shared/contract/console-api.ts';
import {
  BURST_PARAMS,
  BURST_PARAM_KEYS,
  burstNumbers,
  type BurstParamKey,
} from '#shared/domain/burst-settings/catalogue.ts';
import { wordsOf } from '../../locales/i18n.ts';
import { readParam, steppedParam } from '../impact/param-values.ts';
import { paramWordKey } from '../impact/use-param-words.ts';
import {
  groupedRows,
  groupOf,
  lastChanges,
  numberChanges,
  numberRow,
  numberRows,
  numbersToSave,
} from './burst-numbers.ts';

const row = (hubAt: number, values: object, kind: LogRow['kind'] = 'accepted'): LogRow =>
  ({
    hubAt,
    kind,
    command: {
      commandId: `c${String(hubAt)}`,
      type: 'setBurstParams',
      actor: { name: '王' },
      payload: { values, reason: `r${String(hubAt)}` },
    },
    events: [],
  }) as unknown as LogRow;

it('has a name and a source in words for every number and every group, in both languages, and none for numbers that are gone', () => {
  const keys = BURST_PARAM_KEYS.map(paramWordKey).sort();
  const groups = [...new Set(BURST_PARAM_KEYS.map(groupOf))].sort();
  for (const language of ['zh-CN', 'en'] as const) {
    const { param, of, group } = wordsOf(language)['burstNumbers'] as unknown as Record<string, Record<string, string>>;
    expect(Object.keys(param ?? {}).sort(), language).toEqual(keys);
    expect(Object.keys(of ?? {}).sort(), language).toEqual(keys);
    expect(Object.keys(group ?? {}).sort(), language).toEqual(groups);
    const names = BURST_PARAM_KEYS.map((key) => `${groupOf(key)} ${param?.[paramWordKey(key)] ?? ''}`);
    expect(new Set(names).size, `${language}: names that say which is which`).toBe(names.length);
  }
});

it('marks what is typed wrong before it is sent', () => {
  expect(['', ' ', 'x', '-1', '1.01', '0.7'].map((text) => readParam('leak.cd', text))).toEqual([
    'notNumber',
    'notNumber',
    'notNumber',
    'range',
    'range',
    0.7,
  ]);
});

it('steps by a digit that suits the number, whole ones where things are counted, and stays in range', () => {
  expect(steppedParam('leak.cd', '0.6', 1)).toBe('0.61');
  expect(steppedParam('leak.cd', '1', 1)).toBe('1');
  expect(steppedParam('cluster.radiusM', '300', -1)).toBe('290');
  expect(steppedParam('cluster.minPoints', '3', 1)).toBe('4');
  expect(steppedParam('plan.level3Households', '', 1)).toBe('11000');
  expect(steppedParam('pressure.noiseM', '0.05', -1)).toBe('0.049');
});

it('saves what differs from the site, the default as null, and nothing while one is wrong', () => {
  const site = burstNumbers({ 'leak.cd': 0.7 });
  const typed = new Map<BurstParamKey, string>([
    ['leak.cd', '0.6'],
    ['washout.lowM', '6.5'],
    ['washout.highM', '7'],
  ]);
  expect(numbersToSave(site, typed)).toEqual({ values: { 'leak.cd': null, 'washout.lowM': 6.5 }, wrong: [] });
  expect(numbersToSave(site, new Map(typed).set('cold.roomC', '99')).wrong).toEqual(['cold.roomC']);
  expect(numberRow('leak.cd', site, typed)).toMatchObject({ text: '0.6', site: 0.7, standard: 0.6, isDrafted: true });
  expect(numberRow('washout.highM', site, typed)).toMatchObject({ isDrafted: false, problem: undefined });
  expect(numberRow('cold.roomC', site, new Map([['cold.roomC', '']]))).toMatchObject({
    isDrafted: true,
    problem: 'notNumber',
  });
});

it('BST-08: marks what makes the incident plan not rise before it is sent, on the level that is too low, and only once the plan is touched', () => {
  const wrongOf = (typed: readonly (readonly [BurstParamKey, string])[], site = burstNumbers()) => {
    const marked = numberRows(site, new Map(typed)).filter(({ problem }) => problem === 'plan');
    expect(numbersToSave(site, new Map(typed)).wrong).toEqual(marked.map(({ key }) => key));
    return marked.map(({ key }) => key);
  };
  expect(wrongOf([['plan.level1Households', '4000']])).toEqual(['plan.level2Households']);
  expect(wrongOf([['plan.level4Hours', '12']])).toEqual(['plan.level4Hours']);
  expect(
    wrongOf([
      ['plan.level1Households', '4000'],
      ['plan.level2Households', '5000'],
    ]),
  ).toEqual([]);
  const falling = burstNumbers({ 'plan.level2Households': 1 });
  expect(wrongOf([['leak.cd', '0.7']], falling)).toEqual([]);
  expect(wrongOf([['plan.level4Hours', '72']], falling)).toEqual(['plan.level2Households']);
});

it('keeps groups and numbers in the order of the catalogue', () => {
  const rows = numberRows(burstNumbers(), new Map());
  const groups = groupedRows(rows);
  expect(groups.flatMap(([, of]) => of.map(({ key }) => key))).toEqual(BURST_PARAM_KEYS);
  expect(groups.map(([group]) => group).slice(0, 3)).toEqual(['leak', 'source', 'washout']);
});

it('reads from the log who changed a number last, from what to what; a refused save changed nothing', () => {
  const changes = numberChanges([
    row(4, { 'leak.cd': null }, 'pending'),
    row(3, { 'leak.cd': 0.9 }, 'refused'),
    row(2, { 'leak.cd': 0.8, 'gone.key': 1 }),
    row(1, { 'leak.cd': 0.7, 'washout.lowM': 6 }),
  ]);
  expect(changes.map(({ numbers }) => numbers)).toEqual([
    [{ key: 'leak.cd', from: 0.8, to: BURST_PARAMS['leak.cd'].value }],
    [{ key: 'leak.cd', from: 0.7, to: 0.8 }],
    [
      { key: 'leak.cd', from: 0.6, to: 0.7 },
      { key: 'washout.lowM', from: 5, to: 6 },
    ],
  ]);
  const last = lastChanges(changes);
  expect([last.get('leak.cd')?.id, last.get('leak.cd')?.isPending]).toEqual(['c4', true]);
  expect(last.get('washout.lowM')).toMatchObject({ by: '王', reason: 'r1', at: 1 });
  expect(last.get('cold.roomC')).toBeUndefined();
});
