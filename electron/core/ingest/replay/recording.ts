import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { ReplayDriverConfig } from '#shared/contract/replay-driver.ts';
import { measureOf, MEASURES, QUALITY } from '#shared/domain/telemetry/measures.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { FoundSignal } from '../protocol.ts';
import { orderByTime } from './order-by-time.ts';

/** A recorded file in columns, oldest sample first. Times UTC ms, quality as QUALITY. */
export interface Recording {
  readonly signals: readonly FoundSignal[];
  readonly count: number;
  readonly at: Float64Array;
  /** Place in `signals`. */
  readonly signal: Uint32Array;
  readonly values: Float64Array;
  readonly qualities: Uint8Array;
}

/** What a recording holds; times of its first and last sample, UTC ms. */
export interface RecordingSummary {
  readonly rows: number;
  readonly signals: readonly FoundSignal[];
  readonly from: number;
  readonly to: number;
}

export interface RecordingSpan {
  /** Only rows from here (inclusive), UTC ms. */
  readonly from: number;
  /** Only rows before, UTC ms. */
  readonly to: number;
}

/** About 400 MB of columns while they are put in order [eng]. */
const MAX_ROWS = 10_000_000;
const MAX_LINE = 1_000;
const QUALITY_OF: Readonly<Record<string, number>> = {
  '': QUALITY.good,
  ...{ '0': QUALITY.good, '1': QUALITY.uncertain, '2': QUALITY.bad, '3': QUALITY.none },
  ...{ good: QUALITY.good, uncertain: QUALITY.uncertain, bad: QUALITY.bad, none: QUALITY.none },
};

/**
 * Reads a recorded file: CSV with a heading, plain or as `.gz` or `.zst`. Columns by name, in any order: `signal_id`, `at` (UTC ms or
 * ISO 8601 with zone), `value` or else `mean`, `quality` (number or word; may be missing: good). Others are passed over, so the CSV
 * that the history exports is a recording. Rows need not be in order. A file with a wrong row is refused as a whole: a recording with
 * a hole that nobody sees would be worse than none.
 * @throws CodedError `REP0001` not readable, `REP0002` a wrong row (detail `line`, `problem`), `REP0003` nothing in the span,
 *   `REP0004` too many rows
 */
export async function loadRecording(file: string, span: RecordingSpan): Promise<Recording> {
  return (await read(file, span)).finish();
}

/** What a recording holds, without making it ready to play. Throws as {@link loadRecording} does. */
export async function summariseRecording(file: string, span: RecordingSpan): Promise<RecordingSummary> {
  return (await read(file, span)).summary();
}

async function read(file: string, span: RecordingSpan): Promise<Rows> {
  const rows = new Rows(span);
  let rest = '';
  try {
    for await (const chunk of textOf(file)) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) rows.take(line);
      if (rest.length > MAX_LINE) rows.refuse('longer than a row can be');
    }
    if (rest !== '') rows.take(rest);
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw new CodedError('REP0001', { file, problem: (cause as Error).message }, { cause });
  }
  rows.end(file);
  return rows;
}

function textOf(file: string): Readable {
  const raw = createReadStream(file);
  const unpacker = file.endsWith('.gz') ? createGunzip() : file.endsWith('.zst') ? createZstdDecompress() : undefined;
  if (unpacker === undefined) return raw.setEncoding('utf8');
  raw.on('error', (error) => unpacker.destroy(error));
  return raw.pipe(unpacker).setEncoding('utf8');
}

/** Where the cells of a row are; `quality` is -1 where there is none. */
interface Columns {
  readonly signal: number;
  readonly at: number;
  readonly value: number;
  readonly quality: number;
  /** Fewest cells of a whole row. */
  readonly least: number;
}

class Rows {
  readonly #span: RecordingSpan;
  readonly #signals: FoundSignal[] = [];
  readonly #placeOf = new Map<string, number>();
  #columns: Columns | undefined;
  #line = 0;
  #count = 0;
  #at = new Float64Array(65_536);
  #signal = new Uint32Array(65_536);
  #values = new Float64Array(65_536);
  #qualities = new Uint8Array(65_536);

  constructor(span: RecordingSpan) {
    this.#span = span;
  }

