import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';

/** `auto`: alarms are spoken where the machine has a voice. `on`: as well, and a missing voice is an alarm. */
export const SPEECH_MODES = ['auto', 'on', 'off'] as const;
export type SpeechMode = (typeof SPEECH_MODES)[number];

export interface SoundChoice {
  /** 0.2 to 1: an alarm cannot be turned off by its volume. */
  readonly volume: number;
  readonly speech: SpeechMode;
  /** Speaks every priority, not only high. */
  readonly speaksAll: boolean;
  /** `voiceURI` of the browser; empty: the first of the language. */
  readonly voice: string;
}

export const VOLUME_MIN = 0.2;
const KEY = 'heatline.sound';
const FIRST: SoundChoice = { volume: 0.7, speech: 'auto', speaksAll: false, voice: '' };

/** How alarms sound at this workplace. Kept on this machine; its other windows follow. */
export const useSound = defineStore('sound', () => {
  const choice = shallowRef(read());
  addEventListener('storage', ({ key }) => {
    if (key === KEY) choice.value = read();
  });

  function change(patch: Partial<SoundChoice>): void {
    choice.value = sound({ ...choice.value, ...patch });
    localStorage.setItem(KEY, JSON.stringify(choice.value));
  }

  return { choice: computed(() => choice.value), change };
});

function read(): SoundChoice {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return sound({ ...FIRST, ...(typeof kept === 'object' ? kept : {}) });
  } catch {
    return FIRST;
  }
}

/** What was kept may be of another version, or of somebody's hands. */
function sound({ volume, speech, speaksAll, voice }: SoundChoice): SoundChoice {
  return {
    volume: Number.isFinite(volume) ? Math.min(1, Math.max(VOLUME_MIN, volume)) : FIRST.volume,
    speech: SPEECH_MODES.find((mode) => mode === speech) ?? FIRST.speech,
    speaksAll: speaksAll === true,
    voice: typeof voice === 'string' ? voice : '',
  };
}
