import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ContentFilteredError } from '../../src/domain/errors.ts';
import type { ProviderError } from '../../src/domain/errors.ts';
import type { ChatDelta, ChatResponse } from '../../src/domain/provider/provider.ts';
import { createOpenAiProvider } from '../../src/providers/openai/openai-provider.ts';
import { testChatRequest } from '../support/chat-request.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import {
  chunk,
  events,
  LAST_EVENT,
  STREAM_HEADERS,
  streamFrom,
  streaming,
  textChunk,
  textIn,
  usageChunk,
} from '../support/streamed-chat.ts';

let upstream: RawUpstream;

beforeAll(async () => {
  upstream = await RawUpstream.start();
});
afterAll(() => upstream.close());

async function answerTo(
  body: string,
  headers?: object,
): Promise<{ deltas: ChatDelta[]; answer: ChatResponse }> {
  upstream.answerWith(streaming(body, headers));
  const { deltas, outcome } = await streamFrom(upstream.url);
  if (outcome instanceof Error) throw outcome;
  return { deltas, answer: outcome };
}

async function failureTo(
  body: string,
  headers?: object,
): Promise<{ deltas: ChatDelta[]; error: ProviderError }> {
  upstream.answerWith(streaming(body, headers));
  const { deltas, outcome } = await streamFrom(upstream.url);
  if (!(outcome instanceof Error)) throw new Error(`expected a failure, got ${JSON.stringify(outcome)}`);
  return { deltas, error: outcome };
}

const stop = chunk({}, 'stop');

function toolChunk(...pieces: unknown[]) {
  return chunk({ tool_calls: pieces });
}

