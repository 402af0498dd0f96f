import type Tile from 'ol/Tile.js';
import TileState from 'ol/TileState.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MapTheme } from './map-theme.ts';
import type { TileWorker } from './tile-asker.ts';
import { packBase } from './tile-pack.ts';
import { createStaticTiles } from './tile-sources.ts';
import type { TileDrawn, TileMessage } from './tile.worker.ts';

/** How a worker answers a request; undefined: not at all. */
type Answer = (tile: TileMessage & { readonly t: 'tile' }) => TileDrawn | undefined;

const picture = () => ({ close: vi.fn() }) as unknown as ImageBitmap;
const drawn: Answer = ({ id }) => ({ id, image: picture() });
const failing: Answer = ({ id }) => ({ id, image: undefined, why: 'no memory' });
const theme = {} as MapTheme;

/** The page's side of the tiles over workers that answer as they are told, the first with the first; time passes by hand. */
function set(...answers: readonly Answer[]) {
  const dues: { run: () => void; ms: number }[] = [];
  const workers: { got: TileMessage[]; isEnded: boolean; fail: () => void; draw: (drawn: TileDrawn) => void }[] = [];
  const startWorker = (): TileWorker => {
    const answer = answers[workers.length] ?? drawn;
    const worker = {
      got: [] as TileMessage[],
      isEnded: false,
      fail: () => undefined as void,
      draw: (_: TileDrawn) => undefined as void,
    };
    workers.push(worker);
    return {
      postMessage(message) {
        worker.got.push(message);
        const said = message.t === 'tile' ? answer(message) : undefined;
        if (said) worker.draw(said);
      },
      onDrawn: (take) => (worker.draw = take),
      onFailed: (take) => (worker.fail = take),
      terminate: () => (worker.isEnded = true),
    };
  };
  const tiles = createStaticTiles(['base', 'pipes'], { startWorker, later: (run, ms) => dues.push({ run, ms }) });
  const askFor = (scene: string): Tile => {
    const tile = tiles.source(scene).getTile(20, 436, 182, 1) as Tile;
    tile.load();
    return tile;
  };
  const pass = (): readonly number[] =>
    dues.splice(0).map(({ run, ms }) => {
      run();
      return ms;
    });
  return { tiles, workers, askFor, pass };
}

const becomes = (tile: Tile, state: number) => expect.poll(() => tile.getState(), { interval: 1 }).toBe(state);

beforeEach(() => vi.stubGlobal('devicePixelRatio', 1));
afterEach(() => vi.unstubAllGlobals());

describe('tiles of the static map', () => {
  it('a tile that could not be drawn is asked for again, less and less often, until it is there', async () => {
    let failures = 5;
    const { tiles, askFor, pass } = set((tile) => ((failures -= 1) >= 0 ? failing(tile) : drawn(tile)));
    tiles.setPack('base', packBase([]));
    const tile = askFor('base');
    const waits: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      await becomes(tile, TileState.ERROR);
      waits.push(...pass());
    }
    await becomes(tile, TileState.LOADED);
    expect(waits).toEqual([250, 1_000, 4_000, 4_000, 4_000]);
    expect(pass()).toEqual([]);
  });

  it('a worker that did not start is started again, is told everything, and draws what was asked of the first', async () => {
    const { tiles, workers, askFor, pass } = set(() => undefined);
    tiles.setTheme(theme, ['building']);
    tiles.setPack('base', packBase([]));
    const tile = askFor('base');
    workers[0]?.fail();
    await becomes(tile, TileState.ERROR);
    expect(workers[0]?.isEnded).toBe(true);
    expect(pass().toSorted()).toEqual([1_000, 250]);
    await becomes(tile, TileState.LOADED);
    expect(workers[1]?.got.map(({ t }) => t)).toEqual(['theme', 'pack', 'tile']);
  });

  it('one that has answered is kept when it fails at something else', async () => {
    const { tiles, workers, askFor, pass } = set();
    tiles.setPack('base', packBase([]));
    await becomes(askFor('base'), TileState.LOADED);
    workers[0]?.fail();
    expect([workers.length, workers[0]?.isEnded, pass()]).toEqual([1, false, []]);
  });

  it('nothing is asked before there is something to draw, nor again for what a new theme has replaced', async () => {
    const { tiles, workers, askFor, pass } = set(failing);
    const early = askFor('base');
    await becomes(early, TileState.ERROR);
    expect([workers[0]?.got, pass()]).toEqual([[], []]);
    tiles.setPack('base', packBase([]));
    const old = askFor('base');
    await becomes(old, TileState.ERROR);
    tiles.setTheme(theme, []);
    pass();
    expect(old.getState()).toBe(TileState.ERROR);
    expect(workers[0]?.got.filter(({ t }) => t === 'tile')).toHaveLength(1);
  });

  it('a picture that comes when its tile is no longer wanted is let go', async () => {
    const { tiles, workers, askFor } = set(() => undefined);
    tiles.setPack('base', packBase([]));
    askFor('base').dispose();
    const late = picture();
    workers[0]?.draw({ id: 1, image: late });
    await expect.poll(() => vi.mocked(late).close).toHaveBeenCalledOnce();
  });

  it('two scenes never share the key of a tile: the queue of the map would load only one of them', () => {
    const { tiles, askFor } = set();
    tiles.setTheme(theme, []);
    expect(askFor('base').getKey()).not.toBe(askFor('pipes').getKey());
  });
});
