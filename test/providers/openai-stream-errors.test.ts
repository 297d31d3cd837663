import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ContentFilteredError } from '../../src/domain/provider/provider-error.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import {
  chunk,
  events,
  LAST_EVENT,
  STREAM_HEADERS,
  streamedFailure,
  streamFrom,
  streaming,
  textChunk,
  textIn,
  usageChunk,
} from '../support/streamed-chat.ts';
import type { StreamedFailure } from '../support/streamed-chat.ts';

let upstream: RawUpstream;

beforeAll(async () => {
  upstream = await RawUpstream.start();
});
afterAll(() => upstream.close());

function failureTo(body: string, headers?: OutgoingHttpHeaders): Promise<StreamedFailure> {
  upstream.answerWith(streaming(body, headers));
  return streamedFailure(upstream.url);
}

const stop = chunk({}, 'stop');

function toolChunk(...pieces: unknown[]) {
  return chunk({ tool_calls: pieces });
}

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
