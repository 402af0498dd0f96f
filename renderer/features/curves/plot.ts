import uPlot from 'uplot';
import { alignCurves, extent, loneValues } from './aligned.ts';
import type { CurveColumns } from './curve.ts';
import type { ChartLook, CurveLook } from './look.ts';
import { paintOver, paintUnder, STRIP_PX, type Surroundings } from './paint.ts';
import { timeMarks, type TimeRange } from './time-range.ts';

/** Everything a chart shows at one moment. */
export interface PlotScene {
  readonly curves: readonly CurveColumns[];
  readonly looks: readonly CurveLook[];
  readonly range: TimeRange;
  readonly around: Surroundings;
}

/** What the hands do on it; times UTC ms. */
export interface PlotHands {
  readonly onCursor: (at: number | undefined) => void;
  readonly onSelect: (from: number, to: number) => void;
  readonly onBack: () => void;
}

const scaleOf = (look: CurveLook | undefined): string => `y${look?.unit ?? ''}`;

/** Data columns with the edges of what is in sight, so that there is a time axis also over nothing. */
function dataOf({ curves, range }: PlotScene): uPlot.AlignedData {
  const [at, ...columns] = alignCurves([...curves, { ...NOTHING, at: [range.from, range.to] }]);
  return [at, ...columns.slice(0, curves.length * 3)];
}

const NOTHING: CurveColumns = {
  spec: { signalId: '', earlierMs: 0 },
  tier: 'raw',
  at: [],
  min: [],
  max: [],
  mean: [],
  quality: [],
  gaps: [],
};

/** Draws `sceneOf()` into `host`; call `refresh` of the result when it changed. Curves and looks must stay the same in number and order. */
export function createPlot(
  host: HTMLElement,
  size: { readonly width: number; readonly height: number },
  look: ChartLook,
  sceneOf: () => PlotScene,
  hands?: PlotHands,
): { readonly plot: uPlot; refresh(): void } {
  const { looks } = sceneOf();
  const { colours, scale, font } = look;
  const units = [...new Set(looks.map(scaleOf))];
  // uPlot reads the size as a whole number.
  const axisFont = `${String(Math.round(11 * scale))}px ${font}`;
  const axis = { stroke: colours.dim, font: axisFont, labelFont: axisFont, gap: 4 * scale };
  const grid = { stroke: colours.line, width: 1 };
  const ticks = { stroke: colours.line, width: 1, size: 4 * scale };

  const series: uPlot.Series[] = looks.flatMap((curve, k) => {
    const common = {
      scale: scaleOf(curve),
      points: { size: 3.5 * scale, show: isSparse, filter: lonePoints, fill: curve.colour },
    };
    const edge: uPlot.Series = { ...common, stroke: 'transparent', points: { show: false }, ...pathsOf(curve) };
    const stroke = { stroke: curve.colour, width: (k === 0 ? 1.75 : 1.25) * scale, dash: [...curve.dash] };
    return [edge, edge, { ...common, ...stroke, ...pathsOf(curve) }];
  });
  const bands = looks.map((curve, k): uPlot.Band => ({
    series: [k * 3 + 2, k * 3 + 1],
    fill: `${curve.colour}47`,
  }));
  const yScales = units.map((key, place): readonly [string, uPlot.Scale] => [
    key,
    {
      auto: true,
      range: () => {
        const { curves, looks: now, range, around } = sceneOf();
        const own = curves.filter((_, k) => scaleOf(now[k]) === key);
        const also = place === 0 ? around.limits.map(({ value }) => value) : [];
        return [...(extent(own, range.from, range.to, also) ?? [0, 1])] as [number, number];
      },
    },
  ]);
  const xRange = (): uPlot.Range.MinMax => [sceneOf().range.from, sceneOf().range.to];

  const plot = new uPlot(
    {
      ...size,
      ms: 1,
      padding: [STRIP_PX * scale, (units.length > 1 ? 4 : 14) * scale, 0, 4 * scale],
      legend: { show: false },
      series: [{}, ...series],
      bands,
      scales: { x: { time: true, range: xRange }, ...Object.fromEntries(yScales) },
      axes: [
        {
          ...axis,
          grid,
          ticks,
          space: 76 * scale,
          size: 36 * scale,
          values: (_plot, splits, _axis, _space, step) => [...timeMarks(splits, step)],
        },
        ...units.slice(0, 2).map((key, place): uPlot.Axis => ({
          ...axis,
          scale: key,
          side: place === 0 ? 3 : 1,
          size: 52 * scale,
          space: 30 * scale,
          grid: { ...grid, show: place === 0 },
          ticks,
          label: key.slice(1),
          labelSize: 16 * scale,
          values: (_plot, splits, _axis, _space, step) => splits.map((value) => value.toFixed(decimalsOf(step))),
        })),
      ],
      cursor: hands ? cursorOf(hands) : { show: false },
      hooks: {
        drawAxes: [(drawn) => paintUnder(drawn, units[0] ?? 'y', sceneOf().around, look)],
        draw: [(drawn) => paintOver(drawn, sceneOf().around, look)],
        setSelect: [
          (drawn) => {
            const { left, width } = drawn.select;
            if (width <= 0) return;
            hands?.onSelect(drawn.posToVal(left, 'x'), drawn.posToVal(left + width, 'x'));
            drawn.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
        setCursor: [
          (drawn) => {
            const left = drawn.cursor.left ?? -1;
            hands?.onCursor(left < 0 ? undefined : drawn.posToVal(left, 'x'));
          },
        ],
      },
    },
    dataOf(sceneOf()),
    host,
  );
  return {
    plot,
    refresh: () => {
      plot.setData(dataOf(sceneOf()), true);
    },
  };
}

/** As many decimals as the distance between two marks needs. */
const decimalsOf = (step: number): number => Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));

/** Points are drawn where there are few, and wherever a value stands alone between two holes. */
const isSparse: uPlot.Series.Points.Show = (_plot, _series, first, last) => last - first < 40;

const lonePoints: uPlot.Series.Points.Filter = (plot, series, isShown) => {
  const [first, last] = plot.series[0]?.idxs ?? [0, 0];
  return isShown ? null : [...loneValues(plot.data[series] as (number | null | undefined)[], first, last)];
};

function pathsOf({ isStepped }: CurveLook): Pick<uPlot.Series, 'paths'> {
  const stepped = isStepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  return stepped === undefined ? {} : { paths: stepped };
}

function cursorOf(hands: PlotHands): uPlot.Cursor {
  return {
    y: false,
    points: { show: false },
    drag: { x: true, y: false, setScale: false },
    bind: {
      dblclick: () => () => {
        hands.onBack();
        return null;
      },
      // The middle button and Shift belong to panning.
      mousedown: (_plot, _target, handler) => (event) => {
        if (event.button === 0 && !event.shiftKey) handler(event);
        return null;
      },
    },
  };
}
