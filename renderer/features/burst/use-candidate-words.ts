import { useI18n } from 'vue-i18n';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import { confidencePct, type EvidenceView } from './candidate-view.ts';

/** Proposed burst places in words. */
export function useCandidateWords() {
  const { t } = useI18n();

  const placeWords = (candidate: BurstCandidate): string => candidate.address ?? t('burst.noStreet');
  const pipeWords = ({ pipeId, dnMm }: BurstCandidate): string =>
    pipeId === undefined ? t('burst.noPipe') : t('burst.pipe', { id: pipeId, dn: dnMm ?? '?' });
  const candidateLabel = (candidate: BurstCandidate): string =>
    t('burst.label', { place: placeWords(candidate), pct: confidencePct(candidate) });
  const evidenceWords = ({ kind, count }: EvidenceView): string => t(`burst.evidence.${kind}`, { n: count });

  return { placeWords, pipeWords, candidateLabel, evidenceWords };
}
