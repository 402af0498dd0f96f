import { useI18n } from 'vue-i18n';
import { BURST_PARAMS, type BurstParamKey } from '#shared/domain/burst-settings/catalogue.ts';
import type { ParamProblem } from './param-values.ts';

/** `leak.cd` as the key of its words: `leakCd`. */
export const paramWordKey = (key: BurstParamKey): string =>
  key.replace(/\.(\w)/g, (_dot, letter: string) => letter.toUpperCase());

const SET_REASONS = ['local', 'measured', 'ordered'] as const;

/** The burst numbers in the window's language, the same wherever they are shown. */
export function useParamWords() {
  const { t } = useI18n();

  const nameOf = (key: BurstParamKey): string => t(`burstNumbers.param.${paramWordKey(key)}`);
  /** Class of the source, and what it is. */
  const sourceOf = (key: BurstParamKey): string =>
    `${t(`burstNumbers.class.${BURST_PARAMS[key].source}`)} · ${t(`burstNumbers.of.${paramWordKey(key)}`)}`;
  const rangeOf = (key: BurstParamKey): string => {
    const { min, max } = BURST_PARAMS[key];
    return t('impact.range', { min, max });
  };
  const problemWords = (key: BurstParamKey, problem: ParamProblem): string => {
    if (problem !== 'range') return t(`burstNumbers.${problem}`);
    const { min, max } = BURST_PARAMS[key];
    return t('impact.outOfRange', { min, max });
  };
  const setReasons = (): readonly string[] => SET_REASONS.map((reason) => t(`impact.setReason.${reason}`));

  return { nameOf, sourceOf, rangeOf, problemWords, setReasons };
}
