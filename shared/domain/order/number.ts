/** Letters that are not mistaken for digits on the phone. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ';

/** FNV-1a, 32 bit: spreads ids evenly, needs no library and is the same everywhere. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // A final mix, so that ids that differ only in their last letter do not get neighbouring numbers.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * The number people say on the phone (ORD-02): local month and day of the receipt, then four digits from the order's id, so a console that
 * is cut off gives the number the hub will confirm. Where that number is taken that day, two letters from the id follow.
 */
export function orderNumberOf(
  orderId: string,
  receivedAt: number,
  dayOffsetMs: number,
  isTaken: (number: string) => boolean,
): string {
  const local = new Date(receivedAt + dayOffsetMs);
  const pad = (value: number, length: number): string => String(value).padStart(length, '0');
  const hash = hashOf(orderId);
  const number = `${pad(local.getUTCMonth() + 1, 2)}${pad(local.getUTCDate(), 2)}-${pad(hash % 10_000, 4)}`;
  if (!isTaken(number)) return number;
  const rest = Math.floor(hash / 10_000);
  const letter = (step: number): string => LETTERS.charAt(Math.floor(rest / step) % LETTERS.length);
  return `${number}-${letter(1)}${letter(LETTERS.length)}`;
}
