import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '#kit/open-database.ts';
import { codeOf } from '#shared/lib/coded-error.ts';
import { writePmtiles } from '#tests/support/pmtiles-writer.ts';
import { createTestClock } from '#tests/support/test-clock.ts';
import { pngOf, sendPng, startTileServer, type TileServer } from '#tests/support/tile-server.ts';
import { createTileStore, openTiles } from '../../db/tiles/tile-store.ts';
import { createMapService } from './map-service.ts';

const GREEN = pngOf(256, [0, 200, 0]);
const WIDE = pngOf(2_100, [1, 2, 3]);
const DAY_MS = 86_400_000;

let folder: string;
let server: TileServer;
let db: OpenDatabase;
let isDown: boolean;
const clock = createTestClock();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heatline-map-'));
  db = openTiles(join(folder, 'tiles.db'));
  isDown = false;
  server = await startTileServer((path, response) => {
    if (isDown) response.destroy();
    else if (path.startsWith('/html')) response.writeHead(200, { 'Content-Type': 'image/png' }).end('<html>sign on');
    else if (path.startsWith('/huge')) response.writeHead(200).end(Buffer.alloc(3_000_000));
    else if (path.startsWith('/wide')) sendPng(response, WIDE);
    else if (path.startsWith('/key')) response.writeHead(403).end('no key');
    else if (path.startsWith('/slow')) response.writeHead(200).write('x');
    else if (path.startsWith('/none')) response.writeHead(404).end();
    else if (path.startsWith('/caps')) response.writeHead(200).end(capabilities(server.url));
    else sendPng(response, GREEN);
  });
});
afterEach(async () => {
  db.dispose();
  await server.close();
  rmSync(folder, { recursive: true });
});

const xyz = (path: string, more: Readonly<Record<string, unknown>> = {}) => ({
  id: 'a',
  name: 'A',
  kind: 'xyz',
  url: `${server.url}/${path}/{z}/{x}/{y}.png`,
  ...more,
});

function serve(sources: readonly unknown[], more: Readonly<Record<string, unknown>> = {}, timeoutMs = 60_000) {
  const file = join(folder, 'map.json');
  writeFileSync(file, JSON.stringify({ sources, ...more }));
  return createMapService({ clock, file, store: createTileStore(db, clock), timeoutMs });
}

async function refusal(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (thrown: unknown) => codeOf(thrown),
  );
}

const TILE = { source: 'a', z: 3, x: 6, y: 2 } as const;

