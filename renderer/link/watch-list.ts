/** Which signals the views of a page show, as one list: every view adds its own and takes them away again. */
export class WatchList {
  readonly #claims = new Map<symbol, { readonly signals: readonly number[]; readonly hz: number }>();
  readonly #onChange: (signals: readonly number[], hz: number) => void;

  constructor(onChange: (signals: readonly number[], hz: number) => void) {
    this.#onChange = onChange;
  }

  /** Adds a claim (indexes of the catalogue, 1 to 10 a second). Call the result to give it back. */
  add(signals: readonly number[], hz: number): () => void {
    const key = Symbol('claim');
    this.#claims.set(key, { signals, hz });
    this.#tell();
    return () => {
      if (this.#claims.delete(key)) this.#tell();
    };
  }

  #tell(): void {
    const union = new Set<number>();
    let hz = 1;
    for (const claim of this.#claims.values()) {
      for (const index of claim.signals) union.add(index);
      hz = Math.max(hz, claim.hz);
    }
    this.#onChange([...union], hz);
  }
}
