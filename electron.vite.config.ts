import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';
import { browserslistToTargets } from 'lightningcss';

// The shell is shown on Electron 22 in tests (Node 16.17, Chrome 108), so everything it runs is lowered to that.
const NODE_TARGET = 'node16.17';
const CHROME_TARGET = 'chrome108';

const root = import.meta.dirname;

/** One page a window: every folder of renderer/windows that has an index.html. */
function pages(): Record<string, string> {
  const folder = join(root, 'renderer/windows');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const found = names.map((name) => [name, join(folder, name, 'index.html')] as const);
  return Object.fromEntries(found.filter(([, page]) => existsSync(page)));
}

/** Main and preload are one CommonJS file each, with all they use inside (only `electron` and Node stay outside). */
const commonJs = (entry: string) =>
  ({
    target: NODE_TARGET,
    externalizeDeps: false,
    rolldownOptions: {
      input: { index: resolve(root, entry) },
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  }) as const;

export default defineConfig({
  main: { build: commonJs('electron/main/index.ts') },
  preload: { build: commonJs('electron/preload/index.ts') },
  // Relative addresses: the same files are served under app://heatline/ and by the Node entry over HTTP.
  ...(Object.keys(pages()).length > 0 && {
    renderer: {
      root: join(root, 'renderer'),
      base: './',
      plugins: [vue()],
      css: { transformer: 'lightningcss', lightningcss: { targets: browserslistToTargets(['chrome 108']) } },
      worker: { format: 'es' },
      build: {
        outDir: join(root, 'out/renderer'),
        target: CHROME_TARGET,
        cssTarget: CHROME_TARGET,
        minify: true,
        cssMinify: 'lightningcss',
        assetsInlineLimit: 0,
        rolldownOptions: { input: pages() },
      },
    },
  }),
});
