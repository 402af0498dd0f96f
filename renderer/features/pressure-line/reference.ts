/** What somebody took as normal for a way, MPa by signal id. Kept on this machine. */
export interface Reference {
  /** UTC ms. */
  readonly at: number;
  readonly by: string;
  readonly values: Readonly<Record<string, number>>;
}

const keyOf = (stationId: string): string => `heatline.pressureLine.${stationId}`;

/** The reference of the way to a station; undefined where there is none, or where it cannot be read. */
export function storedReference(stationId: string, storage: Storage = localStorage): Reference | undefined {
  try {
    const read = JSON.parse(storage.getItem(keyOf(stationId)) ?? 'null') as Reference | null;
    return read !== null && typeof read.at === 'number' && typeof read.values === 'object' ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a reference in place of the one before. */
export function storeReference(stationId: string, reference: Reference, storage: Storage = localStorage): void {
  storage.setItem(keyOf(stationId), JSON.stringify(reference));
}
