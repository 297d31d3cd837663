import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { KEY, startHttpServer } from '../support/http-server.ts';
import type { HttpTestServer } from '../support/http-server.ts';

const LIMIT = 10_000;

function bodyOf(bytes: number): string {
  const frame = JSON.stringify({
    query: 'mutation ($text: String!) { echo(text: $text) }',
    variables: { text: '' },
  });
  return frame.replace('"text":""', `"text":"${'x'.repeat(bytes - frame.length)}"`);
}

/** Sends the chunks without a content-length; the answer may come before the last one has left. */
async function sendChunks(
  server: HttpTestServer,
  chunks: Iterable<string>,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    const sent = request(server.url, { method: 'POST', headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (text: string) => (body += text));
      answer.on('end', () => {
        sent.destroy();
        resolve({ status: answer.statusCode ?? 0, body });
      });
    });
    sent.on('error', reject);
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
  });
}

describe('a body', () => {
  test('of exactly the limit is taken', async () => {
    const server = await startHttpServer();
    const answer = await server.fetch(
      new Request(server.url, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
        body: bodyOf(LIMIT),
      }),
    );
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { data: { echo: string } }).data.echo).toMatch(/^x+$/);
  });

  test('above the limit is refused by its length, and the refusal states the limit', async () => {
    const server = await startHttpServer();
    const answer = await server.post({ query: '{ role }', variables: { text: 'x'.repeat(5_000_000) } });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({
      errors: [
        { message: expect.stringContaining('10000 bytes') as string, extensions: { code: 'BODY_TOO_LARGE' } },
      ],
    });
  });

  test('above the limit is refused while it arrives in chunks', async () => {
    const server = await startHttpServer();
    const text = bodyOf(500_000);
    const chunks = text.match(/.{1,50000}/g) ?? [];
    const { status, body } = await sendChunks(server, chunks);
    expect(status).toBe(413);
    expect(body).toContain('BODY_TOO_LARGE');
  });

  test('below the limit is taken in chunks that cut characters', async () => {
    const server = await startHttpServer();
    const text = JSON.stringify({ query: 'mutation { echo(text: "Grüße 🦆") }' });
    const bytes = Buffer.from(text);
    const { body } = await new Promise<{ body: string }>((resolve, reject) => {
      const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
      const sent = request(server.url, { method: 'POST', headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => resolve({ body: Buffer.concat(parts).toString() }));
      });
      sent.on('error', reject);
      for (const byte of bytes) sent.write(Buffer.of(byte));
      sent.end();
    });
    expect(JSON.parse(body)).toEqual({ data: { echo: 'Grüße 🦆' } });
  });

  test('above the limit is refused without a socket too', async () => {
    const server = await startHttpServer();
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(4096).fill(120)),
    });
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    // undici asks for it, and the types of Node don't know it
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' };
    const answer = await server.fetch(new Request(server.url, init));
    expect(answer.status).toBe(413);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'of the type "%s" is refused: a page of any site can send it',
    async (type) => {
      const server = await startHttpServer();
      const answer = await server.post(
        { query: '{ role }' },
        { authorization: `Bearer ${KEY}`, 'content-type': type },
      );
      expect(answer.status).toBe(415);
      expect(await answer.json()).toMatchObject({
        errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }],
      });
    },
  );

  test('that is a document alone is taken as application/graphql', async () => {
    const server = await startHttpServer();
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/graphql; charset=utf-8' };
    const answer = await fetch(server.url, { method: 'POST', headers, body: '{ add(left: 1, right: 2) }' });
    expect(await answer.json()).toEqual({ data: { add: 3 } });
  });
});

test('a WebSocket message above the limit ends the connection with 1009', async () => {
  const server = await startHttpServer();
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws');
  socket.once('open', () => socket.send('x'.repeat(LIMIT + 1)));
  const code = await new Promise((resolve) => socket.once('close', resolve));
  expect(code).toBe(1009);
});
