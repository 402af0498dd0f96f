import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { AlarmSound } from './alarm-sound.ts';

const SILENCED_KEY = 'heatline.silenced';
const LOCK = 'heatline-sound';

/**
 * The bell of this computer: sounds for the unacknowledged alarms that were not silenced, in one window only (a lock between the
 * windows). Silence is not acknowledge: it ends with the next alarm.
 */
export function useAlarmBell() {
  const entities = useEntities();
  const works = shallowRef<boolean>();
  const silenced = shallowRef(readSilenced());
  const holdsBell = shallowRef(false);
  const sound = new AlarmSound((next) => {
    works.value = next;
  });

  const ringing = computed(() => loudest(entities.unacknowledged, silenced.value));
  watch(
    [ringing, holdsBell, works],
    () => {
      sound.play(holdsBell.value ? ringing.value?.priority : undefined);
    },
    { immediate: true },
  );

  function silence(): void {
    const occurrences = entities.unacknowledged.map(occurrenceOf);
    silenced.value = new Set(occurrences);
    localStorage.setItem(SILENCED_KEY, JSON.stringify(occurrences));
  }

  const onStorage = (event: StorageEvent): void => {
    if (event.key === SILENCED_KEY) silenced.value = readSilenced();
  };
  addEventListener('storage', onStorage);
  const giveBack = new AbortController();
  void sound.test();
  void holdLock(giveBack.signal, () => {
    holdsBell.value = true;
  });

  onScopeDispose(() => {
    removeEventListener('storage', onStorage);
    giveBack.abort();
    sound.dispose();
  });

  return { works, ringing, silence, test: () => sound.test() };
}

const occurrenceOf = (alarm: Alarm): string => `${alarm.id}#${String(alarm.occurrence)}`;

/** The first of the alarms (highest priority first) that nobody silenced. */
export function loudest(unacknowledged: readonly Alarm[], silenced: ReadonlySet<string>): Alarm | undefined {
  return unacknowledged.find((alarm) => !silenced.has(occurrenceOf(alarm)));
}

function readSilenced(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SILENCED_KEY) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch {
    return new Set();
  }
}

/** Locks need a secure context; without one each window rings for itself. */
async function holdLock(released: AbortSignal, onHeld: () => void): Promise<void> {
  const { locks } = navigator as Partial<Navigator>;
  if (!locks) {
    onHeld();
    return;
  }
  try {
    await locks.request(LOCK, { signal: released }, async () => {
      onHeld();
      await new Promise<void>((resolve) => {
        released.addEventListener('abort', () => {
          resolve();
        });
      });
    });
  } catch {
    // Given back before it was granted.
  }
}
