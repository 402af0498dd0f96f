import { apiErrors } from '#shared/contract/errors/api.ts';
import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';
import { cityErrors } from '#shared/contract/errors/city.ts';
import { cliErrors } from '#shared/contract/errors/cli.ts';
import { dbErrors } from '#shared/contract/errors/db.ts';
import { domainErrors } from '#shared/contract/errors/domain.ts';
import { historyErrors } from '#shared/contract/errors/history.ts';
import { hubErrors } from '#shared/contract/errors/hub.ts';
import { importErrors } from '#shared/contract/errors/import.ts';
import { mapErrors } from '#shared/contract/errors/ingest.ts';
import { logErrors } from '#shared/contract/errors/log.ts';
import { networkErrors } from '#shared/contract/errors/network.ts';
import { plantErrors } from '#shared/contract/errors/plant.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** What a verb did: a document for `--json`, lines for people. `ok: false` means refused for a coded reason (exit 1). */
export interface Outcome {
  readonly ok: boolean;
  readonly document: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
  /** The lines are what was asked for, good or bad: they go to standard output also where `ok` is false. */
  readonly isReport?: boolean;
}

const WORDS: ErrorCatalogue = {
  ...apiErrors,
  ...cityErrors,
  ...cliErrors,
  ...dbErrors,
  ...domainErrors,
  ...historyErrors,
  ...hubErrors,
  ...importErrors,
  ...logErrors,
  ...mapErrors,
  ...networkErrors,
  ...plantErrors,
};

/** The words of a code, or empty ones where it belongs to no area the command line knows. */
export function wordsOf(code: string): { readonly sentence: string; readonly next: string } {
  const key = code as Uppercase<string>;
  return (Object.hasOwn(WORDS, key) ? WORDS[key] : undefined) ?? { sentence: '', next: '' };
}

/** A coded error as an outcome; one without a code becomes CLI0011. */
export function refusalOf(thrown: unknown): Outcome {
  const coded =
    thrown instanceof CodedError
      ? thrown
      : new CodedError('CLI0011', { message: thrown instanceof Error ? thrown.message : String(thrown) });
  const { code, detail } = coded;
  const { sentence, next } = wordsOf(code);
  const lines = [`${code}: ${sentence} ${detailText(detail)}`.trimEnd(), next];
  return { ok: false, document: { code, detail, sentence, next }, lines };
}

/** `(port 48600, host 127.0.0.1)`, or nothing. */
function detailText(detail: CodedError['detail']): string {
  const parts = Object.entries(detail).map(([key, value]) => `${key} ${String(value)}`);
  return parts.length === 0 ? '' : `(${parts.join(', ')})`;
}

/** Text of one JSON document, or of lines, for standard output. */
export function render(verb: string, outcome: Outcome, asJson: boolean): string {
  if (asJson) return `${JSON.stringify({ ok: outcome.ok, verb, ...outcome.document })}\n`;
  return outcome.lines
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}
