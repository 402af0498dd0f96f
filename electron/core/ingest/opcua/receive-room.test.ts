import { describe, expect, it } from 'vitest';
import { ReceiveRoom } from './receive-room.ts';

const PUBLISH_RESPONSE = [1, 0, 0x3d, 0x03];
const READ_RESPONSE = [1, 0, 0x7a, 0x02];

function chunk(isLast: boolean, type: readonly number[], body: number, fill: number): Buffer {
  const bytes = Buffer.alloc(28 + body, fill);
  bytes.write(isLast ? 'MSGF' : 'MSGC', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length, 4);
  bytes.set(type, 24);
  return bytes;
}

/** Puts bytes into a room in reads of `step` bytes. What is delivered is copied at once, as it is valid no longer. */
function pour(bytes: Buffer, step: number) {
  const whole: Buffer[] = [];
  const kept: Buffer[] = [];
  const room = new ReceiveRoom((message) => {
    whole.push(Buffer.from(message));
    kept.push(message);
  });
  for (let at = 0; at < bytes.length;) {
    const part = bytes.subarray(at, at + Math.min(step, room.next().length));
    room.next().set(part);
    room.took(part.length);
    at += part.length;
  }
  return { whole, kept };
}

describe('receive room', () => {
  it.each([1, 7, 1_000, 100_000])('gives out whole messages, whatever the reads: %i bytes', (step) => {
    const messages = [
      chunk(true, READ_RESPONSE, 5, 1),
      Buffer.concat([chunk(false, PUBLISH_RESPONSE, 3_000, 2), chunk(true, PUBLISH_RESPONSE, 9, 3)]),
      chunk(true, PUBLISH_RESPONSE, 0, 4),
    ];
    expect(pour(Buffer.concat(messages), step).whole).toEqual(messages);
  });

  it('finds room for a message larger than all before, and goes on after it', () => {
    const large = Buffer.concat([
      ...Array.from({ length: 40 }, (_, i) => chunk(false, PUBLISH_RESPONSE, 60_000, i)),
      chunk(true, PUBLISH_RESPONSE, 10, 41),
    ]);
    const small = chunk(true, READ_RESPONSE, 10, 42);
    const { whole } = pour(Buffer.concat([small, large, small, small]), 65_536);
    expect(whole.map((message) => message.length)).toEqual([small, large, small, small].map(({ length }) => length));
    expect(whole[1]?.equals(large)).toBe(true);
  });

  it('keeps nothing of its own in what the library may keep', () => {
    const first = chunk(true, READ_RESPONSE, 50, 7);
    const { kept } = pour(Buffer.concat([first, chunk(true, READ_RESPONSE, 50, 8)]), first.length);
    expect(kept[0]).toEqual(first);
  });

  it.each([
    ['shorter than its own header', 4],
    ['longer than we told the server', 655_361],
  ])('hands on a chunk that is %s, and all that follows, as it came', (_what, size) => {
    const good = chunk(true, READ_RESPONSE, 5, 1);
    const wrong = chunk(true, READ_RESPONSE, 500, 2);
    wrong.writeUInt32LE(size, 4);
    const { whole } = pour(Buffer.concat([good, wrong, good]), 64);
    expect(whole[0]).toEqual(good);
    expect(Buffer.concat(whole)).toEqual(Buffer.concat([good, wrong, good]));
  });
});
