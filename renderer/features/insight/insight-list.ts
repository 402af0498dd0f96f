import { INSIGHT_KINDS, type Insight } from '#shared/domain/insight/types.ts';

/** Findings that wait for somebody, the plant's before the instruments', the oldest first. */
export function openInsights(insights: Iterable<Insight>): readonly Insight[] {
  const rank = ({ kind }: Insight): number => INSIGHT_KINDS.indexOf(kind);
  return [...insights]
    .filter(({ status }) => status === 'open')
    .sort((a, b) => rank(a) - rank(b) || a.foundAt - b.foundAt || (a.id < b.id ? -1 : 1));
}
