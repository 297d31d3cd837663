import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProviderError } from '../../src/domain/provider/provider-error.ts';
import type { EmbedRequest, EmbedResponse } from '../../src/domain/provider/provider.ts';
import { createOpenAiProvider } from '../../src/providers/openai/openai-provider.ts';
import { testModel } from '../support/chat-request.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import type { RawAnswer, RawHandler } from '../support/raw-upstream.ts';

let upstream: RawUpstream;

beforeAll(async () => {
  upstream = await RawUpstream.start();
});
afterAll(() => upstream.close());

interface EmbedOptions extends Partial<Pick<EmbedRequest, 'texts' | 'dimensions'>> {
  isOpenAi?: boolean;
  timeoutMs?: number;
  signal?: AbortSignal;
}

async function embed(answer: RawAnswer | RawHandler, options: EmbedOptions = {}): Promise<EmbedResponse> {
  upstream.received.length = 0;
  upstream.answerWith(answer);
  const provider = createOpenAiProvider({
    apiKey: 'sk-test',
    baseUrl: upstream.url,
    organization: null,
    timeoutMs: 20_000,
    sandbox: options.isOpenAi ?? false,
  });
  const {
    texts = ['one', 'two'],
    dimensions,
    timeoutMs = 20_000,
    signal = new AbortController().signal,
  } = options;
  const model = testModel('text-embedding-3-small', { kind: 'embedding' });
  try {
    return await provider.embed(
      { model, texts, ...(dimensions !== undefined && { dimensions }) },
      { signal, timeoutMs },
    );
  } finally {
    await provider.close();
  }
}

async function failureOf(body: unknown, options?: EmbedOptions): Promise<ProviderError> {
  const error = await embed({ body }, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProviderError)) throw new Error(`expected a failure, got ${JSON.stringify(error)}`);
  return error;
}

function base64(...numbers: number[]): string {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, index) => bytes.writeFloatLE(number, index * 4));
  return bytes.toString('base64');
}

function answer(...embeddings: unknown[]) {
  return {
    object: 'list',
    data: embeddings.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    model: 'text-embedding-3-small',
    usage: { prompt_tokens: 4, total_tokens: 4 },
  };
}

const floats = answer([0.5, -0.25, 3], [1, 2, 4]);
const vectors = [Float32Array.of(0.5, -0.25, 3), Float32Array.of(1, 2, 4)];

describe('what is sent for an embedding', () => {
  test.each([
    [true, 'base64'],
    [false, 'float'],
  ])('is the texts and always a format, which OpenAI (%s) gets as %s', async (isOpenAi, format) => {
    await embed({ body: floats }, { isOpenAi });
    expect(upstream.received).toMatchObject([{ method: 'POST', path: '/v1/embeddings' }]);
    expect(upstream.received[0]?.body).toEqual({
      model: 'text-embedding-3-small',
      input: ['one', 'two'],
      encoding_format: format,
    });
  });

  test('is the number of dimensions where one is wanted', async () => {
    await embed({ body: floats }, { dimensions: 3 });
    expect(upstream.received[0]?.body).toMatchObject({ dimensions: 3 });
  });
});

