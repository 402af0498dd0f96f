import type { BurstParamKey } from '#shared/domain/burst-settings/catalogue.ts';

/** `leak.cd` as the key of its words: `leakCd`. */
export const paramWordKey = (key: BurstParamKey): string =>
  key.replace(/\.(\w)/g, (_dot, letter: string) => letter.toUpperCase());
