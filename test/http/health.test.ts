import { expect, test } from 'vitest';
import { startHttpServer } from '../support/http-server.ts';
import type { HttpTestServer } from '../support/http-server.ts';

async function probe(server: HttpTestServer, path: string): Promise<{ status: number; body: unknown }> {
  const answer = await server.fetch(new Request(new URL(path, server.url)));
  return { status: answer.status, body: await answer.json() };
}

test('a server that works is live and ready, and says whether the sandbox answers', async () => {
  const server = await startHttpServer({ sandbox: true, version: '1.2.3' });
  expect(await probe(server, '/health/live')).toEqual({ status: 200, body: { status: 'ok' } });
  expect(await probe(server, '/health/ready')).toEqual({
    status: 200,
    body: { status: 'ready', sandbox: true, version: '1.2.3' },
  });
});

test('a server whose store fails is live but not ready, and says why', async () => {
  const server = await startHttpServer({
    checkStore: async () => Promise.reject(new Error('The disk is full.')),
  });
  expect((await probe(server, '/health/live')).status).toBe(200);
  expect(await probe(server, '/health/ready')).toEqual({
    status: 503,
    body: { status: 'unavailable', reason: 'The disk is full.' },
  });
});

test('a store that does not answer makes the server not ready after a while', async () => {
  const server = await startHttpServer({ checkStore: () => new Promise(() => undefined) });
  expect(await probe(server, '/health/ready')).toMatchObject({
    status: 503,
    body: { reason: expect.stringContaining('1.5 seconds') as string },
  });
});

test('many probes at once cost the store one write', async () => {
  let checks = 0;
  const server = await startHttpServer({
    async checkStore() {
      checks += 1;
    },
  });
  const answers = await Promise.all(Array.from({ length: 50 }, () => probe(server, '/health/ready')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  // another one where the answers took longer than a check is good for
  expect(checks).toBeLessThan(25);
});

test('a server whose store fails and comes back is not ready in between', async () => {
  let failure: Error | null = null;
  const server = await startHttpServer({
    async checkStore() {
      if (failure !== null) throw failure;
    },
  });
  const becomes = (status: number) =>
    expect
      .poll(async () => (await probe(server, '/health/ready')).status, { interval: 50, timeout: 2_000 })
      .toBe(status);
  await becomes(200);
  failure = new Error('The disk is full.');
  await becomes(503);
  failure = null;
  await becomes(200);
});

test('a server that stops is not ready any more', async () => {
  const server = await startHttpServer();
  await server.close();
  expect(await probe(server, '/health/ready')).toEqual({
    status: 503,
    body: { status: 'unavailable', reason: 'The server is stopping.' },
  });
});

test('probes are debug lines in the log', async () => {
  const server = await startHttpServer();
  await fetch(new URL('/health/live', server.url));
  expect(server.lines.find(({ msg }) => msg === 'request')).toMatchObject({ level: 'debug', status: 200 });
});
