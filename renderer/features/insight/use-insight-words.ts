import { useI18n } from 'vue-i18n';
import type { Insight, InsightEvidence } from '#shared/domain/insight/types.ts';
import { useFormat } from '../../locales/use-format.ts';
import { useNetwork } from '../../stores/network.store.ts';

/** Findings in words: what, where, how much. */
export function useInsightWords() {
  const { t } = useI18n();
  const { measureName } = useFormat();
  const network = useNetwork();

  /** The name of the station, or the area itself. */
  const subjectName = ({ subjectId }: Insight): string =>
    network.stationsById.get(subjectId)?.name ?? (subjectId || t('wall.noArea'));

  /** `return temperature low`, or which instrument. */
  const whatWords = ({ kind, measure }: Insight): string =>
    measure ? `${t(`insight.kind.${kind}`)}: ${measureName(measure)}` : t(`insight.kind.${kind}`);

  /** `return temperature 38.2 °C` */
  const evidenceWords = ({ name, value, unit }: InsightEvidence): string => {
    const amount = unit === 'min' ? t('time.minutes', { n: value }) : `${String(value)} ${unit}`;
    return `${t(`insight.evidence.${name}`)} ${amount}`.trim();
  };

  return { subjectName, whatWords, evidenceWords };
}
