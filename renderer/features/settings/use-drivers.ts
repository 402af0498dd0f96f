import { computed, reactive, ref, shallowRef, type Ref } from 'vue';
import type { DriversView } from '#shared/contract/drivers-api.ts';
import type { ApiFault } from '../../commands/api-fault.ts';
import { readDrivers, restartDriver, saveDrivers, type Draft } from '../../commands/drivers.ts';
import { fieldOf, newDraft, type DriverKind } from './draft.ts';

/** One driver that is being looked at: as it is saved (undefined: not yet) and as it is in the form. */
export interface Editing {
  readonly key: string;
  readonly saved: Draft | undefined;
  readonly draft: Draft;
  readonly isChanged: boolean;
}

/** The drivers file, with what is changed on screen and not saved yet. Nothing is lost by looking at another driver. */
export function useDrivers() {
  const view = shallowRef<DriversView>();
  const fault = shallowRef<ApiFault>();
  const saveFault = shallowRef<ApiFault>();
  const isLoading = ref(false);
  const isSaving = ref(false);
  const changed: Map<string, Draft> = reactive(new Map<string, Draft>());

  const entries = computed<readonly Editing[]>(() => {
    const saved = view.value?.drivers ?? [];
    const ofFile = saved.map((driver) => editingOf(driver.id, driver));
    const added = [...changed.keys()].filter((key) => !saved.some(({ id }) => id === key));
    return [...ofFile, ...added.map((key) => editingOf(key, undefined))];
  });

  function editingOf(key: string, saved: Draft | undefined): Editing {
    const draft = changed.get(key) ?? saved ?? {};
    return { key, saved, draft, isChanged: changed.has(key) };
  }

  async function load(): Promise<void> {
    isLoading.value = true;
    const reply = await readDrivers();
    isLoading.value = false;
    fault.value = reply.ok ? undefined : reply.error;
    if (reply.ok) view.value = reply.value;
  }

  function change(key: string, draft: Draft): void {
    const saved = view.value?.drivers.find(({ id }) => id === key);
    if (saved !== undefined && JSON.stringify(saved) === JSON.stringify(draft)) changed.delete(key);
    else changed.set(key, draft);
  }

  function revert(key: string): void {
    changed.delete(key);
    saveFault.value = undefined;
  }

  /** @returns the key of the new driver */
  function add(kind: DriverKind): string {
    const draft = newDraft(
      kind,
      entries.value.map(({ key }) => key),
    );
    const key = String(draft['id']);
    changed.set(key, draft);
    return key;
  }

  /** Writes this driver, and no other change. @returns its key from now on, undefined where it was not saved */
  async function save(key: string): Promise<string | undefined> {
    const draft = changed.get(key);
    if (draft === undefined) return key;
    const isNew = view.value?.drivers.every(({ id }) => id !== key) ?? true;
    const others = view.value?.drivers ?? [];
    const isSaved = await write(isNew ? [...others, draft] : others.map((each) => (each.id === key ? draft : each)));
    if (!isSaved) return undefined;
    changed.delete(key);
    return String(draft['id']);
  }

  async function remove(key: string): Promise<boolean> {
    const others = (view.value?.drivers ?? []).filter(({ id }) => id !== key);
    const isDone = others.length === view.value?.drivers.length || (await write(others));
    if (isDone) changed.delete(key);
    return isDone;
  }

  async function write(drivers: readonly Draft[]): Promise<boolean> {
    isSaving.value = true;
    const reply = await saveDrivers(view.value?.revision ?? '', drivers);
    isSaving.value = false;
    saveFault.value = reply.ok ? undefined : reply.error;
    if (reply.ok) view.value = reply.value;
    // Somebody else's change was in the way: it is shown, what is being changed here stays, and saving again builds on both.
    else if (reply.error.code === 'DRV0002') await load();
    return reply.ok;
  }

  async function restart(key: string): Promise<void> {
    const reply = await restartDriver(key);
    saveFault.value = reply.ok ? undefined : reply.error;
  }

  /** The field that was refused last, as the forms name it. */
  const errorPath = computed(() => {
    const path = saveFault.value?.detail?.['path'];
    return typeof path === 'string' ? fieldOf(path) : undefined;
  });

  return {
    view,
    fault,
    saveFault,
    errorPath,
    isLoading,
    isSaving,
    entries,
    load,
    change,
    revert,
    add,
    save,
    remove,
    restart,
  };
}

/** Asks again every `everyMs` while the window is in sight. Returns the way to stop. */
export function everyWhileSeen(everyMs: number, task: () => void): () => void {
  const timer = setInterval(() => {
    if (!document.hidden) task();
  }, everyMs);
  return () => {
    clearInterval(timer);
  };
}

/** One call to the core at a time, with its state on screen. */
export function useAsked<Reply>() {
  const reply = shallowRef<Reply>();
  const fault = shallowRef<ApiFault>();
  const isAsking: Ref<boolean> = ref(false);

  async function ask(
    question: () => Promise<{ ok: true; value: Reply } | { ok: false; error: ApiFault }>,
  ): Promise<void> {
    if (isAsking.value) return;
    isAsking.value = true;
    const answer = await question();
    isAsking.value = false;
    fault.value = answer.ok ? undefined : answer.error;
    reply.value = answer.ok ? answer.value : undefined;
  }

  return { reply, fault, isAsking, ask };
}
