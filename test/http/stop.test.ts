import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { createClient as createSseClient } from 'graphql-sse';
import { expect, test } from 'vitest';
import { connect, KEY, startHttpServer } from '../support/http-server.ts';

const FOREVER = { query: 'subscription { forever }' };

test('subscriptions over SSE are completed when the server stops', async () => {
  const server = await startHttpServer();
  const answer = await server.post(FOREVER, { authorization: `Bearer ${KEY}`, accept: 'text/event-stream' });
  const left = once(server.events, 'left');
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('hello')) text += (await reader.read()).value ?? '';
  await server.close();
  for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
  expect(text).toMatch(/event: complete\ndata:\n\n$/);
  await left;
});

test('an SSE client sees the end of its subscription and no error', async () => {
  const server = await startHttpServer();
  const client = createSseClient({
    url: server.url,
    headers: { authorization: `Bearer ${KEY}` },
    retryAttempts: 0,
  });
  const events = client.iterate(FOREVER);
  expect((await events.next()).value).toEqual({ data: { forever: 'hello' } });
  const end = events.next();
  await server.close();
  expect(await end).toEqual({ done: true, value: undefined });
});

test('subscriptions over a WebSocket are completed, then it is closed with 1001', async () => {
  const server = await startHttpServer();
  let closed: CloseEvent | undefined;
  const client = connect(server, { on: { closed: (event) => (closed = event as CloseEvent) } });
  const events = client.iterate(FOREVER);
  expect((await events.next()).value).toEqual({ data: { forever: 'hello' } });
  const end = events.next();
  await server.close();
  expect(await end).toEqual({ done: true, value: undefined });
  expect([closed?.code, closed?.reason]).toEqual([1001, 'server is stopping']);
});

test('operations that are running are answered before the server stops, over HTTP and WebSocket', async () => {
  const server = await startHttpServer();
  const client = connect(server);
  const answers = [];
  for (const send of [
    async () => (await server.post({ query: '{ wait }' })).json(),
    async () => (await client.iterate({ query: '{ wait }' }).next()).value as unknown,
  ]) {
    const waiting = once(server.events, 'waiting');
    answers.push(send());
    await waiting;
  }
  const closing = server.close();
  server.events.emit('go');
  expect(await Promise.all(answers)).toEqual([{ data: { wait: 'done' } }, { data: { wait: 'done' } }]);
  await closing;
});

test('an operation that outlives the grace time is cut off', async () => {
  const server = await startHttpServer({ shutdownGraceMs: 50 });
  const waiting = once(server.events, 'waiting');
  const answer = server.post({ query: '{ wait }' });
  await waiting;
  await Promise.all([expect(answer).rejects.toThrow(), server.close()]);
  server.events.emit('go');
});

test('idle connections do not hold up the end, and the port is free afterwards', async () => {
  const server = await startHttpServer();
  const agent = new Agent({ keepAlive: true });
  const [answer] = await once(get({ agent, port: server.port, path: '/health/live' }), 'response');
  (answer as NodeJS.ReadableStream).resume();
  await once(answer as NodeJS.ReadableStream, 'end');
  const silent = connectTcp(server.port, '127.0.0.1');
  await once(silent, 'connect');
  await new Promise((resolve) => connect(server, { lazy: false, on: { connected: resolve } }));
  await server.close();
  const refused = connectTcp(server.port, '127.0.0.1');
  const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
  agent.destroy();
});

test('stopping twice is stopping once', async () => {
  const server = await startHttpServer();
  await Promise.all([server.close(), server.close()]);
  await server.close();
});

test('a taken port is said by its code', async () => {
  const server = await startHttpServer();
  await expect(startHttpServer({ port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('an operation under way over a WebSocket whose client is gone does not hold up the end', async () => {
  const server = await startHttpServer();
  const client = connect(server);
  const events = client.iterate(FOREVER);
  await events.next();
  const left = once(server.events, 'left');
  client.terminate();
  await left;
  await server.close();
});
