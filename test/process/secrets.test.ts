import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { variableNames, variables } from '../../src/config.ts';
import { encodeCursor } from '../../src/lib/page.ts';
import { allFieldsOf } from '../support/all-fields.ts';
import { COMPLETE } from '../support/documents.ts';
import { createInstallation } from '../support/installation.ts';
import { DELETE_PROVIDER_KEY, PROVIDER_KEYS, SET_PROVIDER_KEY } from '../support/provider-key-documents.ts';
import type { Installation } from '../support/installation.ts';
import { createBudget, fullAnswer } from '../support/known-cost.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import type { RawAnswer, RawHandler } from '../support/raw-upstream.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';

const PROVIDER_KEY = 'sk-canary-4f83b0c2d49e5a67b1908d2c7e3fZq7X';
const ADMIN_KEY = 'admin-canary-93bf27c1d05e48a6';
const ORGANIZATION = 'acme-canary7d1e4f2b';
/** How OpenAI repeats a wrong key in its 401: the first eight and the last four characters. */
const MASKED_KEY = 'sk-canar*****************************Zq7X';
/** The key of a project, and the beginning that providers repeat of it. */
const OWN_KEY = 'sk-own-canary-7b1e55d0c3a9482f9d6e-4711';
const MASKED_OWN_KEY = 'sk-own-canar*************************4711';
/** One for each further variable whose value is a secret, so that none can be added without being looked for. */
const OTHER_SECRETS = Object.fromEntries(
  variableNames
    .filter((name) => 'secret' in variables[name])
    .map((name) => [
      name,
      name.startsWith('SECRETS_KEY')
        ? `${`${name.replaceAll('_', '/')}/canary`.padEnd(43, '5')}=`
        : `${name.toLowerCase()}-canary-5be81f07a2c94d36`,
    ]),
);
const WRONG_KEY = 'tg_canary_of_a_client_0123456789abcdef';
/** What must not be found anywhere: a part of all of them, and the end of the first. */
const PLANTED = ['canar', 'Zq7X'];

/** Before the first event of a store. */
const START = encodeCursor([0]);

/** What the upstream answers, by the agent that asks. */
const ANSWERS: Record<string, RawAnswer | RawHandler> = {
  success: {
    headers: { 'x-request-id': PROVIDER_KEY, 'openai-organization': ORGANIZATION },
    body: {
      ...(fullAnswer().body as object),
      id: PROVIDER_KEY,
      system_fingerprint: PROVIDER_KEY,
      model: PROVIDER_KEY,
    },
  },
  'wrong-key': rejection(
    401,
    `Incorrect API key provided: ${PROVIDER_KEY}. You can find your API key at https://example.com.`,
  ),
  'masked-key': rejection(
    401,
    `Incorrect API key provided: ${MASKED_KEY}. You can find your API key at https://example.com.`,
  ),
  'wrong-organization': rejection(
    401,
    `OpenAI-Organization header should match organization for API key: ${ORGANIZATION}`,
  ),
  'key-as-code': {
    status: 400,
    body: { error: { message: 'No.', type: PROVIDER_KEY, code: PROVIDER_KEY, param: PROVIDER_KEY } },
  },
  failure: { status: 500, body: { error: `while sending {"authorization":"Bearer ${PROVIDER_KEY}"}` } },
  'failure-page': {
    status: 500,
    headers: { 'content-type': 'text/html' },
    body: `<pre>Authorization: Bearer ${PROVIDER_KEY}\nOpenAI-Organization: ${ORGANIZATION}</pre>`,
  },
  'failure-header': {
    status: 500,
    headers: {
      'x-request-id': PROVIDER_KEY,
      'x-echo': `Bearer ${PROVIDER_KEY}`,
      'openai-organization': ORGANIZATION,
    },
    body: {},
  },
  redirect: { status: 307, headers: { location: `/v1/elsewhere?key=${PROVIDER_KEY}` }, body: PROVIDER_KEY },
  malformed: { body: `${PROVIDER_KEY} is no JSON` },
  'wrong-shape': { body: { error: { message: PROVIDER_KEY } } },
  'not-http': (_, response) => void response.socket?.end(`HTTP/1.1 ${PROVIDER_KEY}\r\n\r\n`),
};
const AGENTS = Object.keys(ANSWERS);

