import { computed, onScopeDispose, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { CodedError } from '#shared/lib/coded-error.ts';
import { errorWords, type ErrorWords } from '../locales/error-words.ts';
import { BYTE_ORDER_MARK, csvLines } from './csv.ts';
import { saveFile } from './save-file.ts';
import { fileNameOf } from './table-file.ts';
import type { FileCell } from './file-cell.ts';
import { xlsxOf } from './xlsx.ts';

/** [eng] Most rows of a workbook: writing it takes seconds and some hundred MB; CSV has no limit. */
export const XLSX_ROWS = 100_000;

export type ExportFormat = 'csv' | 'xlsx';

interface TableToExport {
  /** Names sheet and file. */
  readonly name: string;
  readonly head: readonly string[];
  readonly rowCount: number;
  readonly slices: (signal: AbortSignal) => AsyncIterable<readonly (readonly FileCell[])[]>;
}

interface ExportProblem extends ErrorWords {
  readonly code: string;
}

/** Writes tables as files: one at a time, with its progress, and it can be stopped. What goes wrong is in `problem`. */
export function useExport() {
  const { locale } = useI18n();
  const running = shallowRef<{ readonly format: ExportFormat; readonly stopper: AbortController }>();
  const share = shallowRef(0);
  const failure = shallowRef<string>();

  const problem = computed<ExportProblem | undefined>(() => {
    const code = failure.value;
    const words = code === undefined ? undefined : errorWords(locale.value, code);
    return code === undefined || words === undefined ? undefined : { ...words, code };
  });

  function stop(): void {
    running.value?.stopper.abort();
  }
  onScopeDispose(stop);

  async function run(format: ExportFormat, table: TableToExport): Promise<void> {
    const stopper = new AbortController();
    running.value = { format, stopper };
    share.value = 0;
    failure.value = undefined;
    try {
      const file = await fileOf(format, table, stopper.signal, (part) => (share.value = part));
      saveFile(file, fileNameOf(table.name, new Date(), format));
    } catch (thrown) {
      if (!stopper.signal.aborted) failure.value = thrown instanceof CodedError ? thrown.code : 'PAG0006';
    } finally {
      running.value = undefined;
    }
  }

  const dismiss = (): void => void (failure.value = undefined);

  return { running, share, problem, run, stop, dismiss };
}

/** Errors: PAG0006 the workbook cannot be written, PAG0007 more rows than a workbook takes. */
async function fileOf(
  format: ExportFormat,
  { name, head, rowCount, slices }: TableToExport,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<Blob> {
  async function* counted() {
    let done = 0;
    for await (const rows of slices(signal)) {
      yield rows;
      done += rows.length;
      onShare(done / Math.max(1, rowCount));
    }
  }
  if (format === 'xlsx') {
    if (rowCount > XLSX_ROWS) throw new CodedError('PAG0007', { rows: rowCount, limit: XLSX_ROWS });
    return xlsxOf(name, head, counted(), signal);
  }
  const parts = [BYTE_ORDER_MARK, csvLines([head])];
  for await (const rows of counted()) parts.push(csvLines(rows));
  return new Blob(parts, { type: 'text/csv' });
}
