import { expect, it } from 'vitest';
import { complaintsOf, confidencePct, evidenceViews } from './candidate-view.ts';

const evidence = [
  { kind: 'pressureDrop', refs: ['S1.p:low', 'S2.p:low'], weight: 0.4, text: '' },
  { kind: 'complaints', refs: ['c1', 'c2', 'c3'], weight: 0.6, text: '' },
] as const;

it('lists the evidence, the strongest first, with what it opens', () => {
  expect(evidenceViews(evidence)).toEqual([
    { kind: 'complaints', count: 3, sharePct: 60, opens: 'complaint', refs: ['c1', 'c2', 'c3'] },
    { kind: 'pressureDrop', count: 2, sharePct: 40, opens: 'alarm', refs: ['S1.p:low', 'S2.p:low'] },
  ]);
  expect(complaintsOf({ evidence })).toEqual(['c1', 'c2', 'c3']);
});

it('is never wholly sure', () => {
  expect([0, 0.504, 0.999, 1].map((confidence) => confidencePct({ confidence }))).toEqual([0, 50, 99, 99]);
});
