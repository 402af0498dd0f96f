import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
const outDir = join(root, 'out/core');

/** Programs of an installed console: what a checkout runs from TypeScript. Their names are used by electron/main and by the worker supervisor. */
const PROGRAMS = {
  node: 'electron/core/entry/node.ts',
  utility: 'electron/core/entry/utility.ts',
  hub: 'electron/hub/entry/hub.ts',
  city: 'electron/city/entry/city.ts',
  'opcua-worker': 'electron/core/ingest/opcua/worker.ts',
  'modbus-worker': 'electron/core/ingest/modbus/worker.ts',
  'history-worker': 'electron/core/historian/worker.ts',
  'history-export-worker': 'electron/core/historian/export-worker.ts',
  'analysis-worker': 'electron/core/analysis/worker.ts',
  'replay-worker': 'electron/core/ingest/replay/worker.ts',
};

/** Native, or too large and too fond of their own files to be bundled: they stay packages of the app. */
const EXTERNAL = ['better-sqlite3', 'node-opcua', 'epanet-js'];
/** Speed-ups of ws that it works without; nobody installs them here. */
const ABSENT = ['bufferutil', 'utf-8-validate'];

/** The city reads its scenarios beside its own file. */
function copyScenarios(): Plugin {
  const from = join(root, 'electron/city/scenario/files');
  return {
    name: 'heatline:copy-scenarios',
    closeBundle() {
      mkdirSync(join(outDir, 'files'), { recursive: true });
      for (const file of readdirSync(from)) copyFileSync(join(from, file), join(outDir, 'files', file));
    },
  };
}

export default defineConfig({
  publicDir: false,
  plugins: [copyScenarios()],
  ssr: { noExternal: true, external: EXTERNAL },
  build: {
    ssr: true,
    outDir,
    target: 'node22',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      external: [...EXTERNAL, ...ABSENT],
      input: Object.fromEntries(Object.entries(PROGRAMS).map(([name, entry]) => [name, join(root, entry)])),
      // Chunks lie beside the programs: what looks for a file "beside its own" finds it from either.
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunk-[name]-[hash].mjs' },
    },
  },
});
