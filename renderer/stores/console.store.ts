import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Access, ConsoleStatus } from '#shared/contract/feed.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';

/**
 * The page's own connection to its core. `coreDown`: the host says that the core ended and is being started again.
 * `rejected`: the core answered and does not want this page (token, version); trying again by itself will not help.
 */
export type ConnectionPhase = 'connecting' | 'open' | 'lost' | 'coreDown' | 'rejected';

/** The console as a whole: connection to the core, the core's own status, who is signed on. Written by link/ only. */
export const useConsole = defineStore('console', () => {
  const phase = shallowRef<ConnectionPhase>('connecting');
  /** Code of what went wrong last, for `lost`, `coreDown` and `rejected`. */
  const reason = shallowRef<string>();
  const retryAt = shallowRef<number>();
  const coreVersion = shallowRef<string>();
  const access = shallowRef<Access>('full');
  const status = shallowRef<ConsoleStatus | null>(null);
  const actor = shallowRef<Actor | null>(null);
  const isSeatKnown = shallowRef(false);
  /** Core clock, UTC ms, of the last message of any kind. */
  const lastMessageAt = shallowRef<number>();

  const isConnected = computed(() => phase.value === 'open');
  const isReadOnly = computed(() => access.value === 'wall');
  const isHubOnline = computed(() => isConnected.value && status.value?.link.state === 'online');
  const canAct = computed(() => isConnected.value && !isReadOnly.value && actor.value !== null);

  function setPhase(next: ConnectionPhase, code?: string): void {
    phase.value = next;
    reason.value = code;
    if (next === 'open') retryAt.value = undefined;
  }

  function setSeat(next: Actor | null): void {
    actor.value = next;
    isSeatKnown.value = true;
  }

  return {
    phase,
    reason,
    retryAt,
    coreVersion,
    access,
    status,
    actor,
    isSeatKnown,
    lastMessageAt,
    isConnected,
    isReadOnly,
    isHubOnline,
    canAct,
    setPhase,
    setSeat,
  };
});
