/** How much a cell shows: name, two values and band; name, value and band; its shape only. */
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

export interface WallLayout {
  readonly mode: CellMode;
  /** One a station: the areas one after another, each in the order given. */
  readonly cells: readonly Rect[];
  readonly headers: readonly (Rect & { readonly areaIndex: number; readonly isContinued: boolean })[];
}

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
  { mode: 'tile', minW: 84, minH: 44, maxW: 172, maxH: 92, headerH: 22 },
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

/**
 * Places every station of every area without scrolling: areas are poured one after another into newspaper columns, cards while cards
 * fit, then tiles, then dots; among the grids that fit the one whose cells are farthest above their least size. Pure; sizes in CSS px.
 * @param scale the reading distance's factor (1 desk, 1.6 wall at 3 m, 2.4 wall at 6 m)
 */
export function layoutWall(areas: readonly WallArea[], width: number, height: number, scale: number): WallLayout {
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
): WallLayout {
  const cells: Rect[] = [];
  const headers: WallLayout['headers'][number][] = [];
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
export function cellAt(layout: WallLayout, x: number, y: number): number | undefined {
  const index = layout.cells.findIndex(
    (cell) => x >= cell.x && x < cell.x + cell.w && y >= cell.y && y < cell.y + cell.h,
  );
  return index < 0 ? undefined : index;
}

/** The next cell in a direction: the nearest of those whose middle lies that way, sideways distance counting double. */
export function neighbourOf(
  layout: WallLayout,
  from: number,
  direction: 'left' | 'right' | 'up' | 'down',
): number | undefined {
  const start = layout.cells[from];
  if (!start) return undefined;
  const isSideways = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  let best: number | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  layout.cells.forEach((cell, index) => {
    const dx = cell.x - start.x;
    const dy = cell.y - start.y;
    const along = (isSideways ? dx : dy) * sign;
    const across = Math.abs(isSideways ? dy : dx);
    if (along < 1) return;
    const cost = along + across * 2;
    if (cost < bestCost) {
      bestCost = cost;
      best = index;
    }
  });
  return best;
}
