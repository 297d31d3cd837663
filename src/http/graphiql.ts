import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { GraphiQLOptions } from 'graphql-yoga';
import type { Logger } from 'pino';
import { createGraphiqlAssets, isGraphiqlAsset } from './graphiql-assets.ts';
import type { GraphiqlAsset } from './graphiql-assets.ts';
import { graphiqlExamples } from './graphiql-examples.ts';
import type { ServerPlugin } from './exchange.ts';

const PAGE_PATH = '/graphql';
const ASSET_PREFIX = '/graphql/graphiql/';
const START_SCRIPT = 'start.js';
const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
/** A barrier across a road. */
const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Cpath d=%22M2 3h3v12H2zm3 2h10v4H5z%22 fill=%22%23b45309%22/%3E%3Cpath d=%22M8 5l-2 4h2l2-4zm4 0l-2 4h2l2-4z%22 fill=%22%23fff%22/%3E%3C/svg%3E';
/** Everything comes from this server. Monaco, the editor, sets styles from scripts and its fonts from data. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const unzip = promisify(gunzip);

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | null;
}

/** GraphiQL at /graphql for browsers, without anything from another server. In the open mode it sends no key. */
export function useGraphiql({ open, logger }: { open: boolean; logger: Logger }): ServerPlugin {
  const loadAssets = createGraphiqlAssets();
  const startScript = startScriptOf(open);

  async function answerTo(path: string, requestHeaders: Headers): Promise<Answer | null> {
    if (path === '/') return { status: 302, headers: { location: PAGE_PATH }, body: null };
    if (path === PAGE_PATH) return requestHeaders.get('accept')?.includes('text/html') ? PAGE_ANSWER : null;
    if (!path.startsWith(ASSET_PREFIX)) return null;
    const name = path.slice(ASSET_PREFIX.length);
    if (name === START_SCRIPT)
      return { status: 200, headers: { 'content-type': SCRIPT_TYPE }, body: startScript };
    if (!isGraphiqlAsset(name)) return null;
    try {
      const asset = (await loadAssets()).get(name);
      return asset ? await assetAnswer(asset, requestHeaders) : null;
    } catch (error) {
      logger.error({ err: error }, 'the files of GraphiQL could not be loaded');
      return { status: 503, headers: {}, body: null };
    }
  }

  return {
    onRequest(event) {
      const { request, url, fetchAPI } = event;
      if (request.method !== 'GET') return;
      return answerTo(url.pathname, request.headers).then((answer) => {
        if (answer === null) return;
        // revalidated each time, which costs a 304: a new version is seen at once
        const headers = { 'cache-control': 'no-cache', ...answer.headers };
        event.endResponse(
          new fetchAPI.Response(answer.body as BodyInit | null, { status: answer.status, headers }),
        );
      });
    },
  };
}

async function assetAnswer({ type, etag, gzip }: GraphiqlAsset, requestHeaders: Headers): Promise<Answer> {
  const headers = { etag, vary: 'accept-encoding' };
  if (requestHeaders.get('if-none-match')?.includes(etag)) return { status: 304, headers, body: null };
  const typed = { ...headers, 'content-type': type };
  if (!/\bgzip\b/.test(requestHeaders.get('accept-encoding') ?? ''))
    return { status: 200, headers: typed, body: await unzip(gzip) };
  return { status: 200, headers: { ...typed, 'content-encoding': 'gzip' }, body: gzip };
}

/** Starts the editor in its workers and the page. The key isn't kept by the browser unless that is switched on in the page. */
function startScriptOf(open: boolean): string {
  const headers = open ? null : JSON.stringify({ Authorization: 'Bearer <admin key>' });
  const options: GraphiQLOptions = {
    title: 'Tollgate',
    defaultTabs: graphiqlExamples.map((query) => ({ query, headers })),
    ...(headers !== null && { defaultHeaders: headers, defaultEditorToolsVisibility: 'headers' }),
    subscriptionsProtocol: 'SSE',
    // it would subscribe by GET
    method: 'POST',
  };
  return `self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_, label) => '${ASSET_PREFIX}' + (label === 'editorWorkerService' ? 'editor' : label) + '.worker.js',
};
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), ${JSON.stringify(options)});
`;
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Tollgate</title>
    <link rel="icon" href="${ICON}" />
    <link rel="stylesheet" href="${ASSET_PREFIX}graphiql.css" />
  </head>
  <body id="body" class="no-focus-outline">
    <noscript>You need to enable JavaScript to run this app.</noscript>
    <div id="root"></div>
    <script src="${ASSET_PREFIX}graphiql.js" defer></script>
    <script src="${ASSET_PREFIX}${START_SCRIPT}" defer></script>
  </body>
</html>
`;

const PAGE_ANSWER: Answer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CONTENT_SECURITY_POLICY },
  body: PAGE,
};
