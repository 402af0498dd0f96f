import { expect, it } from 'vitest';
import { HOUR, T0, createWorld, type World } from '#tests/support/domain-world.ts';
import type { Role } from '../entity/entity.ts';
import type { Forecast } from './forecast.ts';

const give = (world: World, issuedAt: number, hours: readonly (readonly [number, number])[], role: Role = 'system') => {
  const points = hours.map(([hour, outdoorTempC]) => ({ at: T0 + hour * HOUR, outdoorTempC }));
  return world.give('forecast', 'current', 'forecastWeather', { issuedAt, source: 'service', points }, { role });
};
const known = (world: World) => world.at<Forecast>('forecast', 'current');

it('WEA-06: the newest issue holds, whatever the order they come in', () => {
  const world = createWorld();
  give(world, T0 + 2, [[0, -8]]);
  expect(give(world, T0 + 1, [[0, -20]]).events).toEqual([]);
  expect(give(world, T0 + 2, [[0, -20]]).events).toEqual([]);
  expect(known(world).points[0]?.outdoorTempC).toBe(-8);
  give(world, T0 + 3, [[1, -9]]);
  expect(known(world)).toMatchObject({ issuedAt: T0 + 3, source: 'service', points: [{ outdoorTempC: -9 }] });
});

it('WEA-07: points are put in the order of time', () => {
  const world = createWorld();
  give(world, T0, [
    [6, -12],
    [0, -8],
    [3, -10],
  ]);
  expect(known(world).points.map((point) => point.outdoorTempC)).toEqual([-8, -10, -12]);
});

it('WEA-08: a crew leader gives no forecast', () => {
  const world = createWorld();
  expect(give(world, T0, [[0, -8]], 'crewLeader').refused).toBe('CMD0002');
  expect(give(world, T0, [[0, -8]], 'shiftLead').refused).toBeUndefined();
  expect(give(world, T0 + 1, [[0, -8]], 'dispatcher').refused).toBeUndefined();
});