let upstream: RawUpstream;
let installation: Installation;
let server: ServerProcess;
/** Everything that was ever answered to a client. */
const answers: string[] = [];

/** The same for who calls with the project's own key. */
function ofOwnKey(answer: RawAnswer | RawHandler): RawAnswer | RawHandler {
  if (typeof answer === 'function')
    return (_, response) => void response.socket?.end(`HTTP/1.1 ${OWN_KEY}\r\n\r\n`);
  const text = JSON.stringify(answer)
    .replaceAll(PROVIDER_KEY, OWN_KEY)
    .replaceAll(MASKED_KEY, MASKED_OWN_KEY)
    .replaceAll(ORGANIZATION, 'an organization');
  return JSON.parse(text) as RawAnswer;
}

/** Calls of every kind for a project that has a key of its own. */
async function askWithOwnKey(): Promise<void> {
  const input = { provider: 'openai', apiKey: OWN_KEY, baseUrl: upstream.url };
  await ask(print(SET_PROVIDER_KEY), { input });
  await ask(print(PROVIDER_KEYS));
  for (const agentId of AGENTS)
    await ask(print(COMPLETE), { input: { prompt: agentId, agentId, operationId: `own-${agentId}` } });
  expect(upstream.received.at(-1)!.headers['authorization']).toBe(`Bearer ${OWN_KEY}`);
  await ask(print(SET_PROVIDER_KEY), { input: { ...input, baseUrl: `https://user:${OWN_KEY}@example.com` } });
  await ask(print(SET_PROVIDER_KEY), { input: { ...input, provider: OWN_KEY } });
  await ask(print(SET_PROVIDER_KEY), { input: { ...input, apiKey: `${OWN_KEY} ` } });
  await ask(print(DELETE_PROVIDER_KEY), { input: { provider: 'openai' } });
  await ask(`{ auditLog(first: 20) ${allFieldsOf('AuditEntryConnection')} }`);
  expect(answers.at(-1)).toContain('"action":"setProviderKey"');
}

function rejection(status: number, message: string): RawAnswer {
  return {
    status,
    body: { error: { message, type: 'invalid_request_error', param: null, code: 'invalid_api_key' } },
  };
}

async function ask(query: string, variables: object = {}): Promise<void> {
  answers.push(JSON.stringify(await server.ask(query, variables)));
}

function expectNothingPlanted(text: string, place: string): void {
  for (const planted of PLANTED) {
    const at = text.indexOf(planted);
    const found = at < 0 ? null : text.slice(Math.max(0, at - 80), at + 80);
    expect(found, `"${planted}" in ${place}`).toBeNull();
  }
}

