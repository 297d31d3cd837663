import { request as httpRequest } from 'node:http';
import OpenAI from 'openai';
import type { APIError } from 'openai';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TOKEN_ENCODINGS } from '../../src/domain/model/model.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { writeAnswer, writeRefusal } from '../../src/providers/sandbox/answer.ts';
import { isSandboxModel, SANDBOX_MODELS } from '../../src/providers/sandbox/sandbox-models.ts';
import { createSandboxServer } from '../../src/providers/sandbox/sandbox-server.ts';
import type { SandboxServer } from '../../src/providers/sandbox/sandbox-server.ts';
import { createSimpleTokenCounter } from '../support/simple-token-counter.ts';

const tokenCounter = createSimpleTokenCounter();
const sleeps: number[] = [];
/** Waits are noted instead of waited for. */
const clock: Clock = {
  ...systemClock,
  sleep: (ms) => {
    sleeps.push(ms);
    return Promise.resolve();
  },
};

let sandbox: SandboxServer;
let client: OpenAI;

beforeAll(async () => {
  sandbox = await createSandboxServer({ port: 0, tokenCounter, clock });
  client = new OpenAI({ apiKey: 'none', baseURL: sandbox.url, maxRetries: 0, logLevel: 'off' });
});
afterAll(async () => {
  await sandbox.close();
  await tokenCounter.close();
});

type Params = Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>;

const question = [{ role: 'user' as const, content: 'What flows under the bridge?' }];

function ask(params: Params = {}, headers: Record<string, string> = {}): Promise<OpenAI.ChatCompletion> {
  return client.chat.completions.create({ model: 'gpt-4o', messages: question, ...params }, { headers });
}

async function textOf(params: Params = {}): Promise<string> {
  return (await ask(params)).choices[0]!.message.content ?? '';
}

async function countOf(
  text: string,
  encoding: (typeof TOKEN_ENCODINGS)[number] = 'o200k_base',
): Promise<number> {
  return (await tokenCounter.countText(text, encoding)).tokens;
}

