import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeXlsx } from '../../renderer/ui/write-xlsx.ts';
import { unzip } from '../support/unzip.ts';

/**
 * The workbooks of the console as other people's programs see them: openpyxl (`pip install openpyxl`), by the interpreter of
 * HEATLINE_PYTHON or else python3. Skipped where it is not installed.
 */
const python = process.env['HEATLINE_PYTHON'] ?? 'python3';
const hasOpenpyxl = spawnSync(python, ['-c', 'import openpyxl'], { timeout: 60_000 }).status === 0;

const dir = mkdtempSync(join(tmpdir(), 'heatline-xlsx-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** 15 January 2026, 14:32:05 by the clock on the wall of whoever runs this. */
const AT = new Date(2026, 0, 15, 14, 32, 5);
const HEAD = ['换热站', 'Supply pressure (MPa)', '时间', '备注'];
const ROWS = [
  ['南苑站', 0.312, AT, '=HYPERLINK("http://x")'],
  ['A & B <站>', -1.5, AT, '@SUM(A1)\u0001'],
  ...Array.from({ length: 5_000 }, (_, i) => [`站 ${String(i)}`, i / 8, null, '']),
];
/** Far more than the writer packs at once: 300 kB and up go another way in other versions of it. */
let file: Buffer;
beforeAll(async () => {
  file = Buffer.from(await (await writeXlsx('报警/日志', HEAD, ROWS)).arrayBuffer());
});

test('a workbook is a zip of well-formed parts, and holds no formula', () => {
  const parts = unzip(file);
  expect([...parts.keys()]).toEqual(
    expect.arrayContaining(['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/styles.xml']),
  );
  const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
  expect(sheet).not.toContain('<f>');
  expect(sheet).toContain('state="frozen"');
  expect(parts.get('xl/workbook.xml')).toContain('name="报警_日志"');
  expect(parts.get('xl/sharedStrings.xml')).toContain('A &amp; B &lt;站&gt;');
  for (const [name, xml] of parts) expect(xml.trimEnd().endsWith('>'), name).toBe(true);
});

test.skipIf(!hasOpenpyxl)('openpyxl reads names, numbers, dates and words as what they are', () => {
  const path = join(dir, 'table.xlsx');
  writeFileSync(path, file);
  const script = join(import.meta.dirname, 'xlsx-peers', 'read_xlsx.py');
  const seen: unknown = JSON.parse(execFileSync(python, [script, path], { encoding: 'utf8', stdio: 'pipe' }));
  const time = ['d', '2026-01-15T14:32:05', 'yyyy-mm-dd hh:mm:ss'];
  expect(seen).toEqual({
    sheet: '报警_日志',
    frozen: 'A2',
    bold: true,
    head: HEAD,
    widths: [11, 23, 20, 23],
    rows: [
      [['s', '南苑站', 'General'], ['n', 0.312, '0.000'], time, ['s', '=HYPERLINK("http://x")', '@']],
      [['s', 'A & B <站>', 'General'], ['n', -1.5, '0.000'], time, ['s', '@SUM(A1)', '@']],
    ],
    count: ROWS.length,
  });
});
