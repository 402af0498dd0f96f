import { expect, it } from 'vitest';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import { alertAt, complaintsOf, confidencePct, evidenceViews } from './candidate-view.ts';

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

it('finds the alert that already runs for a place, by pipe or by distance, never a drill or an ended one', () => {
  const alert = (patch: Partial<RedAlert>) =>
    ({ id: 'r1', status: 'active', drill: false, place: { at: [126.6, 45.7] }, ...patch }) as RedAlert;
  const near = { at: [126.6005, 45.7], radiusM: 120 } as const;
  const far = { at: [126.65, 45.7], radiusM: 120, pipeId: 'P1' } as const;
  expect(alertAt(near, [alert({})])?.id).toBe('r1');
  expect(alertAt(far, [alert({})])).toBeUndefined();
  expect(alertAt({ ...far, radiusM: 9_000 }, [alert({})])).toBeUndefined();
  expect(alertAt(far, [alert({ pipeId: 'P1' })])?.id).toBe('r1');
  expect(alertAt(near, [alert({ drill: true }), alert({ status: 'ended' })])).toBeUndefined();
});
