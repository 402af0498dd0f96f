import { useI18n } from 'vue-i18n';
import { errorWords, type ErrorWords } from './error-words.ts';

/** Coded errors in the window's language. */
export function useErrorWords() {
  const { t, locale } = useI18n();

  const wordsOfCode = (code: string): ErrorWords =>
    errorWords(locale.value, code) ?? { sentence: t('common.unknownError'), next: t('common.unknownErrorNext') };

  /** `room=15, limit=16`: what makes the sentence concrete. */
  const detailOf = (detail: Readonly<Record<string, string | number | boolean>> | undefined): string =>
    Object.entries(detail ?? {})
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(', ');

  return { wordsOfCode, detailOf };
}
