import type { Sustain } from './config.ts';

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/** What a condition says of one minute: undefined where there was no good reading. */
export type Verdict = boolean | undefined;

/** A window of the last minutes of many subjects, one byte a minute, with running counts. */
class Window {
  readonly #minutes: number;
  readonly #marks: Uint8Array;
  readonly #good: Uint16Array;
  readonly #yes: Uint16Array;
  readonly #seen: Uint16Array;

  constructor(subjects: number, minutes: number) {
    this.#minutes = minutes;
    this.#marks = new Uint8Array(subjects * minutes);
    this.#good = new Uint16Array(subjects);
    this.#yes = new Uint16Array(subjects);
    this.#seen = new Uint16Array(subjects);
  }

  put(subject: number, minute: number, verdict: Verdict): void {
    const at = subject * this.#minutes + (minute % this.#minutes);
    const before = this.#marks[at] ?? UNKNOWN;
    const mark = verdict === undefined ? UNKNOWN : verdict ? YES : NO;
    this.#good[subject] = (this.#good[subject] ?? 0) + Number(mark !== UNKNOWN) - Number(before !== UNKNOWN);
    this.#yes[subject] = (this.#yes[subject] ?? 0) + Number(mark === YES) - Number(before === YES);
    this.#marks[at] = mark;
    this.#seen[subject] = Math.min(this.#minutes, (this.#seen[subject] ?? 0) + 1);
  }

  isFull(subject: number, goodShare: number): boolean {
    const good = this.#good[subject] ?? 0;
    const isWhole = this.#seen[subject] === this.#minutes;
    return isWhole && good >= goodShare * this.#minutes && this.#yes[subject] === good;
  }

  forget(subject: number): void {
    this.#marks.fill(UNKNOWN, subject * this.#minutes, (subject + 1) * this.#minutes);
    this.#good[subject] = 0;
    this.#yes[subject] = 0;
    this.#seen[subject] = 0;
  }
}

/**
 * Whether a condition has lasted, for many subjects at once (INS-03): it begins to hold when it was true in every good reading of the last `raiseMinutes`, enough
 * of them good, and ends the same way by its opposite. Fed once a minute for each subject.
 */
export class Sustained {
  readonly #sustain: Sustain;
  readonly #raise: Window;
  readonly #clear: Window;
  readonly #holds: Uint8Array;

  /** `holding`: subjects for which it held already before the start. */
  constructor(subjects: number, sustain: Sustain, holding: Iterable<number> = []) {
    this.#sustain = sustain;
    this.#raise = new Window(subjects, sustain.raiseMinutes);
    this.#clear = new Window(subjects, sustain.clearMinutes);
    this.#holds = new Uint8Array(subjects);
    for (const subject of holding) this.#holds[subject] = 1;
  }

  /** One more minute (counted from 0) of a subject. @returns whether the condition holds now */
  update(subject: number, minute: number, isTrue: Verdict, isOver: Verdict): boolean {
    this.#raise.put(subject, minute, isTrue);
    this.#clear.put(subject, minute, isOver);
    if (this.#holds[subject] === 0 && this.#raise.isFull(subject, this.#sustain.goodShare)) {
      this.#holds[subject] = 1;
      this.#clear.forget(subject);
    } else if (this.#holds[subject] === 1 && this.#clear.isFull(subject, this.#sustain.goodShare)) {
      this.#holds[subject] = 0;
      this.#raise.forget(subject);
    }
    return this.#holds[subject] === 1;
  }

  holds(subject: number): boolean {
    return this.#holds[subject] === 1;
  }
}
