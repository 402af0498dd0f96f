import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';
import { ERROR_CATALOGUES } from '#shared/contract/errors/registry.ts';

export interface ErrorWords {
  readonly sentence: string;
  readonly next: string;
}

type Table = Readonly<Record<string, ErrorWords>>;

const english: Table = Object.assign({}, ...ERROR_CATALOGUES) as Table;
const chinese = tableOf(import.meta.glob<Record<string, ErrorCatalogue>>('./zh-CN-errors/*.ts', { eager: true }));

/** Every coded error in words: English from the catalogues themselves, Chinese from zh-CN-errors/. */
export const errorTables: Readonly<Record<'zh-CN' | 'en', Table>> = { 'zh-CN': chinese, en: english };

/** A code in words of the language; in English where the language lacks it; undefined for a code nobody knows. */
export function errorWords(language: string, code: string): ErrorWords | undefined {
  return (language === 'en' ? english : chinese)[code] ?? english[code];
}

function tableOf(modules: Readonly<Record<string, Readonly<Record<string, ErrorCatalogue>>>>): Table {
  const table: Record<string, ErrorWords> = {};
  for (const module of Object.values(modules)) {
    for (const catalogue of Object.values(module)) {
      if (typeof catalogue === 'object') Object.assign(table, catalogue);
    }
  }
  return table;
}
