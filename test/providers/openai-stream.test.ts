import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOpenAiProvider } from '../../src/providers/openai/openai-provider.ts';
import { testChatRequest } from '../support/chat-request.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import {
  chunk,
  events,
  LAST_EVENT,
  STREAM_HEADERS,
  streamedAnswer,
  streamFrom,
  streaming,
  textChunk,
  textIn,
  usageChunk,
} from '../support/streamed-chat.ts';
import type { StreamedAnswer } from '../support/streamed-chat.ts';

let upstream: RawUpstream;

beforeAll(async () => {
  upstream = await RawUpstream.start();
});
afterAll(() => upstream.close());

function answerTo(body: string, headers?: OutgoingHttpHeaders): Promise<StreamedAnswer> {
  upstream.answerWith(streaming(body, headers));
  return streamedAnswer(upstream.url);
}

const stop = chunk({}, 'stop');

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

  test('says that its thoughts are a summary', async () => {
    const details = [{ type: 'reasoning.summary', summary: 'I pondered.' }];
    const { answer } = await answerTo(
      events(chunk({ reasoning: 'I pondered.', reasoning_details: details }), textChunk('a'), stop) +
        LAST_EVENT,
    );
    expect(answer.thoughts).toMatchObject({ text: 'I pondered.', isSummary: true });
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
    expect(answer.thoughts).toEqual({ text: 'Hm, no. Really.', chars: 15, isSummary: false });
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
