import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { loadRecording } from './recording.ts';

const folder = mkdtempSync(join(tmpdir(), 'heatline-recording-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ALL = { from: 0, to: Number.POSITIVE_INFINITY };
const P = 'S001.primarySupplyPressureMPa';
let files = 0;

function write(content: string | Buffer, ending = '.csv'): string {
  files += 1;
  const file = join(folder, `${String(files)}${ending}`);
  writeFileSync(file, content);
  return file;
}

/** The time, value and quality of each sample, in the order in which they are played. */
async function samples(file: string, span = ALL) {
  const { signals, count, at, signal, values, qualities } = await loadRecording(file, span);
  return Array.from({ length: count }, (_, row) => {
    const found = signals[signal[row] as number];
    return [`${found?.stationId ?? ''}.${found?.measure ?? ''}`, at[row], values[row], qualities[row]];
  });
}

describe('a recorded file', () => {
  it('is CSV with columns by name in any order, plain, gzip or zstd', async () => {
    const text = `quality,value,signal_id,at\r\ngood,0.8,${P},1000\r\n,0.81,${P},2000\r\nbad,,${P},3000\r\n1,0.82,${P},2026-01-02T03:04:05+08:00\r\n`;
    const expected = [
      [P, 1000, 0.8, QUALITY.good],
      [P, 2000, 0.81, QUALITY.good],
      [P, 3000, Number.NaN, QUALITY.bad],
      [P, Date.UTC(2026, 0, 1, 19, 4, 5), 0.82, QUALITY.uncertain],
    ];
    expect(await samples(write(text))).toEqual(expected);
    expect(await samples(write(gzipSync(text), '.csv.gz'))).toEqual(expected);
    expect(await samples(write(zstdCompressSync(text), '.csv.zst'))).toEqual(expected);
  });

  it('may be what the history exports: mean for value, signals one after the other, a byte order mark, quotes', async () => {
    const q = 'S002.primarySupplyPressureMPa';
    const rows = ['\uFEFFsignal_id,at,at_text,min,max,mean,count,quality'];
    for (const id of [P, q]) for (const at of [5000, 1000, 3000]) rows.push(`"${id}",${String(at)},x,0,1,0.5,60,good`);
    const read = await samples(write(rows.join('\n')));
    expect(read.map(([id, at]) => [id, at])).toEqual([
      [P, 1000],
      [q, 1000],
      [P, 3000],
      [q, 3000],
      [P, 5000],
      [q, 5000],
    ]);
  });

  it('gives only the span that is asked for', async () => {
    const file = write(`signal_id,at,value\n${P},1000,1\n${P},2000,2\n${P},3000,3\n`);
    expect((await samples(file, { from: 2000, to: 3000 })).map(([, at]) => at)).toEqual([2000]);
    await expect(loadRecording(file, { from: 4000, to: 5000 })).rejects.toThrow('REP0003');
  });

  it.each([
    ['no heading', `${P},1000,1\n`, 'line=1'],
    ['an unknown signal', `signal_id,at,value\n${P},1000,1\nS001.pressure,1000,1\n`, 'line=3'],
    ['a value that is none', `signal_id,at,value\n${P},1000,x\n`, 'line=2 problem=value is no number: x'],
    ['a time that is none', `signal_id,at,value\n${P},yesterday,1\n`, 'line=2 problem=at is no time'],
    ['a time without zone', `signal_id,at,value\n${P},2026-01-01T00:00:00,1\n`, 'line=2 problem=at is no time'],
    ['a quality that is none', `signal_id,at,value,quality\n${P},1000,1,fair\n`, 'line=2 problem=unknown quality'],
    ['a row cut off', `signal_id,at,value\n${P},1000,1\n${P},10`, 'line=3'],
    ['a line without end', `signal_id,at,value\n${'x'.repeat(200_000)}`, 'line=2 problem=longer'],
  ])('with %s is refused as a whole, with the line named', async (_name, text, words) => {
    // A value that is missing because the row is cut off is a bad sample only where the column is there.
    await expect(loadRecording(write(text), ALL)).rejects.toThrow(new RegExp(`REP0002.*${words}`));
  });

  it('that is missing, or packed and cut off, cannot be read', async () => {
    await expect(loadRecording(join(folder, 'nowhere.csv'), ALL)).rejects.toThrow('REP0001');
    await expect(loadRecording(join(folder, 'nowhere.csv.gz'), ALL)).rejects.toThrow('REP0001');
    const packed = gzipSync(`signal_id,at,value\n${`${P},1000,1\n`.repeat(1000)}`);
    await expect(loadRecording(write(packed.subarray(0, packed.length >> 1), '.csv.gz'), ALL)).rejects.toThrow(
      'REP0001',
    );
  });
});
