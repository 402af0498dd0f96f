import { layerChanges, type LayerChange } from '#shared/domain/burst/impact-changes.ts';
import type { ImpactFigure } from '#shared/domain/burst/impact-figures.ts';
import type { ImpactBasis, ImpactLayer, ImpactLayerKind, LeakEstimate } from '#shared/domain/burst/impact-types.ts';
import type { TraceResult } from '#shared/domain/network/trace-types.ts';

/** The figures by which a layer is judged; the others follow from them. */
export const HEADLINES = {
  washout: ['radiusM'],
  spread: ['radiusM'],
  flashSteam: ['steamTPerH'],
  isolated: ['stations', 'households', 'valves'],
  service: ['stations', 'households'],
  complaints: ['complaints'],
  pressureZone: ['radiusM'],
} as const satisfies Record<ImpactLayerKind, readonly ImpactFigure[]>;

/** One line of what a better answer changed. */
export type SaidLine =
  /** A layer with other figures, or (none) looked at again and found the same. */
  | {
      readonly type: 'layer';
      readonly kind: ImpactLayerKind;
      readonly basis: ImpactBasis;
      readonly changes: readonly LayerChange[];
      readonly pressureMPa?: number | undefined;
    }
  /** Other valves than before, and what that costs or saves. */
  | {
      readonly type: 'trace';
      readonly added: readonly string[];
      readonly removed: readonly string[];
      readonly stations: number;
      readonly households: number;
    };

/** What the layers that were looked at again say now, against what was on screen. New layers are news by themselves. */
export function linesOf(
  before: readonly ImpactLayer[],
  after: readonly ImpactLayer[],
  lookedAt: readonly ImpactLayer[],
  leak: Pick<LeakEstimate, 'pressureMPa'>,
): readonly SaidLine[] {
  const changes = layerChanges(before, after);
  return lookedAt.flatMap(({ kind, basis }) => {
    const old = before.find((layer) => layer.kind === kind);
    if (!old) return [];
    const headlines: readonly ImpactFigure[] = HEADLINES[kind];
    const own = changes.filter((change) => change.kind === kind && headlines.includes(change.figure));
    if (own.length === 0 && old.basis === basis) return [];
    // No steam before and none now is nothing to tell.
    if (own.length === 0 && headlines.every((name) => !old.figures[name])) return [];
    const isByLeak = kind === 'washout' || kind === 'spread' || kind === 'flashSteam';
    return [{ type: 'layer', kind, basis, changes: own, ...(isByLeak && { pressureMPa: leak.pressureMPa }) }];
  });
}

/** Valves that came and went, customers that came on top (negative: that were saved). Nothing where it is the first trace or the same. */
function traceLine(before: TraceResult | undefined, after: TraceResult): readonly SaidLine[] {
  if (!before) return [];
  const ids = (trace: TraceResult): readonly string[] => trace.steps.map(({ valveId }) => valveId);
  const [old, now] = [new Set(ids(before)), new Set(ids(after))];
  const added = [...now].filter((id) => !old.has(id));
  const removed = [...old].filter((id) => !now.has(id));
  const stations = after.lost.stations.length - before.lost.stations.length;
  const households = after.lost.households - before.lost.households;
  if (added.length === 0 && removed.length === 0 && stations === 0 && households === 0) return [];
  return [{ type: 'trace', added, removed, stations, households }];
}

/** Both in one list: where other valves are told, the layers that only repeat their customers are left out. */
export function saidOf(
  before: { readonly trace?: TraceResult | undefined; readonly layers: readonly ImpactLayer[] },
  after: { readonly trace: TraceResult; readonly layers: readonly ImpactLayer[] },
  lookedAt: readonly ImpactLayer[],
  leak: Pick<LeakEstimate, 'pressureMPa'>,
): readonly SaidLine[] {
  const valves = traceLine(before.trace, after.trace);
  const isRepeated = ({ basis }: ImpactLayer): boolean => valves.length > 0 && basis === 'trace';
  const others = lookedAt.filter((layer) => layer.kind === 'spread' || !isRepeated(layer));
  return [...valves, ...linesOf(before.layers, after.layers, others, leak)];
}
