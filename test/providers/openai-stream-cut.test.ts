import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProviderError } from '../../src/domain/provider/provider-error.ts';
import type { ChatDelta, ChatResponse, Provider } from '../../src/domain/provider/provider.ts';
import { createOpenAiProvider } from '../../src/providers/openai/openai-provider.ts';
import { testChatRequest } from '../support/chat-request.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import {
  chunk,
  events,
  LAST_EVENT,
  STREAM_HEADERS,
  textChunk,
  textIn,
  usageChunk,
} from '../support/streamed-chat.ts';

/** An answer with text of several bytes a character and a tool call, as OpenAI sends it. */
const chunks = [
  chunk({ role: 'assistant', content: '', refusal: null }),
  textChunk('Grüße'),
  textChunk(' vom 🌉'),
  chunk({
    tool_calls: [{ index: 0, id: 'call_a', type: 'function', function: { name: 'now', arguments: '' } }],
  }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: '{"zone":"UTC"}' } }] }),
  chunk({}, 'tool_calls'),
  usageChunk(12, 9),
];
const recorded = Buffer.from(events(...chunks) + LAST_EVENT);
const whole = { text: 'Grüße vom 🌉', arguments: '{"zone":"UTC"}' };

/** Where each event ends, its empty line not counted. */
const eventEnds = chunks.map((_, index) => Buffer.byteLength(events(...chunks.slice(0, index + 1))) - 2);
const FINISH_EVENT = 5;

/** What the events that are whole within the first bytes say. */
function arrivedIn(bytes: number, lineEndBytes: 0 | 2) {
  const count = eventEnds.filter((end) => end + lineEndBytes <= bytes).length;
  const texts = ['', 'Grüße', 'Grüße vom 🌉'];
  return {
    text: texts[Math.min(count, 3) - 1] ?? '',
    toolCalls: count < 4 ? [] : [{ id: 'call_a', name: 'now', arguments: count < 5 ? '' : whole.arguments }],
    produced: count >= 2,
    finished: count > FINISH_EVENT,
    usage: count > FINISH_EVENT + 1 ? 12 : null,
  };
}

interface Ended {
  deltas: ChatDelta[];
  outcome: ChatResponse | ProviderError;
}

let upstream: RawUpstream;
let provider: Provider & { close(): Promise<void> };

beforeAll(async () => {
  upstream = await RawUpstream.start();
  provider = createOpenAiProvider({
    apiKey: 'sk-test',
    baseUrl: upstream.url,
    organization: null,
    timeoutMs: 20_000,
    sandbox: false,
  });
});
afterAll(async () => {
  await provider.close();
  await upstream.close();
});

async function call(model: string): Promise<Ended> {
  const deltas: ChatDelta[] = [];
  const outcome = await provider
    .chat(testChatRequest(model), {
      signal: new AbortController().signal,
      timeoutMs: 20_000,
      onDelta: (delta) => void deltas.push(delta),
    })
    .catch((error: unknown) => {
      if (error instanceof ProviderError) return error;
      throw error;
    });
  return { deltas, outcome };
}

/** The outcome for each number of bytes, some at a time. */
async function callsCutAtEveryByte(check: (bytes: number, ended: Ended) => void): Promise<number> {
  const lengths = Array.from({ length: recorded.length + 1 }, (_, bytes) => bytes);
  for (let start = 0; start < lengths.length; start += 32) {
    await Promise.all(
      lengths.slice(start, start + 32).map(async (bytes) => check(bytes, await call(`cut-${bytes}`))),
    );
  }
  return lengths.length;
}

function bytesOf(model: unknown): Buffer {
  return recorded.subarray(0, Number(String(model).replace('cut-', '')));
}

function expectCut({ deltas, outcome }: Ended, arrived: ReturnType<typeof arrivedIn>): void {
  expect(outcome).toMatchObject({
    code: 'PROVIDER_STREAM_CUT',
    category: 'connection',
    retryable: true,
    spent: 'unknown',
  });
  const { partial } = outcome as ProviderError;
  expect(textIn(deltas)).toBe(arrived.text);
  if (!arrived.produced) return expect(partial).toBeNull();
  expect(partial).toMatchObject({
    text: arrived.text,
    toolCalls: arrived.toolCalls,
    finishReason: arrived.finished ? 'tool_calls' : 'unknown',
    requestId: 'req_9',
  });
  expect(partial?.usage?.freshInput ?? null).toBe(arrived.usage);
}