describe('a streamed answer', () => {
  test('is told piece by piece, and is in the end what a plain answer is', async () => {
    const { deltas, answer } = await answerTo(
      events(
        chunk({ role: 'assistant', content: '', refusal: null }),
        textChunk('A ri'),
        textChunk('ver.'),
        stop,
        usageChunk(12, 3),
      ) + LAST_EVENT,
    );
    expect(deltas).toEqual([
      { kind: 'text', text: 'A ri' },
      { kind: 'text', text: 'ver.' },
    ]);
    expect(answer).toEqual({
      text: 'A river.',
      toolCalls: [],
      refusal: null,
      finishReason: 'stop',
      usage: { freshInput: 12, cacheRead: 0, cacheWrite: 0, output: 3, reasoning: 0, estimated: false },
      model: 'gpt-4o-2024-08-06',
      requestId: 'req_9',
    });
  });

  test('is asked for with its usage', async () => {
    upstream.received.length = 0;
    await answerTo(events(textChunk('a'), stop) + LAST_EVENT);
    expect(upstream.received[0]?.body).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 100,
    });
  });

  test.each([
    ['with the last piece', [textChunk('a'), { ...stop, usage: usageChunk(5, 1).usage }]],
    [
      'in each piece, and the last counts',
      [
        { ...textChunk('a'), usage: usageChunk(5, 9).usage },
        { ...stop, usage: usageChunk(5, 1).usage },
      ],
    ],
    ['in the words of Groq', [textChunk('a'), { ...stop, x_groq: { usage: usageChunk(5, 1).usage } }]],
    [
      'after a null in each piece',
      [{ ...textChunk('a'), usage: null }, { ...stop, usage: null }, usageChunk(5, 1)],
    ],
  ])('has its usage when it comes %s', async (_name, chunks) => {
    const { answer } = await answerTo(events(...chunks) + LAST_EVENT);
    expect(answer.usage).toMatchObject({ freshInput: 5, output: 1 });
  });

  test.each([
    ['none', [stop]],
    ['one that cannot be', [stop, usageChunk(-5, 1)]],
  ])('has no usage when the server sends %s', async (_name, chunks) => {
    expect((await answerTo(events(textChunk('a'), ...chunks) + LAST_EVENT)).answer.usage).toBeNull();
  });

  test('keeps a usage of zero', async () => {
    const { answer } = await answerTo(events(textChunk('a'), stop, usageChunk(0, 0)) + LAST_EVENT);
    expect(answer.usage).toMatchObject({ freshInput: 0, output: 0 });
  });

  test.each([
    ['with its last event', LAST_EVENT],
    ['with a last event that nothing follows', 'data: [DONE]'],
    ['with the end of the body', ''],
    ['with the end of the body in the middle of a line', 'data: {"choi'],
  ])('is whole when the model had stopped and it ends %s', async (_name, end) => {
    expect((await answerTo(events(textChunk('a'), stop) + end)).answer).toMatchObject({
      text: 'a',
      finishReason: 'stop',
    });
  });

  test('is whole with its last event though no reason was given', async () => {
    const { answer } = await answerTo(events(textChunk('a')) + LAST_EVENT);
    expect(answer).toMatchObject({ text: 'a', finishReason: 'unknown' });
  });

  test('is there when its last event is, whatever the server does with the connection', async () => {
    upstream.answerWith((_request, response) => {
      response.writeHead(200, STREAM_HEADERS);
      response.write(events(textChunk('a'), stop) + LAST_EVENT);
    });
    const { outcome } = await streamFrom(upstream.url);
    expect(outcome).toMatchObject({ text: 'a', finishReason: 'stop' });
  });

  test('uses its connection again', async () => {
    const ports = new Set<number | undefined>();
    upstream.answerWith((request, response) => {
      ports.add(response.socket?.remotePort);
      streaming(events(textChunk('a'), stop) + LAST_EVENT)(request, response);
    });
    const provider = createOpenAiProvider({
      apiKey: 'sk-test',
      baseUrl: upstream.url,
      organization: null,
      timeoutMs: 20_000,
      sandbox: false,
    });
    const options = { signal: new AbortController().signal, timeoutMs: 20_000, onDelta: () => undefined };
    for (let count = 0; count < 20; count += 1) await provider.chat(testChatRequest('gpt-4o'), options);
    await provider.close();
    expect(ports.size).toBeLessThanOrEqual(3);
  });

  test('is read from events with CRLF, comments, names, no space and empty data', async () => {
    const body = [
      ': OPENROUTER PROCESSING',
      '',
      'event: message',
      `data:${JSON.stringify(textChunk('a'))}`,
      'id: 7',
      'retry: 100',
      '',
      'data:',
      '',
      ': ping',
      `data: ${JSON.stringify(textChunk('b'))}`,
      '',
      `data: ${JSON.stringify(stop)}`,
      '',
      'data: [DONE]',
      '',
      '',
    ].join('\r\n');
    expect((await answerTo(body)).answer.text).toBe('ab');
  });

  test('keeps characters that packets cut', async () => {
    const text = 'Ärger 👩‍🚀 über 漢字';
    const bytes = Buffer.from(events(textChunk(text), stop) + LAST_EVENT);
    upstream.answerWith((_request, response) => {
      response.writeHead(200, STREAM_HEADERS);
      response.socket?.setNoDelay(true);
      const sendFrom = (at: number): void => {
        if (at >= bytes.length) return void response.end();
        response.write(bytes.subarray(at, at + 1), () => setImmediate(sendFrom, at + 1));
      };
      sendFrom(0);
    });
    const { deltas, outcome } = await streamFrom(upstream.url);
    expect(outcome).toMatchObject({ text });
    expect(textIn(deltas)).toBe(text);
  });

  test('can be a megabyte', async () => {
    const word = 'wörd ';
    const words = 210_000;
    const { deltas, answer } = await answerTo(
      events(...Array.from({ length: words / 10 }, () => textChunk(word.repeat(10))), stop) + LAST_EVENT,
    );
    expect(answer.text).toBe(word.repeat(words));
    expect(deltas.length).toBe(words / 10);
  });

  test('can be one event of a megabyte', async () => {
    const text = 'é'.repeat(1_000_000);
    expect((await answerTo(events(textChunk(text), stop) + LAST_EVENT)).answer.text).toBe(text);
  });

  test('has the refusal, and the reasoning apart', async () => {
    const { deltas, answer } = await answerTo(
      events(
        chunk({ reasoning_content: 'Hm', reasoning: 'Hm' }),
        chunk({ reasoning: ', no.' }),
        chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: ' Really.' }] }] }),
        chunk({ refusal: 'I ' }),
        chunk({ refusal: 'cannot.' }),
        stop,
      ) + LAST_EVENT,
    );
    expect(answer).toMatchObject({ text: '', refusal: 'I cannot.' });
    expect(textIn(deltas, 'reasoning')).toBe('Hm, no. Really.');
    expect(textIn(deltas, 'refusal')).toBe('I cannot.');
  });

  test('is read from the first choice, and from chunks without one', async () => {
    const other = { ...textChunk('x'), choices: [{ index: 1, delta: { content: 'x' } }] };
    const { answer } = await answerTo(
      events({ choices: [], prompt_filter_results: [] }, other, textChunk('a'), { type: 'ping' }, stop) +
        LAST_EVENT,
    );
    expect(answer.text).toBe('a');
  });

  test('is read from a server that sends it as one message in a stream', async () => {
    const message = { choices: [{ message: { content: 'All.' }, finish_reason: 'stop' }] };
    const { deltas, answer } = await answerTo(events(message) + LAST_EVENT);
    expect(answer).toMatchObject({ text: 'All.', model: 'gpt-4o' });
    expect(textIn(deltas)).toBe('All.');
  });

  test('is read from a server that does not stream at all', async () => {
    const call = { id: 'c1', type: 'function', function: { name: 'now', arguments: '{}' } };
    const body = {
      choices: [{ message: { content: 'All.', tool_calls: [call] }, finish_reason: 'tool_calls' }],
      usage: usageChunk(5, 1).usage,
    };
    const { deltas, answer } = await answerTo(JSON.stringify(body), { 'content-type': 'application/json' });
    expect(answer).toMatchObject({ text: 'All.', usage: { freshInput: 5 }, finishReason: 'tool_calls' });
    expect(deltas).toEqual([
      { kind: 'text', text: 'All.' },
      { kind: 'tool_call', index: 0, id: 'c1', name: 'now', arguments: '{}' },
    ]);
  });
});

