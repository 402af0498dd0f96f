/** Where the worker is: beside this file when the core runs from source, beside the core's own when it is bundled. */
export function analysisWorkerUrl(from: string = import.meta.url): URL {
  return new URL(from.endsWith('.ts') ? './worker.ts' : './analysis-worker.mjs', from);
}
