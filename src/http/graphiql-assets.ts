import { once } from 'node:events';
import { startWorkerThread, workerUrl } from '../lib/worker-thread.ts';

/** A file of GraphiQL, compressed. */
export interface GraphiqlAsset {
  name: string;
  /** Media type. */
  type: string;
  etag: string;
  gzip: Uint8Array;
}

/** What can be asked for. That anything else doesn't exist is said without the work of preparing them. */
const NAMES = ['graphiql.js', 'graphiql.css', 'editor.worker.js', 'json.worker.js', 'graphql.worker.js'];

export function isGraphiqlAsset(name: string): boolean {
  return NAMES.includes(name);
}

/** The files of GraphiQL by name; the first call prepares them, the others get the same. */
export function createGraphiqlAssets(): () => Promise<ReadonlyMap<string, GraphiqlAsset>> {
  let loading: Promise<ReadonlyMap<string, GraphiqlAsset>> | null = null;
  return async () => {
    loading ??= loadAssets();
    try {
      return await loading;
    } catch (error) {
      loading = null;
      throw error;
    }
  };
}

async function loadAssets(): Promise<ReadonlyMap<string, GraphiqlAsset>> {
  const worker = startWorkerThread(workerUrl('graphiql-assets-worker', import.meta.url));
  // nobody shall wait at the end of the process for a page
  worker.unref();
  const [assets] = (await once(worker, 'message')) as [GraphiqlAsset[]];
  return new Map(assets.map((asset) => [asset.name, asset]));
}
