import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ContentFilteredError } from '../../src/domain/provider/provider-error.ts';
import type { ProviderError } from '../../src/domain/provider/provider-error.ts';
import { isWorthRetrying } from '../../src/domain/resilience/retry.ts';
import { CANARY_KEY, failureOf, openAiError } from '../support/provider-failure.ts';
import type { ExpectedFailure } from '../support/provider-failure.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import type { RawAnswer } from '../support/raw-upstream.ts';

let upstream: RawUpstream;

beforeAll(async () => {
  upstream = await RawUpstream.start();
});
afterAll(() => upstream.close());

function failureFrom(answer: RawAnswer): Promise<ProviderError> {
  upstream.answerWith(answer);
  return failureOf({ baseUrl: upstream.url });
}

const quota = openAiError(
  'You exceeded your current quota, please check your plan and billing details.',
  'insufficient_quota',
  'insufficient_quota',
);
const tooLong =
  "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.";
const rejectedRequest: ExpectedFailure = {
  code: 'PROVIDER_REJECTED_REQUEST',
  category: 'validation',
  retryable: false,
};
const unauthorized: ExpectedFailure = {
  code: 'PROVIDER_AUTHENTICATION_FAILED',
  category: 'authentication',
  retryable: false,
};
const noQuota: ExpectedFailure = { code: 'INSUFFICIENT_QUOTA', category: 'permission', retryable: false };
const forbidden: ExpectedFailure = {
  code: 'PROVIDER_PERMISSION_DENIED',
  category: 'permission',
  retryable: false,
};
const contextExceeded: ExpectedFailure = {
  code: 'CONTEXT_LENGTH_EXCEEDED',
  category: 'validation',
  retryable: false,
};
const filtered: ExpectedFailure = { code: 'CONTENT_FILTERED', category: 'validation', retryable: false };
const unknownModel: ExpectedFailure = { code: 'MODEL_NOT_FOUND', category: 'validation', retryable: false };
const serverFailed: ExpectedFailure = { code: 'PROVIDER_ERROR', category: 'server', retryable: true };
const malformed: ExpectedFailure = {
  code: 'MALFORMED_PROVIDER_RESPONSE',
  category: 'server',
  retryable: true,
  spent: 'unknown',
};
const limited: ExpectedFailure = { code: 'RATE_LIMITED', category: 'rate_limit', retryable: true };