beforeAll(async () => {
  upstream = await RawUpstream.start();
  upstream.answerWith((request, response) => {
    const [{ content }] = request.body['messages'] as [{ content: string }];
    const known = ANSWERS[content]!;
    const answer = request.headers.authorization === `Bearer ${OWN_KEY}` ? ofOwnKey(known) : known;
    if (typeof answer === 'function') return answer(request, response);
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  installation = createInstallation();
  const env = {
    ...OTHER_SECRETS,
    // a secret for tokens is taken with what they are checked against only
    JWT_ISSUER: 'https://identity.example',
    JWT_AUDIENCE: 'tollgate',
    OPENAI_BASE_URL: upstream.url,
    OPENAI_API_KEY: PROVIDER_KEY,
    OPENAI_ORG_ID: ORGANIZATION,
    TOLLGATE_ADMIN_KEY: ADMIN_KEY,
    MAX_RETRIES: '1',
    RETRY_INITIAL_BACKOFF_MS: '1',
    PROVIDER_ALLOW_PRIVATE: 'true',
    LOG_LEVEL: 'trace',
  };
  server = await installation.start(env, ADMIN_KEY);
  await createBudget(server, 'success', 1);
  for (const agentId of AGENTS) {
    await ask(print(COMPLETE), {
      input: { prompt: agentId, agentId, operationId: `of-${agentId}`, parameters: { maxTokens: 100 } },
    });
  }
  await askWithOwnKey();
}, 120_000);
afterAll(async () => {
  await installation.close();
  await upstream.close();
});

describe('provider key, organization and admin key', () => {
  test('are what the provider and the clients send', () => {
    const { authorization, 'openai-organization': organization } = upstream.received[0]!.headers;
    expect({ authorization, organization }).toEqual({
      authorization: `Bearer ${PROVIDER_KEY}`,
      organization: ORGANIZATION,
    });
    expect(upstream.received.length).toBeGreaterThan(AGENTS.length);
  });

  test('are in no answer to a call, and in no record of one', async () => {
    for (const agentId of AGENTS) {
      await ask(`query ($id: ID!) { call(operationId: $id) ${allFieldsOf('Call')} }`, {
        id: `of-${agentId}`,
      });
    }
    await ask(`{ calls(first: 100) ${allFieldsOf('CallConnection')} }`);
    await ask(`{ usage(input: { groupBy: [AGENT, MODEL] }) ${allFieldsOf('UsageReport')} }`);
    await ask(`{ budgets ${allFieldsOf('BudgetConnection')} }`);
    for (const answer of answers) {
      expect(JSON.parse(answer)).not.toHaveProperty('errors');
      expectNothingPlanted(answer, 'an answer');
    }
    // what the provider said is there, without them
    expect(answers.join()).toContain('The model provider did not accept the API key.');
    expect(answers.join()).toContain('Incorrect API key provided: [redacted]');
  });

  test.each(TRANSPORTS)('are in no event over %s', async (transport) => {
    type AnyEvent = TypedDocumentNode<Record<string, unknown>, { after: string }>;
    const document = parse(
      `subscription ($after: String) { modelCallEvents(after: $after) ${allFieldsOf('ModelCallEvent')} }`,
    ) as AnyEvent;
    const events = subscribe(transport, server.url, ADMIN_KEY, document, { after: START });
    const received = await events.take(2 * AGENTS.length);
    await events.close();
    expect(received.map((event) => JSON.stringify(event)).join()).toContain('ModelCallFailed');
    for (const event of received) expectNothingPlanted(JSON.stringify(event), 'an event');
  });

  test('of a client that uses them wrongly are not repeated either', async () => {
    const body = JSON.stringify({ query: '{ __typename }' });
    for (const authorization of [`Bearer ${ADMIN_KEY}-but-wrong`, `Basic ${ADMIN_KEY}`, ADMIN_KEY]) {
      const headers = { 'content-type': 'application/json', authorization };
      const response = await fetch(server.url, { method: 'POST', headers, body });
      expect(response.status).toBe(401);
      expectNothingPlanted(await response.text(), 'a refusal');
    }
    const misplaced = await fetch(server.url.replace('/graphql', `/health/live?key=${ADMIN_KEY}`));
    expectNothingPlanted(await misplaced.text(), 'an answer');
    const broken = subscribe('graphql-ws', server.url, `${ADMIN_KEY}-but-wrong`, COMPLETE, {
      input: { prompt: 'success' },
    });
    await expect(broken.ended).rejects.toThrow();
  });

  test('are in no answer to an operation that has them where something else belongs', async () => {
    const before = answers.length;
    for (const secret of [PROVIDER_KEY, ADMIN_KEY, WRONG_KEY]) {
      const literal = JSON.stringify(secret);
      await ask(`{ calls(first: ${literal}) { edges { cursor } } }`);
      await ask(`{ usage(input: { groupBy: [${literal}] }) { totals { calls } } }`);
      await ask(`query ${literal} { __typename }`);
      await ask('query ($n: Int) { calls(first: $n) { edges { cursor } } }', { n: secret });
      await ask(print(COMPLETE), { input: secret });
      await ask(print(COMPLETE), { input: { prompt: [secret, secret], parameters: secret } });
      await ask(print(COMPLETE), { input: { prompt: 'success', parameters: { maxTokens: secret } } });
      await ask(
        `{ ${Array.from({ length: 300 }, (_, n) => `a${n}: call(operationId: ${literal}) { model }`).join(' ')} }`,
      );
      await ask(`{ a(b: ${'['.repeat(500)}${literal}${']'.repeat(500)}) }`);
      for (const body of [
        `{"query":${literal}`,
        literal,
        `[${literal}]`,
        `{"variables":${literal},"query":"{a}"}`,
      ]) {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` };
        answers.push(await (await fetch(server.url, { method: 'POST', headers, body })).text());
      }
      const inAddress = new URLSearchParams({
        query: `{ calls(first: ${literal}) { edges { cursor } } }`,
        key: secret,
      });
      const get = await fetch(`${server.url}?${inAddress.toString()}`, {
        headers: { authorization: `Bearer ${ADMIN_KEY}` },
      });
      answers.push(await get.text());
      const nowhere = await fetch(new URL(`/nothing?key=${secret}`, server.url), {
        headers: { cookie: secret },
      });
      answers.push(await nowhere.text());
    }
    const refusals = answers.slice(before);
    expect(refusals.length).toBeGreaterThan(40);
    for (const answer of refusals) {
      expect(answer).not.toContain('"data":{');
      expectNothingPlanted(answer, 'a refusal');
    }
  });

  test('are in no log line and in no byte of the store', async () => {
    const expectCleanFiles = (): void => {
      for (const name of readdirSync(installation.folder)) {
        expectNothingPlanted(readFileSync(join(installation.folder, name), 'latin1'), name);
      }
    };
    expectCleanFiles();
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    expectCleanFiles();
    expect(readFileSync(installation.storePath).includes('did not accept the API key')).toBe(true);

    expect(server.stdout).toContain('"level":"debug"');
    expectNothingPlanted(server.stdout, 'the log');
    expectNothingPlanted(server.stderr, 'standard error');
  });
});

describe('a start that fails', () => {
  const secrets = {
    OPENAI_API_KEY: PROVIDER_KEY,
    OPENAI_ORG_ID: ORGANIZATION,
    TOLLGATE_ADMIN_KEY: ADMIN_KEY,
  };
  const patience = 'serverSelectionTimeoutMS=300&connectTimeoutMS=300';

  test.each<[name: string, env: Record<string, string>]>([
    [
      'for a secret of a wrong form',
      { ...OTHER_SECRETS, ...secrets, OPENAI_API_KEY: `${PROVIDER_KEY} with spaces` },
    ],
    ['for another variable', { ...secrets, PORT: 'x' }],
    [
      'for a password in the address of the upstream',
      { ...secrets, OPENAI_BASE_URL: `https://user:${PROVIDER_KEY}@example.com` },
    ],
    [
      'for a store that cannot be reached',
      { ...secrets, STORE_URL: `mongodb://user:canary-password@127.0.0.1:1/tollgate?${patience}` },
    ],
    [
      'for a store of another kind',
      { ...secrets, STORE_URL: 'postgres://user:canary-password@db.example/tollgate' },
    ],
    ['for a file of operations that is none', { ...secrets, PERSISTED_OPERATIONS: '/dev/null' }],
  ])('%s tells no secret', async (_, env) => {
    const failing = createInstallation();
    const running = failing.spawn({ env: { ...env, LOG_LEVEL: 'trace' } });
    expect(await running.exited).toEqual({ code: 1, signal: null });
    expect(running.stderr.length).toBeGreaterThan(20);
    expectNothingPlanted(running.stderr, 'standard error');
    expectNothingPlanted(running.stdout, 'the log');
    await failing.close();
  });
});
