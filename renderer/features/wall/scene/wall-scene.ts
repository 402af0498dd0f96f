import { FRONT, layoutWall, type CellMode, type Rect, type WallLayout } from '../wall-layout.ts';
import { cellMetrics, type CellMetrics } from './cell-metrics.ts';
import { asksAttention } from './marks.ts';
import type { GroupHeading, LayoutReport, LookMessage, OrderMessage, SizeMessage, WallMessage } from './messages.ts';
import {
  alphaOf,
  paintBack,
  paintBand,
  paintSmall,
  paintSpark,
  paintValue,
  wipeLive,
  type Place,
} from './paint-cell.ts';
import type { Stage } from './paint-cell.ts';
import { paintDot } from './paint-dot.ts';
import { hatchPattern } from './paint-marks.ts';
import { SPARK_POINTS, SPARK_STEP_MS, SparkColumns } from './spark-columns.ts';
import { DIRTY, isDoubtful, StationColumns } from './station-columns.ts';
import { fontOf, Texts, type Ink } from './texts.ts';

/** Where a scene is drawn and what it needs of its surroundings: a worker, or the page itself. */
export interface SceneHost {
  readonly canvas: OffscreenCanvas | HTMLCanvasElement;
  readonly makeCanvas: (size: number) => OffscreenCanvas | HTMLCanvasElement;
  readonly requestFrame: (draw: () => void) => void;
  readonly report: (layout: LayoutReport) => void;
}

/** CSS px between a cell and its neighbour's, halved. */
const PAD = 2;
const TICK_MS = 500;

