import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STREAM_COMPLETION } from '../support/call-documents.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import { subscribe } from '../support/subscription.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

/** A listed model without and one with thoughts. */
const PLAIN = 'gpt-4o';
const REASONING = 'o3-mini';

let upstream: SandboxClient;
let app: TestApp;
let url: string;

beforeAll(async () => {
  upstream = await startSandbox();
  app = await startTestApp({
    OPENAI_BASE_URL: upstream.sandbox.url,
    OPENAI_API_KEY: 'sk-test',
    CIRCUIT_BREAKER: 'false',
    MAX_RETRIES: '0',
  });
  url = `${(await app.app.listen()).url}/graphql`;
});
afterAll(async () => {
  await app.close();
  await upstream.close();
});

interface Ended {
  call: {
    usage: { completionTokens: number; reasoningTokens: number; estimated: boolean };
    cost: { basis: string };
  };
  /** Thoughts that the caller was shown. */
  seen: string;
}

async function stored(operationId: string): Promise<Ended['call']> {
  const { body } = await app.ask(
    `{ call(operationId: "${operationId}") { usage { completionTokens reasoningTokens estimated } cost { basis } } }`,
  );
  return (body.data as { call: Ended['call'] }).call;
}

async function ask(model: string, directive: string): Promise<Ended> {
  const input = inputOf(model, directive);
  await app.ask('mutation($input: CompleteInput!) { complete(input: $input) { __typename } }', { input });
  return { call: await stored(input.operationId), seen: '' };
}

async function stream(model: string, directive: string): Promise<Ended> {
  const input = inputOf(model, directive);
  const events = subscribe('graphql-ws', url, ADMIN_KEY, STREAM_COMPLETION, { input });
  let seen = '';
  for (;;) {
    const [event] = (await events.take(1)).map(({ streamCompletion }) => streamCompletion);
    if (event?.__typename === 'ReasoningDelta') seen += event.thought;
    if (event?.__typename.endsWith('Delta') !== true) break;
  }
  await events.close();
  return { call: await stored(input.operationId), seen };
}

let asked = 0;
function inputOf(model: string, directive: string) {
  asked += 1;
  const prompt = `Tell a story. #sandbox ${directive}`;
  return { prompt, model, operationId: `thoughts-${asked}`, parameters: { maxTokens: 4000 } };
}

describe.each([PLAIN, REASONING])('thoughts that %s lets be seen', (model) => {
  test('are charged when the stream breaks off in the middle of them', async () => {
    const { call, seen } = await stream(model, 'reasoning=300 fail=cut-100');
    const tokens = await upstream.countOf(seen);
    expect(tokens).toBeGreaterThan(50);
    expect(call.usage).toEqual({ completionTokens: tokens, reasoningTokens: tokens, estimated: true });
    expect(call.cost.basis).toBe('ESTIMATED');
  });

  test.each([
    ['plain', ask],
    ['streamed', stream],
  ])('are charged when the provider tells no usage of a %s answer', async (_kind, run) => {
    const { call } = await run(model, 'reasoning=300 tokens=20 fail=no-usage');
    expect(call.usage.reasoningTokens).toBeGreaterThanOrEqual(295);
    expect(call.usage.completionTokens - call.usage.reasoningTokens).toBe(20);
    expect(call.cost.basis).toBe('ESTIMATED');
  });
});

describe('thoughts that are hidden', () => {
  test.each([
    ['in a stream that breaks off', stream, 'cut-10'],
    ['in a stream without usage', stream, 'no-usage'],
    ['in a plain answer without usage', ask, 'no-usage'],
  ])('are presumed to be all that was held %s', async (_where, run, fault) => {
    const { call } = await run(REASONING, `hidden-reasoning=300 fail=${fault}`);
    expect(call.usage.completionTokens).toBe(4000);
    expect(call.cost.basis).toBe('PRESUMED');
  });

  test('are not presumed of a model that has none', async () => {
    expect((await stream(PLAIN, 'fail=cut-10')).call.cost.basis).toBe('ESTIMATED');
  });
});
