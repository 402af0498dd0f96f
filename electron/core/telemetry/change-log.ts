/**
 * Which rows changed in which revision, newest last, so that a reader that is told often pays for what changed and not for all there is.
 * It holds about the last `rows` to four times `rows` changes; a reader further behind looks through all rows.
 */
export class ChangeLog {
  #indexes = new Uint32Array(0);
  #revisions = new Float64Array(0);
  #end = 0;
  /** Revisions up to this one are not in the log any more. */
  #forgotten = 0;

  /** Room for a table of `rows` rows; what was logged is forgotten. */
  resize(rows: number, revision: number): void {
    this.#indexes = new Uint32Array(4 * rows);
    this.#revisions = new Float64Array(4 * rows);
    this.#end = 0;
    this.#forgotten = revision;
  }

  /** Says that `count` more changes come at most, so that {@link add} need not look. Call it before each batch. */
  reserve(count: number): void {
    const size = this.#indexes.length;
    if (this.#end + count <= size) return;
    // The younger half stays, or nothing where a batch is as large as the log.
    const from = count > size / 2 ? this.#end : Math.min(this.#end, size / 2);
    if (from > 0) this.#forgotten = this.#revisions[from - 1] as number;
    this.#indexes.copyWithin(0, from, this.#end);
    this.#revisions.copyWithin(0, from, this.#end);
    this.#end -= from;
    if (this.#end + count <= size) return;
    this.#indexes = copied(new Uint32Array(2 * (this.#end + count)), this.#indexes);
    this.#revisions = copied(new Float64Array(2 * (this.#end + count)), this.#revisions);
  }

  add(index: number, revision: number): void {
    this.#indexes[this.#end] = index;
    this.#revisions[this.#end] = revision;
    this.#end += 1;
  }

  /** How many entries follow `revision`; undefined where the log does not reach back so far. */
  since(revision: number): number | undefined {
    return revision < this.#forgotten ? undefined : this.#end - this.#firstAfter(revision);
  }

  /** Rows changed after `revision`, each once, into `out`; `latest[index]` is the last revision of a row. */
  changedSince(revision: number, latest: Float64Array, out: Uint32Array): number {
    let count = 0;
    for (let at = this.#firstAfter(revision); at < this.#end && count < out.length; at += 1) {
      const index = this.#indexes[at] as number;
      // An older entry of a row that changed again is left to its newer one.
      if (latest[index] !== this.#revisions[at]) continue;
      out[count] = index;
      count += 1;
    }
    return count;
  }

  #firstAfter(revision: number): number {
    let [low, high] = [0, this.#end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#revisions[middle] as number) > revision) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function copied<Column extends Uint32Array | Float64Array>(to: Column, from: Column): Column {
  to.set(from);
  return to;
}
