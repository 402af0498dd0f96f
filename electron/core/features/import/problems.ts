import type { importErrors } from '#shared/contract/errors/import.ts';

export type ImportCode = keyof typeof importErrors;

/** One thing wrong with a file: what (code), where (`feature 12 "P248"`, `row 7`), in which field, and what stood there. */
export interface Problem {
  readonly code: ImportCode;
  readonly where: string;
  readonly field?: string | undefined;
  readonly value?: string | undefined;
}

/** At most this many problems of a file are kept; the rest is counted. */
export const MAX_PROBLEMS = 100;
/** So many warnings of one code are kept, so that the other codes keep their place among them. */
const MAX_WARNINGS_OF_CODE = 20;

/** How often each code was warned of. */
export type WarningCounts = Readonly<Partial<Record<ImportCode, number>>>;

/** Collects what is wrong while a file is read, so that a person sees all of it at once. */
export interface ProblemList {
  readonly errors: Problem[];
  readonly warnings: Problem[];
  errorCount: number;
  warningCount: number;
  warningCounts: Partial<Record<ImportCode, number>>;
}

/** An empty list. */
export function newProblemList(): ProblemList {
  return { errors: [], warnings: [], errorCount: 0, warningCount: 0, warningCounts: {} };
}

/** A problem that refuses the file. */
export function addError(list: ProblemList, code: ImportCode, where: string, field?: string, value?: unknown): void {
  list.errorCount += 1;
  if (list.errors.length < MAX_PROBLEMS) list.errors.push({ code, where, field, value: shown(value) });
}

/** A problem that is told after the import was done: what is odd, and what was left out. */
export function addWarning(list: ProblemList, code: ImportCode, where: string, field?: string, value?: unknown): void {
  list.warningCount += 1;
  const ofCode = (list.warningCounts[code] ?? 0) + 1;
  list.warningCounts[code] = ofCode;
  const isKept = ofCode <= MAX_WARNINGS_OF_CODE && list.warnings.length < MAX_PROBLEMS;
  if (isKept) list.warnings.push({ code, where, field, value: shown(value) });
}

/** `IMP0013 feature 12 "P248", lengthM: "abc"` */
export function problemText(problem: Problem): string {
  const field = problem.field === undefined ? '' : `, ${problem.field}`;
  const value = problem.value === undefined ? '' : `: ${problem.value}`;
  return `${problem.code} ${problem.where}${field}${value}`;
}

/** A value as a message can carry it: one line, at most 60 characters. */
function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  let text: string | undefined;
  if (typeof value === 'number') text = String(value);
  else text = JSON.stringify(value);
  if (text === undefined) return typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
