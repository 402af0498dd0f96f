/** Which part of the wall a display shows: part `index` (from 1) of `of`. */
export interface WallPart {
  readonly index: number;
  readonly of: number;
}

export const WHOLE: WallPart = { index: 1, of: 1 };
/** More displays side by side than any control room has. */
export const MOST_PARTS = 8;

/** `2/3` as of an address; the whole wall where it names no part. */
export function parsePart(text: string | undefined): WallPart {
  const [, index, of] = /^(\d)\/(\d)$/.exec(text ?? '')?.map(Number) ?? [];
  if (index === undefined || of === undefined || of > MOST_PARTS || index < 1 || index > of) return WHOLE;
  return { index, of };
}

export const partText = ({ index, of }: WallPart): string => `${String(index)}/${String(of)}`;

/**
 * The areas of each part: neighbours stay together, no area is cut, and the largest part is as small as it can be. It depends on nothing but the areas
 * and their sizes, so displays that know nothing of each other divide alike. With fewer areas than parts the last ones stay empty.
 */
export function divideAreas(areas: readonly { readonly area: string; readonly count: number }[], parts: number) {
  const largest = areas.reduce((most, { count }) => Math.max(most, count), 0);
  const total = areas.reduce((sum, { count }) => sum + count, 0);
  let least = largest;
  let most = total;
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (pour(areas, middle).length <= parts) most = middle;
    else least = middle + 1;
  }
  const poured = pour(areas, least);
  return Array.from({ length: parts }, (_, index): ReadonlySet<string> => new Set(poured[index]));
}

function pour(areas: readonly { readonly area: string; readonly count: number }[], room: number): string[][] {
  const parts: string[][] = [];
  let left = 0;
  for (const { area, count } of areas) {
    if (count > left || parts.length === 0) {
      parts.push([]);
      left = room;
    }
    parts.at(-1)?.push(area);
    left -= count;
  }
  return parts;
}
