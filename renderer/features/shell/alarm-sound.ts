import type { Priority } from '#shared/domain/alarm/types.ts';

/** One tone pattern a priority: pitch in Hz, beeps of `onS` with `offS` between, again after `everyS`. */
const PATTERNS = {
  high: { pitches: [880, 660, 880, 660], onS: 0.16, offS: 0.06, everyS: 2 },
  medium: { pitches: [660, 660], onS: 0.2, offS: 0.12, everyS: 5 },
  low: { pitches: [520], onS: 0.25, offS: 0, everyS: 15 },
} as const satisfies Record<Priority, object>;

const GAIN = 0.25;
const RAMP_S = 0.012;

/** Alarm tones, made here by WebAudio: no file, no network. Repeats until told otherwise. */
export class AlarmSound {
  readonly #onWorks: (works: boolean) => void;
  readonly #unlock = (): void => {
    void this.test();
  };
  #context: AudioContext | undefined;
  #repeat: ReturnType<typeof setInterval> | undefined;
  #playing: Priority | undefined;

  /** @param onWorks told whether sound can be heard here, each time that changes or is tested */
  constructor(onWorks: (works: boolean) => void) {
    this.#onWorks = onWorks;
    addEventListener('pointerdown', this.#unlock, { once: true });
    addEventListener('keydown', this.#unlock, { once: true });
  }

  /** Opens the sound device. A browser refuses until the first key or click of the page; then this is tried again. */
  async test(): Promise<void> {
    try {
      this.#context ??= new AudioContext();
      const resumed = this.#context.resume();
      await Promise.race([resumed, new Promise((resolve) => setTimeout(resolve, 1000))]);
      this.#onWorks(this.#context.state === 'running');
    } catch {
      this.#onWorks(false);
    }
  }

  /** What is to be heard from now on; undefined: silence. */
  play(priority: Priority | undefined): void {
    if (priority === this.#playing) return;
    this.#playing = priority;
    clearInterval(this.#repeat);
    if (!priority) return;
    this.#sound(priority);
    this.#repeat = setInterval(() => {
      this.#sound(priority);
    }, PATTERNS[priority].everyS * 1000);
  }

  dispose(): void {
    clearInterval(this.#repeat);
    removeEventListener('pointerdown', this.#unlock);
    removeEventListener('keydown', this.#unlock);
    void this.#context?.close();
  }

  #sound(priority: Priority): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    const { pitches, onS, offS } = PATTERNS[priority];
    pitches.forEach((pitch, index) => {
      const startS = context.currentTime + index * (onS + offS);
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      oscillator.frequency.value = pitch;
      gain.gain.setValueAtTime(0, startS);
      gain.gain.linearRampToValueAtTime(GAIN, startS + RAMP_S);
      gain.gain.setValueAtTime(GAIN, startS + onS - RAMP_S);
      gain.gain.linearRampToValueAtTime(0, startS + onS);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(startS);
      oscillator.stop(startS + onS);
    });
  }
}
