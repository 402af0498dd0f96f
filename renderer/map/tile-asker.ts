import type { MapTheme } from './map-theme.ts';
import type { TilePack } from './tile-pack.ts';
import type { TileRequest } from './tile-painter.ts';
import type { TileDrawn, TileMessage } from './tile.worker.ts';

/** What is used of a worker that draws tiles. */
export interface TileWorker {
  postMessage(message: TileMessage): void;
  onDrawn(take: (drawn: TileDrawn) => void): void;
  /** The worker has failed at something that nobody waits for, or did not start. */
  onFailed(take: () => void): void;
  terminate(): void;
}

export interface TileAskerOptions {
  readonly startWorker: () => TileWorker;
  readonly later: (run: () => void, ms: number) => void;
}

interface TileAsker {
  /** Whether there is anything to draw of a scene. */
  has(scene: string): boolean;
  /** @param signal nobody wants it any more @throws Error where it could not be drawn now; it may be asked for again */
  ask(scene: string, request: TileRequest, signal: AbortSignal): Promise<ImageBitmap>;
  setPack(scene: string, pack: TilePack): void;
  setTheme(theme: MapTheme, hidden: readonly string[]): void;
  dispose(): void;
}

/** A worker that did not start is started again after so long, ms. */
const START_AGAIN_MS = 1_000;

/** The worker of the tiles as the page sees it: whoever asks gets a picture or an error, whatever becomes of the worker. */
export function createTileAsker({ startWorker, later }: TileAskerOptions): TileAsker {
  interface Waiting {
    done(image: ImageBitmap): void;
    failed(error: Error): void;
  }
  const waiting = new Map<number, Waiting>();
  const packs = new Map<string, TileMessage>();
  let theme: TileMessage | undefined;
  let asked = 0;
  let isDisposed = false;
  let worker: TileWorker | undefined;
  start();

  function start(): void {
    if (isDisposed) return;
    const started = startWorker();
    worker = started;
    let hasAnswered = false;
    started.onDrawn(({ id, image, why }) => {
      hasAnswered = true;
      const asker = waiting.get(id);
      waiting.delete(id);
      if (!asker) image?.close();
      else if (image) asker.done(image);
      else asker.failed(new Error(why));
    });
    started.onFailed(() => {
      // One that has answered goes on answering.
      if (hasAnswered || worker !== started) return;
      worker = undefined;
      started.terminate();
      for (const { failed } of waiting.values()) failed(new Error('the worker of the tiles did not start'));
      waiting.clear();
      later(start, START_AGAIN_MS);
    });
    if (theme) started.postMessage(theme);
    for (const pack of packs.values()) started.postMessage(pack);
  }

  return {
    has: (scene) => packs.has(scene),
    ask: (scene, request, signal) =>
      new Promise((done, failed) => {
        if (!worker || !packs.has(scene)) {
          failed(new Error('nothing to draw with yet'));
          return;
        }
        const id = (asked += 1);
        waiting.set(id, { done, failed });
        signal.addEventListener('abort', () => waiting.delete(id), { once: true });
        worker.postMessage({ t: 'tile', scene, id, request });
      }),
    setPack(scene, pack) {
      const message: TileMessage = { t: 'pack', scene, pack };
      packs.set(scene, message);
      worker?.postMessage(message);
    },
    setTheme(next, hidden) {
      theme = { t: 'theme', theme: next, hidden };
      worker?.postMessage(theme);
    },
    dispose() {
      isDisposed = true;
      worker?.terminate();
      waiting.clear();
    },
  };
}

/** Starts the worker that draws. */
export function startTileWorker(): TileWorker {
  const worker = new Worker(new URL('./tile.worker.ts', import.meta.url), { type: 'module', name: 'map tiles' });
  return {
    postMessage: (message) => worker.postMessage(message),
    onDrawn: (take) => worker.addEventListener('message', ({ data }: MessageEvent<TileDrawn>) => take(data)),
    onFailed: (take) => worker.addEventListener('error', take),
    terminate: () => worker.terminate(),
  };
}
