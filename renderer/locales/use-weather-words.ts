import { useI18n } from 'vue-i18n';

/** Who tells the weather, in the window's language. */
export function useWeatherWords() {
  const { t, te } = useI18n();

  /** `city-forecast` in words; a source that the windows do not know keeps the name it gave itself. */
  function sourceName(source: string): string {
    const key = `weather.source.${source.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase())}`;
    return /^[\w-]+$/.test(source) && te(key) ? t(key) : source;
  }
  return { sourceName };
}
