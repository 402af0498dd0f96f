import { IMPACT_FIGURES, isImpactFigure, type ImpactFigure } from './impact-figures.ts';
import { IMPACT_LAYERS, type ImpactBasis, type ImpactLayer, type ImpactLayerKind } from './impact-types.ts';

/** One figure that is another now; `from` is missing where the figure is new, `to` where nothing stands in its place. */
export interface LayerChange {
  readonly kind: ImpactLayerKind;
  readonly figure: ImpactFigure;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly unit: string;
  /** What the new figure rests on; for one that is gone, what it rested on. */
  readonly basis: ImpactBasis;
}

/** One layer of each kind in the fixed order: what comes later replaces what was there (IMP-11). */
export function mergeLayers(...answers: readonly (readonly ImpactLayer[])[]): readonly ImpactLayer[] {
  const byKind = new Map(answers.flat().map((layer) => [layer.kind, layer]));
  return IMPACT_LAYERS.flatMap((kind) => byKind.get(kind) ?? []);
}

/**
 * What a better answer changed, in the order of the layers and of the figures (IMP-12): only figures that differ in the digits they are shown with. A layer that was not
 * there at all is news by itself and is not listed.
 */
export function layerChanges(before: readonly ImpactLayer[], after: readonly ImpactLayer[]): readonly LayerChange[] {
  return before.flatMap((old) => {
    const now = after.find((layer) => layer.kind === old.kind);
    const names = new Set([...Object.keys(old.figures), ...Object.keys(now?.figures ?? {})]);
    return Object.keys(IMPACT_FIGURES)
      .filter(isImpactFigure)
      .filter((figure) => names.has(figure))
      .map((figure) => ({ figure, from: old.figures[figure], to: now?.figures[figure] }))
      .filter(({ figure, from, to }) => shown(figure, from) !== shown(figure, to))
      .map((change) => ({
        kind: old.kind,
        ...change,
        unit: IMPACT_FIGURES[change.figure].unit,
        basis: (now ?? old).basis,
      }));
  });
}

function shown(figure: ImpactFigure, value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toFixed(IMPACT_FIGURES[figure].digits));
}
