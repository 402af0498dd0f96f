import { expect, it } from 'vitest';
import { PORT_ACK_EVERY_BYTES } from '#shared/contract/channel.ts';
import { portChannel, type PortLike } from './channels.ts';

function fakePort() {
  let hear: (event: { data: unknown }) => void = () => undefined;
  const port: PortLike = {
    postMessage: () => undefined,
    on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) => {
      if (event === 'message') hear = listener;
    },
    start: () => undefined,
    close: () => undefined,
  };
  return { port, say: (data: unknown) => hear({ data }) };
}

it('counts what the page has not taken, and believes no more than was sent', () => {
  const { port, say } = fakePort();
  const channel = portChannel(port);
  const heard: unknown[] = [];
  channel.onMessage((message) => heard.push(message));
  channel.send(new ArrayBuffer(10 * PORT_ACK_EVERY_BYTES));
  expect(channel.bufferedBytes).toBe(9 * PORT_ACK_EVERY_BYTES);
  say({ takenBytes: 4 * PORT_ACK_EVERY_BYTES });
  expect(channel.bufferedBytes).toBe(5 * PORT_ACK_EVERY_BYTES);
  say({ takenBytes: 2 * PORT_ACK_EVERY_BYTES });
  say({ takenBytes: 'all' });
  expect(channel.bufferedBytes).toBe(5 * PORT_ACK_EVERY_BYTES);
  say({ takenBytes: 1e12 });
  expect(channel.bufferedBytes).toBe(0);
  channel.send(new ArrayBuffer(3 * PORT_ACK_EVERY_BYTES));
  expect(channel.bufferedBytes).toBe(2 * PORT_ACK_EVERY_BYTES);
  say('hello');
  expect(heard).toEqual(['hello']);
});
