export interface Disposable {
  dispose(): void | Promise<void>;
}

/** Things to take down together, in the reverse order of their making. Disposing twice does nothing. */
export class Disposables implements Disposable {
  #items: (() => void | Promise<void>)[] = [];

  /** Keeps `item` to be disposed of later and returns it. */
  add<T extends Disposable>(item: T): T {
    this.#items.push(() => item.dispose());
    return item;
  }

  /** Keeps a function to call at the end. */
  defer(task: () => void | Promise<void>): void {
    this.#items.push(task);
  }

  /** Takes everything down even where one item fails; the failures are thrown together at the end. */
  async dispose(): Promise<void> {
    const items = this.#items.reverse();
    this.#items = [];
    const failures: unknown[] = [];
    for (const item of items) {
      try {
        await item();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'could not take everything down');
  }
}
