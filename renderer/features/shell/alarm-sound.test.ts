import { afterEach, expect, it, vi } from 'vitest';
import highFile from '../../../resources/sounds/high.wav?inline';
import lowFile from '../../../resources/sounds/low.wav?inline';
import mediumFile from '../../../resources/sounds/medium.wav?inline';
import { AlarmSound, isAudible, type SoundState } from './alarm-sound.ts';
import { voiceFor } from './alarm-voice.ts';

const HEADER = 44;

/** Samples of a 16-bit file given as a data address, -1 to 1. */
function samplesOf(address: string): Float32Array {
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (char) => char.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const count = (bytes.length - HEADER) / 2;
  return Float32Array.from({ length: count }, (_, n) => view.getInt16(HEADER + n * 2, true) / 32_768);
}

it('bundles a tone for each priority that can be heard, is not cut off and is longer the more urgent', () => {
  const [high, medium, low] = [samplesOf(highFile), samplesOf(mediumFile), samplesOf(lowFile)] as const;
  for (const tone of [high, medium, low]) {
    expect(isAudible(tone)).toBe(true);
    expect(Math.max(...tone)).toBeLessThan(0.95);
    expect(Math.abs(tone.at(-1) ?? 1)).toBeLessThan(0.01);
  }
  expect(high.length).toBeGreaterThan(medium.length);
  expect(medium.length).toBeGreaterThan(low.length);
});

it('takes a silent file for a failure', () => {
  expect(isAudible(new Float32Array(1000))).toBe(false);
});

/** A sound device that can die in each of its ways. */
class Device extends EventTarget {
  state = 'running';
  isMoving = true;
  destination = {};
  #time = 0;
  get currentTime(): number {
    return (this.#time += this.isMoving ? 1 : 0);
  }
  createGain = () => ({ gain: { value: 1 }, connect: () => undefined });
  resume = () => Promise.resolve();
  close = () => Promise.resolve();
  decodeAudioData = () => Promise.resolve({ getChannelData: () => Float32Array.of(1) });
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('notices a device that worked and died without a word, or was suspended', async () => {
  vi.useFakeTimers();
  const device = new Device();
  vi.stubGlobal('AudioContext', function open() {
    return device;
  });
  vi.stubGlobal('fetch', () => Promise.resolve({ ok: true, arrayBuffer: () => Promise.resolve(new ArrayBuffer(0)) }));
  const told: SoundState['is'][] = [];
  const sound = new AlarmSound(({ is }) => told.push(is));
  void sound.test();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual(['works']);
  device.state = 'suspended';
  device.dispatchEvent(new Event('statechange'));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told.at(-1)).toBe('locked');
  device.state = 'running';
  device.dispatchEvent(new Event('statechange'));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told.at(-1)).toBe('works');
  device.isMoving = false;
  await vi.advanceTimersByTimeAsync(32_000);
  expect(told.at(-1)).toBe('failed');
  sound.dispose();
});

const voice = (voiceURI: string, lang: string, localService = true) =>
  ({ voiceURI, lang, localService, name: voiceURI, default: false }) as SpeechSynthesisVoice;

it('speaks with the chosen voice, else with one of the very language, and with none of another or of the network', () => {
  const voices = [voice('tw', 'zh_TW'), voice('cn', 'zh-CN'), voice('net', 'zh-CN', false), voice('en', 'en-US')];
  expect(voiceFor(voices, 'zh-CN', '')?.voiceURI).toBe('cn');
  expect(voiceFor(voices, 'zh-CN', 'tw')?.voiceURI).toBe('tw');
  expect(voiceFor(voices, 'zh-CN', 'en')?.voiceURI).toBe('cn');
  expect(voiceFor(voices, 'en', '')?.voiceURI).toBe('en');
  expect(voiceFor([], 'en', '')).toBeUndefined();
});
