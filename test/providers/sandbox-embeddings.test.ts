import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EmbeddingCreateParams } from 'openai/resources/embeddings';
import { vectorOf } from '../../src/providers/sandbox/embedding-vector.ts';
import { createSimpleTokenCounter } from '../support/simple-token-counter.ts';
import { apiErrorOf, startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';

const SMALL = 'text-embedding-3-small';

let sandbox: SandboxClient;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

function embed(input: EmbeddingCreateParams['input'], params: Partial<EmbeddingCreateParams> = {}) {
  return sandbox.client.embeddings.create({ model: SMALL, input, ...params });
}

async function vectorsOf(input: EmbeddingCreateParams['input'], params: Partial<EmbeddingCreateParams> = {}) {
  return (await embed(input, params)).data.map(({ embedding }) => embedding);
}

/** Of unit vectors. */
function similarity(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * other[index]!, 0);
}

describe('an embedding', () => {
  test.each([
    ['text-embedding-3-small', 1536],
    ['text-embedding-3-large', 3072],
    ['text-embedding-ada-002', 1536],
  ])('of %s has %i dimensions, in the shape of OpenAI’s', async (model, length) => {
    const answer = await embed(['One', 'Two'], { model });
    expect(answer).toMatchObject({ object: 'list', model });
    expect(answer.data.map(({ object, index, embedding }) => [object, index, embedding.length])).toEqual([
      ['embedding', 0, length],
      ['embedding', 1, length],
    ]);
  });

  test('is the same in floats as in base64, and each time', async () => {
    const [floats] = await vectorsOf('The river', { encoding_format: 'float' });
    const [encoded] = await vectorsOf('The river', { encoding_format: 'base64' });
    const bytes = Buffer.from(encoded as unknown as string, 'base64');
    const decoded = Array.from({ length: 1536 }, (_, index) => bytes.readFloatLE(index * 4));
    expect(floats!.map(Math.fround)).toEqual(decoded);
    // the client asks for base64 by itself, and gives floats
    expect(await vectorsOf('The river')).toEqual([decoded]);
  });

  test('is a unit vector of any text and length', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.integer({ min: 1, max: 1536 }),
        (text, length) => {
          const vector = Array.from(vectorOf(text, SMALL, 1536, length));
          expect(vector).toHaveLength(length);
          expect(similarity(vector, vector)).toBeCloseTo(1, 4);
        },
      ),
    );
  });

  test('is more like that of a similar text than of another', async () => {
    const [rain, wet, money] = await vectorsOf([
      'It rains in the garden and the river rises',
      'The river rises when it is raining in gardens',
      'Quarterly revenue beat expectations of analysts',
    ]);
    expect(similarity(rain!, wet!)).toBeGreaterThan(0.5);
    expect(similarity(rain!, money!)).toBeLessThan(0.3);
    const [other] = await vectorsOf('It rains in the garden and the river rises', {
      model: 'text-embedding-ada-002',
    });
    expect(similarity(rain!, other!)).toBeLessThan(0.3);
  });

  test('of fewer dimensions is the beginning of the whole one', async () => {
    const [whole] = await vectorsOf('The river');
    const [short] = await vectorsOf('The river', { dimensions: 256 });
    expect(short).toHaveLength(256);
    expect(similarity(short!, short!)).toBeCloseTo(1, 4);
    const ratio = whole![0]! / short![0]!;
    expect(whole!.slice(0, 256).map((value) => value / ratio)).toEqual(
      short!.map((value) => expect.closeTo(value, 5) as number),
    );
  });

  test('is counted as tiktoken counts, of texts and of tokens', async () => {
    const counter = createSimpleTokenCounter();
    const texts = ['Über den Fluss 🦊', 'a', 'The river rises'];
    const counts = await counter.countTexts(texts, 'cl100k_base');
    const tokens = counts.reduce((sum, count) => sum + count.tokens, 0);
    expect((await embed(texts)).usage).toEqual({ prompt_tokens: tokens, total_tokens: tokens });
    expect((await embed([1, 2, 3])).usage.prompt_tokens).toBe(3);
    expect((await embed([[1, 2, 3], [4]])).usage.prompt_tokens).toBe(4);
    expect((await embed([[1, 2, 3], [4]])).data).toHaveLength(2);
    await counter.close();
  });

  test('is made of 2,048 texts at once', async () => {
    const texts = Array.from({ length: 2048 }, (_, index) => `text ${index}`);
    const { data } = await embed(texts, { dimensions: 4 });
    expect(data.map(({ index }) => index)).toEqual(texts.map((_, index) => index));
  });
});

