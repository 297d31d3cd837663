import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ProviderError } from '../../src/domain/provider/provider-error.ts';
import { createOpenAiProvider } from '../../src/providers/openai/openai-provider.ts';
import { createUndiciFetch } from '../../src/providers/undici-fetch.ts';
import { testChatRequest } from '../support/chat-request.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import type { RawHandler } from '../support/raw-upstream.ts';
import { chunk, events, LAST_EVENT, STREAM_HEADERS, textChunk } from '../support/streamed-chat.ts';

/** Longest silence, in milliseconds; the connections and the attempt have so much more that they never end one here. */
const SILENCE_MS = 200;
const NEVER_MS = 3_600_000;

let upstream: RawUpstream;
beforeAll(async () => {
  upstream = await RawUpstream.start();
});
afterAll(() => upstream.close());

function stream(handler: RawHandler, onDelta: () => void | Promise<void> = () => undefined) {
  upstream.answerWith(handler);
  const connections = createUndiciFetch({ silenceMs: NEVER_MS });
  onTestFinished(() => connections.close());
  const provider = createOpenAiProvider({
    apiKey: 'sk-test',
    baseUrl: upstream.url,
    organization: null,
    timeoutMs: SILENCE_MS,
    sandbox: false,
    connections,
  });
  const { signal } = new AbortController();
  return provider.chat(testChatRequest('gpt-4o'), { signal, timeoutMs: NEVER_MS, onDelta });
}

async function failureOf(handler: RawHandler): Promise<ProviderError> {
  const failure = await stream(handler).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ProviderError);
  return failure as ProviderError;
}

test('a stream that is silent before its headers ends at the limit', async () => {
  expect(await failureOf(() => undefined)).toMatchObject({ code: 'PROVIDER_TIMEOUT', partial: null });
});

test('a stream that falls silent between two parts ends at the limit, with what it gave', async () => {
  const failure = await failureOf((_request, response) => {
    response.writeHead(200, STREAM_HEADERS);
    response.write(events(textChunk('A ri')));
  });
  expect(failure).toMatchObject({ code: 'PROVIDER_TIMEOUT', partial: { text: 'A ri' } });
});

test('a whole answer in place of a stream that never ends is given up, too', async () => {
  const failure = await failureOf((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  });
  expect(failure.code).toBe('PROVIDER_TIMEOUT');
});

test('a stream that goes on for longer than the limit, or is read slowly, is whole', async () => {
  const parts = Array.from({ length: 6 }, () => events(textChunk('a')));
  const answer = await stream(
    (_request, response) => {
      response.writeHead(200, STREAM_HEADERS);
      void (async () => {
        for (const part of parts) {
          response.write(part);
          await pause(SILENCE_MS / 4);
        }
        response.end(events(chunk({}, 'stop')) + LAST_EVENT);
      })();
    },
    () => pause(SILENCE_MS * 1.5),
  );
  expect(answer.text).toBe('aaaaaa');
});