describe('tool calls in a stream', () => {
  const sum = { id: 'call_a', name: 'sum', arguments: '{"a":1}' };
  const now = { id: 'call_b', name: 'now', arguments: '{"b":2}' };
  const both = [sum, now];

  function piece(index: number | undefined, id: string | null, name: string | null, text: string | null) {
    return {
      ...(index !== undefined && { index }),
      ...(id !== null && { id, type: 'function' }),
      function: { ...(name !== null && { name }), ...(text !== null && { arguments: text }) },
    };
  }

  test.each([
    [
      'OpenAI: numbered, id and name once',
      [
        piece(0, 'call_a', 'sum', ''),
        piece(0, null, null, '{"a"'),
        piece(0, null, null, ':1}'),
        piece(1, 'call_b', 'now', ''),
        piece(1, null, null, '{"b":2}'),
      ],
    ],
    [
      'pieces of two calls in turn',
      [
        piece(0, 'call_a', 'sum', ''),
        piece(1, 'call_b', 'now', '{'),
        piece(0, null, null, '{"a":1}'),
        piece(1, null, null, '"b":2}'),
      ],
    ],
    [
      'id and name in each piece',
      [
        piece(0, 'call_a', 'sum', '{"a"'),
        piece(0, 'call_a', 'sum', ':1}'),
        piece(0, 'call_a', 'sum', ''),
        piece(1, 'call_b', 'now', '{"b":'),
        piece(1, 'call_b', 'now', '2}'),
      ],
    ],
    [
      'empty ids and names after the first',
      [
        piece(0, 'call_a', 'sum', '{"a"'),
        piece(0, '', '', ':1}'),
        piece(1, 'call_b', 'now', '{"b":'),
        piece(1, '', '', '2}'),
      ],
    ],
    [
      'numbered from 1, with a gap',
      [piece(1, 'call_a', 'sum', '{"a":1}'), piece(3, 'call_b', 'now', '{"b"'), piece(3, null, null, ':2}')],
    ],
    [
      'Gemini: every call has number 0',
      [piece(0, 'call_a', 'sum', '{"a":1}'), piece(0, 'call_b', 'now', '{"b"'), piece(0, null, null, ':2}')],
    ],
    [
      'no numbers',
      [
        piece(undefined, 'call_a', 'sum', '{"a"'),
        piece(undefined, null, null, ':1}'),
        piece(undefined, 'call_b', 'now', '{"b":2}'),
      ],
    ],
    [
      'no numbers, ids in each piece',
      [
        piece(undefined, 'call_a', 'sum', '{"a"'),
        piece(undefined, 'call_a', null, ':1}'),
        piece(undefined, 'call_b', 'now', '{"b":'),
        piece(undefined, 'call_b', 'now', '2}'),
      ],
    ],
    [
      'a new id for each piece',
      [
        piece(0, 'call_a', 'sum', '{"a"'),
        piece(0, 'call_x', null, ':1}'),
        piece(1, 'call_b', 'now', '{"b":'),
        piece(1, 'call_y', null, '2}'),
      ],
    ],
    [
      'the name after the id',
      [
        piece(0, 'call_a', null, ''),
        piece(0, null, 'sum', '{"a":1}'),
        piece(1, 'call_b', null, null),
        piece(1, null, 'now', '{"b":2}'),
      ],
    ],
    [
      'arguments that are an object',
      [
        { index: 0, id: 'call_a', function: { name: 'sum', arguments: { a: 1 } } },
        { index: 1, id: 'call_b', function: { name: 'now', arguments: { b: 2 } } },
      ],
    ],
  ])('are put together: %s', async (_name, pieces) => {
    const body = events(...pieces.map((one) => toolChunk(one)), chunk({}, 'tool_calls')) + LAST_EVENT;
    const { deltas, answer } = await answerTo(body);
    expect(answer).toMatchObject({ toolCalls: both, finishReason: 'tool_calls', text: '' });
    expect(joined(deltas)).toEqual(both);
    const inOne = events(toolChunk(...pieces), chunk({}, 'tool_calls')) + LAST_EVENT;
    expect((await answerTo(inOne)).answer.toolCalls).toEqual(both);
  });

  test('without ids get the same ones each time, which fit every provider', async () => {
    const body =
      events(
        toolChunk(piece(0, null, 'sum', '{"a":1}')),
        toolChunk(piece(0, null, 'sum', '{"a":2}')),
        toolChunk(piece(undefined, null, 'now', '')),
        stop,
      ) + LAST_EVENT;
    const { deltas, answer } = await answerTo(body);
    expect(answer.toolCalls.map(({ name, arguments: text }) => [name, text])).toEqual([
      ['sum', '{"a":1}'],
      ['sum', '{"a":2}'],
      ['now', '{}'],
    ]);
    const ids = answer.toolCalls.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => /^[a-z0-9]{9}$/.test(id))).toBe(true);
    expect((await answerTo(body)).answer.toolCalls).toEqual(answer.toolCalls);
    expect(joined(deltas).map(({ id }) => id)).toEqual(ids);
    expect(answer.finishReason).toBe('tool_calls');
  });

  test('with the same id twice are told apart', async () => {
    const body = events(toolChunk(piece(0, 'x', 'sum', '{}'), piece(1, 'x', 'sum', '{}')), stop);
    const { answer } = await answerTo(body);
    expect(new Set(answer.toolCalls.map(({ id }) => id)).size).toBe(2);
  });

  test('are read in the words from before there were tools', async () => {
    const body = events(
      chunk({ function_call: { name: 'sum', arguments: '{"a"' } }),
      chunk({ function_call: { arguments: ':1}' } }),
      chunk({}, 'function_call'),
    );
    const { answer } = await answerTo(body);
    expect(answer).toMatchObject({
      toolCalls: [{ name: 'sum', arguments: '{"a":1}' }],
      finishReason: 'tool_calls',
    });
  });
});

