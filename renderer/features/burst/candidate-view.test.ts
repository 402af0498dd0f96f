import { expect, it } from 'vitest';
import type { BurstVerdict } from '#shared/domain/burst-verdict/types.ts';
import { complaintsOf, confidencePct, evidenceViews, rejectedOf } from './candidate-view.ts';

const evidence = [
  {
    kind: 'pressureDrop',
    refs: ['S1', 'S2', 'S3'],
    weight: 0.4,
    text: '',
    readings: [
      { ref: 'S1', value: 1.812, expected: 1.9, unit: 'm' },
      { ref: 'S2', value: 12.4, unit: 'm' },
    ],
  },
  { kind: 'complaints', refs: ['c1', 'c2', 'c3'], weight: 0.6, text: '' },
] as const;

it('lists the evidence, the strongest first, with what it opens and what was measured against what is expected', () => {
  expect(evidenceViews(evidence)).toEqual([
    {
      kind: 'complaints',
      count: 3,
      sharePct: 60,
      opens: 'complaint',
      rows: [{ ref: 'c1' }, { ref: 'c2' }, { ref: 'c3' }],
    },
    {
      kind: 'pressureDrop',
      count: 3,
      sharePct: 40,
      opens: 'plant',
      rows: [
        { ref: 'S2', value: '12 m', expected: undefined },
        { ref: 'S1', value: '1.81 m', expected: '1.90 m' },
        { ref: 'S3' },
      ],
    },
  ]);
  expect(complaintsOf({ evidence })).toEqual(['c1', 'c2', 'c3']);
});

it('is never wholly sure', () => {
  expect([0, 0.504, 0.999, 1].map((confidence) => confidencePct({ confidence }))).toEqual([0, 50, 99, 99]);
});

it('shows what was rejected, the newest first, and nothing that was confirmed', () => {
  const verdict = (id: string, decidedAt: number, said: BurstVerdict['verdict'] = 'rejected') =>
    ({ id, decidedAt, verdict: said }) as BurstVerdict;
  const all = [verdict('a', 1), verdict('b', 3), verdict('c', 2), verdict('d', 4, 'confirmed')];
  expect(rejectedOf(all, 2).map(({ id }) => id)).toEqual(['b', 'c']);
});
