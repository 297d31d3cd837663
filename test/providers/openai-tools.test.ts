import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChatRequest, ChatResponse } from '../../src/domain/provider/provider.ts';
import { createOpenAiProvider } from '../../src/providers/openai/openai-provider.ts';
import { testChatRequest } from '../support/chat-request.ts';
import { failureOf } from '../support/provider-failure.ts';
import { RawUpstream } from '../support/raw-upstream.ts';

let upstream: RawUpstream;

beforeAll(async () => {
  upstream = await RawUpstream.start();
});
afterAll(() => upstream.close());

async function chat(
  overrides: Partial<ChatRequest>,
  message: unknown = { content: 'ok' },
  finish = 'stop',
  id?: string,
) {
  upstream.received.length = 0;
  upstream.answerWith({ body: { id, choices: [{ message, finish_reason: finish }] } });
  const provider = createOpenAiProvider({
    apiKey: 'sk-test',
    baseUrl: upstream.url,
    organization: null,
    timeoutMs: 20_000,
    sandbox: false,
  });
  const answer = await provider.chat(testChatRequest('gpt-4o', overrides), {
    signal: new AbortController().signal,
    timeoutMs: 20_000,
  });
  await provider.close();
  return { answer, body: upstream.received[0]!.body };
}

async function answerTo(message: unknown, finish?: string): Promise<ChatResponse> {
  return (await chat({}, message, finish)).answer;
}

const parameters = { type: 'object', properties: { zone: { type: 'string' } }, additionalProperties: false };
const tools = [{ name: 'now', description: 'Tells the time.', parameters }, { name: 'stop' }];

describe('a request with tools', () => {
  test('has them, and how they may be called', async () => {
    const { body } = await chat({ tools, toolChoice: 'required', parallelToolCalls: false });
    expect(body).toMatchObject({
      tools: [
        { type: 'function', function: { name: 'now', description: 'Tells the time.', parameters } },
        { type: 'function', function: { name: 'stop' } },
      ],
      tool_choice: 'required',
      parallel_tool_calls: false,
    });
  });

  test('can want one of them', async () => {
    const { body } = await chat({ tools, toolChoice: { name: 'now' } });
    expect(body['tool_choice']).toEqual({ type: 'function', function: { name: 'now' } });
    expect(body['parallel_tool_calls']).toBeUndefined();
  });

  test('without any says nothing of them, because OpenAI refuses that', async () => {
    const { body } = await chat({ tools: [], toolChoice: 'auto', parallelToolCalls: true });
    expect(Object.keys(body).sort()).toEqual(['max_tokens', 'messages', 'model']);
  });

  test('goes on with what was called and what came of it', async () => {
    const call = { id: 'c1', name: 'now', arguments: '{"zone":"UTC"}' };
    const { body } = await chat({
      messages: [
        { role: 'user', content: 'When?' },
        { role: 'assistant', content: '', toolCalls: [call] },
        { role: 'tool', content: '12:00', toolCallId: 'c1' },
        { role: 'assistant', content: 'Noon. More?', toolCalls: [call] },
        { role: 'tool', content: '', toolCallId: 'c1' },
        { role: 'assistant', content: '', toolCalls: [] },
      ],
    });
    const sent = { id: 'c1', type: 'function', function: { name: 'now', arguments: '{"zone":"UTC"}' } };
    expect(body['messages']).toEqual([
      { role: 'user', content: 'When?' },
      { role: 'assistant', content: null, tool_calls: [sent] },
      { role: 'tool', tool_call_id: 'c1', content: '12:00' },
      { role: 'assistant', content: 'Noon. More?', tool_calls: [sent] },
      { role: 'tool', tool_call_id: 'c1', content: '' },
      { role: 'assistant', content: '' },
    ]);
  });
});

describe('a request for a format', () => {
  const schema = { type: 'object', properties: {} };

  test.each([
    ['text is no different from none', { type: 'text' } as const, undefined],
    ['JSON', { type: 'json_object' } as const, { type: 'json_object' }],
    [
      'a schema',
      { type: 'json_schema', name: 'city', description: 'A city.', schema, strict: true } as const,
      { type: 'json_schema', json_schema: { name: 'city', description: 'A city.', schema, strict: true } },
    ],
    [
      'a schema and no more',
      { type: 'json_schema', name: 'city', schema } as const,
      { type: 'json_schema', json_schema: { name: 'city', schema } },
    ],
  ])('has it: %s', async (_name, responseFormat, sent) => {
    expect((await chat({ responseFormat })).body['response_format']).toEqual(sent);
  });
});

