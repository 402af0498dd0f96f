import type { FontsMessage, LayoutReport, WallMessage } from './scene/messages.ts';
import { createFontLoader, fontSources, wordsIn } from './scene/scene-fonts.ts';
import { WallScene } from './scene/wall-scene.ts';
import type { StartMessage } from './scene/wall.worker.ts';

/** The painter of the wall, wherever it works. */
export interface WallSurface {
  /** `transfer`: buffers that change hands; they cannot be used here any more. */
  post(message: WallMessage, transfer?: Transferable[]): void;
  dispose(): void;
}

/** Chromium 108 leaves boxes for characters in a worker though their part of the font has come; 156 does not. [eng] in between. */
const LEAST_CHROMIUM = 120;

const drawsWords = (): boolean =>
  Number(/Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent)?.[1] ?? LEAST_CHROMIUM) >= LEAST_CHROMIUM;

/** Draws on `canvas` in a worker of its own; on the page itself where workers cannot draw. A canvas can be given away only once. */
export function openSurface(canvas: HTMLCanvasElement, onLayout: (report: LayoutReport) => void): WallSurface {
  const canDrawInWorker = 'transferControlToOffscreen' in canvas && typeof Worker !== 'undefined' && drawsWords();
  return canDrawInWorker ? workerSurface(canvas, onLayout) : pageSurface(canvas, onLayout);
}

function workerSurface(canvas: HTMLCanvasElement, onLayout: (report: LayoutReport) => void): WallSurface {
  const worker = new Worker(new URL('./scene/wall.worker.ts', import.meta.url), { type: 'module', name: 'wall' });
  worker.addEventListener('message', ({ data }: MessageEvent<LayoutReport>) => onLayout(data));
  const offscreen = canvas.transferControlToOffscreen();
  worker.postMessage({ t: 'start', canvas: offscreen } satisfies StartMessage, [offscreen]);
  const faces = fontSources(document.styleSheets, document.baseURI);
  worker.postMessage({ t: 'fonts', faces } satisfies FontsMessage);
  return {
    post: (message, transfer = []) => {
      worker.postMessage(message, transfer);
    },
    dispose: () => {
      worker.terminate();
    },
  };
}

function pageSurface(canvas: HTMLCanvasElement, onLayout: (report: LayoutReport) => void): WallSurface {
  const scene = new WallScene({
    canvas,
    makeCanvas: (size) => Object.assign(document.createElement('canvas'), { width: size, height: size }),
    requestFrame: (draw) => requestAnimationFrame(draw),
    report: onLayout,
  });
  const needWords = createFontLoader(document.fonts, () => {
    scene.drawAnew();
  });
  return {
    post: (message) => {
      needWords(wordsIn({ ...message }));
      scene.take(message);
    },
    dispose: () => {
      scene.dispose();
    },
  };
}
