import type { MapFile, MapSource, MapSourceView, MapSourcesView, TileReply } from '#shared/contract/map-api.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { usualSystem } from '#shared/lib/map-hosts.ts';
import type { MapQueries } from '../../api/map-queries.ts';
import type { StoredTile, TileStore } from '../../db/tiles/tile-store.ts';
import { mapFileRevision, parseSource, readMapFile, writeMapFile } from './map-file.ts';
import { createTileFetcher, type FetchedTile, type TileFetcher } from './tile-fetcher.ts';

/** After a failure a server is left alone for so long: an offline map must not wait for each tile. [eng] */
const PAUSE_MS = 10_000;
/** Tiles asked for from one server at the same time. [eng] */
const MOST_AT_ONCE = 8;
const DAY_MS = 86_400_000;
const MB = 1_048_576;
/** Failures of the server as a whole; others are of one tile. */
const SERVER_CODES: ReadonlySet<string> = new Set(['MPS0005', 'MPS0006', 'MPS0009']);

type Fault = NonNullable<MapSourceView['fault']>;

interface Running {
  readonly source: MapSource;
  readonly fetcher: TileFetcher;
  readonly inFlight: Map<string, Promise<FetchedTile | undefined>>;
  readonly queue: (() => void)[];
  busy: number;
  pausedUntil: number;
  fault?: Fault | undefined;
}

export interface MapServiceOptions {
  readonly clock: Clock;
  /** `map.json`. */
  readonly file: string;
  readonly store: TileStore;
  readonly timeoutMs?: number;
}