describe('an answer that calls tools', () => {
  test('has the calls in order, with the arguments as the model wrote them', async () => {
    const answer = await answerTo(
      {
        content: null,
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'now', arguments: '{"zone": "UTC"' } },
          { id: 'c2', type: 'function', function: { name: 'stop', arguments: '{}' } },
        ],
      },
      'tool_calls',
    );
    expect(answer).toMatchObject({
      text: '',
      toolCalls: [
        { id: 'c1', name: 'now', arguments: '{"zone": "UTC"' },
        { id: 'c2', name: 'stop', arguments: '{}' },
      ],
      finishReason: 'tool_calls',
    });
  });

  test.each([
    ['an object', { zone: 'UTC' }, '{"zone":"UTC"}'],
    ['nothing', undefined, '{}'],
    ['null', null, '{}'],
    ['an empty text', '', '{}'],
  ])('has arguments also when they come as %s', async (_name, sent, read) => {
    const { toolCalls } = await answerTo({
      tool_calls: [{ id: 'c1', function: { name: 'now', arguments: sent } }],
    });
    expect(toolCalls).toEqual([{ id: 'c1', name: 'now', arguments: read }]);
  });

  test('gets ids where the server sends none or the same: always the same ones, others in another answer', async () => {
    const call = { function: { name: 'now', arguments: '{}' } };
    const message = { tool_calls: [call, { id: '', ...call }, { id: 'x', ...call }, { id: 'x', ...call }] };
    const idsOf = async (id?: string, messages?: ChatRequest['messages']) =>
      (await chat(messages === undefined ? {} : { messages }, message, 'stop', id)).answer.toolCalls.map(
        (one) => one.id,
      );
    const ids = await idsOf('chatcmpl-1');
    expect(new Set(ids).size).toBe(4);
    expect(ids[2]).toBe('x');
    expect([ids[0], ids[1], ids[3]].every((id) => /^[a-z0-9]{9}$/.test(id ?? ''))).toBe(true);
    expect(await idsOf('chatcmpl-1')).toEqual(ids);
    expect((await idsOf('chatcmpl-2'))[0]).not.toBe(ids[0]);
    const later = [
      { role: 'user', content: 'a' },
      { role: 'user', content: 'b' },
    ] as const;
    expect((await idsOf(undefined, later))[0]).not.toBe((await idsOf())[0]);
  });

  test.each([
    ['stop', 'tool_calls'],
    ['length', 'length'],
    ['function_call', 'tool_calls'],
  ])('and ends with %s has the finish reason %s', async (sent, read) => {
    const message = { tool_calls: [{ id: 'c1', function: { name: 'now', arguments: '{}' } }] };
    expect((await answerTo(message, sent)).finishReason).toBe(read);
  });

  test('can have the words from before there were tools', async () => {
    const answer = await answerTo(
      { content: null, function_call: { name: 'now', arguments: '{}' } },
      'function_call',
    );
    expect(answer).toMatchObject({
      toolCalls: [{ name: 'now', arguments: '{}' }],
      finishReason: 'tool_calls',
    });
  });

  test.each([
    ['without a name', [{ id: 'c1', function: { arguments: '{}' } }]],
    ['of nothing', [{ id: 'c1' }]],
    ['that are no objects', ['now']],
    ['in no list', { name: 'now' }],
  ])('is malformed with calls %s', async (_name, calls) => {
    upstream.answerWith({ body: { choices: [{ message: { content: 'x', tool_calls: calls } }] } });
    expect(await failureOf({ baseUrl: upstream.url })).toMatchObject({ code: 'MALFORMED_PROVIDER_RESPONSE' });
  });
});

test('an answer in parts has their text', async () => {
  const content = [
    { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
    { type: 'text', text: 'A ' },
    { type: 'text', text: 'river.' },
  ];
  expect((await answerTo({ content })).text).toBe('A river.');
});
