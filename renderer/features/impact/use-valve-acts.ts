import { useI18n } from 'vue-i18n';
import type { ValveStep } from '#shared/domain/network/trace-types.ts';
import { recordStep } from '../../commands/alerts.ts';
import { reportValve } from '../../commands/valves.ts';
import { impactAnswer } from './open-impact.ts';
import { useImpactAlert } from './use-impact.ts';
import { useShutWords } from './use-shut-words.ts';
import { valveOrderSteps } from './valve-orders.ts';

/** What can be done about a valve of the list: ordered while an alert runs here, told as it was found in the field. */
export function useValveActs() {
  const { t } = useI18n();
  const alert = useImpactAlert();
  const { shutText } = useShutWords();

  const nameOf = ({ name, valveId }: Pick<ValveStep, 'name' | 'valveId'>): string => name ?? valveId;

  function order(steps: readonly ValveStep[]): void {
    const running = alert.value;
    if (!running) return;
    const textOf = (step: ValveStep): string => t('impact.valve.orderText', { name: nameOf(step) });
    for (const one of valveOrderSteps(steps, textOf, shutText(impactAnswer.value?.trace), running.steps)) {
      void recordStep(running.id, one);
    }
  }

  /** A fact from the field; the trace is asked anew by itself as soon as it is known. */
  function tell(step: ValveStep, found: 'closed' | 'stuck' | 'open'): void {
    const alertId = alert.value?.id;
    const note = t(`impact.valve.${({ closed: 'toldNote', stuck: 'stuckNote', open: 'openNote' } as const)[found]}`);
    const state = found === 'closed' ? ('closed' as const) : ('open' as const);
    const condition = found === 'stuck' ? ('stuck' as const) : found === 'closed' ? ('operable' as const) : undefined;
    void reportValve(step.valveId, {
      state,
      ...(condition && { condition }),
      note,
      ...(alertId !== undefined && { alertId }),
    });
    if (alertId === undefined) return;
    const kind = found === 'closed' ? ('valveClosed' as const) : ('note' as const);
    void recordStep(alertId, { kind, valveId: step.valveId, text: `${nameOf(step)} ${note}` });
  }

  return { alert, order, tell, nameOf };
}
