import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { ChatMessage, ToolCall } from '../../../src/domain/call/chat-message.ts';
import { countRequest } from '../../../src/domain/token/count-request.ts';
import type { CountableRequest } from '../../../src/domain/token/countable-request.ts';
import { countEmbedding } from '../../../src/domain/token/embedding-tokens.ts';
import { createSimpleTokenCounter } from '../../support/simple-token-counter.ts';

const counter = createSimpleTokenCounter();
afterAll(() => counter.close());

const GPT_4O = { id: 'gpt-4o', encoding: 'o200k_base' } as const;
const HELLO: readonly ChatMessage[] = [{ role: 'user', content: 'hello' }];
const SYSTEM: ChatMessage = { role: 'system', content: 'Be brief.' };

const tokensOf = async (request: CountableRequest): Promise<number> =>
  (await countRequest(counter, request, GPT_4O)).tokens;
const textTokens = async (text: string): Promise<number> =>
  (await counter.countText(text, 'o200k_base')).tokens;

describe('the tokens to hold for a request', () => {
  // the example and the counts of https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken
  const cookbook: readonly ChatMessage[] = [
    {
      role: 'system',
      content:
        'You are a helpful, pattern-following assistant that translates corporate jargon into plain English.',
    },
    { role: 'system', name: 'example_user', content: 'New synergies will help drive top-line growth.' },
    {
      role: 'system',
      name: 'example_assistant',
      content: 'Things working well together will increase revenue.',
    },
    {
      role: 'system',
      name: 'example_user',
      content:
        "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.",
    },
    {
      role: 'system',
      name: 'example_assistant',
      content: "Let's talk later when we're less busy about how to do better.",
    },
    {
      role: 'user',
      content: "This late pivot means we don't have time to boil the ocean for the client deliverable.",
    },
  ];

  test.each([
    ['gpt-3.5-turbo', 'cl100k_base', 129],
    ['gpt-4-0613', 'cl100k_base', 129],
    ['gpt-4', 'cl100k_base', 129],
    ['gpt-4o', 'o200k_base', 124],
    ['gpt-4o-mini', 'o200k_base', 124],
  ] as const)(
    "of messages are those that OpenAI's cookbook prints, and exact: %s",
    async (id, encoding, tokens) => {
      expect(await countRequest(counter, { messages: cookbook }, { id, encoding })).toEqual({
        tokens,
        method: 'exact',
      });
    },
  );

  test('are those of countMessages when there is nothing else, or only what says nothing', async () => {
    const messages = [SYSTEM, ...HELLO];
    const expected = await counter.countMessages(messages, 'o200k_base');
    const empty = { tools: [], toolChoice: 'none', responseFormat: { type: 'text' }, images: [] } as const;
    expect(await countRequest(counter, { messages }, GPT_4O)).toEqual(expected);
    expect(await countRequest(counter, { messages, ...empty }, GPT_4O)).toEqual(expected);
  });

  test('grow with every part, and are marked as a bound', async () => {
    const tools = [{ name: 'act', parameters: { type: 'object', properties: { a: { type: 'string' } } } }];
    const schema = { type: 'object', properties: { answer: { type: 'string' } } };
    const format = { type: 'json_schema', name: 'reply', schema } as const;
    const growing: CountableRequest[][] = [
      [
        { messages: HELLO },
        { messages: HELLO, responseFormat: { type: 'json_object' } },
        { messages: HELLO, responseFormat: format },
        { messages: HELLO, responseFormat: { ...format, description: 'What to say' } },
      ],
      [
        { messages: HELLO },
        { messages: HELLO, tools },
        { messages: HELLO, tools, toolChoice: 'none' },
        { messages: HELLO, tools, toolChoice: 'required' },
        { messages: HELLO, tools, toolChoice: { name: 'act' } },
        { messages: HELLO, tools, toolChoice: { name: 'act' }, responseFormat: format },
      ],
    ];
    for (const requests of growing) {
      const counts = await Promise.all(requests.map((request) => countRequest(counter, request, GPT_4O)));
      const tokens = counts.map((count) => count.tokens);
      expect(tokens).toEqual(tokens.toSorted((one, other) => one - other));
      expect(new Set(tokens).size).toBe(tokens.length);
      expect(counts.slice(1).every((count) => count.method === 'bound')).toBe(true);
    }
  });

  test('of a response format are those of its compact JSON without what the model does not read', async () => {
    const properties = { steps: { type: 'array', items: { type: 'string' } }, answer: { type: 'number' } };
    const schema = { type: 'object', properties, required: ['steps', 'answer'], additionalProperties: false };
    const messages = [SYSTEM, ...HELLO];
    const added =
      (await tokensOf({ messages, responseFormat: { type: 'json_schema', name: 'maths', schema } })) -
      (await tokensOf({ messages }));
    // nine tokens stand around the schema: github.com/openai/openai-cookbook/issues/2140
    const published = 9 + (await textTokens(JSON.stringify({ type: 'object', properties })));
    expect(added).toBeGreaterThanOrEqual(published);
    expect(added).toBeLessThanOrEqual(published + (await textTokens('maths')));
  });

  test('hold a message of its own for what has no system message to stand in', async () => {
    const responseFormat = { type: 'json_object' } as const;
    const alone =
      (await tokensOf({ messages: HELLO, responseFormat })) - (await tokensOf({ messages: HELLO }));
    const messages = [SYSTEM, ...HELLO];
    const beside = (await tokensOf({ messages, responseFormat })) - (await tokensOf({ messages }));
    expect(alone).toBe(beside + 4);
  });

  test('have every image in them', async () => {
    const image = { size: { width: 1024, height: 1024 }, detail: 'high' } as const;
    const text = await tokensOf({ messages: HELLO });
    expect(await countRequest(counter, { messages: HELLO, images: [image, image] }, GPT_4O)).toEqual({
      tokens: text + 2 * 765,
      method: 'exact',
    });
    const unknown = { size: null, detail: 'auto' } as const;
    expect(await countRequest(counter, { messages: HELLO, images: [unknown] }, GPT_4O)).toEqual({
      tokens: text + 85 + 8 * 170,
      method: 'bound',
    });
  });

  test("are doubled where the model's tokenizer is not public", async () => {
    const messages: ChatMessage[] = [{ role: 'user', content: 'one two three four' }];
    const tokens = await tokensOf({ messages });
    const model = { id: 'claude-opus-4-7', encoding: 'o200k_base', hasOtherTokenizer: true } as const;
    expect(await countRequest(counter, { messages }, model)).toEqual({
      tokens: 2 * tokens,
      method: 'bound',
    });
  });

  test('count a schema as it is written, whoever wrote it', async () => {
    const schema: unknown = JSON.parse(`${'{"items":'.repeat(12_000)}{}${'}'.repeat(12_000)}`);
    const responseFormat = { type: 'json_schema', name: 'deep', schema } as const;
    expect(await tokensOf({ messages: HELLO, responseFormat })).toBeGreaterThan(12_000);
  });
});

