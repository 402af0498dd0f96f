/** Items by group, as one flat list: those of group `g` are `items[start[g]]` up to, not with, `items[start[g + 1]]`. */
export interface Groups {
  readonly start: Int32Array;
  readonly items: Int32Array;
}

/**
 * Groups items 0, 1, 2 ... by one or more keys each: item `i` stands in group `keys[k][i]` of every `k`, once where two are the same.
 * A key of -1 is no group. Order inside a group is that of the items.
 */
export function groupBy(groups: number, ...keys: readonly Int32Array[]): Groups {
  const start = new Int32Array(groups + 1);
  const length = keys[0]?.length ?? 0;
  const isNew = (k: number, i: number): boolean => {
    const key = keys[k]?.[i] as number;
    if (key < 0) return false;
    for (let other = 0; other < k; other++) if (keys[other]?.[i] === key) return false;
    return true;
  };
  for (let i = 0; i < length; i++) {
    for (let k = 0; k < keys.length; k++) {
      if (isNew(k, i)) start[(keys[k]?.[i] as number) + 1] = (start[(keys[k]?.[i] as number) + 1] as number) + 1;
    }
  }
  for (let g = 0; g < groups; g++) start[g + 1] = (start[g + 1] as number) + (start[g] as number);
  const items = new Int32Array(start[groups] as number);
  const next = start.slice(0, groups);
  for (let i = 0; i < length; i++) {
    for (let k = 0; k < keys.length; k++) {
      if (!isNew(k, i)) continue;
      const group = keys[k]?.[i] as number;
      items[next[group] as number] = i;
      next[group] = (next[group] as number) + 1;
    }
  }
  return { start, items };
}

/** Calls `visit` with each item of a group. */
export function eachOf({ start, items }: Groups, group: number, visit: (item: number) => void): void {
  const end = start[group + 1] as number;
  for (let k = start[group] as number; k < end; k++) visit(items[k] as number);
}
