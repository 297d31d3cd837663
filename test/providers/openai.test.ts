import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ChatRequest, ChatResponse, Provider } from '../../src/domain/provider/provider.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createOpenAiProvider } from '../../src/providers/openai/openai-provider.ts';
import type { OpenAiProviderOptions } from '../../src/providers/openai/openai-provider.ts';
import { dialectOf } from '../../src/providers/openai/dialect.ts';
import { createSandboxServer } from '../../src/providers/sandbox/sandbox-server.ts';
import type { SandboxServer } from '../../src/providers/sandbox/sandbox-server.ts';
import { testChatRequest, testModel } from '../support/chat-request.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import { createSimpleTokenCounter } from '../support/simple-token-counter.ts';

const attempt = { signal: new AbortController().signal, timeoutMs: 20_000 };
const tokenCounter = createSimpleTokenCounter();
const open: { close(): Promise<void> }[] = [];

let upstream: RawUpstream;
let sandbox: SandboxServer;

beforeAll(async () => {
  upstream = await RawUpstream.start();
  sandbox = await createSandboxServer({ port: 0, tokenCounter, clock: systemClock });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((provider) => provider.close()));
});
afterAll(async () => {
  await upstream.close();
  await sandbox.close();
  await tokenCounter.close();
});

function provider(options: Partial<OpenAiProviderOptions> = {}): Provider {
  const created = createOpenAiProvider({
    apiKey: 'sk-test',
    baseUrl: upstream.url,
    organization: null,
    timeoutMs: 20_000,
    sandbox: false,
    ...options,
  });
  open.push(created);
  return created;
}

const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o-2024-08-06',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'A river.', refusal: null }, finish_reason: 'stop' },
  ],
  usage: {
    prompt_tokens: 100,
    completion_tokens: 30,
    total_tokens: 130,
    prompt_tokens_details: { cached_tokens: 64, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 20 },
  },
};

async function answerTo(body: unknown, headers = {}): Promise<ChatResponse> {
  upstream.answerWith({ body, headers });
  return provider().chat(testChatRequest('gpt-4o'), attempt);
}

async function sentFor(request: ChatRequest, options?: Partial<OpenAiProviderOptions>) {
  upstream.received.length = 0;
  upstream.answerWith({ body: completion });
  await provider(options).chat(request, attempt);
  return upstream.received[0]!;
}

describe('what is sent upstream', () => {
  test('is the request with every parameter that it has', async () => {
    const request = testChatRequest('gpt-4o', {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello', name: 'ada' },
        { role: 'assistant', content: 'Hi.' },
      ],
      maxTokens: 77,
      temperature: 0.2,
      topP: 0.9,
      frequencyPenalty: 0.5,
      presencePenalty: -0.5,
      stopSequences: ['END'],
      seed: 7,
    });
    const { body, path } = await sentFor(request, { sandbox: true });
    expect(path).toBe('/v1/chat/completions');
    expect(body).toEqual({
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello', name: 'ada' },
        { role: 'assistant', content: 'Hi.' },
      ],
      max_completion_tokens: 77,
      temperature: 0.2,
      top_p: 0.9,
      frequency_penalty: 0.5,
      presence_penalty: -0.5,
      stop: ['END'],
      seed: 7,
    });
  });

  test('leaves out what the request leaves out, and an empty list of stop sequences', async () => {
    const { body } = await sentFor(testChatRequest('gpt-4o', { stopSequences: [] }));
    expect(Object.keys(body).sort()).toEqual(['max_tokens', 'messages', 'model']);
  });

  test('keeps an explicit zero', async () => {
    const { body } = await sentFor(testChatRequest('gpt-4o', { temperature: 0, seed: 0 }));
    expect(body).toMatchObject({ temperature: 0, seed: 0 });
  });

  test('has the key and the organization of the configuration', async () => {
    const { headers } = await sentFor(testChatRequest('gpt-4o'), { organization: 'org-1' });
    expect(headers).toMatchObject({ authorization: 'Bearer sk-test', 'openai-organization': 'org-1' });
  });

  test.each([
    ['a plain model', testModel('gpt-4o'), 'max_tokens'],
    ['a reasoning model', testModel('gpt-5', { supports: ['reasoning'] }), 'max_completion_tokens'],
  ])('caps the answer of %s on a compatible server with the field it knows', async (_name, model, field) => {
    const { body } = await sentFor(testChatRequest(model.id, { model, maxTokens: 9 }));
    expect(body[field]).toBe(9);
    expect(Object.keys(body).filter((key) => key.startsWith('max_'))).toEqual([field]);
  });

  test.each([
    ['OpenAI', true, true, ['developer', 'developer']],
    ['OpenAI', true, false, ['system', 'system']],
    ['a compatible server', false, true, ['system', 'system']],
    ['a compatible server', false, false, ['system', 'system']],
  ])(
    'gives instructions to %s (%s) for a reasoning model (%s) in the role it takes',
    async (_name, isOpenAi, reasons, roles) => {
      const model = testModel('some-model', { supports: reasons ? ['reasoning'] : [] });
      const messages = [
        { role: 'system', content: 'a' },
        { role: 'developer', content: 'b' },
      ] as const;
      const { body } = await sentFor(testChatRequest(model.id, { model, messages }), { sandbox: isOpenAi });
      expect((body['messages'] as { role: string }[]).map(({ role }) => role)).toEqual(roles);
    },
  );

  test.each([
    [null, false, 'max_completion_tokens'],
    ['https://api.openai.com/v1', false, 'max_completion_tokens'],
    ['https://eu.api.openai.com/v1', false, 'max_completion_tokens'],
    ['http://127.0.0.1:4001/v1', true, 'max_completion_tokens'],
    ['https://api.groq.com/openai/v1', false, 'max_tokens'],
    ['https://api.openai.com.example/v1', false, 'max_tokens'],
  ])('the dialect of %s (sandbox %s) caps answers with %s', (baseUrl, isSandbox, field) => {
    expect(dialectOf(baseUrl, isSandbox).maxTokensField).toBe(field);
  });
});

