import { expect, it } from 'vitest';
import type { Insight } from '#shared/domain/insight/types.ts';
import { openInsights } from './insight-list.ts';

const insight = (id: string, kind: Insight['kind'], foundAt: number, status: Insight['status'] = 'open'): Insight => ({
  ...{ id, kind, foundAt, status },
  subjectId: 'S001',
  occurrence: 1,
  evidence: [],
});

it('lists what waits, work on the plant before instruments, the oldest first', () => {
  const all = [
    insight('stuck', 'stuckSensor', 1),
    insight('late', 'returnTempLow', 5),
    insight('early', 'returnTempLow', 2),
    insight('done', 'returnTempLow', 1, 'ordered'),
    insight('gone', 'makeupRise', 1, 'cleared'),
    insight('waved', 'makeupRise', 1, 'dismissed'),
  ];
  expect(openInsights(all).map(({ id }) => id)).toEqual(['early', 'late', 'stuck']);
});
