import { expect, it, vi } from 'vitest';
import { createGlyphFonts } from './glyph-fonts.ts';

it('asks for each character once, and says when it is there', async () => {
  const load = vi.fn(() => Promise.resolve([]));
  const onLoaded = vi.fn();
  const glyphs = createGlyphFonts({ load }, '13px Family', onLoaded);
  await glyphs.need(['东岭站', '星岭站']);
  expect(load.mock.calls).toEqual([['13px Family', '东岭站星']]);
  await glyphs.need(['东站']);
  expect(load).toHaveBeenCalledTimes(1);
  await glyphs.need(['东绣站']);
  expect(load.mock.lastCall).toEqual(['13px Family', '绣']);
  expect(onLoaded).toHaveBeenCalledTimes(2);
});

it('asks again for what did not come', async () => {
  const load = vi.fn<(font: string, text?: string) => Promise<FontFace[]>>();
  load.mockRejectedValueOnce(new Error('network')).mockResolvedValue([]);
  const onLoaded = vi.fn();
  const glyphs = createGlyphFonts({ load }, '13px Family', onLoaded);
  await glyphs.need(['站']);
  expect(onLoaded).not.toHaveBeenCalled();
  await glyphs.need(['站']);
  expect(load).toHaveBeenCalledTimes(2);
  expect(onLoaded).toHaveBeenCalledTimes(1);
});
