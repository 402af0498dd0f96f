import { computed, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { asksForResponse } from '#shared/domain/alarm/standing.ts';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import {
  acknowledgeAlarm,
  returnToService,
  takeOutOfService,
  unacknowledgeAlarm,
  unshelveAlarm,
} from '../../commands/alarms.ts';
import { isWaiting } from '../../commands/submit.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useConsole } from '../../stores/console.store.ts';
import { useLead } from '../shell/role-lock.ts';
import { shelfTimes } from './shelf-times.ts';

/** Acts on an alarm that ask for a reason. */
export type ReasonedAct = 'takeBack' | 'unshelve' | 'takeOut' | 'giveBack';

/** What may be done to an alarm here and now by whoever is signed on; `why` says what is in the way. */
export function useAlarmActs(alarm: () => Alarm) {
  const { t } = useI18n();
  const consoleStore = useConsole();
  const time = useClock();
  const asking = shallowRef<ReasonedAct | 'shelve'>();

  const { isLead } = useLead();
  const isShelved = computed(() => time.now < (alarm().shelved?.until ?? 0));
  const may = computed(() => {
    const one = alarm();
    const { canAct, actor } = consoleStore;
    const asks = asksForResponse(one.status);
    return {
      acknowledge: canAct && asks,
      takeBack: canAct && !asks && one.ackedAt !== undefined,
      shelve: canAct && one.occurrence > 0 && actor !== null && shelfTimes(one.priority, actor.role).length > 0,
      unshelve: canAct && isShelved.value,
      takeOut: isLead.value && one.outOfService === undefined,
      giveBack: isLead.value && one.outOfService !== undefined,
    };
  });
  const whyNot = computed(() => {
    if (!consoleStore.canAct) return t('alarms.signOnFirst');
    return isLead.value ? undefined : t('alarms.leadOnly');
  });

  /** Carries out what was asked for, on the alarm it was asked of, with its reason. */
  function act(which: ReasonedAct, one: Alarm, reason: string): void {
    if (which === 'takeBack') void unacknowledgeAlarm(one, reason);
    else if (which === 'unshelve') void unshelveAlarm(one.id, reason);
    else if (which === 'takeOut') void takeOutOfService(one, reason);
    else void returnToService(one.id, reason);
  }

  /** Only an acknowledgement under way is in the way of one: while the hub is away the raising itself waits for its receipt. */
  function acknowledge(): void {
    const one = alarm();
    if (may.value.acknowledge && !isWaiting({ type: 'alarm', id: one.id }, 'acknowledgeAlarm')) {
      void acknowledgeAlarm(one);
    }
  }

  return { may, whyNot, isShelved, asking, act, acknowledge };
}
