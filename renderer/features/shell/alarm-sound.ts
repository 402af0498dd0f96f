import type { Priority } from '#shared/domain/alarm/types.ts';
import high from '../../../resources/sounds/high.wav';
import low from '../../../resources/sounds/low.wav';
import medium from '../../../resources/sounds/medium.wav';

/** Bundled files, served with the page itself: no network, and allowed by every host's content policy. */
const FILES = { high, medium, low } as const satisfies Record<Priority, string>;
/** From the begin of a tone to its next, seconds [eng]. */
const EVERY_S = { high: 2.5, medium: 6, low: 15 } as const satisfies Record<Priority, number>;
/** Sound is tested this often: one that fails may be back, and one that worked may have died without a word. */
const TEST_EVERY_MS = 30_000;
/** A browser that refuses sound before the first click leaves `resume` open for ever. */
const RESUME_MS = 1_000;
/** The device's own clock has to move within this time, or nobody hears anything. */
const MOVES_MS = 300;

/** `locked`: the browser wants a click or key first. `failed` says by `detail` what does not work. */
export interface SoundState {
  readonly is: 'works' | 'locked' | 'failed';
  readonly detail: '' | 'device' | 'files' | 'clock';
}

/** The tones of the alarms: tested, then repeated until told otherwise. */
export class AlarmSound {
  readonly #onState: (state: SoundState) => void;
  readonly #retest = (): void => {
    void this.test();
  };
  #context: AudioContext | undefined;
  #gain: GainNode | undefined;
  #tones: Readonly<Record<Priority, AudioBuffer>> | undefined;
  #repeat: ReturnType<typeof setInterval> | undefined;
  readonly #testing: ReturnType<typeof setInterval>;
  #playing: Priority | undefined;
  #volume = 1;
  #hasSeenDevice = false;

  /** @param onState told how sound is here after each test */
  constructor(onState: (state: SoundState) => void) {
    this.#onState = onState;
    addEventListener('pointerdown', this.#retest, { once: true });
    addEventListener('keydown', this.#retest, { once: true });
    (navigator as Partial<Navigator>).mediaDevices?.addEventListener('devicechange', this.#retest);
    this.#testing = setInterval(this.#retest, TEST_EVERY_MS);
  }

  /** 0 to 1. */
  set volume(next: number) {
    this.#volume = next;
    if (this.#gain) this.#gain.gain.value = next;
  }

  /** Opens the sound device, reads the tones and looks whether they hold sound and the device moves. */
  async test(): Promise<SoundState> {
    const state = await this.#tested().catch((): SoundState => ({ is: 'failed', detail: 'device' }));
    this.#onState(state);
    return state;
  }

  /** What is to be heard from now on; undefined: silence. */
  play(priority: Priority | undefined): void {
    if (priority === this.#playing) return;
    this.#playing = priority;
    clearInterval(this.#repeat);
    if (!priority) return;
    this.once(priority);
    this.#repeat = setInterval(() => {
      this.once(priority);
    }, EVERY_S[priority] * 1000);
  }

  /** One tone, now. Silent while sound does not work: the state says so. */
  once(priority: Priority): void {
    const context = this.#context;
    if (context?.state !== 'running' || !this.#tones || !this.#gain) return;
    const source = context.createBufferSource();
    source.buffer = this.#tones[priority];
    source.connect(this.#gain);
    source.start();
  }

  dispose(): void {
    clearInterval(this.#repeat);
    clearInterval(this.#testing);
    this.#context?.removeEventListener('statechange', this.#retest);
    removeEventListener('pointerdown', this.#retest);
    removeEventListener('keydown', this.#retest);
    (navigator as Partial<Navigator>).mediaDevices?.removeEventListener('devicechange', this.#retest);
    void this.#context?.close();
  }

  async #tested(): Promise<SoundState> {
    const context = (this.#context ??= this.#open());
    if (!(await this.#hasDevice())) return { is: 'failed', detail: 'device' };
    try {
      this.#tones ??= await readTones(context);
    } catch {
      return { is: 'failed', detail: 'files' };
    }
    await Promise.race([context.resume(), pause(RESUME_MS)]);
    if (context.state !== 'running') return { is: 'locked', detail: '' };
    const before = context.currentTime;
    await pause(MOVES_MS);
    return context.currentTime > before ? { is: 'works', detail: '' } : { is: 'failed', detail: 'clock' };
  }

  #open(): AudioContext {
    const context = new AudioContext();
    // A system that takes the device away suspends it: nobody would hear the next alarm.
    context.addEventListener('statechange', this.#retest);
    this.#gain = context.createGain();
    this.#gain.gain.value = this.#volume;
    this.#gain.connect(context.destination);
    return context;
  }

  /** Browsers may hide devices, so none listed says nothing; one that was there and is gone says that it was unplugged. */
  async #hasDevice(): Promise<boolean> {
    const devices = await (navigator as Partial<Navigator>).mediaDevices?.enumerateDevices().catch(() => []);
    const isListed = devices?.some(({ kind }) => kind === 'audiooutput') ?? false;
    if (isListed) this.#hasSeenDevice = true;
    return isListed || !this.#hasSeenDevice;
  }
}

async function readTones(context: AudioContext): Promise<Readonly<Record<Priority, AudioBuffer>>> {
  const read = async (address: string): Promise<AudioBuffer> => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${String(answer.status)}`);
    const tone = await context.decodeAudioData(await answer.arrayBuffer());
    if (!isAudible(tone.getChannelData(0))) throw new Error(`${address} is silent`);
    return tone;
  };
  const [first, second, third] = await Promise.all([read(FILES.high), read(FILES.medium), read(FILES.low)]);
  return { high: first, medium: second, low: third };
}

/** Whether samples (-1 to 1) hold sound at all: a file that was cut or overwritten with zeros decodes well, too. */
export function isAudible(samples: Float32Array): boolean {
  return samples.some((sample) => Math.abs(sample) > 0.1);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
