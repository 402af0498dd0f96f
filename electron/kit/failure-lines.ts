import { englishWordsOf } from '#shared/contract/errors/registry.ts';
import type { CodedError } from '#shared/lib/coded-error.ts';

/** A coded error as a person at a terminal reads it: `NET0001: what happened (pipe P1)`, then what to do; without words for a code of a newer version. */
export function failureLines({ code, detail }: Pick<CodedError, 'code' | 'detail'>): readonly [string, string] {
  const { sentence, next } = englishWordsOf(code) ?? { sentence: '', next: '' };
  const parts = Object.entries(detail).map(([key, value]) => `${key} ${String(value)}`);
  const details = parts.length === 0 ? '' : `(${parts.join(', ')})`;
  return [`${code}: ${sentence} ${details}`.trimEnd(), next];
}
