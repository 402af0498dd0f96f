import { isAcknowledged, isHeldBack, plantStateOf, priorityOf } from './marks.ts';
import { alphaOf, type Place, type Stage } from './paint-cell.ts';
import { paintHeldBack, paintShape } from './paint-marks.ts';
import { isDoubtful } from './station-columns.ts';
import { fontOf } from './texts.ts';

/** A dot of this size, px, has room for the name of what is wrong. */
const NAMED_DOT = 44;

/**
 * A station as its shape alone: the alarm's shape, else a square: filled in service, hatched when stale, an outline where the station is not in
 * service, with two bars where an alarm is held back.
 */
export function paintDot(stage: Stage, w: number, h: number, { x, y, slot }: Place): void {
  const { ink, colours, columns } = stage;
  const mark = columns.marks[slot] as number;
  const priority = priorityOf(mark);
  const size = Math.min(w, h);
  const [middleX, middleY] = [x + w / 2, y + h / 2];
  ink.globalAlpha = 1;
  ink.fillStyle = colours.ground;
  ink.fillRect(x, y, w, h);
  ink.globalAlpha = alphaOf(stage, slot);
  if (priority) {
    const look = { isHollow: isAcknowledged(mark), isLit: stage.isLit };
    const nameSize = size < NAMED_DOT ? 0 : size * 0.27;
    const shape = size - nameSize - (nameSize > 0 ? 4 : 0);
    paintShape(ink, colours, priority, look, middleX, y + (h - nameSize) / 2, shape);
    if (nameSize > 0) {
      const font = fontOf(500, nameSize);
      stage.texts.use(font);
      ink.fillStyle = colours.text;
      ink.textAlign = 'center';
      ink.fillText(
        stage.texts.fitted(columns.fixed.names[slot] ?? '', font, w),
        middleX,
        y + (h + size) / 2 - nameSize / 2,
      );
    }
  } else {
    paintCalm(stage, slot, mark, middleX, middleY, size * 0.3);
  }
  if (stage.selected === slot) {
    ink.globalAlpha = 1;
    ink.strokeStyle = colours.interactive;
    ink.lineWidth = Math.min(3, size / 5);
    ink.strokeRect(x + 1, y + 1, w - 2, h - 2);
  }
  ink.globalAlpha = 1;
}

function paintCalm(stage: Stage, slot: number, mark: number, x: number, y: number, half: number): void {
  const { ink, colours, columns } = stage;
  const doubtful = isDoubtful(columns, slot);
  if (plantStateOf(mark) !== 'inService') {
    ink.strokeStyle = colours.faint;
    ink.lineWidth = Math.max(1, half / 5);
    ink.strokeRect(x - half, y - half, 2 * half, 2 * half);
  } else {
    ink.fillStyle = doubtful ? colours.surface : colours.line;
    ink.fillRect(x - half, y - half, 2 * half, 2 * half);
  }
  if (doubtful) {
    if (stage.hatch) {
      ink.fillStyle = stage.hatch;
      ink.fillRect(x - half, y - half, 2 * half, 2 * half);
    }
    ink.strokeStyle = colours.faint;
    ink.lineWidth = 1;
    ink.strokeRect(x - half + 0.5, y - half + 0.5, 2 * half - 1, 2 * half - 1);
  }
  if (isHeldBack(mark)) paintHeldBack(ink, colours.text, x, y, half * 1.4);
}