function expectWhole({ deltas, outcome }: Ended): void {
  expect(outcome).toMatchObject({
    text: whole.text,
    toolCalls: [{ id: 'call_a', name: 'now', arguments: whole.arguments }],
    finishReason: 'tool_calls',
  });
  expect(textIn(deltas)).toBe(whole.text);
}

describe('a stream that is cut at any byte', () => {
  test('by a connection that breaks is never an answer, and what arrived is told', async () => {
    upstream.answerWith(({ body }, response) => {
      response.writeHead(200, STREAM_HEADERS);
      response.flushHeaders();
      const bytes = bytesOf(body['model']);
      if (bytes.length === 0) response.socket?.end();
      else response.write(bytes, () => response.socket?.end());
    });
    const cuts = await callsCutAtEveryByte((bytes, ended) => {
      if (bytes === recorded.length) return expectWhole(ended);
      expectCut(ended, arrivedIn(bytes, 2));
    });
    expect(cuts).toBe(recorded.length + 1);
  }, 120_000);

  test('by a server that ends it well is an answer only when the model had stopped', async () => {
    upstream.answerWith(({ body }, response) => {
      response.writeHead(200, STREAM_HEADERS).end(bytesOf(body['model']));
    });
    await callsCutAtEveryByte((bytes, ended) => {
      const arrived = arrivedIn(bytes, 0);
      if (arrived.finished) {
        expectWhole(ended);
        expect((ended.outcome as ChatResponse).usage?.freshInput ?? null).toBe(arrived.usage);
      } else expectCut(ended, arrived);
    });
  }, 120_000);

  test('by the end of a connection that marks the end of the body is an answer only when the model had stopped', async () => {
    upstream.answerWith(({ body }, response) => {
      response.useChunkedEncodingByDefault = false;
      response.shouldKeepAlive = false;
      response.writeHead(200, STREAM_HEADERS).end(bytesOf(body['model']));
    });
    await callsCutAtEveryByte((bytes, ended) => {
      const arrived = arrivedIn(bytes, 0);
      if (arrived.finished) expectWhole(ended);
      else expectCut(ended, arrived);
    });
  }, 120_000);

  test('by a reset is no answer', async () => {
    upstream.answerWith((_request, response) => {
      response.writeHead(200, STREAM_HEADERS);
      response.write(recorded.subarray(0, eventEnds[2]! + 2));
    });
    const reset = provider.chat(testChatRequest('gpt-4o'), {
      signal: new AbortController().signal,
      timeoutMs: 20_000,
      onDelta: (delta) => {
        if (delta.kind === 'text' && delta.text.startsWith(' vom')) upstream.closeConnections();
      },
    });
    await expect(reset).rejects.toMatchObject({
      code: 'PROVIDER_STREAM_CUT',
      category: 'connection',
      partial: { text: whole.text },
    });
  });

  test('loses nothing that had arrived while the reader was busy', async () => {
    let serving: ServerResponse | undefined;
    upstream.answerWith((_request, response) => {
      serving = response;
      response.writeHead(200, STREAM_HEADERS);
      response.write(recorded.subarray(0, eventEnds[1]! + 2));
    });
    const cut = provider.chat(testChatRequest('gpt-4o'), {
      signal: new AbortController().signal,
      timeoutMs: 20_000,
      onDelta: async (delta) => {
        if (delta.kind !== 'text' || delta.text !== 'Grüße') return;
        const response = serving!;
        const gone = once(response, 'close');
        response.write(recorded.subarray(eventEnds[1]! + 2, eventEnds[4]! + 2), () => response.socket?.end());
        await gone;
        // time for the client's end of the socket to see it
        await sleep(50);
      },
    });
    await expect(cut).rejects.toMatchObject({
      code: 'PROVIDER_STREAM_CUT',
      partial: { text: whole.text, toolCalls: [{ arguments: whole.arguments }] },
    });
  });
});
