import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the alarm tones beside this file: `node resources/sounds/make-sounds.ts`. 16 bit, mono, 22,050 Hz. The patterns follow what operators
 * know from other panels: the more urgent, the higher, the quicker and the richer in overtones, so that they are told apart by ear [eng].
 */
const RATE_HZ = 22_050;
const RAMP_S = 0.012;
const PEAK = 0.8;

const TONES = {
  high: { pitchesHz: [880, 660, 880, 660, 880, 660], onS: 0.16, offS: 0.05, overtones: [1, 0.5, 0.33, 0.2] },
  medium: { pitchesHz: [660, 660], onS: 0.22, offS: 0.14, overtones: [1, 0.35, 0.15] },
  low: { pitchesHz: [520], onS: 0.3, offS: 0.05, overtones: [1, 0.2] },
} as const;

function samplesOf({ pitchesHz, onS, offS, overtones }: (typeof TONES)[keyof typeof TONES]): Float64Array {
  const beat = Math.round((onS + offS) * RATE_HZ);
  const samples = new Float64Array(beat * pitchesHz.length);
  pitchesHz.forEach((pitchHz, index) => {
    for (let n = 0; n < onS * RATE_HZ; n += 1) {
      const atS = n / RATE_HZ;
      const ramp = Math.min(1, atS / RAMP_S, (onS - atS) / RAMP_S);
      const wave = overtones.reduce((sum, part, k) => sum + part * Math.sin(2 * Math.PI * pitchHz * (k + 1) * atS), 0);
      samples[index * beat + n] = ramp * wave;
    }
  });
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return samples.map((sample) => (sample / loudest) * PEAK);
}

function wavOf(samples: Float64Array): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples.length * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE_HZ, 24);
  file.writeUInt32LE(RATE_HZ * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, n) => file.writeInt16LE(Math.round(sample * 32_767), 44 + n * 2));
  return file;
}

for (const [name, tone] of Object.entries(TONES)) {
  writeFileSync(join(import.meta.dirname, `${name}.wav`), wavOf(samplesOf(tone)));
}