describe('the tokens of an embedding', () => {
  test('are those of its inputs, texts and tokens alike, in their order', async () => {
    const long = 'The food was delicious and the waiter … ';
    const inputs = ['hello', [1, 2, 3], '', long];
    const expected = [1, 3, 0, await textTokens(long)];
    const { inputs: counts, total } = await countEmbedding(counter, inputs, 'o200k_base');
    expect(counts.map((count) => count.tokens)).toEqual(expected);
    expect(total).toEqual({ tokens: expected.reduce((sum, tokens) => sum + tokens, 0), method: 'exact' });
  });

  test('of no input are none', async () => {
    expect(await countEmbedding(counter, [], 'cl100k_base')).toEqual({
      inputs: [],
      total: { tokens: 0, method: 'exact' },
    });
  });
});

describe('the tokens of a history in which tools were called', () => {
  const historyOf = (calls: readonly ToolCall[]): ChatMessage[] => [
    { role: 'user', content: 'Go on.' },
    { role: 'assistant', content: '', toolCalls: calls },
    ...calls.map(({ id }): ChatMessage => ({ role: 'tool', toolCallId: id, content: 'Done.' })),
  ];

  test('are marked as a bound, as nobody has published a count', async () => {
    const messages = historyOf([{ id: 'call_1', name: 'look_up', arguments: '{"city":"Oslo"}' }]);
    expect((await countRequest(counter, { messages }, GPT_4O)).method).toBe('bound');
    expect((await countRequest(counter, { messages: messages.slice(0, 1) }, GPT_4O)).method).toBe('exact');
  });

  test('have the arguments in them, so that a long one is held for', async () => {
    const withArguments = (length: number) =>
      historyOf([
        { id: 'call_1', name: 'write', arguments: JSON.stringify({ text: 'word '.repeat(length) }) },
      ]);
    const short = await tokensOf({ messages: withArguments(1) });
    const long = await tokensOf({ messages: withArguments(1_001) });
    expect(long - short).toBeGreaterThanOrEqual(1_000);
  });

  test('are never fewer than the formats have that are known', async () => {
    // github.com/openai/harmony, docs/format.md; what is between bars is one token
    const harmony = (calls: readonly ToolCall[]): string =>
      [
        '<||>user<||>Go on.<||>',
        ...calls.map(
          (call) => `<||>assistant<||>commentary to=functions.${call.name} <||>json<||>${call.arguments}<||>`,
        ),
        ...calls.map((call) => `<||>functions.${call.name} to=assistant<||>commentary<||>Done.<||>`),
        '<||>assistant',
      ].join('');
    const atOnce = (calls: readonly ToolCall[]): string => {
      const uses = calls.map(
        (call) => `{"recipient_name": "functions.${call.name}", "parameters": ${call.arguments}}`,
      );
      return [
        '<||>user<||>Go on.<||>',
        `<||>assistant to=multi_tool_use.parallel<||>{"tool_uses": [${uses.join(', ')}]}<||>`,
        ...calls.map((call) => `<||>functions.${call.name}<||>Done.<||>`),
        '<||>assistant<||>',
      ].join('');
    };
    const writtenTokens = async (text: string): Promise<number> => {
      const parts = text.split('<||>');
      const counts = await Promise.all(parts.map(textTokens));
      return counts.reduce((sum, count) => sum + count, parts.length - 1);
    };
    const calls = fc.array(
      fc.record({
        id: fc.stringMatching(/^[a-z0-9_]{1,24}$/),
        name: fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/),
        arguments: fc
          .dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 })
          .map((value) => JSON.stringify(value)),
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(calls, async (made) => {
        const held = await tokensOf({ messages: historyOf(made) });
        expect(held).toBeGreaterThanOrEqual(await writtenTokens(harmony(made)));
        expect(held).toBeGreaterThanOrEqual(await writtenTokens(atOnce(made)));
      }),
      { numRuns: 200 },
    );
  });
});
