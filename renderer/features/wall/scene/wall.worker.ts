import type { FontsMessage, LayoutReport, WallMessage } from './messages.ts';
import { createFontLoader, wordsIn } from './scene-fonts.ts';
import { WallScene } from './wall-scene.ts';

/** What this file uses of a worker's own global object; the page's types are the ones known here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<StartMessage | FontsMessage | WallMessage>) => void) | null;
  postMessage(message: LayoutReport, transfer: Transferable[]): void;
  requestAnimationFrame(draw: () => void): number;
  readonly fonts: FontFaceSet;
}

/** First message: the canvas this worker draws on from now on. */
export interface StartMessage {
  readonly t: 'start';
  readonly canvas: OffscreenCanvas;
}

const scope = self as unknown as WorkerScope;
let scene: WallScene | undefined;
let needWords: ((words: Iterable<string>) => void) | undefined;

const SOON_MS = 60;
let drawing: ReturnType<typeof setTimeout> | undefined;

/** Parts of the font come close together: they are drawn together. */
function drawSoon(): void {
  clearTimeout(drawing);
  drawing = setTimeout(() => scene?.drawAnew(), SOON_MS);
}

scope.onmessage = ({ data }) => {
  if (data.t === 'start') {
    scene = new WallScene({
      canvas: data.canvas,
      makeCanvas: (size) => new OffscreenCanvas(size, size),
      requestFrame: (draw) => scope.requestAnimationFrame(draw),
      report: (layout) => {
        scope.postMessage(layout, [layout.boxes.buffer]);
      },
    });
  } else if (data.t === 'fonts') {
    for (const { family, address, weight, unicodeRange } of data.faces) {
      const face = new FontFace(family, `url("${address}")`, { weight, unicodeRange });
      scope.fonts.add(face);
      // Each part by itself: Chromium 108 says that a text is loaded before all its parts can be drawn.
      face.loaded.then(drawSoon, () => undefined);
    }
    needWords = createFontLoader(scope.fonts, drawSoon);
  } else {
    needWords?.(wordsIn({ ...data }));
    scene?.take(data);
  }
};
