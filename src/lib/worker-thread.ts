import { Worker } from 'node:worker_threads';
import type { WorkerOptions } from 'node:worker_threads';

/**
 * The URL of the worker file `name` (no extension) beside the module whose `import.meta.url` is given:
 * `.ts` when that module runs from its sources, `.js` when it was built.
 */
export function workerUrl(name: string, moduleUrl: string): URL {
  const extension = new URL(moduleUrl).pathname.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./${name}.${extension}`, moduleUrl);
}

/**
 * Starts a worker from built JavaScript or, in development and tests, from TypeScript sources.
 * Throws what `new Worker` throws; a file that cannot be loaded is an `error` event of the worker.
 */
export function startWorkerThread(url: URL, options: Omit<WorkerOptions, 'eval'> = {}): Worker {
  if (!url.pathname.endsWith('.ts')) return new Worker(url, options);
  // Node takes no .ts file as a worker's entry, so a small script loads it through tsx (a development
  // dependency). tsx is resolved from here, because a script given as text would resolve it from the working
  // directory.
  const tsx = import.meta.resolve('tsx/esm/api');
  const script = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })`;
  return new Worker(script, { execArgv: [], ...options, eval: true });
}
