import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import gcoord from 'gcoord';
import { fromLocalM, type LonLat } from '#shared/lib/geo.ts';
import { writePmtiles } from '#tests/support/pmtiles-writer.ts';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { writeVectorTile } from '#tests/support/vector-tile-writer.ts';
import { goTo, look, openMap, scaleOf, tellCrew } from '../map-eyes.ts';
import { openWindow, signOn } from '../pages.ts';

const ZOOM = 12;
const TILES = 2 ** ZOOM;
const EXTENT = 4_096;
/** West of the city, where the map itself shows nothing. */
const NAMED: LonLat = [126.4, 45.75];
const NAME = '望江新村';
/** Half the side of the water that lies round the name, m. */
const WATER_M = 160;
/** A crew that the map is brought to, beside it. */
const CREW_AT = fromLocalM(NAMED, 320, 0);
/** The token for water at night. */
const WATER = [0x1a, 0x25, 0x30];

/** A place of WGS84 as a file in GCJ-02 has it: its tile of Web Mercator, and where in it. */
function inFile(at: LonLat) {
  const [lon = 0, lat = 0] = gcoord.transform([...at], gcoord.WGS84, gcoord.GCJ02);
  const x = ((lon + 180) / 360) * TILES;
  const y = ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * TILES;
  const [tileX, tileY] = [Math.floor(x), Math.floor(y)];
  const spot = [Math.round((x - tileX) * EXTENT), Math.round((y - tileY) * EXTENT)] as const;
  return { tile: { z: ZOOM, x: tileX, y: tileY }, spot };
}

function fileOfOneVillage(): Uint8Array {
  const corner = (east: number, north: number) => inFile(fromLocalM(NAMED, east * WATER_M, north * WATER_M)).spot;
  const { tile, spot } = inFile(NAMED);
  const bytes = writeVectorTile([
    { layer: 'water', kind: 'area', places: [corner(-1, 1), corner(1, 1), corner(1, -1), corner(-1, -1)] },
    { layer: 'place', kind: 'point', places: [spot], properties: { name: NAME, class: 'village' } },
  ]);
  return writePmtiles([{ ...tile, bytes }], 1);
}

test.describe('names of vector maps', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 20 });
  });
  test.afterAll(() => stack.stop());

  test('of a PMTiles file in GCJ-02 stand in their place', async ({ context }) => {
    const file = join(stack.data, 'village.pmtiles');
    writeFileSync(file, fileOfOneVillage());
    await tellCrew(stack, { id: 'VN-1', name: '地名试验队' }, [{ at: CREW_AT, atMs: Date.now() }]);
    const settings = await openWindow(context, stack, 'settings');
    await signOn(settings, 'lead-1');
    await settings.getByTestId('section-map').click();
    await settings.getByTestId('map-source-add').click();
    await settings.getByTestId('map-source-kind').selectOption('pmtiles');
    await settings.getByTestId('map-source-url').fill(file);
    await settings.getByLabel('坐标系').selectOption('gcj02');
    await settings.getByLabel('最大级别').fill(String(ZOOM));
    await settings.getByTestId('map-sources-save').click();
    await expect(settings.getByTestId('map-sources-save')).toBeDisabled();

    const page = await openMap(context, stack);
    await goTo(page, '地名试验队');
    await expect(async () => {
      const scale = await scaleOf(page);
      const at = (east: number, north: number) => scale(fromLocalM(NAMED, east, north));
      const middleOf = (seen: readonly number[] = []) => seen.slice(12, 15);

      // The water has its edges where they are on the ground, to within 12 m.
      const [inside, outside] = [WATER_M - 12, WATER_M + 12];
      const edges = (m: number) => look(page, [at(m, 0), at(-m, 0), at(0, m), at(0, -m)]);
      expect((await edges(inside)).map(middleOf)).toEqual([WATER, WATER, WATER, WATER]);
      for (const seen of await edges(outside)) expect(middleOf(seen)).not.toEqual(WATER);

      // The name is what is bright on it, and its middle lies where the village is.
      const [x, y] = at(0, 0);
      const [reachX, reachY] = [60, 30];
      const places = Array.from({ length: (2 * reachX + 1) * (2 * reachY + 1) }, (_, k) => {
        const [column, row] = [k % (2 * reachX + 1), Math.floor(k / (2 * reachX + 1))];
        return [Math.round(x) + column - reachX, Math.round(y) + row - reachY] as const;
      });
      const seen = await look(page, places);
      const bright = places.filter((_, k) => Math.max(...middleOf(seen[k])) > 0x60);
      expect(bright.length).toBeGreaterThan(100);
      const columns = bright.map(([column]) => column - x);
      const rows = bright.map(([, row]) => row - y);
      expect(Math.max(...columns) - Math.min(...columns)).toBeGreaterThan(36);
      expect(Math.abs((Math.max(...columns) + Math.min(...columns)) / 2)).toBeLessThan(4);
      expect(Math.abs((Math.max(...rows) + Math.min(...rows)) / 2)).toBeLessThan(4);
    }).toPass({ timeout: 120_000 });
    await page.screenshot({ path: test.info().outputPath('village.png') });
  });
});
