import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** What Node 16 lacks as globals and the packages of the core expect. Only for the tests' core: the product's runs on today's Node. */
const NODE_16 = `
const { ReadableStream, WritableStream, TransformStream } = require('node:stream/web');
for (const [name, value] of Object.entries({ ReadableStream, WritableStream, TransformStream })) globalThis[name] ??= value;
globalThis.structuredClone ??= (value) => require('node:v8').deserialize(require('node:v8').serialize(value));
globalThis.Blob ??= require('node:buffer').Blob;
for (const name of ['File', 'FormData', 'Headers', 'Response', 'Request']) globalThis[name] ??= class {};
globalThis.crypto ??= require('node:crypto').webcrypto;
`;

/** Bundles a test's module as one CommonJS file that a utilityProcess of Electron 22 runs. Gives its path. */
export async function bundleCore(entry: string, outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node16.17',
      minify: false,
      rolldownOptions: {
        input: { core: join(here, entry) },
        external: ['bufferutil', 'utf-8-validate'],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false, banner: NODE_16 },
      },
    },
  });
  return join(outDir, 'core.cjs');
}

/** Bundles a test's module for the pages of Electron 22. Gives its file name in `outDir`. */
export async function bundlePage(entry: string, outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      target: 'chrome108',
      modulePreload: false,
      rolldownOptions: {
        input: { page: join(here, entry) },
        output: { entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  });
  return 'page.js';
}
