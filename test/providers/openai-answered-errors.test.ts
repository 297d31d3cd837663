import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isWorthRetrying } from '../../src/domain/resilience/retry.ts';
import { CALL_RECORD } from '../support/call-documents.ts';
import { COMPLETE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { failureOf, openAiError } from '../support/provider-failure.ts';
import type { ExpectedFailure } from '../support/provider-failure.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import type { RawAnswer } from '../support/raw-upstream.ts';
import { streamWhole } from '../support/streamed-call.ts';
import { events, LAST_EVENT, STREAM_HEADERS, textChunk, chunk } from '../support/streamed-chat.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { chatAnswer } from '../support/upstream.ts';

let upstream: RawUpstream;
let app: TestApp;
let url: string;
beforeAll(async () => {
  upstream = await RawUpstream.start();
  app = await startTestApp({ OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' });
  url = `${(await app.app.listen()).url}/graphql`;
});
afterAll(async () => {
  await app.close();
  await upstream.close();
});

const fail = (code: string, category: string, retryable: boolean): ExpectedFailure => ({
  code,
  category,
  retryable,
});
const serverFailed = fail('PROVIDER_ERROR', 'server', true);
const limited = fail('RATE_LIMITED', 'rate_limit', true);
const unauthorized = fail('PROVIDER_AUTHENTICATION_FAILED', 'authentication', false);
const noQuota = fail('INSUFFICIENT_QUOTA', 'permission', false);
const filtered = fail('CONTENT_FILTERED', 'validation', false);
const tooLong = fail('CONTEXT_LENGTH_EXCEEDED', 'validation', false);
const rejectedRequest = fail('PROVIDER_REJECTED_REQUEST', 'validation', false);

/** With status 200, as OpenRouter and gateways like it send them: what they would be with the status that they tell. */
const inGoodAnswers: [name: string, body: unknown, expected: ExpectedFailure][] = [
  ['a failed provider', openAiError('Provider returned error', null, 502), serverFailed],
  ['a failed provider, its code in text', openAiError('Provider returned error', null, '502'), serverFailed],
  ['a time-out', openAiError('Timed out', null, 504), { ...serverFailed, spent: 'unknown' }],
  ['too many requests', openAiError('Rate limit exceeded: free-models-per-min.', null, 429), limited],
  ['a wrong key', openAiError('No auth credentials found', null, 401), unauthorized],
  ['no credit', openAiError('Insufficient credits', null, 402), noQuota],
  ['a flagged input', openAiError('Your input was flagged', null, 403), filtered],
  [
    'a prompt that is too long',
    openAiError("This model's maximum context length is 8192 tokens.", null, 400),
    tooLong,
  ],
  ['a wrong parameter', openAiError('temperature: ExpectedFailure number', null, 400), rejectedRequest],
  ['an error at the top', { object: 'error', message: 'No auth', code: 401 }, unauthorized],
  ['a code of OpenAI', openAiError('?', 'insufficient_quota', 'insufficient_quota'), noQuota],
  ['an error as a text', { error: 'model is loading' }, { ...serverFailed, spent: 'unknown' }],
  ['an error without a code', { error: { message: '?' } }, { ...serverFailed, spent: 'unknown' }],
  [
    'an error beside what there was of an answer',
    {
      choices: [{ error: { code: 502, message: '?' }, finish_reason: 'error', message: { content: 'Half' } }],
    },
    { ...serverFailed, spent: 'unknown' },
  ],
];

describe('an error with a good status', () => {
  test.each(inGoodAnswers)(
    '%s (200, whole or where a stream was asked for)',
    async (_name, body, expected) => {
      const answer = { status: 200, body, headers: { 'x-request-id': 'req_7' } };
      upstream.answerWith(answer);
      for (const streamed of [false, true]) {
        const error = await failureOf({ baseUrl: upstream.url, streamed });
        const { code, category, retryable, spent } = error;
        expect({ code, category, retryable, spent }).toEqual({ spent: 'none', ...expected });
        expect(error.status).toBe(null);
        expect(error.message).toMatch(/^The .*\.$/);
        expect(error.requestId).toBe('req_7');
        expect(isWorthRetrying(error)).toBe(expected.retryable);
      }
    },
  );
});

describe('an error with a good status is tried again when that can help', () => {
  const JSON_HEADERS = { 'content-type': 'application/json' };
  /** Fails so for the first request, and answers the next. */
  function failOnce(failure: RawAnswer, answer: RawAnswer): void {
    let requests = 0;
    upstream.answerWith((_, response) => {
      requests += 1;
      const { headers, body } = requests === 1 ? failure : answer;
      response.writeHead(200, { ...JSON_HEADERS, ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }
  const codesOf = async (operationId: string) =>
    (await app.run(CALL_RECORD, { operationId })).call?.attempts.map(({ error }) => error?.code ?? null);

  test('as a whole answer', async () => {
    failOnce({ body: openAiError('Provider returned error', null, 502) }, chatAnswer(10, 5));
    const input = { prompt: 'Hello', model: 'gpt-4o', operationId: 'tried-again' };
    expectType((await app.run(COMPLETE, { input })).complete, 'CompleteSuccess');
    expect(await codesOf('tried-again')).toEqual(['PROVIDER_ERROR', null]);
  });

  const whole = events(textChunk('Hello'), chunk({}, 'stop')) + LAST_EVENT;
  test.each([
    [
      'before the first piece of a stream',
      events(openAiError('Overloaded', null, 503)),
      null,
      ['PROVIDER_ERROR', null],
    ],
    [
      'but not after it',
      events(textChunk('Hel'), openAiError('Overloaded', null, 503)),
      'ProviderError',
      ['PROVIDER_ERROR'],
    ],
  ])('%s', async (name, failing, kind, codes) => {
    failOnce({ headers: STREAM_HEADERS, body: failing }, { headers: STREAM_HEADERS, body: whole });
    const operationId = name.replaceAll(' ', '-');
    const stream = await streamWhole('SSE', url, {
      prompt: 'Hello',
      model: 'gpt-4o',
      operationId,
    });
    expect(stream.kind).toBe(kind ?? 'CompleteSuccess');
    expect(await codesOf(operationId)).toEqual(codes);
  });
});
