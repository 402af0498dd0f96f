import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tokenFiles } from './child-args.ts';

it('the tokens of a console are where the command line has them (docs/cli.md), unless the options name others', () => {
  expect(tokenFiles({ tokenFile: undefined, hubTokenFile: undefined }, 'data')).toEqual({
    token: join('data', 'console.token'),
    wallToken: join('data', 'wall.token'),
    hubToken: join('data', 'hub', 'hub.token'),
    integrationToken: join('data', 'hub', 'integration.token'),
  });
  expect(tokenFiles({ tokenFile: 't', hubTokenFile: 'h' }, 'data')).toMatchObject({ token: 't', hubToken: 'h' });
});
