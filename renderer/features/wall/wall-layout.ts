/** How much a cell shows: name, values, band and sparkline; value and band (its name where there is room); its shape only. */
export type CellMode = 'card' | 'tile' | 'dot';

export interface WallArea {
  readonly name: string;
  readonly count: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** `areaIndex` is {@link FRONT} for the strip of the abnormal; `isContinued`: the rest of an area, or a strip too short for all. */
export type WallHeader = Rect & { readonly areaIndex: number; readonly isContinued: boolean };

export interface WallLayout {
  readonly mode: CellMode;
  /** How much the cells of the front strip show. */
  readonly frontMode: CellMode;
  /** Number of cells in the front strip; what had no room in it has no size. */
  readonly front: number;
  /** The front strip, then the areas one after another, each in the order given. */
  readonly cells: readonly Rect[];
  readonly headers: readonly WallHeader[];
}

export const FRONT = -1;

interface ModeSizes {
  readonly mode: CellMode;
  readonly minW: number;
  readonly minH: number;
  readonly maxW: number;
  readonly maxH: number;
  readonly headerH: number;
}

/** CSS px at reading distance 1; a farther reader multiplies all but the smallest dot. [eng] */
const SIZES: readonly ModeSizes[] = [
  { mode: 'card', minW: 172, minH: 92, maxW: 320, maxH: 150, headerH: 24 },
  { mode: 'tile', minW: 42, minH: 36, maxW: 172, maxH: 92, headerH: 20 },
  { mode: 'dot', minW: 7, minH: 7, maxW: 44, maxH: 44, headerH: 18 },
];
const COLUMN_GAP = 10;
const BISECTIONS = 9;

interface Grid {
  readonly columns: number;
  readonly perRow: number;
  readonly cellW: number;
  readonly cellH: number;
}

/** At most this part of the height goes to the front strip. [eng] */
const FRONT_SHARE = 0.4;

/**
 * The whole wall: `front` abnormal stations once more in a strip of their own above all areas, as large as it has room for (cards, else tiles, the
 * first of them where even those are too many), and below it every station of every area ({@link layoutAreas}).
 */
export function layoutWall(
  areas: readonly WallArea[],
  width: number,
  height: number,
  scale: number,
  front = 0,
): WallLayout {
  const strip = layoutFront(front, width, height, scale);
  const below = layoutAreas(areas, width, height - strip.height, scale);
  const down = <R extends Rect>(box: R): R => ({ ...box, y: box.y + strip.height });
  return {
    mode: below.mode,
    frontMode: strip.mode,
    front: strip.cells.length,
    cells: [...strip.cells, ...below.cells.map(down)],
    headers: [...strip.headers, ...below.headers.map(down)],
  };
}

interface Strip extends Pick<WallLayout, 'mode' | 'cells' | 'headers'> {
  readonly height: number;
}

const NOWHERE: Rect = { x: 0, y: 0, w: 0, h: 0 };

function layoutFront(count: number, width: number, height: number, scale: number): Strip {
  if (count === 0 || width <= 0 || height <= 0) return { mode: 'card', cells: [], headers: [], height: 0 };
  const room = height * FRONT_SHARE;
  const choices = SIZES.filter(({ mode }) => mode !== 'dot').map((sizes) => {
    const { mode, minW, minH, maxW, headerH } = scaledSizes(sizes, scale);
    const perRow = Math.max(1, Math.floor(width / minW));
    const rows = Math.max(0, Math.floor((room - headerH) / minH));
    return { mode, minH, maxW, headerH, perRow, rows };
  });
  const chosen = choices.find(({ perRow, rows }) => perRow * rows >= count) ?? choices.at(-1);
  if (!chosen || chosen.rows === 0) {
    return { mode: 'tile', cells: Array.from({ length: count }, () => NOWHERE), headers: [], height: 0 };
  }
  const { mode, minH, maxW, headerH } = chosen;
  const shown = Math.min(count, chosen.perRow * chosen.rows);
  const rows = Math.ceil(shown / chosen.perRow);
  const perRow = Math.ceil(shown / rows);
  const cellW = Math.min(width / perRow, maxW);
  const cells = Array.from({ length: count }, (_, index): Rect => {
    if (index >= shown) return NOWHERE;
    const [column, row] = [index % perRow, Math.floor(index / perRow)];
    return { x: column * cellW, y: headerH + row * minH, w: cellW, h: minH };
  });
  const header = { x: 0, y: 0, w: width, h: headerH, areaIndex: FRONT, isContinued: shown < count };
  return { mode, cells, headers: [header], height: headerH + rows * minH + headerH / 3 };
}

type AreasLayout = Pick<WallLayout, 'mode' | 'cells' | 'headers'>;

/**
 * Places every station of every area without scrolling: areas are poured one after another into newspaper columns, cards while cards
 * fit, then tiles, then dots; among the grids that fit the one whose cells are farthest above their least size. Pure; sizes in CSS px.
 * @param scale the reading distance's factor (1 desk, 1.6 wall at 3 m, 2.4 wall at 6 m)
 */
function layoutAreas(areas: readonly WallArea[], width: number, height: number, scale: number): AreasLayout {
  const filled = areas.map((area, areaIndex) => ({ ...area, areaIndex })).filter((area) => area.count > 0);
  if (filled.length === 0 || width <= 0 || height <= 0) return { mode: 'card', cells: [], headers: [] };
  for (const sizes of SIZES) {
    const scaled = scaledSizes(sizes, scale);
    const grid = bestGrid(filled, width, height, scaled);
    if (grid) return pour(filled, width, height, grid, scaled.headerH, sizes.mode);
  }
  const bare = { ...scaledSizes(SIZES[2] as ModeSizes, 1), minW: 1, minH: 1, headerH: 0 };
  const grid = bestGrid(filled, width, height, bare) ?? { columns: 1, perRow: Math.floor(width), cellW: 1, cellH: 1 };
  return pour(filled, width, height, grid, 0, 'dot');
}

function scaledSizes(sizes: ModeSizes, scale: number): ModeSizes {
  const isDot = sizes.mode === 'dot';
  return {
    mode: sizes.mode,
    minW: isDot ? sizes.minW : sizes.minW * scale,
    minH: isDot ? sizes.minH : sizes.minH * scale,
    maxW: sizes.maxW * scale,
    maxH: sizes.maxH * scale,
    headerH: sizes.headerH * scale,
  };
}

type Filled = WallArea & { readonly areaIndex: number };

function bestGrid(areas: readonly Filled[], width: number, height: number, sizes: ModeSizes): Grid | undefined {
  const total = areas.reduce((sum, area) => sum + area.count, 0);
  let best: Grid | undefined;
  let bestScore = 0;
  const mostColumns = Math.min(total, Math.floor(width / sizes.minW));
  for (let columns = 1; columns <= mostColumns; columns += 1) {
    const columnW = (width - (columns - 1) * COLUMN_GAP) / columns;
    const mostPerRow = Math.min(total, Math.floor(columnW / sizes.minW));
    for (let perRow = 1; perRow <= mostPerRow; perRow += 1) {
      const cellW = Math.min(columnW / perRow, sizes.maxW);
      const cellH = tallestThatFits(areas, height, columns, perRow, sizes);
      if (cellH === undefined) continue;
      const score = Math.min(cellW / sizes.minW, cellH / sizes.minH);
      if (score > bestScore * 1.001) {
        bestScore = score;
        best = { columns, perRow, cellW, cellH };
      }
    }
  }
  return best;
}

function tallestThatFits(
  areas: readonly Filled[],
  height: number,
  columns: number,
  perRow: number,
  sizes: ModeSizes,
): number | undefined {
  const fits = (cellH: number): boolean => columnsNeeded(areas, height, perRow, cellH, sizes.headerH) <= columns;
  if (!fits(sizes.minH)) return undefined;
  let low = sizes.minH;
  let high = Math.min(sizes.maxH, height);
  if (fits(high)) return high;
  for (let turn = 0; turn < BISECTIONS; turn += 1) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Rows of cells that a column still holds below `y`. */
const rowsBelow = (y: number, height: number, cellH: number): number => Math.floor((height - y + 1e-6) / cellH);

function columnsNeeded(
  areas: readonly Filled[],
  height: number,
  perRow: number,
  cellH: number,
  headerH: number,
): number {
  if (headerH + cellH > height) return Number.POSITIVE_INFINITY;
  let columns = 1;
  let y = 0;
  for (const area of areas) {
    let rows = Math.ceil(area.count / perRow);
    while (rows > 0) {
      if (rowsBelow(y + headerH, height, cellH) < 1) {
        columns += 1;
        y = 0;
      }
      const here = Math.min(rows, rowsBelow(y + headerH, height, cellH));
      y += headerH + here * cellH;
      rows -= here;
    }
  }
  return columns;
}

function pour(
  areas: readonly Filled[],
  width: number,
  height: number,
  grid: Grid,
  headerH: number,
  mode: CellMode,
): AreasLayout {
  const cells: Rect[] = [];
  const headers: WallHeader[] = [];
  const { perRow, cellH } = grid;
  const columns = Math.min(grid.columns, columnsNeeded(areas, height, perRow, cellH, headerH));
  const columnW = (width - (columns - 1) * COLUMN_GAP) / columns;
  const cellW = mode === 'dot' ? Math.min(columnW / perRow, Math.max(grid.cellW, cellH)) : columnW / perRow;
  let column = 0;
  let y = 0;
  for (const area of areas) {
    let left = area.count;
    while (left > 0) {
      if (rowsBelow(y + headerH, height, cellH) < 1) {
        column += 1;
        y = 0;
      }
      const x = column * (columnW + COLUMN_GAP);
      if (headerH > 0) {
        headers.push({ x, y, w: columnW, h: headerH, areaIndex: area.areaIndex, isContinued: left < area.count });
      }
      y += headerH;
      const rows = Math.min(Math.ceil(left / perRow), rowsBelow(y, height, cellH));
      const here = Math.min(left, rows * perRow);
      for (let index = 0; index < here; index += 1) {
        cells.push({
          x: x + (index % perRow) * cellW,
          y: y + Math.floor(index / perRow) * cellH,
          w: cellW,
          h: cellH,
        });
      }
      y += rows * cellH;
      left -= here;
    }
  }
  return { mode, cells, headers };
}

/** Index of the cell under a point, or undefined. */
export function cellAt(cells: readonly Rect[], x: number, y: number): number | undefined {
  const index = cells.findIndex((cell) => x >= cell.x && x < cell.x + cell.w && y >= cell.y && y < cell.y + cell.h);
  return index < 0 ? undefined : index;
}

/** The next cell in a direction: the nearest of those whose middle lies that way, sideways distance counting double. */
export function neighbourOf(
  cells: readonly Rect[],
  from: number,
  direction: 'left' | 'right' | 'up' | 'down',
): number | undefined {
  const start = cells[from];
  if (!start) return undefined;
  const isSideways = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  let best: number | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  cells.forEach((cell, index) => {
    const dx = cell.x - start.x;
    const dy = cell.y - start.y;
    const along = (isSideways ? dx : dy) * sign;
    const across = Math.abs(isSideways ? dy : dx);
    if (along < 1 || cell.w === 0) return;
    const cost = along + across * 2;
    if (cost < bestCost) {
      bestCost = cost;
      best = index;
    }
  });
  return best;
}
