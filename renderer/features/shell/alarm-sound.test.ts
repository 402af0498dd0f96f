import { expect, it } from 'vitest';
import highFile from '../../../resources/sounds/high.wav?inline';
import lowFile from '../../../resources/sounds/low.wav?inline';
import mediumFile from '../../../resources/sounds/medium.wav?inline';
import { isAudible } from './alarm-sound.ts';
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
