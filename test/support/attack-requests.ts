import { connect } from 'node:net';
import { Agent, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { CANARY } from './attack-documents.ts';

export interface AttackAnswer {
  status: number;
  body: string;
}

/** A request that must be refused with one of these statuses. */
export interface AttackRequest {
  name: string;
  statuses: readonly number[];
  /** True when the server has to wait before it can answer. */
  isSlow?: true;
  send: (url: URL, key: string) => Promise<AttackAnswer>;
}

const TYPENAME = '{"query":"{ __typename }"}';
const BODY_LIMIT = 10_485_760;

interface RequestParts {
  method?: string;
  path?: string;
  headers?: Record<string, string | string[]>;
  /** Parts are sent one after the other, without a length. */
  body?: string | Buffer | readonly (string | Buffer)[];
}

/** Sends a request and reads the answer, which may come before all of the request has left. */
export async function sendRequest(url: URL, key: string, parts: RequestParts): Promise<AttackAnswer> {
  const { method = 'POST', path, headers = {}, body = '' } = parts;
  // kept open, as by most clients: a refusal can come before all of the body has left
  const agent = new Agent({ keepAlive: true });
  return new Promise((resolve, reject) => {
    const defaults = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
    };
    const sent = request(
      path === undefined ? url : new URL(path, url),
      { method, headers: { ...defaults, ...headers }, agent },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => {
          sent.destroy();
          agent.destroy();
          resolve({ status: answer.statusCode ?? 0, body: text });
        });
      },
    );
    sent.on('error', reject);
    if (typeof body === 'string' || Buffer.isBuffer(body)) sent.end(body);
    else {
      for (const part of body) sent.write(part);
      sent.end();
    }
  });
}

/** Sends bytes as they are and reads until the server closes. */
async function sendBytes(url: URL, bytes: string): Promise<AttackAnswer> {
  const socket = connect(Number(url.port), url.hostname);
  socket.on('error', () => undefined);
  socket.write(bytes);
  let text = '';
  for await (const part of socket) text += String(part);
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), body: text };
}

function attack(name: string, statuses: readonly number[], parts: RequestParts): AttackRequest {
  return { name, statuses, send: (url, key) => sendRequest(url, key, parts) };
}

function raw(name: string, statuses: readonly number[], bytes: (key: string) => string): AttackRequest {
  return { name, statuses, send: (url, key) => sendBytes(url, bytes(key)) };
}

const typed = (type: string, body: string): RequestParts => ({ headers: { 'content-type': type }, body });
const get = (parameters: Record<string, string>): RequestParts => ({
  method: 'GET',
  path: `/graphql?${new URLSearchParams(parameters).toString()}`,
});
const head = (key: string, ...lines: string[]): string =>
  [
    `POST /graphql HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${key}`,
    'Content-Type: application/json',
    ...lines,
    '',
    '',
  ].join('\r\n');
const deep = (levels: number): string =>
  `{"query":"{ __typename }","variables":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`;