  refuse(problem: string): never {
    throw new CodedError('REP0002', { line: this.#line + 1, problem });
  }

  take(text: string): void {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (this.#columns === undefined) this.#readHeading(line);
    else if (line !== '') this.#readRow(line, this.#columns);
    this.#line += 1;
  }

  end(file: string): void {
    if (this.#columns === undefined) this.refuse('no heading');
    if (this.#count === 0) throw new CodedError('REP0003', { file });
  }

  summary(): RecordingSummary {
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (const at of this.#at.subarray(0, this.#count)) {
      from = Math.min(from, at);
      to = Math.max(to, at);
    }
    return { rows: this.#count, signals: this.#signals, from, to };
  }

  finish(): Recording {
    const order = orderByTime(this.#at.subarray(0, this.#count));
    return {
      signals: this.#signals,
      count: this.#count,
      at: Float64Array.from(order, (row) => this.#at[row] as number),
      signal: Uint32Array.from(order, (row) => this.#signal[row] as number),
      values: Float64Array.from(order, (row) => this.#values[row] as number),
      qualities: Uint8Array.from(order, (row) => this.#qualities[row] as number),
    };
  }

  #readHeading(line: string): void {
    const names = cellsOf(line.replace(/^\uFEFF/, '')).map((name) => name.trim());
    const at = names.indexOf('at');
    const signal = names.indexOf('signal_id');
    const value = names.includes('value') ? names.indexOf('value') : names.indexOf('mean');
    if (at < 0 || signal < 0 || value < 0) this.refuse('the heading names no signal_id, at, or value');
    const quality = names.indexOf('quality');
    this.#columns = { signal, at, value, quality, least: Math.max(signal, at, value, quality) + 1 };
  }

  #readRow(line: string, columns: Columns): void {
    const cells = cellsOf(line);
    if (cells.length < columns.least) this.refuse('too few columns');
    const at = timeOf(cells[columns.at] ?? '');
    if (Number.isNaN(at)) this.refuse(`at is no time: ${(cells[columns.at] ?? '').slice(0, 40)}`);
    const quality = columns.quality < 0 ? QUALITY.good : QUALITY_OF[cells[columns.quality] ?? ''];
    if (quality === undefined) this.refuse(`unknown quality: ${(cells[columns.quality] ?? '').slice(0, 40)}`);
    const text = cells[columns.value] ?? '';
    const value = text === '' || text === 'NaN' ? Number.NaN : Number(text);
    if (Number.isNaN(value) && text !== '' && text !== 'NaN') this.refuse(`value is no number: ${text.slice(0, 40)}`);
    const signal = this.#signalOf(cells[columns.signal] ?? '');
    if (at < this.#span.from || at >= this.#span.to || quality === QUALITY.none) return;
    this.#push(at, signal, value, Number.isFinite(value) ? quality : QUALITY.bad);
  }

  #signalOf(id: string): number {
    const known = this.#placeOf.get(id);
    if (known !== undefined) return known;
    const measure = measureOf(id);
    const stationId = id.slice(0, id.lastIndexOf('.'));
    if (measure === undefined || stationId === '' || id.length > 128) {
      this.refuse(`signal_id is not STATION.MEASURE: ${id.slice(0, 60)}`);
    }
    const { low, high } = MEASURES[measure];
    const place = this.#signals.push({ stationId, measure, low, high }) - 1;
    this.#placeOf.set(id, place);
    return place;
  }

  #push(at: number, signal: number, value: number, quality: number): void {
    if (this.#count === MAX_ROWS) throw new CodedError('REP0004', { line: this.#line + 1, most: MAX_ROWS });
    if (this.#count === this.#at.length) {
      this.#at = larger(this.#at, new Float64Array(2 * this.#count));
      this.#signal = larger(this.#signal, new Uint32Array(2 * this.#count));
      this.#values = larger(this.#values, new Float64Array(2 * this.#count));
      this.#qualities = larger(this.#qualities, new Uint8Array(2 * this.#count));
    }
    this.#at[this.#count] = at;
    this.#signal[this.#count] = signal;
    this.#values[this.#count] = value;
    this.#qualities[this.#count] = quality;
    this.#count += 1;
  }
}

/** The span that a driver plays. */
export function spanOf({ from, to }: Pick<ReplayDriverConfig, 'from' | 'to'>): RecordingSpan {
  return {
    from: from === undefined ? 0 : Date.parse(from),
    to: to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to),
  };
}

function larger<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The cells of a row. Nothing that a recording holds has a comma or a line break in it, so quotes only fall away. */
function cellsOf(line: string): readonly string[] {
  return (line.includes('"') ? line.replaceAll('"', '') : line).split(',');
}

/** UTC ms of a number, or of an ISO 8601 time with its zone; NaN otherwise. */
function timeOf(text: string): number {
  const ms = Number(text);
  if (text !== '' && Number.isFinite(ms)) return ms > 0 ? ms : Number.NaN;
  return /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
}
