import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import {
  css,
  editorWorkerService,
  graphqlWorker,
  js,
  jsonWorker,
} from '@graphql-yoga/render-graphiql/graphiql';
import type { GraphiqlAsset } from './graphiql-assets.ts';

// In a thread of its own: reading and compressing these 9 MB would hold up every call for half a second.
const SCRIPT = 'text/javascript; charset=utf-8';
const files: [name: string, type: string, content: string][] = [
  ['graphiql.js', SCRIPT, js],
  ['graphiql.css', 'text/css; charset=utf-8', css],
  ['editor.worker.js', SCRIPT, editorWorkerService],
  ['json.worker.js', SCRIPT, jsonWorker],
  ['graphql.worker.js', SCRIPT, graphqlWorker],
];

const assets = files.map(([name, type, content]): GraphiqlAsset => {
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return { name, type, etag, gzip: new Uint8Array(gzipSync(content)) };
});
parentPort?.postMessage(
  assets,
  assets.map(({ gzip }) => gzip.buffer as ArrayBuffer),
);
