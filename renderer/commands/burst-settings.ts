import { BURST_SETTINGS_REF } from '#shared/domain/burst-settings/types.ts';
import type { BurstParamKey } from '#shared/domain/burst-settings/catalogue.ts';
import { submit } from './submit.ts';
import type { Submission } from './submissions.ts';

/** Sets numbers of the site's burst layers from now on; null goes back to the default. Dispatcher or shift lead. */
export function setBurstParams(
  values: Readonly<Partial<Record<BurstParamKey, number | null>>>,
  reason: string,
): Promise<Submission> {
  return submit(BURST_SETTINGS_REF, 'setBurstParams', { values, reason });
}