describe('what the upstream answers', () => {
  test('becomes text, finish reason, disjoint usage and the ids', async () => {
    expect(await answerTo(completion, { 'x-request-id': 'req_1' })).toEqual({
      text: 'A river.',
      toolCalls: [],
      refusal: null,
      finishReason: 'stop',
      usage: { freshInput: 36, cacheRead: 64, cacheWrite: 0, output: 30, reasoning: 20, estimated: false },
      model: 'gpt-4o-2024-08-06',
      requestId: 'req_1',
    });
  });

  test('is read whatever is missing besides the message', async () => {
    expect(await answerTo({ choices: [{ message: {} }] })).toEqual({
      text: '',
      toolCalls: [],
      refusal: null,
      finishReason: 'unknown',
      usage: null,
      model: 'gpt-4o',
      requestId: null,
    });
  });

  test.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content_filter'],
    ['tool_calls', 'tool_calls'],
    ['function_call', 'tool_calls'],
    ['toString', 'unknown'],
    ['eos', 'unknown'],
    [null, 'unknown'],
  ])('finish reason %s is %s', async (sent, read) => {
    const { finishReason } = await answerTo({ choices: [{ message: { content: '' }, finish_reason: sent }] });
    expect(finishReason).toBe(read);
  });

  test('a refusal is told from an answer', async () => {
    const message = { role: 'assistant', content: null, refusal: 'I cannot help with that.' };
    const answer = await answerTo({ choices: [{ message, finish_reason: 'stop' }] });
    expect(answer).toMatchObject({ text: '', refusal: 'I cannot help with that.' });
  });
});

describe('the sandbox behind the provider', () => {
  test('answers, says who it is, and counts as tiktoken does', async () => {
    const request = testChatRequest('gpt-4o');
    const answer = await provider({ baseUrl: sandbox.url, sandbox: true }).chat(request, attempt);
    expect(answer.text).toMatch(/^\[sandbox\] /);
    const prompt = await tokenCounter.countMessages(request.messages, 'o200k_base');
    const output = await tokenCounter.countText(answer.text, 'o200k_base');
    expect(answer.usage).toMatchObject({ freshInput: prompt.tokens, output: output.tokens });
  });

  test.each([
    ['sandbox-429', { code: 'RATE_LIMITED', retryAfterMs: 1000 }],
    ['sandbox-429-ms', { code: 'RATE_LIMITED', retryAfterMs: 20 }],
    ['sandbox-quota', { code: 'INSUFFICIENT_QUOTA' }],
    ['sandbox-400', { code: 'PROVIDER_REJECTED_REQUEST' }],
    ['sandbox-401', { code: 'PROVIDER_AUTHENTICATION_FAILED' }],
    ['sandbox-403', { code: 'PROVIDER_PERMISSION_DENIED' }],
    ['sandbox-404', { code: 'MODEL_NOT_FOUND' }],
    ['sandbox-unheard-of', { code: 'MODEL_NOT_FOUND' }],
    ['sandbox-context', { code: 'CONTEXT_LENGTH_EXCEEDED' }],
    ['sandbox-blocked', { code: 'CONTENT_FILTERED' }],
    ['sandbox-500', { code: 'PROVIDER_ERROR', status: 500 }],
    ['sandbox-503', { code: 'PROVIDER_ERROR', status: 503 }],
    ['sandbox-cut', { code: 'PROVIDER_UNREACHABLE', spent: 'unknown' }],
    ['sandbox-malformed', { code: 'MALFORMED_PROVIDER_RESPONSE', spent: 'unknown' }],
  ])('%s is the error it names', async (model, expected) => {
    const failed = provider({ baseUrl: sandbox.url, sandbox: true }).chat(testChatRequest(model), attempt);
    await expect(failed).rejects.toMatchObject(expected);
  });

  test('sandbox-hang ends at the time-out', async () => {
    const failed = provider({ baseUrl: sandbox.url }).chat(testChatRequest('sandbox-hang'), {
      ...attempt,
      timeoutMs: 1_000,
    });
    await expect(failed).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT', spent: 'unknown' });
  });

  test('the time-out of the provider holds when an attempt would wait longer', async () => {
    const impatient = provider({ baseUrl: sandbox.url, timeoutMs: 1_000 });
    await expect(impatient.chat(testChatRequest('sandbox-hang'), attempt)).rejects.toMatchObject({
      code: 'PROVIDER_TIMEOUT',
    });
  });

  test('usage that is missing is null, usage that is zero is zero', async () => {
    const chat = (model: string) => provider({ baseUrl: sandbox.url }).chat(testChatRequest(model), attempt);
    expect((await chat('sandbox-no-usage')).usage).toBeNull();
    expect((await chat('sandbox-zero-usage')).usage).toMatchObject({ freshInput: 0, output: 0 });
  });

  test('a fetch of one’s own takes the place of the connections', async () => {
    const addresses: string[] = [];
    const own = provider({
      baseUrl: sandbox.url,
      fetch: (input, init) => {
        addresses.push(input instanceof Request ? input.url : input.toString());
        return fetch(input, init);
      },
    });
    expect((await own.chat(testChatRequest('gpt-4o'), attempt)).text).toContain('[sandbox]');
    expect(addresses).toEqual([`${sandbox.url}/chat/completions`]);
  });
});