/** The maps from outside: their settings, their tiles, and the store that outlives their servers. A file that cannot be used is told, the console runs. */
export function createMapService({
  clock,
  file,
  store,
  timeoutMs,
}: MapServiceOptions): MapQueries & { dispose(): void } {
  let fileFault: Fault | undefined;
  let revision = '';
  let settings: MapFile | undefined;
  let running = new Map<string, Running>();
  try {
    ({ file: settings, revision } = readMapFile(file));
  } catch (thrown) {
    if (!(thrown instanceof CodedError)) throw thrown;
    fileFault = faultOf(thrown);
    revision = mapFileRevision(file);
  }
  if (settings) start(settings);

  function start(wanted: MapFile): void {
    for (const { fetcher } of running.values()) fetcher.dispose();
    settings = wanted;
    store.setLimit(wanted.storeMb * MB);
    running = new Map(wanted.sources.map((source) => [source.id, run(source)]));
  }

  function run(source: MapSource): Running {
    const fetcher = createTileFetcher(source, timeoutMs);
    return { source, fetcher, inFlight: new Map(), queue: [], busy: 0, pausedUntil: 0 };
  }

  async function viewOf(item: Running, withAddresses: boolean): Promise<MapSourceView> {
    let isVector = false;
    try {
      isVector = await item.fetcher.isVector();
      if (item.source.kind === 'pmtiles') item.fault = undefined;
    } catch (thrown) {
      if (!(thrown instanceof CodedError)) throw thrown;
      item.fault = faultOf(thrown);
    }
    const fault = item.fault ?? remarkOn(item.source);
    return { ...item.source, ...(!withAddresses && { url: '' }), isVector, ...(fault && { fault }) };
  }

  async function sources(withAddresses: boolean): Promise<MapSourcesView> {
    const views = await Promise.all([...running.values()].map((item) => viewOf(item, withAddresses)));
    const { storeMb = 0, freshDays = 0 } = settings ?? {};
    return { revision, storeMb, freshDays, sources: views, ...(fileFault && { fault: fileFault }) };
  }

  /** Waits for a place among those that ask this server. */
  async function placeOf(item: Running): Promise<() => void> {
    if (item.busy >= MOST_AT_ONCE) await new Promise<void>((go) => item.queue.push(go));
    item.busy += 1;
    return () => {
      item.busy -= 1;
      item.queue.shift()?.();
    };
  }

  async function fetchNow(item: Running, z: number, x: number, y: number): Promise<FetchedTile | undefined> {
    const free = await placeOf(item);
    try {
      if (item.pausedUntil > clock.monotonic()) throw new CodedError(item.fault?.code ?? 'MPS0005', item.fault?.detail);
      const tile = await item.fetcher.tile(z, x, y);
      item.fault = undefined;
      return tile;
    } catch (thrown) {
      if (thrown instanceof CodedError) {
        item.fault = faultOf(thrown);
        if (SERVER_CODES.has(thrown.code)) item.pausedUntil = clock.monotonic() + PAUSE_MS;
      }
      throw thrown;
    } finally {
      free();
    }
  }

  /** Two pages that want one tile wait for one answer. */
  function fetchOnce(item: Running, z: number, x: number, y: number): Promise<FetchedTile | undefined> {
    const key = [z, x, y].join('/');
    const before = item.inFlight.get(key);
    if (before) return before;
    const asked = fetchNow(item, z, x, y).finally(() => item.inFlight.delete(key));
    item.inFlight.set(key, asked);
    return asked;
  }

  async function tile({ source, z, x, y }: { source: string; z: number; x: number; y: number }): Promise<TileReply> {
    const item = running.get(source);
    if (!item) throw new CodedError('MPS0004', { id: source });
    const { owner } = item.fetcher;
    const stored = owner === undefined ? undefined : store.get({ owner, z, x, y });
    const freshMs = (settings?.freshDays ?? 0) * DAY_MS;
    if (stored && clock.now() - stored.fetchedAt < freshMs) return replyOf(stored, false);
    try {
      const fetched = await fetchOnce(item, z, x, y);
      const fresh = { type: fetched?.type ?? '', bytes: fetched?.bytes ?? new Uint8Array(), fetchedAt: clock.now() };
      if (owner !== undefined) store.put({ owner, z, x, y }, fresh);
      return replyOf(fresh, false);
    } catch (thrown) {
      if (stored && thrown instanceof CodedError) return replyOf(stored, true);
      throw thrown;
    }
  }

  return {
    sources,
    async save({ revision: from, file: contents }) {
      const written = writeMapFile(file, contents, from);
      fileFault = undefined;
      revision = written.revision;
      start(written.file);
      return sources(true);
    },
    async test({ source: draft, z, x, y }) {
      const source = parseSource(draft);
      const fetcher = createTileFetcher(source, timeoutMs);
      try {
        const startedAt = clock.monotonic();
        const fetched = await fetcher.tile(z, x, y);
        const remark = remarkOn(source);
        return {
          type: fetched?.type ?? '',
          bytes: fetched?.bytes.byteLength ?? 0,
          tookMs: clock.monotonic() - startedAt,
          ...(remark && { remark }),
        };
      } finally {
        fetcher.dispose();
      }
    },
    tile,
    storeUsage() {
      const { bytes, owners } = store.usage();
      return {
        bytes,
        limitBytes: (settings?.storeMb ?? 0) * MB,
        sources: [...running].map(([id, { fetcher }]) => {
          const found = owners.find(({ owner }) => owner === fetcher.owner);
          return {
            id,
            tiles: found?.tiles ?? 0,
            bytes: found?.bytes ?? 0,
            oldestAt: found?.oldestAt ?? null,
            newestAt: found?.newestAt ?? null,
          };
        }),
      };
    },
    dispose() {
      for (const { fetcher } of running.values()) fetcher.dispose();
    },
  };
}

const faultOf = ({ code, detail }: CodedError): Fault => ({ code, detail });

/** A well-known provider in a system that is not its own: shown, for a shifted street misleads a crew. */
function remarkOn({ url, system }: MapSource): Fault | undefined {
  const usual = usualSystem(url);
  return usual === undefined || usual === system ? undefined : { code: 'MPS0011', detail: { usual, system } };
}

function replyOf({ type, bytes, fetchedAt }: StoredTile, isStale: boolean): TileReply {
  const file = bytes.byteLength === 0 ? null : new File([Uint8Array.from(bytes)], 'tile', { type });
  return { file, fetchedAt, isStale };
}
