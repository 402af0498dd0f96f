import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { LogEntry } from '#shared/contract/hub-protocol.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { canonicalJson } from './canonical-json.ts';
import { chainFault, genesisHash, sha256Hex, type LogHead } from './hash-chain.ts';
import { lineHash, logLineSchema, type LogFooter, type PendingLine } from './log-file.ts';

/** What does not hold, at which line (from 1). */
export interface LogProblem {
  readonly line: number;
  readonly kind: 'notALine' | 'gap' | 'broken' | 'altered' | 'order' | 'count' | 'truncated' | 'doubled';
  readonly detail: string;
}

export interface LogVerdict {
  readonly ok: boolean;
  readonly epoch: string;
  readonly entries: number;
  readonly pending: number;
  readonly head: LogHead;
  readonly problems: readonly LogProblem[];
}

/** More than this are not listed: the first ones say where to look. */
const MAX_PROBLEMS = 100;

/**
 * Checks an exported log with nothing but the file: every hash, the chain from the first entry on, places without gaps, no command twice,
 * the pending tail, and the counts at the end. Errors: LOG0010 (not an export, or not to be read).
 */
export async function verifyLogFile(file: string): Promise<LogVerdict> {
  const check = new LogCheck(file);
  try {
    for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity }))
      check.line(text);
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError('LOG0010', { file, why: String(error) }, { cause: error });
  }
  return check.verdict();
}

class LogCheck {
  readonly #file: string;
  readonly #problems: LogProblem[] = [];
  readonly #commands = new Set<string>();
  #lines = 0;
  #epoch = '';
  #header = '';
  #head: LogHead = { seq: 0, hash: '' };
  #entries = 0;
  #pending = 0;
  #tail = '';
  #footer: LogFooter | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  line(text: string): void {
    this.#lines += 1;
    const line = parseLine(text);
    if (this.#lines === 1) {
      if (line?.t !== 'header') throw new CodedError('LOG0010', { file: this.#file });
      this.#epoch = line.epoch;
      this.#header = sha256Hex(text);
      this.#head = { seq: 0, hash: genesisHash(line.epoch) };
      this.#tail = this.#head.hash;
      return;
    }
    if (line === undefined) return this.#problem('notALine', text.slice(0, 60));
    if (this.#footer !== undefined) return this.#problem('order', 'something follows the footer');
    switch (line.t) {
      case 'header':
        return this.#problem('order', 'a second header');
      case 'entry':
        return this.#entry(rawEntry(text));
      case 'pending':
        return this.#pendingLine(line);
      case 'footer':
        this.#footer = line;
        return this.#checkFooter(line);
    }
  }

  verdict(): LogVerdict {
    if (this.#lines === 0) throw new CodedError('LOG0010', { file: this.#file });
    if (this.#footer === undefined) this.#problem('truncated', 'the file has no footer');
    return {
      ok: this.#problems.length === 0,
      epoch: this.#epoch,
      entries: this.#entries,
      pending: this.#pending,
      head: this.#head,
      problems: this.#problems,
    };
  }

  #entry(entry: LogEntry): void {
    this.#entries += 1;
    if (this.#pending > 0) this.#problem('order', `entry ${entry.seq} after pending commands`);
    const fault = chainFault(this.#head, entry);
    if (fault !== undefined) this.#problem(fault, `entry ${entry.seq} after ${this.#head.seq}`);
    this.#once(entry.command.commandId);
    // Go on from what the entry says of itself, so that one fault is told once.
    this.#head = { seq: entry.seq, hash: entry.hash };
    this.#tail = entry.hash;
  }

  #pendingLine(line: PendingLine): void {
    if (line.index !== this.#pending) this.#problem('gap', `pending ${line.index} where ${this.#pending} was due`);
    if (line.prevHash !== this.#tail) this.#problem('broken', `pending ${line.index}`);
    if (lineHash(line) !== line.hash) this.#problem('altered', `pending ${line.index}`);
    const { command } = line;
    if (typeof command === 'object' && command !== null && 'commandId' in command)
      this.#once(String(command.commandId));
    this.#pending += 1;
    this.#tail = line.hash;
  }

  #checkFooter(footer: LogFooter): void {
    if (lineHash(footer) !== footer.hash) this.#problem('altered', 'footer');
    if (footer.header !== this.#header) this.#problem('altered', 'header');
    if (footer.entries !== this.#entries)
      this.#problem('count', `${this.#entries} entries, the footer counts ${footer.entries}`);
    if (footer.pending !== this.#pending)
      this.#problem('count', `${this.#pending} pending, the footer counts ${footer.pending}`);
    if (footer.head.seq !== this.#head.seq || footer.head.hash !== this.#head.hash) {
      this.#problem('truncated', `the log ended at ${footer.head.seq}, the file at ${this.#head.seq}`);
    }
    if (footer.tail !== this.#tail)
      this.#problem('truncated', 'the end of the pending commands does not fit the footer');
  }

  #once(commandId: string): void {
    if (this.#commands.has(commandId)) this.#problem('doubled', `command ${commandId.slice(0, 60)}`);
    this.#commands.add(commandId);
  }

  #problem(kind: LogProblem['kind'], detail: string): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ line: this.#lines, kind, detail });
  }
}

function parseLine(text: string) {
  try {
    const value: unknown = JSON.parse(text);
    const parsed = logLineSchema.safeParse(value);
    // Only the canonical text counts: a member written twice would show one thing and be hashed as another.
    return parsed.success && canonicalJson(value) === text ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** The entry as it stands in the file: the hash covers every member, also one the schema does not know. */
function rawEntry(text: string): LogEntry {
  return (JSON.parse(text) as { readonly entry: LogEntry }).entry;
}