describe('maps from outside', () => {
  it('fetch a tile once, and show it from the store while the server is away', async () => {
    const map = serve([xyz('t')]);
    const fresh = await map.tile(TILE);
    expect(fresh.isStale).toBe(false);
    expect(new Uint8Array(await (fresh.file as File).arrayBuffer())).toEqual(GREEN);
    await map.tile(TILE);
    expect(server.asked).toEqual(['/t/3/6/2.png']);

    isDown = true;
    clock.advance(31 * DAY_MS);
    const stale = await map.tile(TILE);
    expect(stale).toMatchObject({ isStale: true, fetchedAt: fresh.fetchedAt });
    expect((await map.sources(true)).sources[0]?.fault?.code).toBe('MPS0005');
    expect(await refusal(map.tile({ ...TILE, x: 5 }))).toBe('MPS0005');
    isDown = false;
    expect(await refusal(map.tile({ ...TILE, x: 5 }))).toBe('MPS0005');
    clock.advance(11_000);
    expect(await refusal(map.tile({ ...TILE, x: 5 }))).toBeUndefined();
    expect((await map.sources(true)).sources[0]?.fault).toBeUndefined();
    map.dispose();
  });

  it('ask once for what two pages want at the same time', async () => {
    const map = serve([xyz('t')]);
    await Promise.all([map.tile(TILE), map.tile(TILE), map.tile(TILE)]);
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['html', 'MPS0007'],
    ['huge', 'MPS0008'],
    ['wide', 'MPS0008'],
    ['key', 'MPS0006'],
    ['slow', 'MPS0005'],
  ])('answer a bad server (%s) with %s, and keep nothing of it', async (path, code) => {
    // Only the one that never ends its answer is to be given up; the others have all the time they need.
    const map = serve([xyz(path)], {}, path === 'slow' ? 300 : undefined);
    expect(await refusal(map.tile(TILE))).toBe(code);
    expect((await map.sources(true)).sources[0]?.fault?.code).toBe(code);
    expect(map.storeUsage().bytes).toBe(0);
  });

  it('say where a source has nothing', async () => {
    expect((await serve([xyz('none')]).tile(TILE)).file).toBeNull();
  });

  it('find the tiles of a WMTS layer in its capabilities, by the name of each matrix', async () => {
    const wmts = { id: 'a', name: 'W', kind: 'wmts', url: `${server.url}/caps`, layer: 'roads' };
    expect((await serve([wmts]).tile(TILE)).file?.type).toBe('image/png');
    expect(server.asked).toEqual(['/caps', '/w/roads/normal/EPSG3857/L3/2/6.png']);
    expect(await refusal(serve([{ ...wmts, layer: 'cellars' }]).tile(TILE))).toBe('MPS0009');
    expect(await refusal(serve([{ ...wmts, matrixSet: 'polar' }]).tile(TILE))).toBe('MPS0009');
  });

  it('read PMTiles from a file, pictures and vectors', async () => {
    const file = join(folder, 'city.pmtiles');
    writeFileSync(
      file,
      writePmtiles(
        [
          { ...TILE, bytes: GREEN },
          { z: 0, x: 0, y: 0, bytes: GREEN },
        ],
        2,
      ),
    );
    const map = serve([{ id: 'a', name: 'P', kind: 'pmtiles', url: file }]);
    expect((await map.tile(TILE)).file?.size).toBe(GREEN.length);
    expect((await map.tile({ ...TILE, x: 0 })).file).toBeNull();
    writeFileSync(file, writePmtiles([{ ...TILE, bytes: Uint8Array.of(26, 0) }], 1));
    const vectors = serve([{ id: 'a', name: 'P', kind: 'pmtiles', url: file }]);
    expect((await vectors.sources(true)).sources[0]?.isVector).toBe(true);
    expect((await vectors.tile(TILE)).file?.type).toBe('application/vnd.mapbox-vector-tile');
    writeFileSync(file, 'no tiles at all');
    const broken = serve([{ id: 'a', name: 'P', kind: 'pmtiles', url: file }]);
    expect((await broken.sources(true)).sources[0]?.fault?.code).toBe('MPS0010');
    expect(await refusal(broken.tile(TILE))).toBe('MPS0010');
  });

  it('give up what nobody has looked at for longest once the store is full', async () => {
    const store = createTileStore(db, clock);
    const bytes = new Uint8Array(10_000);
    const id = (x: number) => ({ owner: 'o', z: 1, x, y: 0 });
    store.setLimit(50_000);
    for (const x of [0, 1, 2, 3]) {
      store.put(id(x), { type: 'image/png', bytes, fetchedAt: clock.now() });
      clock.advance(3_600_000);
    }
    expect(store.get(id(0))?.bytes).toHaveLength(10_000);
    store.put(id(4), { type: 'image/png', bytes, fetchedAt: clock.now() });
    expect([0, 1, 2, 3, 4].map((x) => store.get(id(x)) !== undefined)).toEqual([true, false, true, true, true]);
    expect(store.usage().bytes).toBeLessThanOrEqual(50_000);
    expect(createTileStore(db, clock).usage().bytes).toBe(store.usage().bytes);
  });

  it('are saved whole, refused by field, and not over the change of another', async () => {
    const map = serve([]);
    const { revision } = await map.sources(true);
    expect(await refusal(map.save({ revision, file: { sources: [{ ...xyz('t'), opacity: 2 }] } }))).toBe('MPS0001');
    expect(await refusal(map.save({ revision, file: { sources: [{ ...xyz('t'), url: 'file:///etc' }] } }))).toBe(
      'MPS0001',
    );
    const saved = await map.save({ revision, file: { sources: [xyz('t')] } });
    expect(saved.sources[0]).toMatchObject({ id: 'a', opacity: 1, system: 'wgs84' });
    expect(await refusal(map.save({ revision, file: { sources: [] } }))).toBe('MPS0002');
    expect(JSON.parse(readFileSync(join(folder, 'map.json'), 'utf8'))).toMatchObject({ version: 1 });
    expect((await map.sources(false)).sources[0]?.url).toBe('');
  });

  it('do not keep the console from starting with a file that cannot be used', async () => {
    writeFileSync(join(folder, 'map.json'), '{ nonsense');
    const map = createMapService({ clock, file: join(folder, 'map.json'), store: createTileStore(db, clock) });
    const { fault, revision } = await map.sources(true);
    expect(fault?.code).toBe('MPS0001');
    expect((await map.save({ revision, file: { sources: [] } })).fault).toBeUndefined();
  });

  it('remark on a provider that publishes in other coordinates', async () => {
    const amap = { ...xyz('t'), url: 'https://webrd0{1-4}.is.autonavi.com/tile?x={x}&y={y}&z={z}' };
    expect((await serve([amap]).sources(true)).sources[0]?.fault?.code).toBe('MPS0011');
    expect((await serve([{ ...amap, system: 'gcj02' }]).sources(true)).sources[0]?.fault).toBeUndefined();
  });
});

const capabilities = (url: string): string => `<?xml version="1.0"?>
<Capabilities xmlns:ows="http://www.opengis.net/ows/1.1"><Contents>
<Layer><ows:Identifier>air</ows:Identifier><TileMatrixSetLink><TileMatrixSet>polar</TileMatrixSet></TileMatrixSetLink></Layer>
<Layer><ows:Title>Roads</ows:Title><ows:Identifier>roads</ows:Identifier>
<Style isDefault="true"><ows:Identifier>normal</ows:Identifier></Style><Format>image/png</Format>
<TileMatrixSetLink><TileMatrixSet>polar</TileMatrixSet></TileMatrixSetLink>
<TileMatrixSetLink><TileMatrixSet>EPSG3857</TileMatrixSet></TileMatrixSetLink>
<ResourceURL format="image/png" resourceType="tile"
 template="${url}/w/roads/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"/></Layer>
<TileMatrixSet><ows:Identifier>polar</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::3031</ows:SupportedCRS></TileMatrixSet>
<TileMatrixSet><ows:Identifier>EPSG3857</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS>
${[0, 1, 2, 3].map((z) => `<TileMatrix><ows:Identifier>L${String(z)}</ows:Identifier><ScaleDenominator>${String(559_082_264.028_717_8 / 2 ** z)}</ScaleDenominator><TileWidth>256</TileWidth></TileMatrix>`).join('')}
</TileMatrixSet></Contents></Capabilities>`;