/** Bodies, headers and connections that must be refused over HTTP. */
export const ATTACK_REQUESTS: readonly AttackRequest[] = [
  // size
  attack('a body of 10 MB of document', [400], {
    body: JSON.stringify({ query: `{ a(b: "${'x'.repeat(10e6)}") }` }),
  }),
  attack('a body of 10 MB of values', [400], {
    body: `{"query":"{ __typename }","variables":{"a":[1${',1'.repeat(5e6)}]}}`,
  }),
  attack('a prompt of 11 MB in a variable of a good request', [413], {
    body: JSON.stringify({
      query: 'mutation ($input: CompleteInput!) { complete(input: $input) { __typename } }',
      variables: { input: { prompt: 'x'.repeat(11e6) } },
    }),
  }),
  attack('a body of 17 MB', [413], { body: 'x'.repeat(17e6) }),
  attack('a body of 17 MB in parts', [413], { body: Array.from({ length: 17 }, () => 'x'.repeat(1e6)) }),
  attack('a length of 10^15 bytes', [413], { headers: { 'content-length': '1000000000000000' }, body: '{' }),
  attack('a document of 10 MB alone', [400], typed('application/graphql', `{ a(b: "${'x'.repeat(10e6)}") }`)),
  attack('10 MB of opening brackets', [400], { body: '['.repeat(BODY_LIMIT) }),
  attack('variables 1,000,000 levels deep', [400], { body: deep(1e6) }),
  attack('variables 65 levels deep', [400], { body: deep(65) }),
  attack('a batch of two', [400], { body: `[${TYPENAME},${TYPENAME}]` }),
  attack('a batch of 10,000', [400], { body: `[${Array.from({ length: 10_000 }, () => TYPENAME).join()}]` }),
  // types
  attack(
    'a form',
    [415],
    typed('application/x-www-form-urlencoded', `query=${encodeURIComponent(`{ __typename } # ${CANARY}`)}`),
  ),
  attack(
    'a form with parts',
    [415],
    typed(
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${TYPENAME}\r\n--x--\r\n`,
    ),
  ),
  attack('plain text', [415], typed('text/plain', TYPENAME)),
  attack(
    'XML with an entity',
    [415],
    typed('application/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
  ),
  attack('no type', [415], typed('', TYPENAME)),
  attack(
    'a type of 5,000 characters',
    [415],
    typed(`application/${'canary-5f1d93ab'.repeat(300)}`, TYPENAME),
  ),
  attack('a gzip bomb', [415], {
    headers: { 'content-encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(10_000_000)),
  }),
  attack('a deflate bomb', [415], {
    headers: { 'content-encoding': 'deflate' },
    body: gzipSync(Buffer.alloc(1_000_000)),
  }),
  attack('compression in ten layers', [415], {
    headers: { 'content-encoding': 'gzip, gzip, gzip, br, gzip, gzip, gzip, gzip, gzip, gzip' },
    body: 'x',
  }),
  attack('gzip that is not declared', [400], { body: gzipSync(Buffer.from(TYPENAME)) }),
  // JSON
  ...[
    '',
    '{',
    '{"query":',
    `{'query':'${CANARY}'}`,
    '{"query":"{ __typename }",}',
    'NaN',
    'null',
    '123',
    'true',
    `"${CANARY}"`,
    '[]',
    '{}',
    '{"query":null}',
    `{"query":{"a":"${CANARY}"}}`,
    '{"query":["a"]}',
    '{"query":1e999}',
    `{"query":"{ __typename }"}${CANARY}`,
    `{"query":"{ __typename }","${CANARY.repeat(20)}":1}`,
    '{"query":"\\ud800"}',
    '{"query":"\\u0000"}',
    '{"documentId":"x"}',
    `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"${CANARY}"}}}`,
  ].map((body) => attack(`the body ${body.slice(0, 40) || 'of nothing'}`, [400], { body })),
  attack('bytes that are no UTF-8', [400], {
    body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0xaf, 0x22, 0x7d]),
  }),
  attack('UTF-16', [400], { body: Buffer.from(TYPENAME, 'utf16le') }),
  attack('an integer of 1,000,000 digits', [400], {
    body: `{"query":"query ($n: Int) { calls(first: $n) { edges { cursor } } }","variables":{"n":${'9'.repeat(1e6)}}}`,
  }),
  // methods and addresses
  attack(
    'a mutation by GET',
    [405],
    get({ query: 'mutation { cancelCall(operationId: "x") { __typename } }' }),
  ),
  attack('a subscription by GET', [405], get({ query: 'subscription { modelCallEvents { __typename } }' })),
  attack('a broken variable by GET', [400], get({ query: '{ __typename }', variables: `{"a":"${CANARY}` })),
  attack(
    'variables 3,000 levels deep by GET',
    [400],
    get({ query: '{ __typename }', variables: '['.repeat(3_000) }),
  ),
  attack('nothing by GET', [400], get({})),
  attack('null bytes in the address', [400], { method: 'GET', path: '/graphql?query=%00%00' }),
  attack('a broken escape in the address', [400], {
    method: 'GET',
    path: '/graphql?query=%E0%A4%A&variables=%',
  }),
  ...['PUT', 'DELETE', 'PATCH'].map((method) => attack(`the method ${method}`, [405], { method })),
  attack('the method of a proxy', [400, 404, 405], { method: 'PROPFIND' }),
  attack('a path out of the server', [404], {
    method: 'GET',
    path: '/graphql/graphiql/..%2f..%2f..%2fpackage.json',
  }),
  attack('a path of 10,000 characters', [404], { method: 'GET', path: `/${'a/'.repeat(5_000)}` }),
  // headers
  attack('a header of 20,000 characters', [431], {
    headers: { 'x-canary': CANARY.repeat(900) },
    body: TYPENAME,
  }),
  attack('1,000 headers', [431], {
    headers: Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`x-header-${n}`, CANARY])),
    body: TYPENAME,
  }),
  attack('a key of 15,000 characters', [401], {
    headers: { authorization: `Bearer ${'canary-5f1d93ab'.repeat(1_000)}` },
    body: TYPENAME,
  }),
  attack('a key in another scheme', [401], { headers: { authorization: `Basic ${CANARY}` }, body: TYPENAME }),
  attack('an answer in a type that is not made', [406], { headers: { accept: 'image/png' }, body: TYPENAME }),
  // the wire
  raw('a request that is none', [400], () => `${CANARY}\r\n\r\n`),
  raw('TLS where there is none', [400], () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
  raw(
    'two lengths',
    [400],
    (key) => head(key, 'Content-Length: 24', 'Content-Length: 2', 'Connection: close') + TYPENAME,
  ),
  raw(
    'a length and chunks',
    [400],
    (key) => `${head(key, 'Content-Length: 24', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
  ),
  raw('a negative length', [400], (key) => head(key, 'Content-Length: -1')),
  raw(
    'a chunk with a broken length',
    [400],
    (key) => `${head(key, 'Transfer-Encoding: chunked')}zz\r\n${TYPENAME}\r\n0\r\n\r\n`,
  ),
  raw(
    'a header over two lines',
    [400],
    (key) => `${head(key, 'X-A: a\r\n b\x01', 'Content-Length: 2', 'Connection: close')}{}`,
  ),
  raw('a host that is none', [400], (key) =>
    head(key, 'Content-Length: 0').replace('Host: localhost', 'Host: ['),
  ),
  raw('no host', [400], (key) => head(key, 'Content-Length: 0').replace('Host: localhost\r\n', '')),
  raw(
    'an upgrade at another path',
    [404],
    () => 'GET /other HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  ),
  raw(
    'an upgrade that is no WebSocket',
    [400],
    () => 'GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  ),
  {
    ...raw('headers that never end', [408], () => 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-A: '),
    isSlow: true,
  },
  { ...raw('a body that never comes', [408], (key) => head(key, 'Content-Length: 100')), isSlow: true },
  { ...raw('a connection that says nothing', [408], () => ''), isSlow: true },
];
