/** Header of a chunk (Part 6, 7.1.2): type, `F` last, `C` more follow, `A` given up; and the size of the whole chunk. */
const CHUNK_HEADER = 8;
const MORE_FOLLOW = 0x43;
/** Behind header, channel, token and sequence: the number of the type of a message without encryption. */
const TYPE_AT = 24;
/** `MSG`, and NodeId `i=829` in four bytes: a PublishResponse. */
const MSG = 0x4d_53_47;
const PUBLISH_RESPONSE = 0x01_00_3d_03;

const ROOM_BYTES = 1_048_576;
/** As much as one read of the socket takes at most. */
const READ_BYTES = 262_144;
/** What the library tells servers to keep to: 640 KB a chunk, and 32 MB a message. Beyond that the bytes are handed on as they come; it ends the channel. */
const MOST_CHUNK_BYTES = 655_360;
const MOST_BYTES = 34_603_008;

/**
 * Where a socket's bytes lie until the message they belong to is whole: one piece of memory, used again for every message. The library makes
 * new memory for each read and puts its chunks together in more of it; at a high rate that is four times what came, and the collecting of
 * it costs more than the reading.
 *
 * `deliver` is given whole messages. Those of a publishing are part of the room and valid during the call only, since they are taken apart in
 * it; all others, of which the library may keep pieces (certificates, nonces), are copies.
 */
export class ReceiveRoom {
  readonly #deliver: (bytes: Buffer) => void;
  #room = Buffer.allocUnsafeSlow(ROOM_BYTES);
  /** Where the message begins that is not whole, where its chunk begins that is not, and where the bytes end. */
  #start = 0;
  #scanned = 0;
  #end = 0;
  #isSenseless = false;

  constructor(deliver: (bytes: Buffer) => void) {
    this.#deliver = deliver;
  }

  /** Where the next bytes are to be put. */
  next(): Buffer {
    return this.#room.subarray(this.#end, this.#end + READ_BYTES);
  }

  /** So many bytes were put there. */
  took(bytes: number): void {
    this.#end += bytes;
    const room = this.#room;
    while (!this.#isSenseless && this.#end - this.#scanned >= CHUNK_HEADER) {
      const size = room.readUInt32LE(this.#scanned + 4);
      if (size < CHUNK_HEADER || size > MOST_CHUNK_BYTES) {
        this.#isSenseless = true;
        break;
      }
      if (this.#scanned + size > this.#end) break;
      const isLast = room[this.#scanned + 3] !== MORE_FOLLOW;
      this.#scanned += size;
      if (!isLast) continue;
      const message = room.subarray(this.#start, this.#scanned);
      this.#start = this.#scanned;
      this.#deliver(isPublishing(message) ? message : Buffer.from(message));
    }
    this.#makeRoom();
  }

  #makeRoom(): void {
    const held = this.#end - this.#start;
    if (held > MOST_BYTES) this.#isSenseless = true;
    if (this.#isSenseless) {
      const bytes = Buffer.from(this.#room.subarray(this.#start, this.#end));
      this.#start = this.#scanned = this.#end = 0;
      this.#deliver(bytes);
      return;
    }
    if (held > 0 && this.#room.length - this.#end >= READ_BYTES) return;
    const wanted = Math.max(ROOM_BYTES, 2 ** Math.ceil(Math.log2(held + READ_BYTES)));
    const to = wanted === this.#room.length ? this.#room : Buffer.allocUnsafeSlow(wanted);
    this.#room.copy(to, 0, this.#start, this.#end);
    this.#room = to;
    this.#scanned -= this.#start;
    this.#start = 0;
    this.#end = held;
  }
}

function isPublishing(message: Buffer): boolean {
  if (message.length < TYPE_AT + 4) return false;
  return message.readUIntBE(0, 3) === MSG && message.readUInt32BE(TYPE_AT) === PUBLISH_RESPONSE;
}