describe('an answer of the sandbox', () => {
  test('has the shape of OpenAI’s and says who speaks', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({
      object: 'chat.completion',
      model: 'gpt-4o',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', refusal: null } }],
    });
    expect(answer.choices[0]!.message.content).toMatch(/^\[sandbox\] [A-Z][a-z ]+\./);
    expect(answer).toHaveProperty('_request_id', expect.stringMatching(/^req_sandbox_\d+$/));
  });

  test('is the same for the same messages, model and seed, whatever the temperature', async () => {
    const first = await textOf({ temperature: 0, seed: 1 });
    expect(await textOf({ temperature: 2, seed: 1 })).toBe(first);
    expect(await textOf({ seed: 2 })).not.toBe(first);
    expect(await textOf({ seed: 1, model: 'gpt-4.1' })).not.toBe(first);
    expect(await textOf({ seed: 1, messages: [{ role: 'user', content: 'Who?' }] })).not.toBe(first);
  });

  test.each(['gpt-4o', 'gpt-4', 'o3', 'sandbox-plain'])(
    'is counted as tiktoken counts for %s',
    async (model) => {
      const { usage, choices } = await ask({
        model,
        messages: [{ role: 'system', content: 'Be brief. ✨' }, ...question],
      });
      const encoding = model === 'gpt-4' ? 'cl100k_base' : 'o200k_base';
      const prompt = await tokenCounter.countMessages(
        [{ role: 'system', content: 'Be brief. ✨' }, ...question],
        encoding,
      );
      const output = await countOf(choices[0]!.message.content!, encoding);
      expect(usage).toMatchObject({
        prompt_tokens: prompt.tokens,
        completion_tokens: output,
        total_tokens: prompt.tokens + output,
      });
    },
  );

  test.each(TOKEN_ENCODINGS)(
    'has exactly as many tokens as it says, at any length, in %s',
    async (encoding) => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat({ max: 2 ** 32 - 1 }),
          fc.integer({ min: 1, max: 300 }),
          fc.boolean(),
          async (seed, maxTokens, fill) => {
            const { pieces, finishReason } = writeAnswer({ seed, encoding, maxTokens, fill });
            expect(await countOf(pieces.join(''), encoding)).toBe(pieces.length);
            expect(pieces.length).toBeLessThanOrEqual(fill ? maxTokens : 60);
            if (fill) expect([pieces.length, finishReason]).toEqual([maxTokens, 'length']);
          },
        ),
      );
    },
  );

  test.each(TOKEN_ENCODINGS)('and so has a refusal, in %s', async (encoding) => {
    for (let maxTokens = 1; maxTokens <= 12; maxTokens += 1) {
      const { pieces } = writeRefusal({ encoding, maxTokens });
      expect(await countOf(pieces.join(''), encoding)).toBe(pieces.length);
    }
  });

  test.each(['max_tokens', 'max_completion_tokens'])('is cut to exactly %s', async (field) => {
    const whole = await textOf();
    for (const limit of [1, 2, 3, 4, 10]) {
      const { usage, choices } = await ask({ [field]: limit });
      const text = choices[0]!.message.content!;
      expect(whole.startsWith(text)).toBe(true);
      expect([usage?.completion_tokens, await countOf(text), choices[0]!.finish_reason]).toEqual([
        limit,
        limit,
        'length',
      ]);
    }
  });

  test('of sandbox-fill has as many tokens as it may', async () => {
    const filled = async (params: Params) =>
      (await ask({ model: 'sandbox-fill', ...params })).usage?.completion_tokens;
    expect(await filled({ max_completion_tokens: 1 })).toBe(1);
    expect(await filled({ max_completion_tokens: 5_000 })).toBe(5_000);
    expect(await filled({})).toBe(256);
  });

  test('ends before the first stop sequence', async () => {
    const whole = await textOf();
    const word = whole.split(' ')[4]!;
    const { choices, usage } = await ask({ stop: ['never said', word.slice(1)] });
    const text = choices[0]!.message.content!;
    expect(text).toBe(whole.slice(0, whole.indexOf(word.slice(1))));
    expect(choices[0]!.finish_reason).toBe('stop');
    expect(usage?.completion_tokens).toBe(await countOf(text));
    expect(await textOf({ stop: '[' })).toBe('');
    expect(await textOf({ stop: ['never said'] })).toBe(whole);
  });
});

describe('a streamed answer', () => {
  async function stream(params: Partial<OpenAI.ChatCompletionCreateParamsStreaming> = {}) {
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    const request = { model: 'gpt-4o', messages: question, ...params, stream: true as const };
    for await (const chunk of await client.chat.completions.create(request)) chunks.push(chunk);
    return chunks;
  }

  test('says what the plain one says, token by token, and why it ends', async () => {
    const chunks = await stream();
    const deltas = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '');
    expect(deltas.join('')).toBe(await textOf());
    expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.every((chunk) => chunk.usage === undefined)).toBe(true);
  });

  test('ends with the usage of the plain one when it is asked for', async () => {
    const chunks = await stream({ stream_options: { include_usage: true } });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: (await ask()).usage });
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  test('can refuse', async () => {
    const chunks = await stream({ model: 'sandbox-refusal' });
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.refusal ?? '').join('')).toContain('cannot help');
  });

  test.each(['sandbox-cut', 'sandbox-malformed'])('of %s breaks in the middle', async (model) => {
    await expect(stream({ model })).rejects.toThrow();
  });
});

