import { gunzipSync } from 'node:zlib';
import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { graphiqlExamples } from '../../src/http/graphiql-examples.ts';
import { startHttpServer } from '../support/http-server.ts';
import { testAuthenticator } from '../support/test-authenticator.ts';

const asPage = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** What the page loads, as absolute paths or URLs. */
function sourcesOf(html: string): string[] {
  return [...html.matchAll(/\s(?:src|href)="([^"]*)"/g)]
    .map((match) => match[1] ?? '')
    .filter((source) => !source.startsWith('data:'));
}

describe('the page at /graphql', () => {
  test('loads everything from this server and nothing else', async () => {
    const server = await startHttpServer();
    const answer = await fetch(server.url, { headers: asPage });
    const html = await answer.text();
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(html).toContain('<title>Tollgate</title>');
    expect(html).not.toMatch(/(src|href)="?(https?:)?\/\//);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
    const sources = sourcesOf(html);
    expect(sources.length).toBeGreaterThanOrEqual(3);
    for (const source of sources) {
      const asset = await fetch(new URL(source, server.url));
      expect([source, asset.status]).toEqual([source, 200]);
      expect((await asset.text()).length).toBeGreaterThan(100);
    }
  });

  test('is sent to browsers only', async () => {
    const server = await startHttpServer();
    const answer = await fetch(server.url, { headers: { accept: 'application/json' } });
    expect(answer.status).toBe(401);
  });

  test('is where the address without a path leads', async () => {
    const server = await startHttpServer();
    const answer = await fetch(new URL('/', server.url), { headers: asPage, redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/graphql']);
  });

  test.each([
    [true, false],
    [false, true],
  ])('in open mode: %s, it asks for a key: %s', async (open, asks) => {
    const server = await startHttpServer({ open, authenticator: testAuthenticator({ open }) });
    const script = await (await fetch(new URL('/graphql/graphiql/start.js', server.url))).text();
    expect(script.includes('Bearer <admin key>')).toBe(asks);
  });
});

describe('a file of GraphiQL', () => {
  test('is compressed, and is not sent again to a browser that has it', async () => {
    const server = await startHttpServer();
    const url = new URL('/graphql/graphiql/graphql.worker.js', server.url);
    const first = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
    expect(first.headers.get('content-encoding')).toBe('gzip');
    const etag = first.headers.get('etag') ?? '';
    const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBe(null);
    expect(await plain.text()).toBe(await first.text());
    const again = await fetch(url, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  test('has a length that says how much is sent', async () => {
    const server = await startHttpServer();
    const answer = await server.fetch(
      new Request(new URL('/graphql/graphiql/graphiql.css', server.url), {
        headers: { 'accept-encoding': 'gzip' },
      }),
    );
    expect(gunzipSync(new Uint8Array(await answer.arrayBuffer())).length).toBeGreaterThan(100_000);
  });

  test.each(['/graphql/graphiql/none.js', '/graphql/graphiql/', '/graphql/graphiql/../../package.json'])(
    '%s does not exist',
    async (path) => {
      const server = await startHttpServer();
      expect((await server.fetch(new Request(new URL(path, server.url)))).status).toBe(404);
    },
  );
});

test.each(graphiqlExamples.map((example) => [example.slice(0, example.indexOf('\n')), example]))(
  'the example "%s" is valid',
  (_, example) => {
    expect(validate(createSchema(), parse(example))).toEqual([]);
  },
);
