import { print } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import type { Tool } from '../../src/domain/tool/tool.ts';
import { CALL_RECORD, CHAT, STREAM_COMPLETION } from '../support/call-documents.ts';
import { expectType } from '../support/expect-type.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import { subscribe } from '../support/subscription.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

const stuck: Tool = {
  name: 'stuck',
  description: 'Never answers.',
  parameters: { type: 'object' },
  run: () => new Promise(() => undefined),
};
let upstream: SandboxClient;
let app: TestApp;

async function start(env: Record<string, string> = {}): Promise<void> {
  upstream = await startSandbox();
  const own = { OPENAI_BASE_URL: upstream.sandbox.url, OPENAI_API_KEY: 'sk-test' };
  app = await startTestApp({ ...own, ...env }, { tools: [stuck] });
}
afterEach(async () => {
  await app.close();
  await upstream.close();
});

/** Opens a stream and reads its first event, and then nothing more. The returned function leaves it. */
async function readOnce(input: object) {
  const response = await app.app.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${ADMIN_KEY}`,
      },
      body: JSON.stringify({ query: print(STREAM_COMPLETION), variables: { input } }),
    }),
  );
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  for (let text = ''; !text.includes('Delta');) {
    const packet = await reader?.read();
    if (packet?.value === undefined) throw new Error(`the stream ended: ${text}`);
    text += decoder.decode(packet.value);
  }
  return () => reader?.cancel();
}

const callOf = async (operationId: string) => (await app.run(CALL_RECORD, { operationId })).call;

describe('a reader that takes nothing any more', () => {
  test('ends its call at the deadline, and shuts no model for the others', async () => {
    await start({ CIRCUIT_FAILURES: '1', OPENAI_TIMEOUT_MS: '3000' });
    const operationId = 'unread';
    const leave = await readOnce({
      prompt: 'Tell a story. #sandbox tokens=3000',
      operationId,
      deadlineMs: 5_000,
      parameters: { maxTokens: 4_000 },
    });
    await expect.poll(async () => (await callOf(operationId))?.status, { timeout: 20_000 }).toBe('FAILED');
    const call = await callOf(operationId);
    expect(call).toMatchObject({ error: { code: 'READER_TOO_SLOW' }, cost: { basis: 'ESTIMATED' } });
    const { body } = await app.ask('mutation { complete(input: { prompt: "Hello" }) { __typename } }');
    expect(body.data).toEqual({ complete: { __typename: 'CompleteSuccess' } });
    await leave();
  });
});

describe('a call whose time is over', () => {
  test('asks no model for another step', async () => {
    await start();
    const messages = [{ role: 'USER' as const, content: 'call stuck #sandbox marker=late' }];
    const { chat } = await app.run(CHAT, { input: { messages, serverTools: ['stuck'], deadlineMs: 3_000 } });
    const { code, call } = expectType(chat, 'ProviderError');
    expect(code).toBe('DEADLINE_EXCEEDED');
    expect(call.attempts.map(({ error }) => error?.code ?? null)).toEqual([null, 'DEADLINE_EXCEEDED']);
    expect(upstream.sandbox.requests('late')).toHaveLength(1);
  });
});

describe('a model that was left alone', () => {
  test('is asked by everyone again once a stream of it has begun', async () => {
    await start({ CIRCUIT_FAILURES: '1', CIRCUIT_COOL_DOWN_MS: '1500', MAX_RETRIES: '0' });
    const complete = async (directive: string): Promise<unknown> => {
      const { body } = await app.ask(
        `mutation { complete(input: { prompt: "Hello. #sandbox ${directive}" }) { __typename ... on Error { code } } }`,
      );
      return body.data;
    };
    const answered = { complete: { __typename: 'CompleteSuccess' } };
    await complete('fail=503');
    const input = { prompt: 'Tell a story. #sandbox tokens=1000 pace=20', parameters: { maxTokens: 2000 } };
    const { url } = await app.app.listen();
    // the first after the cool-down tries the model
    await expect
      .poll(
        async () => {
          const stream = subscribe('graphql-ws', `${url}/graphql`, ADMIN_KEY, STREAM_COMPLETION, { input });
          const [first] = await stream.take(1);
          if (first?.streamCompletion.__typename !== 'TextDelta') {
            await stream.close();
            return 'refused';
          }
          const others = await complete('tokens=3');
          await stream.close();
          return others;
        },
        { timeout: 20_000, interval: 100 },
      )
      .toEqual(answered);
  });
});
