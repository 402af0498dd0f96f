import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { Alarm, Priority } from '#shared/domain/alarm/types.ts';
import { useConsole } from '../../stores/console.store.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { usePreferences } from '../../stores/preferences.store.ts';
import { useSound } from '../../stores/sound.store.ts';
import { AlarmSound, type SoundState } from './alarm-sound.ts';
import { followVoices, hush, speak, voiceFor } from './alarm-voice.ts';
import { keepSilence, readSilence, SILENCE_KEY, type Silence } from './silence.ts';
import { tellOwnFault } from './tell-own-fault.ts';

const LOCK = 'heatline-sound';
/** The sentence follows the first tone. */
const SPEAK_AFTER_MS = 1_400;

/** What the bell of this page lets others do with it. */
export interface AlarmBell {
  /** Undefined until the first test is through. */
  readonly state: () => SoundState | undefined;
  readonly voices: () => readonly SpeechSynthesisVoice[];
  readonly test: () => Promise<SoundState>;
  readonly once: (priority: Priority) => void;
  /** Says words with the chosen voice; false where there is none. */
  readonly say: (words: string) => boolean;
}

/** The bell of this page, for its settings. */
export const pageBell = shallowRef<AlarmBell>();

/**
 * The bell of this computer: sounds for the unacknowledged alarms that were not silenced, in one window only (a lock between the
 * windows), and says the urgent ones where there is a voice. Silence is not acknowledge: it ends with the next alarm; in a flood, which
 * would end it every second, with the next of high priority. A bell that fails is an alarm itself.
 */
export function useAlarmBell(options: { readonly spoken: (alarm: Alarm) => string; readonly isFlood: () => boolean }) {
  const entities = useEntities();
  const consoleStore = useConsole();
  const preferences = usePreferences();
  const choices = useSound();
  const state = shallowRef<SoundState>();
  const voices = shallowRef<readonly SpeechSynthesisVoice[]>([]);
  const hasVoiceFailed = shallowRef(false);
  const silence = shallowRef(readSilence());
  const holdsBell = shallowRef(false);
  const sound = new AlarmSound((next) => {
    state.value = next;
  });
  const stopVoices = followVoices((next) => {
    voices.value = next;
  });
  const voice = computed(() => voiceFor(voices.value, preferences.language, choices.choice.voice));

  const ringing = computed(() => loudest(entities.unacknowledged, silence.value));
  watch(
    [ringing, holdsBell, state],
    () => {
      sound.play(holdsBell.value ? ringing.value?.priority : undefined);
    },
    { immediate: true },
  );
  watch(
    () => choices.choice.volume,
    (volume) => {
      sound.volume = volume;
    },
    { immediate: true },
  );
  watch(options.isFlood, (isFlood) => {
    if (!isFlood && silence.value.isFlood) setSilence({ ...silence.value, isFlood: false });
  });

  const isSpoken = computed(() => {
    const { speech, speaksAll } = choices.choice;
    return speech !== 'off' && ringing.value && (speaksAll || ringing.value.priority === 'high');
  });
  const toSpeak = computed(() => (holdsBell.value && isSpoken.value ? ringing.value : undefined));
  let speaking: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => toSpeak.value && occurrenceOf(toSpeak.value),
    () => {
      clearTimeout(speaking);
      hush();
      const alarm = toSpeak.value;
      if (alarm) speaking = setTimeout(() => say(options.spoken(alarm)), SPEAK_AFTER_MS);
    },
  );

  function say(words: string): boolean {
    if (!voice.value) return false;
    speak(words, voice.value, choices.choice.volume, (isFailed) => {
      hasVoiceFailed.value = isFailed;
    });
    return true;
  }

  function setSilence(next: Silence): void {
    silence.value = next;
    keepSilence(next);
  }

  const mayTell = (): boolean => holdsBell.value && consoleStore.isConnected && !consoleStore.isReadOnly;
  tellOwnFault(
    'sound',
    () => state.value && { isFailing: state.value.is !== 'works', detail: soundDetail(state.value) },
    mayTell,
  );
  tellOwnFault(
    'speech',
    () => ({
      isFailing: choices.choice.speech === 'on' && (!voice.value || hasVoiceFailed.value),
      detail: preferences.language,
    }),
    mayTell,
  );

  const onStorage = (event: StorageEvent): void => {
    if (event.key === SILENCE_KEY) silence.value = readSilence();
  };
  addEventListener('storage', onStorage);
  const giveBack = new AbortController();
  void sound.test();
  void holdLock(giveBack.signal, () => {
    holdsBell.value = true;
  });
  const bell: AlarmBell = {
    state: () => state.value,
    voices: () => voices.value,
    test: () => sound.test(),
    once: (priority) => {
      sound.once(priority);
    },
    say,
  };
  pageBell.value = bell;

  onScopeDispose(() => {
    removeEventListener('storage', onStorage);
    clearTimeout(speaking);
    giveBack.abort();
    stopVoices();
    hush();
    sound.dispose();
    pageBell.value = undefined;
  });

  return {
    state,
    ringing,
    silence: () => {
      setSilence({ occurrences: new Set(entities.unacknowledged.map(occurrenceOf)), isFlood: options.isFlood() });
    },
    test: bell.test,
  };
}

const soundDetail = ({ is, detail }: SoundState): string => (detail === '' ? is : `${is}: ${detail}`);

const occurrenceOf = (alarm: Alarm): string => `${alarm.id}#${String(alarm.occurrence)}`;

/** The first of the alarms (highest priority first) that nobody silenced. While a flood is silenced only high priority sounds. */
export function loudest(unacknowledged: readonly Alarm[], { occurrences, isFlood }: Silence): Alarm | undefined {
  return unacknowledged.find(
    (alarm) => !(isFlood && alarm.priority !== 'high') && !occurrences.has(occurrenceOf(alarm)),
  );
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
