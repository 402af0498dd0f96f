/** A binary heap of places by cost, the smallest first. The same place may be in it more than once. */
export class PlaceHeap {
  readonly #costs: number[] = [];
  readonly #places: number[] = [];

  push(cost: number, place: number): void {
    let k = this.#costs.length;
    while (k > 0) {
      const above = (k - 1) >> 1;
      const costAbove = this.#costs[above] as number;
      if (costAbove <= cost) break;
      this.#put(k, costAbove, this.#places[above] as number);
      k = above;
    }
    this.#put(k, cost, place);
  }

  /** Takes the cheapest place out; undefined when there is none. */
  pop(): number | undefined {
    const top = this.#places[0];
    const cost = this.#costs.pop();
    const place = this.#places.pop();
    const size = this.#costs.length;
    if (size === 0 || cost === undefined || place === undefined) return top;
    let k = 0;
    for (let child = 1; child < size; child = 2 * k + 1) {
      if (child + 1 < size && (this.#costs[child + 1] as number) < (this.#costs[child] as number)) child += 1;
      const costBelow = this.#costs[child] as number;
      if (costBelow >= cost) break;
      this.#put(k, costBelow, this.#places[child] as number);
      k = child;
    }
    this.#put(k, cost, place);
    return top;
  }

  #put(k: number, cost: number, place: number): void {
    this.#costs[k] = cost;
    this.#places[k] = place;
  }
}
