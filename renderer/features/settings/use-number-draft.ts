import { computed, ref, shallowRef } from 'vue';
import { BURST_PARAMS, type BurstParamKey } from '#shared/domain/burst-settings/catalogue.ts';
import { BURST_SETTINGS_REF } from '#shared/domain/burst-settings/types.ts';
import { setBurstParams } from '../../commands/burst-settings.ts';
import { isWaiting } from '../../commands/submit.ts';
import type { Submission } from '../../commands/submissions.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { numberRows, numbersToSave, type TypedNumbers } from './burst-numbers.ts';

/** The numbers of the burst layers as they are typed: kept while other settings are looked at, saved all at once with one reason. */
export function useNumberDraft() {
  const entities = useEntities();
  const typed = shallowRef<TypedNumbers>(new Map());
  const last = shallowRef<Submission>();
  const savedCount = ref(0);

  const pending = computed(() => numbersToSave(entities.burstNumbers, typed.value));
  const count = computed(() => Object.keys(pending.value.values).length);
  const isChanged = computed(() => count.value > 0 || pending.value.wrong.length > 0);
  const isSaving = computed(() => isWaiting(BURST_SETTINGS_REF));
  const refusal = computed(() => {
    // A refusal can come after the commit: the feed tells.
    void isWaiting(BURST_SETTINGS_REF);
    const submission = last.value;
    return submission?.state === 'refused' && submission.code !== undefined
      ? { code: submission.code, detail: submission.detail }
      : undefined;
  });
  const rows = computed(() => numberRows(entities.burstNumbers, typed.value));

  function type(key: BurstParamKey, text: string): void {
    typed.value = new Map(typed.value).set(key, text);
    savedCount.value = 0;
    last.value = undefined;
  }

  function undo(key: BurstParamKey): void {
    const next = new Map(typed.value);
    next.delete(key);
    typed.value = next;
  }

  const toDefault = (key: BurstParamKey): void => {
    type(key, String(BURST_PARAMS[key].value));
  };

  function discard(): void {
    typed.value = new Map();
    last.value = undefined;
  }

  /** @returns whether it is on this console's disk */
  async function save(reason: string): Promise<boolean> {
    const sent = typed.value;
    const { values, wrong } = pending.value;
    const sentCount = count.value;
    if (wrong.length > 0 || sentCount === 0) return false;
    const submission = await setBurstParams(values, reason);
    last.value = submission;
    if (submission.state === 'refused') return false;
    typed.value = new Map([...typed.value].filter(([key, text]) => sent.get(key) !== text));
    savedCount.value = sentCount;
    return true;
  }

  return { rows, pending, count, isChanged, isSaving, refusal, savedCount, type, undo, toDefault, discard, save };
}

export type NumberDraft = ReturnType<typeof useNumberDraft>;