/** Bodies as OpenAI, Azure, vLLM, Ollama, OpenRouter and gateways send them. */
const answers: [name: string, status: number, body: unknown, expected: ExpectedFailure][] = [
  [
    'a wrong key',
    401,
    openAiError(
      'Incorrect API key provided: sk-plant*******cdef.',
      'invalid_request_error',
      'invalid_api_key',
    ),
    unauthorized,
  ],
  ['no key', 401, '', unauthorized],
  [
    'an account without money',
    402,
    openAiError('Insufficient Balance', 'unknown_error', 'invalid_request_error'),
    noQuota,
  ],
  ['a used-up quota', 429, quota, noQuota],
  ['a used-up quota that only the type tells', 429, openAiError('no quota', 'insufficient_quota'), noQuota],
  [
    'a billing limit',
    429,
    openAiError('Billing hard limit has been reached', 'invalid_request_error', 'billing_hard_limit_reached'),
    noQuota,
  ],
  [
    'a forbidden country',
    403,
    openAiError('Country not supported', 'request_forbidden', 'unsupported_country_region_territory'),
    forbidden,
  ],
  [
    'a rate limit',
    429,
    openAiError('Rate limit reached for gpt-4o', 'tokens', 'rate_limit_exceeded'),
    limited,
  ],
  [
    'an empty account that says so with a 400',
    400,
    openAiError(
      'Your credit balance is too low to access the Anthropic API.',
      'invalid_request_error',
      'invalid_request_error',
    ),
    noQuota,
  ],
  [
    'a used-up quota with a 403',
    403,
    openAiError('You exceeded your current quota', 'insufficient_quota', 'insufficient_quota'),
    noQuota,
  ],
  ['a page that blocks', 403, '<html><title>Attention Required! | Cloudflare</title></html>', forbidden],
  ['a refusal that is broken JSON', 403, '{"error": {"message": "no', forbidden],
  [
    'a model that the project may not use',
    403,
    openAiError(
      'Project `proj_plantAbCdEf` does not have access to model `gpt-4o`',
      'invalid_request_error',
      'model_not_found',
    ),
    unknownModel,
  ],
  [
    'a prompt that OpenRouter moderates',
    403,
    openAiError('Your input was flagged for "violence" and requires moderation', null, 403),
    filtered,
  ],
  ['a rate limit without a body', 429, '', limited],
  ['a rate limit as a page', 429, '<html><h1>429 Too Many Requests</h1></html>', limited],
  [
    'a rate limit of an organization',
    429,
    openAiError(
      'Rate limit reached for gpt-4o in organization org-plantAbCdEf on requests per min (RPM): Limit 3, Used 3. Please try again in 20s.',
      'requests',
      'rate_limit_exceeded',
    ),
    limited,
  ],
  [
    'one request above the rate limit at Groq',
    413,
    openAiError(
      'Request too large for model `llama` in organization `org_01plantAbCd` on tokens per minute (TPM): Limit 6000, Requested 7300',
      'tokens',
      'rate_limit_exceeded',
    ),
    { ...limited, retryable: false },
  ],
  ['a rate limit in plain text', 429, 'slow down', limited],
  [
    'one request above the rate limit',
    429,
    openAiError(
      'Request too large for gpt-4o on tokens per min: Limit 30000, Requested 50000.',
      'tokens',
      'rate_limit_exceeded',
    ),
    { ...limited, retryable: false },
  ],
  [
    'a prompt that is too long',
    400,
    openAiError(tooLong, 'invalid_request_error', 'context_length_exceeded'),
    contextExceeded,
  ],
  ['a prompt that is too long for vLLM', 400, openAiError(tooLong, 'BadRequestError', 400), contextExceeded],
  [
    'a prompt that is too long for llama.cpp',
    400,
    openAiError('the request exceeds the available context size', 'exceed_context_size_error', 400),
    contextExceeded,
  ],
  [
    'a prompt that is too long for Anthropic',
    400,
    openAiError('prompt is too long: 210000 tokens > 200000 maximum', 'invalid_request_error'),
    contextExceeded,
  ],
  [
    'a prompt that is too long for Gemini',
    400,
    openAiError(
      'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      'INVALID_ARGUMENT',
    ),
    contextExceeded,
  ],
  [
    'a prompt that is too long for xAI',
    400,
    openAiError(
      "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
      null,
      'invalid-argument',
    ),
    contextExceeded,
  ],
  [
    'a prompt that is too long for Text Generation Inference',
    422,
    openAiError('Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4097', 'validation'),
    contextExceeded,
  ],
  [
    'a filtered prompt at DeepSeek',
    400,
    openAiError('Content Exists Risk', 'invalid_request_error', 'invalid_request_error'),
    filtered,
  ],
  [
    'a filtered prompt at Azure',
    400,
    openAiError(
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      null,
      'content_filter',
    ),
    filtered,
  ],
  [
    'a flagged prompt',
    400,
    openAiError('Invalid prompt: your prompt was flagged', 'invalid_request_error', 'invalid_prompt'),
    filtered,
  ],
  [
    'an unsupported parameter',
    400,
    openAiError("Unsupported parameter: 'max_tokens'", 'invalid_request_error', 'unsupported_parameter'),
    rejectedRequest,
  ],
  [
    'more tokens than the model can answer',
    400,
    openAiError(
      'max_tokens is too large: 100000. This model supports at most 16384 completion tokens.',
      'invalid_request_error',
      'invalid_value',
    ),
    rejectedRequest,
  ],
  ['an error as a page', 400, '<html><h1>400 Bad Request</h1></html>', rejectedRequest],
  ['an error that is broken JSON', 400, '{"error": {"message": "bad', rejectedRequest],
  ['an error that is a list', 400, [{ error: { code: 400, message: 'bad' } }], rejectedRequest],
  ['an error without a body', 400, '', rejectedRequest],
  ['an error that is a string', 400, { error: 'bad request' }, rejectedRequest],
  ['an error that is null', 400, { error: null }, rejectedRequest],
  ['a body that is too large', 413, '<html>Request Entity Too Large</html>', rejectedRequest],
  ['an unprocessable request', 422, { detail: [{ loc: ['body'], msg: 'field required' }] }, rejectedRequest],
  [
    'an unknown model',
    404,
    openAiError('The model `gpt-9` does not exist', 'invalid_request_error', 'model_not_found'),
    unknownModel,
  ],
  [
    'an unknown model at Ollama',
    404,
    openAiError('model "llama9" not found, try pulling it first', 'not_found_error'),
    unknownModel,
  ],
  [
    'an unknown model at Fireworks',
    404,
    openAiError('Model not found, inaccessible, and/or not deployed', 'error', 'NOT_FOUND'),
    unknownModel,
  ],
  [
    'a model that is gone',
    400,
    openAiError('The model `x` has been decommissioned', 'invalid_request_error', 'model_decommissioned'),
    unknownModel,
  ],
  [
    'an unknown model at Mistral',
    400,
    openAiError('Invalid model: x', 'invalid_model', '1500'),
    unknownModel,
  ],
  ['an address that is nothing', 404, '<html><h1>404 Not Found</h1></html>', rejectedRequest],
  [
    'a wrong address',
    404,
    openAiError('Invalid URL (POST /v2/chat/completions)', 'invalid_request_error'),
    rejectedRequest,
  ],
  [
    'a request time-out',
    408,
    '',
    { code: 'PROVIDER_TIMEOUT', category: 'timeout', retryable: true, spent: 'unknown' },
  ],
  ['a conflict', 409, openAiError('conflict'), serverFailed],
  ['a server error', 500, openAiError('The server had an error', 'server_error'), serverFailed],
  [
    'a server error that claims a rate limit',
    500,
    openAiError('?', 'requests', 'rate_limit_exceeded'),
    serverFailed,
  ],
  ['a server error without a body', 500, '', serverFailed],
  ['a server error that is broken JSON', 500, '{"error": {"mess', serverFailed],
  [
    'a server error that claims a used-up quota',
    500,
    openAiError('?', 'insufficient_quota', 'insufficient_quota'),
    serverFailed,
  ],
  ['a request that is not implemented', 501, '', { ...serverFailed, retryable: false }],
  ['a bad gateway', 502, '<html><h1>502 Bad Gateway</h1></html>', serverFailed],
  ['an overloaded server', 503, openAiError('The engine is currently overloaded'), serverFailed],
  ['an overloaded server without a body', 503, '', serverFailed],
  ['a gateway time-out', 504, 'upstream request timeout', { ...serverFailed, spent: 'unknown' }],
  ['a Cloudflare time-out', 524, '<html>A timeout occurred</html>', { ...serverFailed, spent: 'unknown' }],
  ['an overloaded provider', 529, openAiError('Overloaded', 'overloaded_error'), serverFailed],
  ['half a JSON document', 200, '{"id":"chatcmpl-1","choices":[{"mess', malformed],
  ['a list', 200, [], malformed],
  ['text that is no JSON', 200, 'Service temporarily unavailable', malformed],
  ['an empty object', 200, {}, malformed],
  ['an empty body', 200, '', malformed],
  ['a null', 200, 'null', malformed],
  ['no choices', 200, { choices: [] }, malformed],
  ['a choice without a message', 200, { choices: [{ finish_reason: 'stop' }] }, malformed],
  ['content that is no text', 200, { choices: [{ message: { content: 42 } }] }, malformed],
];

