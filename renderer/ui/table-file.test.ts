import { expect, it } from 'vitest';
import { csvLines } from './csv.ts';
import { fileNameOf, fileTitleOf, slicesOf } from './table-file.ts';
import type { TableColumn } from './table-rows.ts';
import { sheetNameOf, xlsxSheet } from './xlsx-sheet.ts';

interface Row {
  readonly name: string;
  readonly mpa: number;
  readonly at: number;
}

/** 15 January 2026, 14:32:05.250 wherever the test runs. */
const AT = new Date(2026, 0, 15, 14, 32, 5, 250);
const columns: readonly TableColumn<Row>[] = [
  { key: 'name', title: '换热站', text: ({ name }) => name },
  { key: 'mpa', title: '供水压力', text: ({ mpa }) => `${mpa.toFixed(3)} MPa`, numeric: true, unit: 'MPa' },
  { key: 'at', title: '时间', text: () => '01-15 14:32', file: ({ at }) => new Date(at) },
];
const row = (patch: Partial<Row>): Row => ({ name: '南苑站', mpa: 0.312, at: AT.getTime(), ...patch });

async function cellsOf(rows: readonly Row[]) {
  const cells = [];
  for await (const slice of slicesOf(columns, rows, new AbortController().signal)) cells.push(...slice);
  return cells;
}

it('gives files numbers without their unit, times as times, and empty cells where there is no value', async () => {
  expect(columns.map(fileTitleOf)).toEqual(['换热站', '供水压力 (MPa)', '时间']);
  expect(await cellsOf([row({}), row({ mpa: Number.NaN })])).toEqual([
    ['南苑站', 0.312, AT],
    ['南苑站', 'NaN MPa', AT],
  ]);
  const none = [{ ...(columns[1] as TableColumn<Row>), text: () => '—' }];
  for await (const [cells] of slicesOf(none, [row({})], new AbortController().signal)) expect(cells).toEqual([null]);
});

it('rounds the tail of a measured number away in CSV; a workbook keeps the number and shows the decimals of its instrument', async () => {
  const flow: TableColumn<Row> = {
    key: 'flow',
    title: '流量',
    text: () => '',
    file: ({ mpa }) => mpa,
    decimals: ({ name }) => (name === '南苑站' ? 1 : undefined),
  };
  const cells = [];
  const rows = [
    row({ mpa: 53.15924733807313 }),
    row({ name: '北苑站', mpa: 53.15924733807313 }),
    row({ mpa: Infinity }),
  ];
  for await (const slice of slicesOf([flow], rows, new AbortController().signal)) cells.push(...slice);
  expect(cells).toEqual([[{ value: 53.15924733807313, decimals: 1 }], [53.15924733807313], [null]]);
  expect(csvLines(cells)).toBe('53.1592\r\n53.1592\r\n\r\n');
  expect(csvLines([[0.1 + 0.2, 1_234_567.5, 12_345_678, -0.00012345678]])).toBe(
    '0.3,1234568,12345678,-0.000123457\r\n',
  );
  const { data } = xlsxSheet('x', ['流量'], cells);
  expect(data.slice(1)).toEqual([
    [{ value: 53.15924733807313, type: Number, format: '0.0' }],
    [{ value: 53.15924733807313, type: Number, format: '0.0000' }],
    [null],
  ]);
});

it('makes many rows slice by slice, and stops when told to', async () => {
  const rows = Array.from({ length: 4_001 }, (_, i) => row({ mpa: i }));
  const stopper = new AbortController();
  const seen: number[] = [];
  await expect(async () => {
    for await (const slice of slicesOf(columns, rows, stopper.signal)) {
      seen.push(slice.length);
      if (seen.length === 2) stopper.abort();
    }
  }).rejects.toThrow();
  expect(seen).toEqual([2_000, 2_000]);
});

it('writes CSV that a spreadsheet reads as text and never runs', () => {
  expect(csvLines([['a,b', '=cmd()', '-1.5', 'say "x"']])).toBe('"a,b",\'=cmd(),-1.5,"say ""x"""\r\n');
  for (const word of ['=1+1', '+86 138', '-x', '@SUM(A1)', '＝1+1', '＠x', '\t=1']) {
    expect(csvLines([[word]])).toMatch(/^"?'/);
  }
  expect(csvLines([[-0.5, AT, null, '']])).toBe('-0.5,2026-01-15 14:32:05,,\r\n');
});

it('writes numbers, dates and words of a workbook as what they are, and no formula', () => {
  const { data, options } = xlsxSheet(
    '报警/日志',
    ['站', '压力 (MPa)', '时间', '式'],
    [
      ['南苑站', 0.5, AT, '=1+1'],
      ['北苑站', 0.312, AT, '@SUM(A1)'],
      ['东苑站', null, AT, '007'],
    ],
  );
  expect(data[0]).toMatchObject([{ value: '站', fontWeight: 'bold' }, {}, {}, {}]);
  expect(data[1]).toEqual([
    { value: '南苑站', type: String },
    { value: 0.5, type: Number, format: '0.000' },
    { value: new Date(Date.UTC(2026, 0, 15, 14, 32, 5, 250)), type: Date, format: 'yyyy-mm-dd hh:mm:ss' },
    { value: '=1+1', type: String, format: '@' },
  ]);
  expect([data[2]?.[3], data[3]?.[3], data[3]?.[1]]).toEqual([
    { value: '@SUM(A1)', type: String, format: '@' },
    { value: '007', type: String, format: '@' },
    null,
  ]);
  expect(options).toMatchObject({ sheet: '报警_日志', stickyRowsCount: 1 });
  expect(options.columns.map(({ width }) => width)).toEqual([7, 12, 20, 9]);
});

it('names sheets and files as Excel and every file system take them', () => {
  expect(sheetNameOf(`a[b]c/d\\e:f*g?${'x'.repeat(40)}`)).toBe(`a_b_c_d_e_f_g_${'x'.repeat(17)}`);
  expect(["'x'", 'History', '', '  '].map(sheetNameOf)).toEqual(['_x_', 'History_', '_', '_']);
  expect(sheetNameOf(`${'x'.repeat(30)}𠀀y`)).toBe('x'.repeat(30));
  expect(fileNameOf('报警 / 日志: "x"', AT, 'xlsx')).toBe('报警 _ 日志_ _x_ 2026-01-15_143205.xlsx');
});
