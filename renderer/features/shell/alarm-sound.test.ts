import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isAudible } from './alarm-sound.ts';
import { voiceFor } from './alarm-voice.ts';

const SOUNDS = join(import.meta.dirname, '../../../resources/sounds');
const HEADER = 44;

/** Samples of a 16-bit file, -1 to 1. */
function samplesOf(name: string): Float32Array {
  const file = readFileSync(join(SOUNDS, `${name}.wav`));
  const count = (file.length - HEADER) / 2;
  return Float32Array.from({ length: count }, (_, n) => file.readInt16LE(HEADER + n * 2) / 32_768);
}

it('bundles a tone for each priority that can be heard, is not cut off and is longer the more urgent', () => {
  const [high, medium, low] = ['high', 'medium', 'low'].map(samplesOf) as [Float32Array, Float32Array, Float32Array];
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
