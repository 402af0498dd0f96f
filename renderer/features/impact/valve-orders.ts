import type { Step } from '#shared/domain/alert/types.ts';
import type { ValveStep } from '#shared/domain/network/trace-types.ts';

/** A step `valveOrdered` as it is put on the alert; without a valve where only stations are shut. */
export interface ValveOrderStep {
  readonly kind: 'valveOrdered';
  readonly valveId?: string;
  readonly text: string;
}

/**
 * Orders of these valves. The crews read the texts of valves, so the last one carries what must be shut inside stations as well
 * (`shut`, a sentence; empty where nothing is), unless the alert says it already.
 */
export function valveOrderSteps(
  steps: readonly ValveStep[],
  textOf: (step: ValveStep) => string,
  shut: string,
  known: readonly Pick<Step, 'text'>[],
): readonly ValveOrderStep[] {
  const isNews = shut !== '' && !known.some(({ text }) => text.includes(shut));
  const orders = steps.map((step, at) => ({
    kind: 'valveOrdered' as const,
    valveId: step.valveId,
    text: isNews && at === steps.length - 1 ? `${textOf(step)} ${shut}` : textOf(step),
  }));
  return isNews && orders.length === 0 ? [{ kind: 'valveOrdered', text: shut }] : orders;
}
