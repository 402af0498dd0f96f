import { createHash } from 'node:crypto';

/** Namespace of the city's command ids: any fixed UUID does (RFC 9562, 5.5). */
const NAMESPACE = Buffer.from('6f9c0f2b8f2e4f1b9a3d7c51e2a40b66', 'hex');

/**
 * The id of one act: a UUID of version 5, drawn from the run and what the act is. The same act always has the same id, so
 * sending it again does not double it; another run of the same seed is another run and has other ids.
 */
export function commandIdOf(runId: string, act: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(`${runId}/${act}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