describe('a fault', () => {
  test.each([
    ['sandbox-400', 400, null],
    ['sandbox-context', 400, 'context_length_exceeded'],
    ['sandbox-blocked', 400, 'content_filter'],
    ['sandbox-401', 401, 'invalid_api_key'],
    ['sandbox-403', 403, 'unsupported_country_region_territory'],
    ['sandbox-404', 404, 'model_not_found'],
    ['sandbox-no-such-fault', 404, 'model_not_found'],
    ['sandbox', 404, 'model_not_found'],
    ['sandbox-429', 429, 'rate_limit_exceeded'],
    ['sandbox-quota', 429, 'insufficient_quota'],
    ['sandbox-500', 500, null],
    ['sandbox-503', 503, null],
  ])('%s is status %i with the code %s', async (model, status, code) => {
    await expect(ask({ model })).rejects.toMatchObject({ status, code });
  });

  test('is named by the model or by a header, and the header wins', async () => {
    await expect(ask({}, { 'x-sandbox-fault': 'sandbox-503' })).rejects.toMatchObject({ status: 503 });
    await expect(ask({ model: 'sandbox-500' }, { 'x-sandbox-fault': 'sandbox-503' })).rejects.toMatchObject({
      status: 503,
    });
    await expect(ask({}, { 'x-sandbox-fault': 'nonsense' })).rejects.toMatchObject({
      status: 400,
      param: 'x-sandbox-fault',
    });
  });

  test('of a rate limit says how long to wait', async () => {
    const headersOf = async (model: string) => {
      const error: unknown = await ask({ model }).catch((thrown: unknown) => thrown);
      return (error as APIError).headers as Headers;
    };
    expect((await headersOf('sandbox-429')).get('retry-after')).toBe('1');
    expect((await headersOf('sandbox-429-ms')).get('retry-after-ms')).toBe('20');
  });

  test('sandbox-cut breaks the connection in the body, sandbox-malformed ends the document early', async () => {
    await expect(ask({ model: 'sandbox-cut' })).rejects.toThrow();
    await expect(ask({ model: 'sandbox-malformed' })).rejects.toThrow(SyntaxError);
  });

  test('sandbox-no-usage and sandbox-zero-usage report what they say', async () => {
    expect((await ask({ model: 'sandbox-no-usage' })).usage).toBeUndefined();
    expect((await ask({ model: 'sandbox-zero-usage' })).usage).toMatchObject({
      prompt_tokens: 0,
      completion_tokens: 0,
    });
  });

  test('sandbox-refusal refuses and sandbox-filter stops early', async () => {
    const refused = await ask({ model: 'sandbox-refusal' });
    expect(refused.choices[0]!.message).toMatchObject({
      content: null,
      refusal: '[sandbox] I cannot help with that.',
    });
    expect(refused.usage?.completion_tokens).toBe(await countOf('[sandbox] I cannot help with that.'));
    const filtered = await ask({ model: 'sandbox-filter' });
    expect(filtered.choices[0]!.finish_reason).toBe('content_filter');
    expect(filtered.usage?.completion_tokens).toBe(await countOf(filtered.choices[0]!.message.content!));
  });

  test('sandbox-flaky fails as often as it says, for each conversation apart', async () => {
    const model = 'sandbox-flaky-2';
    const outcome = (content: string) =>
      ask({ model, messages: [{ role: 'user', content }] }).then(
        () => 200,
        (error: unknown) => (error as APIError).status,
      );
    expect([await outcome('a'), await outcome('a'), await outcome('b')]).toEqual([500, 500, 500]);
    expect([await outcome('a'), await outcome('a'), await outcome('b'), await outcome('b')]).toEqual([
      200, 200, 500, 200,
    ]);
  });

  test.each([
    ['sandbox-slow', {}, 500],
    ['sandbox-delay-1234', {}, 1234],
    ['gpt-4o', { 'x-sandbox-delay-ms': '70' }, 70],
    ['gpt-4o', { 'x-sandbox-delay-ms': 'soon' }, undefined],
  ])('%s with %o waits for %s ms and answers', async (model, headers, waited) => {
    sleeps.length = 0;
    expect((await ask({ model }, headers as Record<string, string>)).choices).toHaveLength(1);
    expect(sleeps).toEqual(waited === undefined ? [] : [waited]);
  });

  test('sandbox-hang never answers, and does not keep the server from closing', async () => {
    const own = await createSandboxServer({ port: 0, tokenCounter, clock });
    const hanging = fetch(`${own.url}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'sandbox-hang', messages: question }),
    });
    const failed = expect(hanging).rejects.toThrow();
    await expect.poll(() => own.served()).toBe(1);
    await own.close();
    await failed;
    await own.close();
  });
});

describe('a wrong request', () => {
  const good = { model: 'gpt-4o', messages: question };
  test.each<[string, unknown, string | null]>([
    ['no JSON', '{"model":', null],
    ['no object', '[]', null],
    ['no model', { messages: question }, 'model'],
    ['no messages', { ...good, messages: [] }, 'messages'],
    ['an unknown role', { ...good, messages: [{ role: 'robot', content: 'x' }] }, 'messages[0].role'],
    [
      'content that is no text',
      { ...good, messages: [...question, { role: 'user', content: 5 }] },
      'messages[1].content',
    ],
    ['a temperature of 3', { ...good, temperature: 3 }, 'temperature'],
    ['no tokens', { ...good, max_tokens: 0 }, 'max_tokens'],
    ['half a token', { ...good, max_completion_tokens: 1.5 }, 'max_completion_tokens'],
    ['tokens without end', { ...good, max_tokens: 1e9 }, 'max_tokens'],
    ['both limits', { ...good, max_tokens: 1, max_completion_tokens: 1 }, 'max_tokens'],
    ['five stop sequences', { ...good, stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop'],
    ['two answers', { ...good, n: 2 }, 'n'],
  ])('%s gets a 400 that names the field', async (_name, body, param) => {
    const response = await fetch(`${sandbox.url}/chat/completions`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', param } });
  });

  test('a body above 32 MB gets a 413', async () => {
    const response = await fetch(`${sandbox.url}/chat/completions`, {
      method: 'POST',
      body: 'x'.repeat(33 * 1024 * 1024),
    });
    expect(response.status).toBe(413);
  });

  test('an unknown address gets a 404', async () => {
    const response = await fetch(`${sandbox.url}/images`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(404);
    expect(response.headers.get('x-request-id')).toMatch(/^req_sandbox_/);
  });

  test('a client that leaves in the middle of its request harms nobody', async () => {
    const left = new Promise<void>((resolve) => {
      const request = httpRequest(`${sandbox.url}/chat/completions`, { method: 'POST' });
      request.on('error', () => undefined).on('close', resolve);
      request.write('{"model":', () => request.destroy());
    });
    await left;
    expect((await ask()).choices).toHaveLength(1);
  });
});

describe('the server', () => {
  test('lists its models', async () => {
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual([...SANDBOX_MODELS]);
    expect(data.every(({ id }) => isSandboxModel(id))).toBe(true);
  });

  test('counts what came in, by model', async () => {
    const own = await createSandboxServer({ port: 0, tokenCounter, clock });
    const other = new OpenAI({ apiKey: 'none', baseURL: own.url, maxRetries: 0, logLevel: 'off' });
    await other.chat.completions.create({ model: 'gpt-4o', messages: question });
    await other.chat.completions.create({ model: 'sandbox-500', messages: question }).catch(() => undefined);
    expect(own.served()).toBe(2);
    const stats = await fetch(own.url.replace(/\/v1$/, '/sandbox/stats'));
    expect(await stats.json()).toEqual({ served: 2, byModel: { 'gpt-4o': 1, 'sandbox-500': 1 } });
    await own.close();
  });

  test('says so when its port is taken', async () => {
    await expect(createSandboxServer({ port: sandbox.port, tokenCounter, clock })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  test.each([
    ['sandbox-delay-250', true],
    ['sandbox-flaky-3', true],
    ['sandbox-delay-', false],
    ['sandbox-flaky-x', false],
    ['sandbox', false],
    ['gpt-4o', false],
  ])('%s is a model of the sandbox: %s', (name, expected) => {
    expect(isSandboxModel(name)).toBe(expected);
  });
});