describe('an embedding request is refused', () => {
  test.each<[string, Partial<EmbeddingCreateParams>, object]>([
    ['with no text', { input: '' }, { status: 400, param: 'input' }],
    ['with a text that is empty', { input: ['a', ''] }, { status: 400, param: 'input' }],
    ['with no texts', { input: [] }, { status: 400, param: 'input' }],
    [
      'with 2,049 texts',
      { input: Array.from({ length: 2049 }, () => 'a') },
      { status: 400, code: 'array_above_max_length' },
    ],
    [
      'with a text of 8,193 tokens',
      { input: 'a '.repeat(8192) + 'a' },
      { status: 400, message: expect.stringContaining('8192 tokens') as string },
    ],
    ['with 8,193 tokens', { input: Array.from({ length: 8193 }, () => 1) }, { status: 400, param: 'input' }],
    [
      'with 300,001 tokens in all',
      { input: Array.from({ length: 40 }, () => Array.from({ length: 7501 }, () => 1)) },
      { status: 400, code: 'max_tokens_per_request' },
    ],
    ['with too many dimensions', { dimensions: 1537 }, { status: 400, param: 'dimensions' }],
    [
      'with dimensions for a model that has only one length',
      { model: 'text-embedding-ada-002', dimensions: 256 },
      { status: 400, param: 'dimensions' },
    ],
    ['of a chat model', { model: 'gpt-4o' }, { status: 403 }],
    ['of an unknown model of the sandbox', { model: 'sandbox-embed-nothing' }, { status: 404 }],
    [
      'with an unknown encoding',
      { encoding_format: 'hex' as 'float' },
      { status: 400, param: 'encoding_format' },
    ],
    ['with the fault that its text asks for', { input: 'x #sandbox fail=503-after-2' }, { status: 503 }],
    ['with a fault that its model stands for', { model: 'sandbox-429' }, { status: 429 }],
    ['with a wrong directive', { input: 'x #sandbox fail=nonsense' }, { status: 400, param: 'input' }],
  ])('%s', async (_name, params, expected) => {
    const error = await apiErrorOf(embed('The river', params));
    expect(error).toMatchObject(expected);
  });

  test('and a model for embeddings does not chat', async () => {
    expect(await apiErrorOf(sandbox.ask('Hello', { model: SMALL }))).toMatchObject({
      status: 404,
      param: 'model',
    });
  });
});

describe('an embedding that goes wrong', () => {
  test.each(['cut', 'malformed', 'reset', 'drop'])('of %s gives no vectors', async (fault) => {
    await expect(embed(`x #sandbox fail=${fault}`)).rejects.toThrow();
  });

  test('can be without usage, and is in the log', async () => {
    expect((await embed('x #sandbox fail=no-usage marker=embedded')).usage).toBeUndefined();
    await expect
      .poll(() => sandbox.sandbox.requests('embedded'))
      .toMatchObject([
        { endpoint: 'embeddings', model: SMALL, fault: 'no-usage', state: 'answered', status: 200 },
      ]);
    expect(sandbox.sandbox.requests('embedded')[0]!.promptTokens).toBeGreaterThan(1);
  });
});
