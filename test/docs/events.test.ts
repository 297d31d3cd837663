import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { print } from 'graphql';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { App } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { encodeCursor } from '../../src/lib/page.ts';
import { createLogger } from '../../src/logger.ts';
import { COMPLETE, CREATE_WEBHOOK } from '../support/documents.ts';
import { codeBlocksOf, readPage } from '../support/markdown.ts';
import { root } from '../support/source-file.ts';
import { ADMIN_KEY } from '../support/test-app.ts';

const programs = codeBlocksOf(readPage('docs/events.md')).flatMap(({ language, code }) =>
  language === 'js' ? [code] : [],
);

/** The one program of the page that imports that package. */
function programWith(name: string): string {
  const found = programs.filter((code) => code.includes(`from '${name}'`));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}

/** Runs a program as it stands on the page, and gives what it prints, line by line. */
function run(code: string, env: Record<string, string>): AsyncIterator<string> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'], ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
}

/** Servers on one store, which take turns at one port. */
function openStore() {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-docs-'));
  const apps: App[] = [];
  onTestFinished(async () => {
    for (const app of apps) await app.close();
    rmSync(folder, { recursive: true });
  });
  return async (port: number, onLog: (text: string) => void = () => undefined): Promise<App> => {
    const destination = { write: (line: string) => onLog((JSON.parse(line) as { msg: string }).msg) };
    const config = loadConfig({
      PORT: String(port),
      STORE_URL: `sqlite:${join(folder, 'store.db')}`,
      TOLLGATE_ADMIN_KEY: ADMIN_KEY,
      WEBHOOK_ALLOW_PRIVATE: 'true',
      WEBHOOK_RETRY_INITIAL_MS: '50',
    });
    const logger = createLogger({ log: { level: 'info', format: 'json' }, secrets: [], destination });
    const app = await createApp(config, { logger });
    apps.push(app);
    return app;
  };
}

async function ask<Data>(app: App, query: string, input: object): Promise<Data> {
  const response = await app.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` },
      body: JSON.stringify({ query, variables: { input } }),
    }),
  );
  return ((await response.json()) as { data: Data }).data;
}

async function call(app: App, operationId: string): Promise<void> {
  await ask(app, print(COMPLETE), { prompt: 'Hello', operationId, model: 'sandbox-fill' });
}

test.each(['graphql-ws', 'graphql-sse'])(
  'the client on %s goes on after the server was away, with nothing missing and nothing twice',
  { timeout: 120_000 },
  async (name) => {
    const start = openStore();
    const log = new EventEmitter();
    const first = await start(0, (text) => log.emit(text));
    const { port } = await first.listen();
    const code = programWith(name).replace('127.0.0.1:4000', `127.0.0.1:${port}`);
    const opened = once(log, 'subscription opened');
    const lines = run(code, { TOLLGATE_ADMIN_KEY: ADMIN_KEY });
    const seen: { cursor: string; operationId: string }[] = [];
    const take = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1)
        seen.push(JSON.parse(String((await lines.next()).value)) as (typeof seen)[number]);
    };

    await opened;
    // where the subscription begins was asked of the store before this
    await ask(first, '{ events(last: 1) { edges { cursor } } }', {});
    await call(first, 'before');
    await take(2);
    await first.close();
    // another instance goes on, which the client doesn't reach
    const elsewhere = await start(0);
    await call(elsewhere, 'meanwhile');
    const second = await start(port);
    await second.listen();
    await take(2);
    await call(second, 'after');
    await take(2);

    expect(seen.map(({ operationId }) => operationId)).toEqual(
      ['before', 'meanwhile', 'after'].flatMap((id) => [id, id]),
    );
    expect(seen.map(({ cursor }) => cursor)).toEqual(seen.map((_, index) => encodeCursor([index + 1])));
  },
);

test('the receiver takes what Tollgate has signed and nothing else', { timeout: 120_000 }, async () => {
  const start = openStore();
  const app = await start(0);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const { createWebhook } = await ask<{ createWebhook: { secret: string } }>(app, print(CREATE_WEBHOOK), {
    url,
    topics: ['openai.model.call_completed'],
  });
  const code = programWith('standardwebhooks').replace('listen(5000)', `listen(${port})`);
  const lines = run(code, { WEBHOOK_SECRET: createWebhook.secret });
  await call(app, 'told');
  const { value } = await lines.next();
  expect(value).toMatch(/^openai\.model\.call_completed \{.*"operationId":"told"/);
  const forged = await fetch(url, {
    method: 'POST',
    headers: { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,nothing' },
    body: '{}',
  });
  expect(forged.status).toBe(400);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
