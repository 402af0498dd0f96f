import type { Insight, InsightCommands } from '#shared/domain/insight/types.ts';
import { refOf, submit } from './submit.ts';
import type { Submission } from './submissions.ts';

/** Makes a preventive order of the occurrence that was seen. */
export function orderFromInsight(
  insight: Insight,
  title: string,
  place: InsightCommands['orderFromInsight']['place'],
): Promise<Submission> {
  return submit(refOf('insight', insight.id), 'orderFromInsight', { occurrence: insight.occurrence, title, place });
}

/** Says that it is not worth an order, and why. @param until UTC ms on the core's clock: it is not told again before */
export function dismissInsight(insight: Insight, reason: string, until: number): Promise<Submission> {
  const { occurrence } = insight;
  return submit(refOf('insight', insight.id), 'dismissInsight', { occurrence, reason, until: Math.round(until) });
}
