import { measureOf, MEASURES } from '#shared/domain/telemetry/measures.ts';
import type { FileCell } from '../../ui/file-cell.ts';

/** Headings of a history as a table (words of `curves.file`); each row says its unit, since signals have their own. */
export const HISTORY_HEAD_WORDS = ['signal', 'at', 'min', 'mean', 'max', 'unit', 'count', 'quality'] as const;

/** Lines that are made into cells at once. */
const SLICE = 2_000;
/** A name may be quoted; everything after it is plain. */
const LINE = /^("(?:[^"]|"")*"|[^,]*),(.*)$/;

/** Rows of the CSV that the core writes of a history, without its heading. */
export function rowCountOf(csv: string): number {
  return Math.max(0, linesOf(csv).length - 1);
}

/**
 * The CSV of a history (`signal_id,at,at_text,min,max,mean,count,quality`) as typed cells, slice by slice.
 * Throws the reason of `signal` once it is aborted.
 */
export async function* historySlices(
  csv: string,
  wordOfQuality: (quality: string) => string,
  signal: AbortSignal,
): AsyncGenerator<readonly (readonly FileCell[])[]> {
  const lines = linesOf(csv);
  for (let from = 1; from < lines.length; from += SLICE) {
    if (from > 1) await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    yield lines.slice(from, from + SLICE).map((line) => cellsOf(line, wordOfQuality));
  }
}

const linesOf = (csv: string): string[] => csv.split(/\r?\n/).filter((line) => line !== '');

function cellsOf(line: string, wordOfQuality: (quality: string) => string): readonly FileCell[] {
  const [, quoted = '', rest = ''] = LINE.exec(line) ?? [];
  const [at = '', , min = '', max = '', mean = '', count = '', quality = ''] = rest.split(',');
  const signalId = quoted.startsWith('"') ? quoted.slice(1, -1).replaceAll('""', '"') : quoted;
  const measure = measureOf(signalId);
  const known = measure && MEASURES[measure];
  const number = (text: string): FileCell => {
    const value = text === '' ? null : roundedOf(Number(text));
    return value === null || known === undefined ? value : { value, decimals: known.decimals };
  };
  return [
    signalId,
    new Date(Number(at)),
    number(min),
    number(mean),
    number(max),
    known?.unit ?? null,
    count === '' ? null : Number(count),
    wordOfQuality(quality),
  ];
}

/** Recorded as 32-bit numbers: digits behind the seventh are none. */
function roundedOf(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : null;
}
