import { expect, it } from 'vitest';
import type { EntityRef } from '#shared/domain/entity/entity.ts';
import { StateLane } from './state-lane.ts';

const rowOf = (ref: EntityRef) => ({ ...ref, version: 1, value: {}, pending: [] });
const refs = (count: number): readonly EntityRef[] =>
  Array.from({ length: count }, (_, at) => ({ type: 'alarm', id: `a${String(at)}` }));

it('lets a page resume after a flood only as far back as memory is kept for it', () => {
  const lane = new StateLane({ rowOf, allRows: () => [] }, 'epoch');
  for (let round = 0; round < 10; round += 1) lane.push(refs(10_000));
  expect(lane.catchUp({ epoch: 'epoch', seq: 7 }).map(({ t }) => t)).toEqual(['delta', 'delta', 'delta']);
  expect(lane.catchUp({ epoch: 'epoch', seq: 1 }).map(({ t }) => t)).toEqual(['snapshot']);
  // One delta larger than all that is kept still reaches a page that is only one behind.
  lane.push(refs(100_000));
  expect(lane.catchUp({ epoch: 'epoch', seq: 10 }).map(({ t }) => t)).toEqual(['delta']);
});
