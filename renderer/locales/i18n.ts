import { createI18n } from 'vue-i18n';

type Words = { readonly [key: string]: string | Words };
type Modules = Readonly<Record<string, { readonly words: Words }>>;

/** One file a subject: `zh-CN/wall.ts` holds the words under `wall.`. A new file is found by itself. */
const modules = {
  'zh-CN': import.meta.glob<{ words: Words }>('./zh-CN/*.ts', { eager: true }),
  en: import.meta.glob<{ words: Words }>('./en/*.ts', { eager: true }),
} as const satisfies Record<string, Modules>;

/** `./en/sign-on.ts` holds what is asked for as `signOn.` */
const subjectOf = (path: string): string =>
  path.replace(/^.*\/|\.ts$/g, '').replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

/** All words of a language, by subject. */
export function wordsOf(language: keyof typeof modules): Words {
  const subjects = Object.entries(modules[language] as Modules).map(
    ([path, module]) => [subjectOf(path), module.words] as const,
  );
  return Object.fromEntries(subjects);
}

/** The words of the windows, Chinese unless the operator chose otherwise. */
export function createWords(language: keyof typeof modules) {
  return createI18n({
    legacy: false,
    locale: language,
    fallbackLocale: 'zh-CN',
    messages: { 'zh-CN': wordsOf('zh-CN'), en: wordsOf('en') },
  });
}
