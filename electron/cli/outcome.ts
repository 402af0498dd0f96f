import { failureLines } from '#kit/failure-lines.ts';
import { englishWordsOf } from '#shared/contract/errors/registry.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** What a verb did: a document for `--json`, lines for people. `ok: false` means refused for a coded reason (exit 1). */
export interface Outcome {
  readonly ok: boolean;
  readonly document: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
  /** The lines are what was asked for, good or bad: they go to standard output also where `ok` is false. */
  readonly isReport?: boolean;
}

/** The words of a code, or empty ones where a newer console made it. */
export function wordsOf(code: string): { readonly sentence: string; readonly next: string } {
  return englishWordsOf(code) ?? { sentence: '', next: '' };
}

/** A coded error as an outcome; one without a code becomes CLI0011. */
export function refusalOf(thrown: unknown): Outcome {
  const coded =
    thrown instanceof CodedError
      ? thrown
      : new CodedError('CLI0011', { message: thrown instanceof Error ? thrown.message : String(thrown) });
  const { code, detail } = coded;
  return { ok: false, document: { code, detail, ...wordsOf(code) }, lines: failureLines(coded) };
}

/** Text of one JSON document, or of lines, for standard output. */
export function render(verb: string, outcome: Outcome, asJson: boolean): string {
  if (asJson) return `${JSON.stringify({ ok: outcome.ok, verb, ...outcome.document })}\n`;
  return outcome.lines
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}