describe('what an upstream answers becomes an error of one shape', () => {
  test.each(answers)('%s (%i)', async (_name, status, body, expected) => {
    const error = await failureFrom({ status, body, headers: { 'x-request-id': 'req_7' } });
    const { code, category, retryable, spent } = error;
    expect({ code, category, retryable, spent }).toEqual({ spent: 'none', ...expected });
    expect(error.status).toBe(status === 200 ? null : status);
    expect(error instanceof ContentFilteredError).toBe(expected === filtered);
    expect(error.message).toMatch(/^The .*\.$/);
    expect(`${error.message} ${error.detail}`).not.toContain('plant');
    expect(error.cause).toBeUndefined();
    expect(isWorthRetrying(error)).toBe(expected.retryable);
    if (status !== 200) expect(error.requestId).toBe('req_7');
  });

  test('a page with status 200 is no answer', async () => {
    const error = await failureFrom({
      body: '<html>sign in</html>',
      headers: { 'content-type': 'text/html' },
    });
    expect(error).toMatchObject(malformed);
    expect(error.detail).toContain('sign in');
  });

  test('a redirect is not followed', async () => {
    upstream.received.length = 0;
    const error = await failureFrom({ status: 307, headers: { location: `${upstream.origin}/elsewhere` } });
    expect(error).toMatchObject({
      code: 'PROVIDER_ERROR',
      category: 'unknown',
      retryable: false,
      spent: 'none',
      status: 307,
    });
    expect(upstream.received.map(({ path }) => path)).toEqual(['/v1/chat/completions']);
  });

  test.each([
    ['of FastAPI', { detail: 'field required' }, 'field required'],
    ['of FastAPI, in a list', { detail: [{ msg: 'field required' }] }, '[{"msg":"field required"}]'],
    ['of Mistral', { object: 'error', message: 'Invalid model', code: '1500' }, 'Invalid model'],
    ['of OpenAI', { error: { message: 'Invalid model' } }, 'Invalid model'],
    ['of nobody', { reason: 'full moon' }, '{"reason":"full moon"}'],
    ['in plain text', 'field required', 'field required'],
  ])('the detail has the words of an error in the form %s', async (_name, body, detail) => {
    expect((await failureFrom({ status: 422, body })).detail).toBe(detail);
  });

  test('the detail has the words of the provider without the key, the message has none of them', async () => {
    const message = `No access for ${CANARY_KEY} of org-AbCdEf123456 (header "Bearer ${CANARY_KEY}")`;
    const error = await failureFrom({ status: 403, body: openAiError(message) });
    expect(error.detail).toBe('No access for [redacted] of [redacted] (header "[redacted]")');
    expect(error.message).toBe('The model provider does not allow this request for the API key.');
    expect(JSON.stringify([error, error.stack])).not.toContain('canary');
  });

  test.each([
    ['a key', `Incorrect API key provided: ${CANARY_KEY}.`],
    ['a masked key', 'Incorrect API key provided: sk-proj-********planted.'],
    ['another key', 'The key sk-svcacct-plantedAbCdEf12345 was revoked'],
    ['an organization', 'Limit reached in organization org-plantedAbCdEf'],
    ['a project', 'Project `proj_plantedAbCdEf` has no access'],
    ['a user', 'user-plantedAbCdEf1234567890 was banned'],
  ])(
    '%s is cut out of the detail, in a JSON answer, a page and an answer with a good status',
    async (_what, message) => {
      const bodies: RawAnswer[] = [
        { status: 400, body: openAiError(message) },
        { status: 502, body: `<html><p>${message}</p></html>` },
        { status: 200, body: openAiError(message) },
      ];
      for (const answer of bodies) {
        const error = await failureFrom(answer);
        expect(error.detail).toContain('[redacted]');
        expect(JSON.stringify([error, error.message, error.stack])).not.toContain('planted');
      }
    },
  );

  test('a long detail is cut', async () => {
    const error = await failureFrom({ status: 502, body: '<p>oh</p> '.repeat(10_000) });
    expect(error.detail).toHaveLength(500);
  });

  test('x-should-retry: false is obeyed', async () => {
    expect(await failureFrom({ status: 500, headers: { 'x-should-retry': 'false' } })).toMatchObject({
      retryable: false,
    });
  });
});
