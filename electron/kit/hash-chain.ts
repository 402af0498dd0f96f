import { createHash } from 'node:crypto';
import type { LogEntry } from '#shared/contract/hub-protocol.ts';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 of a text in UTF-8, lower-case hex. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** What the first entry of a log names as its predecessor: drawn from the log's epoch, so that two logs never chain. */
export function genesisHash(epoch: string): string {
  return sha256Hex(canonicalJson({ heatlineLog: 1, epoch }));
}

/** The hash of an entry: over the canonical JSON of all of it but the hash itself. */
export function entryHash(entry: Omit<LogEntry, 'hash'>): string {
  const { seq, prevHash, hubAt, kind, command, events, refusal } = entry;
  return sha256Hex(canonicalJson({ seq, prevHash, hubAt, kind, command, events, refusal }));
}

/** The end of a log: its newest place and hash; place 0 and the genesis hash while it is empty. */
export interface LogHead {
  readonly seq: number;
  readonly hash: string;
}

export type ChainFault = 'gap' | 'broken' | 'altered';

/**
 * Whether `entry` continues the log that ends at `head`: undefined when it does. `gap`: it has another place; `broken`: it names
 * another predecessor; `altered`: its content does not give its hash.
 */
export function chainFault(head: LogHead, entry: LogEntry): ChainFault | undefined {
  if (entry.seq !== head.seq + 1) return 'gap';
  if (entry.prevHash !== head.hash) return 'broken';
  return entryHash(entry) === entry.hash ? undefined : 'altered';
}
