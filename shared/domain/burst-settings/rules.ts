import { ok } from '../../lib/result.ts';
import { eventsOf } from '../entity/event.ts';
import type { DomainModule } from '../entity/module.ts';
import { refuse } from '../entity/refusal.ts';
import { BURST_PARAMS, burstNumbers, isBurstParamKey } from './catalogue.ts';
import { isPlanKey, planFaults } from './plan.ts';
import type { BurstSettings, BurstSettingsCommands, BurstSettingsEvents } from './types.ts';

const event = eventsOf<BurstSettingsEvents>('burstSettings');

/** The rules of the site's burst numbers (SPEC.md beside this file). */
export const burstSettingsModule: DomainModule<BurstSettings, BurstSettingsCommands, BurstSettingsEvents> = {
  type: 'burstSettings',
  commands: { setBurstParams: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] } },
  decide(state, command) {
    const { values, reason } = command.payload;
    if (reason.trim() === '') return refuse('BUR0003');
    for (const [key, value] of Object.entries(values)) {
      if (!isBurstParamKey(key)) return refuse('BUR0001', { key });
      const { min, max } = BURST_PARAMS[key];
      if (value !== null && !(value >= min && value <= max)) return refuse('BUR0002', { key, value, min, max });
    }
    if (Object.keys(values).some(isPlanKey)) {
      const [fault] = planFaults(burstNumbers(valuesAfter(state, values)));
      if (fault) return refuse('BUR0004', { level: fault.level, below: fault.below, key: fault.key });
    }
    return ok([event(command.entity.id, 'burstParamsSet', command.payload)]);
  },
  evolve(state, change, meta) {
    const values = valuesAfter(state, change.payload.values);
    return { id: 'current', values, by: meta.actor.name, at: meta.issuedAt, reason: change.payload.reason };
  },
};

/** BST-04: what the site has set after a change; keys of another version are left out. */
function valuesAfter(
  state: BurstSettings | undefined,
  values: BurstSettingsCommands['setBurstParams']['values'],
): BurstSettings['values'] {
  const known = Object.entries({ ...state?.values, ...values });
  return Object.fromEntries(known.filter(([key, value]) => isBurstParamKey(key) && value !== null));
}
