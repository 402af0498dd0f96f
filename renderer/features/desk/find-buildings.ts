import type { Building } from '#shared/domain/network/types.ts';

/** Buildings whose address, name or community contain every word; those whose address begins with the query first. */
export function findBuildings(buildings: readonly Building[], query: string, limit: number): readonly Building[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return [];
  const beginning: Building[] = [];
  const containing: Building[] = [];
  for (const building of buildings) {
    const text = `${building.address} ${building.name} ${building.community}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    (text.startsWith(first) ? beginning : containing).push(building);
    if (beginning.length >= limit) break;
  }
  return [...beginning, ...containing].slice(0, limit);
}
