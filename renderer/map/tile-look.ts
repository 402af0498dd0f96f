import { pipeWidth } from './looks.ts';
import type { MapTheme } from './map-theme.ts';
import type { TileKind } from './tile-pack.ts';

/** Buildings are drawn only when a pixel of a desk is finer than this many metres. */
const BUILDING_RESOLUTION = 7;
/** Room between the two pipes of a trench, px at a desk. */
const BETWEEN_PX = 0.8;

/** How one kind of feature is drawn. Widths px of the tile. */
export interface TileLook {
  readonly fill?: string | undefined;
  readonly stroke?: string | undefined;
  readonly width: number;
  readonly dash?: readonly number[] | undefined;
  /** Colour of the middle of a line that is wide enough to have one. */
  readonly core?: { readonly colour: string; readonly width: number } | undefined;
  /** From the path to the middle of the line. */
  readonly offset: number;
}

/**
 * The look of a kind at a scale; undefined where it is not drawn.
 * @param resolution m a pixel of the tile, @param ratio pixels of the tile a CSS pixel
 */
export function tileLook(
  kind: TileKind,
  dnMm: number,
  resolution: number,
  ratio: number,
  theme: MapTheme,
): TileLook | undefined {
  const { colours } = theme;
  const px = theme.scale * ratio;
  const desk = resolution * px;
  switch (kind) {
    case 'district':
      return { stroke: colours.faint, width: px, dash: [8 * px, 6 * px], offset: 0 };
    case 'water':
      return { fill: colours.water, stroke: colours.water, width: 2 * px, offset: 0 };
    case 'community':
      return { fill: colours.surface, width: 0, offset: 0 };
    case 'building':
      if (desk > BUILDING_RESOLUTION) return undefined;
      return { fill: colours.raised, stroke: colours.line, width: (desk > 3 ? 0.5 : 1) * px, offset: 0 };
    case 'street': {
      const width = (desk > 12 ? 0.8 : desk > 4 ? 1.5 : desk > 1.5 ? 5 : 9) * px;
      const core = desk > 4 ? undefined : { colour: colours.surface, width: width - 2 * px };
      return { stroke: colours.line, width, core, offset: 0 };
    }
    case 'supply':
    case 'return': {
      const width = pipeWidth(dnMm, desk) * px;
      return { stroke: colours[kind], width, offset: (width + BETWEEN_PX * px) / 2 };
    }
  }
}