describe('vectors', () => {
  test.each([
    ['floats', true, floats],
    ['base64', true, answer(base64(0.5, -0.25, 3), base64(1, 2, 4))],
    ['floats', false, floats],
    ['base64', false, answer(base64(0.5, -0.25, 3), base64(1, 2, 4))],
    ['some of both', false, answer([0.5, -0.25, 3], base64(1, 2, 4))],
  ])('are read right when they come as %s, whatever was asked for (%s)', async (_name, isOpenAi, body) => {
    expect(await embed({ body, headers: { 'x-request-id': 'req_3' } }, { isOpenAi })).toEqual({
      vectors,
      usage: { freshInput: 4, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0, estimated: false },
      model: 'text-embedding-3-small',
      requestId: 'req_3',
    });
  });

  test('have the order of the texts', async () => {
    const { data } = floats;
    expect((await embed({ body: { ...floats, data: [...data].reverse() } })).vectors).toEqual(vectors);
  });

  test('without numbers are taken in the order in which they come', async () => {
    const data = floats.data.map(({ embedding }) => ({ embedding }));
    expect((await embed({ body: { data } })).vectors).toEqual(vectors);
  });

  test('can be large', async () => {
    const numbers = Array.from({ length: 3072 }, (_, index) => Math.fround(Math.sin(index)));
    const texts = Array.from({ length: 200 }, (_, index) => `text ${index}`);
    const { vectors: read } = await embed(
      { body: answer(...texts.map(() => base64(...numbers))) },
      { texts },
    );
    expect(read.length).toBe(200);
    expect(read[199]).toEqual(Float32Array.from(numbers));
  });

  test.each([
    ['fewer than the texts', answer([1])],
    ['more than the texts', answer([1], [1], [1])],
    ['of different lengths', answer([1, 2], [1])],
    ['of no numbers', answer([], [])],
    ['of something else', answer([1, 'x'], [1, 2])],
    ['of nulls', answer([1, null], [1, 2])],
    ['that are missing', answer([1], undefined)],
    ['of numbers beyond a float', answer([1e300], [1])],
    ['that are no base64', answer('&&&&', base64(1))],
    ['that are half a number', answer(base64(1).slice(0, 4), base64(1))],
    ['that are not a number', answer(base64(Number.NaN), base64(1))],
    [
      'numbered alike',
      {
        data: [
          { index: 0, embedding: [1] },
          { index: 0, embedding: [2] },
        ],
      },
    ],
    [
      'numbered from 1',
      {
        data: [
          { index: 1, embedding: [1] },
          { index: 2, embedding: [2] },
        ],
      },
    ],
    [
      'numbered in words',
      {
        data: [
          { index: 'a', embedding: [1] },
          { index: 'b', embedding: [2] },
        ],
      },
    ],
    ['in no list', { data: {} }],
    ['nowhere', {}],
    ['in half a document', '{"data":['],
  ])('are malformed when they are %s', async (_name, body) => {
    expect(await failureOf(body)).toMatchObject({
      code: 'MALFORMED_PROVIDER_RESPONSE',
      category: 'server',
      retryable: true,
      spent: 'unknown',
    });
  });

  test('of another length than was asked for are malformed', async () => {
    expect((await failureOf(floats, { dimensions: 2 })).code).toBe('MALFORMED_PROVIDER_RESPONSE');
  });
});

describe('the usage of an embedding', () => {
  test.each([
    ['OpenAI’s', { prompt_tokens: 4, total_tokens: 4 }, 4],
    ['one with an output of 0', { prompt_tokens: 4, completion_tokens: 0, total_tokens: 4 }, 4],
    ['one of the total alone', { total_tokens: 4 }, 4],
    ['zero', { prompt_tokens: 0, total_tokens: 0 }, 0],
    ['none', undefined, null],
    ['a null', null, null],
    ['nothing in it', {}, null],
    ['what cannot be', { prompt_tokens: -4, total_tokens: -4 }, null],
  ])('is read: %s', async (_name, usage, tokens) => {
    const read = (await embed({ body: { ...floats, usage } })).usage;
    expect(read?.freshInput ?? null).toBe(tokens);
    expect(read?.output ?? 0).toBe(0);
  });
});

describe('an embedding that fails', () => {
  test('has the errors of any call', async () => {
    const body = { error: { message: 'slow down', code: 'rate_limit_exceeded' } };
    await expect(embed({ status: 429, body, headers: { 'retry-after': '2' } })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: 2000,
      spent: 'none',
    });
  });

  test('ends at its time-out', async () => {
    await expect(embed(() => undefined, { timeoutMs: 1_000 })).rejects.toMatchObject({
      code: 'PROVIDER_TIMEOUT',
    });
  });

  test('ends when the caller leaves', async () => {
    const abort = new AbortController();
    await expect(embed(() => abort.abort(), { signal: abort.signal })).rejects.toMatchObject({
      code: 'CALL_CANCELLED',
      category: 'cancelled',
    });
  });
});
