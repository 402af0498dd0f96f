/** Files of the history's threads, and their names when the core is bundled. */
const WORKERS = {
  history: ['./worker.ts', './history-worker.mjs'],
  export: ['./export-worker.ts', './history-export-worker.mjs'],
} as const;

/** Where a worker is: beside this file when the core runs from source, beside the core's own when it is bundled. */
export function historyWorkerUrl(worker: keyof typeof WORKERS, from: string = import.meta.url): URL {
  const [source, bundled] = WORKERS[worker];
  return new URL(from.endsWith('.ts') ? source : bundled, from);
}