/** All cells on one canvas: takes messages, keeps what they say in columns, and draws what changed, at most once a displayed frame. */
export class WallScene {
  readonly #host: SceneHost;
  readonly #ink: Ink;
  readonly #texts: Texts;
  readonly #ticking: ReturnType<typeof setInterval>;
  #columns = new StationColumns();
  #sparks: SparkColumns | undefined;
  #look: LookMessage | undefined;
  #size: SizeMessage = { t: 'size', width: 0, height: 0, ratio: 1, distance: 1 };
  #order: OrderMessage = {
    t: 'order',
    slots: new Uint32Array(0),
    front: { title: '', short: '', continued: '', count: 0 },
    groups: [],
  };
  #layout: WallLayout = layoutWall([], 0, 0, 1);
  #hatch: CanvasPattern | null = null;
  #selected = -1;
  #isLit = true;
  #ticks = 0;
  #isScheduled = false;
  #mustLayOut = true;
  #mustDrawAll = true;

  constructor(host: SceneHost) {
    this.#host = host;
    const ink = host.canvas.getContext('2d', { alpha: false }) as Ink | null;
    if (!ink) throw new Error('this canvas has no 2D context');
    this.#ink = ink;
    this.#texts = new Texts(ink);
    this.#ticking = setInterval(() => {
      this.#tick();
    }, TICK_MS);
  }

  take(message: WallMessage): void {
    switch (message.t) {
      case 'stations':
        this.#columns = new StationColumns(message);
        this.#sparks = undefined;
        this.#mustLayOut = true;
        break;
      case 'look':
        this.#look = message;
        this.#hatch = null;
        this.#mustDrawAll = true;
        break;
      case 'size':
        this.#size = message;
        this.#mustLayOut = true;
        break;
      case 'order':
        this.#takeOrder(message);
        break;
      case 'live':
        this.#advanceSparks(message.nowMs);
        this.#columns.takeLive(message, performance.now(), (slot, value) => this.#sparks?.add(slot, value));
        break;
      case 'marks':
        this.#columns.takeMarks(message.marks);
        break;
      case 'select':
        this.#columns.soil(this.#selected, DIRTY.whole);
        this.#selected = message.slot;
        this.#columns.soil(message.slot, DIRTY.whole);
        break;
      case 'sparks':
        this.#sparks = new SparkColumns(
          this.#columns.count,
          message.points,
          message.from,
          message.stepMs,
          message.values,
        );
        this.#soilAll(DIRTY.spark);
        break;
    }
    this.#schedule();
  }

  /** The font has come, or more of it: everything is measured and drawn anew. */
  drawAnew(): void {
    this.#texts.forget();
    this.#mustDrawAll = true;
    this.#schedule();
  }

  dispose(): void {
    clearInterval(this.#ticking);
  }

  #takeOrder(next: OrderMessage): void {
    const before = this.#order;
    const counts = ({ front, groups }: OrderMessage): string => [front, ...groups].map(({ count }) => count).join();
    this.#order = next;
    if (counts(before) !== counts(next)) {
      this.#mustLayOut = true;
      return;
    }
    next.slots.forEach((slot, cell) => {
      if (before.slots[cell] !== slot) this.#columns.soil(slot, DIRTY.whole);
    });
    this.#paintHeaders();
  }

  #advanceSparks(nowMs: number): void {
    const last = SPARK_POINTS - 1;
    this.#sparks ??= new SparkColumns(this.#columns.count, SPARK_POINTS, nowMs - last * SPARK_STEP_MS, SPARK_STEP_MS);
    if (this.#sparks.advance(nowMs)) this.#soilAll(DIRTY.spark);
  }

  #soilAll(what: number): void {
    for (let slot = 0; slot < this.#columns.count; slot += 1) this.#columns.soil(slot, what);
  }

  #tick(): void {
    this.#ticks += 1;
    const mayBlink = this.#look?.mayBlink ?? false;
    this.#isLit = mayBlink ? !this.#isLit : true;
    const { marks } = this.#columns;
    let isAny = false;
    for (let slot = 0; slot < marks.length; slot += 1) {
      if (!mayBlink || !asksAttention(marks[slot] as number)) continue;
      this.#columns.soil(slot, DIRTY.whole);
      isAny = true;
    }
    if (this.#ticks % 2 === 0 && this.#columns.judgeAges(performance.now())) isAny = true;
    if (isAny) this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#host.requestFrame(() => {
      this.#isScheduled = false;
      this.#draw();
    });
  }

  #draw(): void {
    if (!this.#look || this.#size.width <= 0 || this.#size.height <= 0) return;
    if (this.#mustLayOut) this.#layOut();
    if (this.#mustDrawAll) {
      this.#mustDrawAll = false;
      this.#ink.globalAlpha = 1;
      this.#ink.fillStyle = this.#look.colours.ground;
      this.#ink.fillRect(0, 0, this.#size.width, this.#size.height);
      this.#paintHeaders();
      this.#soilAll(DIRTY.whole);
    }
    const { front, cells, mode, frontMode } = this.#layout;
    this.#paintCells(frontMode, 0, front);
    this.#paintCells(mode, front, cells.length);
    this.#columns.dirty.fill(0);
  }

  #layOut(): void {
    this.#mustLayOut = false;
    this.#mustDrawAll = true;
    const { width, height, ratio, distance } = this.#size;
    const { canvas } = this.#host;
    const [pixelW, pixelH] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== pixelW || canvas.height !== pixelH) {
      canvas.width = pixelW;
      canvas.height = pixelH;
    }
    this.#ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#ink.textBaseline = 'middle';
    const areas = this.#order.groups.map(({ title, count }) => ({ name: title, count }));
    this.#layout = layoutWall(areas, width, height, distance, this.#order.front.count);
    const boxes = new Float32Array(this.#layout.cells.length * 4);
    this.#layout.cells.forEach((box, index) => boxes.set([box.x, box.y, box.w, box.h], index * 4));
    const { mode, frontMode, front } = this.#layout;
    this.#host.report({ t: 'layout', mode, hasCards: mode === 'card' || (front > 0 && frontMode === 'card'), boxes });
  }

  #paintHeaders(): void {
    if (!this.#look) return;
    const { colours } = this.#look;
    const ink = this.#ink;
    const font = fontOf(600, 12 * this.#size.distance);
    ink.globalAlpha = 1;
    ink.textAlign = 'left';
    for (const header of this.#layout.headers) {
      const heading: GroupHeading | undefined =
        header.areaIndex === FRONT ? this.#order.front : this.#order.groups[header.areaIndex];
      if (!heading) continue;
      ink.fillStyle = colours.ground;
      ink.fillRect(header.x, header.y, header.w, header.h);
      this.#texts.use(font);
      ink.fillStyle = header.areaIndex === FRONT ? colours.text : colours.dim;
      const full = header.isContinued ? heading.continued : heading.title;
      const text = this.#texts.width(full, font) <= header.w - 8 || header.isContinued ? full : heading.short;
      ink.fillText(this.#texts.fitted(text, font, header.w - 8), header.x + 3, header.y + header.h / 2);
      ink.fillStyle = colours.line;
      ink.fillRect(header.x, header.y + header.h - 1, header.w, 1);
    }
  }

  /** Draws what is dirty among the cells [from, to), kind by kind, so that a font is set once and not once a cell. */
  #paintCells(mode: CellMode, from: number, to: number): void {
    const stage = this.#stage(mode);
    const { dirty } = this.#columns;
    const first = this.#layout.cells.slice(from, to).find(({ w }) => w > 0);
    if (!stage || !first) return;
    const box = this.#inner(first, mode);
    const metrics = mode === 'dot' ? undefined : cellMetrics(mode, box.w, box.h, this.#size.distance);
    const fresh: Place[] = [];
    for (let cell = from; cell < to; cell += 1) {
      const slot = this.#order.slots[cell];
      const rect = this.#layout.cells[cell];
      if (slot === undefined || !rect || rect.w === 0) continue;
      const what = dirty[slot] as number;
      if (!what) continue;
      const place = { ...this.#inner(rect, mode), slot };
      if (!metrics) {
        if (what & DIRTY.whole) paintDot(stage, box.w, box.h, place);
      } else {
        this.#paintGround(stage, metrics, place, what);
        fresh.push(place);
      }
    }
    if (metrics) paintFresh(stage, metrics, fresh);
  }

  #paintGround(stage: Stage, metrics: CellMetrics, place: Place, what: number): void {
    const { slot } = place;
    // On hatched or dimmed ground nothing can be wiped away alone.
    const isWhole = (what & DIRTY.whole) !== 0 || isDoubtful(this.#columns, slot) || alphaOf(stage, slot) < 1;
    if (isWhole) paintBack(stage, metrics, place);
    else if (what & DIRTY.live) wipeLive(stage, metrics, place);
    if (metrics.mode === 'card' && (isWhole || what & DIRTY.spark)) paintSpark(stage, metrics, place, isWhole);
    stage.ink.globalAlpha = 1;
  }

  /** The cell without the gap around it, on the screen's own grid: lines stay sharp. */
  #inner(cell: Rect, mode: CellMode): Rect {
    const { ratio } = this.#size;
    const pad = mode === 'dot' ? Math.min(PAD, cell.w / 8) : PAD;
    const onGrid = (px: number): number => Math.round(px * ratio) / ratio;
    return {
      x: onGrid(cell.x + pad),
      y: onGrid(cell.y + pad),
      w: Math.floor((cell.w - 2 * pad) * ratio) / ratio,
      h: Math.floor((cell.h - 2 * pad) * ratio) / ratio,
    };
  }

  #stage(mode: CellMode): Stage | undefined {
    const look = this.#look;
    if (!look) return undefined;
    const step = mode === 'dot' ? 5 : 7;
    this.#hatch ??= hatchPattern(this.#ink, this.#host.makeCanvas, look.colours.faint, step * this.#size.distance);
    return {
      ink: this.#ink,
      texts: this.#texts,
      colours: look.colours,
      words: look.words,
      hatch: this.#hatch,
      columns: this.#columns,
      sparks: this.#sparks,
      selected: this.#selected,
      isLit: this.#isLit,
      nowMs: performance.now(),
    };
  }
}

function paintFresh(stage: Stage, metrics: CellMetrics, places: readonly Place[]): void {
  const { ink } = stage;
  const each = (paint: typeof paintValue): void => {
    for (const place of places) {
      ink.globalAlpha = alphaOf(stage, place.slot);
      paint(stage, metrics, place);
    }
    ink.globalAlpha = 1;
  };
  each(paintBand);
  ink.textAlign = 'left';
  stage.texts.use(metrics.valueFont);
  each(paintValue);
  stage.texts.use(metrics.smallFont);
  each(paintSmall);
}
