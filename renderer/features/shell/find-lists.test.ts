import { expect, it } from 'vitest';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Crew } from '#shared/domain/crew/types.ts';
import type { Building, Network } from '#shared/domain/network/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import { words as categories } from '../../locales/zh-CN/category.ts';
import {
  alertEntries,
  buildingEntries,
  complaintEntries,
  crewEntries,
  networkEntries,
  orderEntries,
} from './find-lists.ts';
import { searchItems } from './palette-search.ts';

const at = [126.6, 45.7] as const;
const line = { type: 'LineString', coordinates: [at, at] } as const;
const network = {
  stations: [{ id: 'S017', name: '锦绣站', area: '双泉区' }],
  valves: [{ id: 'V0001S', name: '民生路1号供阀' }],
  pipes: [{ id: 'P0042', street: '文昌街', dnMm: 300 }],
  base: [
    { id: 'ST1', kind: 'street', name: '长江路', geometry: line },
    { id: 'RP01', kind: 'repairPoint', name: '道里抢修点', geometry: { type: 'Point', coordinates: at } },
  ],
} as unknown as Network;
const lists = [
  ...networkEntries(network),
  buildingEntries(
    [
      { id: 'B0012', name: '3栋', address: '宣化街12号', community: '绿园小区' },
      { id: 'B0013', name: '市一院', address: '', community: '', sensitive: 'hospital' },
    ] as unknown as Building[],
    () => '医院 重点用户',
  ),
  crewEntries([{ id: 'K1', name: '抢修一队', leader: '杨文', phone: '13912340000' } as Crew]),
  complaintEntries(
    [
      {
        id: 'c-77f2',
        category: 'notHot',
        text: '客厅一直上不来温度',
        place: { at, address: '红旗大街8号' },
        phone: '13800001111',
      },
    ] as unknown as Complaint[],
    (category) => categories[category],
  ),
  orderEntries(
    [{ id: 'o1', number: '1122-0437', title: '阀门漏水', place: { at }, stages: {} }] as unknown as Order[],
    '到场围栏',
  ),
  alertEntries([{ id: 'a1', status: 'active', place: { at, address: '友谊路' } }] as unknown as RedAlert[], '红色预警'),
];

/** By characters, by number, by whole pinyin, by initials. */
const WAYS = {
  'station:S017': ['锦绣', 's017', 'jinxiu', 'jxz', 'jinxiuzhan'],
  'valve:V0001S': ['民生路1号', 'v0001s', 'minshenglu', 'msl1'],
  'pipe:P0042': ['文昌街', 'p0042', 'wenchang', 'wcj'],
  'street:ST1': ['长江路', 'ST1', 'changjiang', 'zhangjiang', 'cjl'],
  'repairPoint:RP01': ['道里抢修点', 'rp01', 'daoli', 'dlqxd'],
  'building:B0012': ['宣化街12号', 'b0012', 'xuanhuajie', 'xhj', '绿园', 'lvyuan', 'lüyuan'],
  'building:B0013': ['医院', '重点用户', 'b0013', 'yiyuan', 'zdyh', 'shiyiyuan'],
  'crew:K1': ['抢修一队', '杨文', 'k1', '139123', 'qiangxiuyidui', 'qxyd', 'yangwen'],
  'complaint:c-77f2': ['不热', 'br', 'bure', 'c-77f2', '138000', '红旗大街', 'hongqi', 'hqdj', '上不来'],
  'order:o1': ['1122-0437', '0437', '漏水', 'famen', 'fmls', '围栏', 'weilan', 'dcwl'],
  'alert:a1': ['友谊路', 'youyi', '红色预警', 'hsyj', 'a1'],
} as const;

it.each(Object.entries(WAYS))('finds %s by characters, number, pinyin and initials', (thing, queries) => {
  for (const query of queries) {
    const found = searchItems(lists, query, 12).map(({ kind, id }) => `${kind}:${id}`);
    expect(found, query).toContain(thing);
  }
});

it('begins with what begins so, and hears pinyin from the start of a syllable alone', () => {
  const find = (query: string) => searchItems(lists, query, 12).map(({ kind, id }) => `${kind}:${id}`);
  expect(find('br')).toEqual(['complaint:c-77f2']);
  expect(find('angjiang')).toEqual([]);
  expect(find('iu')).toEqual([]);
});