describe('a stream that breaks down', () => {
  const some = events(textChunk('Hal'), textChunk('f'));

  test.each([
    [
      'a server error',
      { message: 'The server had an error', type: 'server_error', code: null },
      {
        code: 'PROVIDER_ERROR',
        category: 'server',
        retryable: true,
        spent: 'unknown',
      },
    ],
    [
      'a rate limit',
      { message: 'slow down', type: 'requests', code: 'rate_limit_exceeded' },
      {
        code: 'RATE_LIMITED',
        category: 'rate_limit',
        retryable: true,
        spent: 'none',
      },
    ],
    [
      'a rate limit that only the number tells',
      { message: 'slow down', code: 429 },
      {
        code: 'RATE_LIMITED',
        category: 'rate_limit',
        retryable: true,
      },
    ],
    [
      'a used-up quota',
      { message: 'You exceeded it', type: 'insufficient_quota', code: 'insufficient_quota' },
      {
        code: 'INSUFFICIENT_QUOTA',
        category: 'permission',
        retryable: false,
      },
    ],
    [
      'a number in text',
      { message: 'bad gateway', code: '502' },
      { code: 'PROVIDER_ERROR', category: 'server' },
    ],
    [
      'a filter',
      { message: 'filtered', code: 'content_filter' },
      {
        code: 'CONTENT_FILTERED',
        category: 'validation',
        retryable: false,
      },
    ],
    [
      'too long a prompt',
      { message: 'too long', code: 'context_length_exceeded', type: 'invalid_request_error' },
      {
        code: 'CONTEXT_LENGTH_EXCEEDED',
        category: 'validation',
        retryable: false,
      },
    ],
    [
      'a wrong request',
      { message: 'bad', type: 'BadRequestError', code: 400 },
      {
        code: 'PROVIDER_REJECTED_REQUEST',
        category: 'validation',
        retryable: false,
      },
    ],
    ['a text', 'overloaded', { code: 'PROVIDER_ERROR', category: 'server', retryable: true }],
  ])('with an error in it is that error, with what there was: %s', async (_name, error, expected) => {
    const { deltas, error: thrown } = await failureTo(some + events({ error }) + LAST_EVENT);
    expect(thrown).toMatchObject({ ...expected, status: null, requestId: 'req_9' });
    expect(thrown instanceof ContentFilteredError).toBe(thrown.code === 'CONTENT_FILTERED');
    expect(thrown.partial).toMatchObject({
      text: 'Half',
      finishReason: 'unknown',
      usage: null,
      requestId: 'req_9',
    });
    expect(textIn(deltas)).toBe('Half');
    expect(thrown.detail).toBe(typeof error === 'string' ? error : error.message);
    expect(thrown.message).not.toContain(thrown.detail);
  });

  test.each([
    ['an event named error', 'event: error\ndata: {"message":"overloaded","type":"overloaded_error"}\n\n'],
    ['an event named error with plain text', 'event: error\ndata: overloaded\n\n'],
    ['an object that says it is one', events({ object: 'error', message: 'overloaded', code: 503 })],
    [
      'an error in the choice',
      events({ choices: [{ index: 0, error: { message: 'overloaded', code: 503 } }] }),
    ],
  ])('is told by %s', async (_name, event) => {
    const { error } = await failureTo(some + event);
    expect(error).toMatchObject({
      code: 'PROVIDER_ERROR',
      category: 'server',
      detail: 'overloaded',
      partial: { text: 'Half' },
    });
  });

  test('by the finish reason alone is an error too', async () => {
    const { error } = await failureTo(some + events(chunk({}, 'error')) + LAST_EVENT);
    expect(error).toMatchObject({ code: 'PROVIDER_ERROR', partial: { text: 'Half' } });
  });

  test('keeps the usage that came before', async () => {
    const { error } = await failureTo(
      events({ ...textChunk('Half'), usage: usageChunk(5, 1).usage }, { error: { code: 502 } }),
    );
    expect(error.partial?.usage).toMatchObject({ freshInput: 5, output: 1 });
  });

  test('shows no key', async () => {
    const { error } = await failureTo(
      events({ error: { message: 'bad key sk-planted-canary-0123456789abcdef' } }),
    );
    expect(error.detail).toBe('bad key [redacted]');
  });

  test('before anything was produced has no part', async () => {
    const { error } = await failureTo(
      events(chunk({ role: 'assistant', content: '' }), { error: { code: 500 } }),
    );
    expect(error).toMatchObject({ code: 'PROVIDER_ERROR', spent: 'unknown', partial: null });
  });

  test.each([
    ['half JSON', '{"choices":[{"delta":{"content":"x'],
    ['no JSON', 'hello'],
    ['a list', '[]'],
    ['a number', '42'],
    ['choices that are no list', '{"choices":{}}'],
    ['a choice that is no object', '{"choices":[7]}'],
    ['a delta that is no object', '{"choices":[{"delta":"x"}]}'],
    ['content that is no text', '{"choices":[{"delta":{"content":42}}]}'],
    ['tool calls that are no list', '{"choices":[{"delta":{"tool_calls":{}}}]}'],
    ['a tool call that is no object', '{"choices":[{"delta":{"tool_calls":["x"]}}]}'],
  ])('with %s in it is malformed, with what there was', async (_name, data) => {
    const { error } = await failureTo(some + events(data, stop) + LAST_EVENT);
    expect(error).toMatchObject({
      code: 'MALFORMED_PROVIDER_RESPONSE',
      category: 'server',
      retryable: true,
      spent: 'unknown',
      requestId: 'req_9',
      partial: { text: 'Half' },
    });
  });

  test('with a tool call of nothing is malformed', async () => {
    const { error } = await failureTo(
      some + events(toolChunk({ index: 0, id: 'x', function: { arguments: '{}' } }), stop) + LAST_EVENT,
    );
    expect(error).toMatchObject({
      code: 'MALFORMED_PROVIDER_RESPONSE',
      partial: { text: 'Half', toolCalls: [] },
    });
  });

  test('with an event that never ends is malformed, not a full memory', async () => {
    upstream.answerWith((_request, response) => {
      response.writeHead(200, STREAM_HEADERS);
      response.write(some + 'data: ');
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const { outcome } = await streamFrom(upstream.url);
    expect(outcome).toMatchObject({ code: 'MALFORMED_PROVIDER_RESPONSE', partial: { text: 'Half' } });
  });

  test.each([
    ['a page', '<html>sign in</html>', { 'content-type': 'text/html' }],
    ['plain text', 'sign in', { 'content-type': 'text/plain' }],
    ['an object of something else', '{"hello":1}', { 'content-type': 'application/json' }],
    ['half an object', '{"hello', { 'content-type': 'application/json' }],
    ['only the last event', LAST_EVENT, STREAM_HEADERS],
  ])('because it is %s is malformed', async (_name, body, headers) => {
    const { deltas, error } = await failureTo(body, headers);
    expect(error).toMatchObject({ code: 'MALFORMED_PROVIDER_RESPONSE', partial: null });
    expect(deltas).toEqual([]);
  });

  test('before it begins has the error of any call', async () => {
    upstream.answerWith({ status: 429, body: { error: { message: 'slow', code: 'rate_limit_exceeded' } } });
    const { outcome } = await streamFrom(upstream.url);
    expect(outcome).toMatchObject({ code: 'RATE_LIMITED', status: 429, spent: 'none', partial: null });
  });
});

describe('a server that does not know stream_options', () => {
  test.each([
    [400, { error: { message: 'Unrecognized request argument supplied: stream_options' } }],
    [
      422,
      {
        object: 'error',
        message: { detail: [{ type: 'extra_forbidden', loc: ['body', 'stream_options', 'include_usage'] }] },
      },
    ],
  ])('is asked without from the next attempt on (%i)', async (status, body) => {
    upstream.received.length = 0;
    upstream.answerWith((request, response) => {
      if (request.body['stream_options'] === undefined) {
        return streaming(events(textChunk('a'), stop) + LAST_EVENT)(request, response);
      }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    const provider = createOpenAiProvider({
      apiKey: 'sk-test',
      baseUrl: upstream.url,
      organization: null,
      timeoutMs: 20_000,
      sandbox: false,
    });
    const options = { signal: new AbortController().signal, timeoutMs: 20_000, onDelta: () => undefined };
    await expect(provider.chat(testChatRequest('gpt-4o'), options)).rejects.toMatchObject({
      code: 'PROVIDER_REJECTED_REQUEST',
      retryable: true,
      spent: 'none',
      status,
    });
    expect((await provider.chat(testChatRequest('gpt-4o'), options)).text).toBe('a');
    expect((await provider.chat(testChatRequest('gpt-4o'), options)).text).toBe('a');
    expect(upstream.received.length).toBe(3);
    await provider.close();
  });
});

/** Tool calls as a reader of the deltas puts them together. */
function joined(
  deltas: readonly ChatDelta[],
): { id: string | null; name: string | null; arguments: string }[] {
  const calls: { id: string | null; name: string | null; arguments: string }[] = [];
  for (const delta of deltas) {
    if (delta.kind !== 'tool_call') continue;
    const { index, id, name, arguments: text } = delta;
    const call = calls[index];
    if (call === undefined) calls[index] = { id, name, arguments: text };
    else call.arguments += text;
  }
  return calls;
}
