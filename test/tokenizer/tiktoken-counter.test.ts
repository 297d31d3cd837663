import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { get_encoding } from 'tiktoken';
import { afterAll, describe, expect, test } from 'vitest';
import type { ChatMessage } from '../../src/domain/call/chat-message.ts';
import type { TokenEncoding } from '../../src/domain/model/model.ts';
import type { TokenCounter } from '../../src/domain/token/token-counter.ts';
import { createTiktokenCounter } from '../../src/tokenizer/tiktoken-counter.ts';

const ENCODINGS = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const;
const reference = Object.fromEntries(ENCODINGS.map((name) => [name, get_encoding(name)]));
const expected = (text: string, encoding: TokenEncoding = 'o200k_base'): number =>
  reference[encoding]!.encode(text, [], []).length;

const PARAGRAPH =
  'The quick brown fox jumps over the lazy dog; 1,234 of them, in 2026!\n\tconst x = { "a": [1.5e3, null] }; // déjà vu — 東京で会いましょう。🙂\r\n';

const STRINGS: readonly string[] = [
  ...[
    '',
    ' ',
    '  ',
    '\n',
    '\r\n\r\n',
    '\t\t',
    '\u00a0',
    '\u3000',
    '\u2028',
    '\u0000',
    '\u0007\u001b[31m',
    '\ufeff',
    '\u200b\u200d',
  ],
  ...[
    'a',
    'I',
    "don't",
    "DON'T",
    "we'll've",
    'ſ',
    "o'ſ",
    'camelCaseWORDS',
    'snake_case_here',
    'ÀÉÎ',
    'straße',
    'ǅ',
    'İstanbul',
  ],
  ...[
    '1',
    '12',
    '123',
    '1234567890',
    '3.14159',
    '1e-9',
    '٣٤٥',
    'Ⅷ',
    '½',
    '+1 (555) 010-9999',
    '192.168.0.1',
    '0xDEADBEEF',
  ],
  ...[
    'お誕生日おめでとう',
    '他说今天天气很好。',
    '안녕하세요 세계',
    'สวัสดีชาวโลก',
    'नमस्ते दुनिया',
    'مرحبا بالعالم',
    'שלום עולם',
    'Привет, мир',
    'Γειά σου',
  ],
  ...[
    '🙂',
    '👩‍👩‍👧‍👦',
    '🏳️‍🌈',
    '👍🏽',
    '🇩🇪🇫🇷',
    '😀'.repeat(40),
    '𝔘𝔫𝔦𝔠𝔬𝔡𝔢',
    '𠜎𠜱𠝹',
    'e\u0301\u0301\u0301',
    'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢',
    '\ud800',
    'x\udc00y',
  ],
  ...[
    '<|endoftext|>',
    '<|im_start|>user\n<|im_end|>',
    '<|fim_prefix|><|fim_middle|><|fim_suffix|>',
    '<|endofprompt|>',
    '<|',
    '|>',
  ],
  ...[
    'function f(a, b) {\n  return a + b; // sum\n}\n',
    "SELECT * FROM t WHERE a = 'b' -- c",
    '<div class="x">&amp;</div>',
    '{"k":[1,2,{"z":null}]}',
  ],
  ...[
    '#!/bin/sh\nset -eu\n',
    'def f():\n    pass\n\n\n',
    '\\frac{a}{b}',
    'https://example.org/a?b=c&d=%20#e',
    '=====',
    '-----BEGIN-----',
    '//////',
    '   x',
    'x   ',
  ],
  ...[
    'a'.repeat(400),
    ' '.repeat(400),
    '\n'.repeat(400),
    'ab'.repeat(300),
    '.'.repeat(400),
    '中'.repeat(300),
    PARAGRAPH.repeat(3),
  ],
];

const MIXED = fc
  .array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...STRINGS)),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

// a busy machine must not make bounds of counts
const counter = createTiktokenCounter({ workerDeadlineMs: 10_000 });
afterAll(() => counter.close());

/** Counts with a counter of its own, which is closed in any case. */
async function withCounter(
  workerDeadlineMs: number,
  task: (own: TokenCounter) => Promise<void>,
): Promise<void> {
  const own = createTiktokenCounter({ workerDeadlineMs });
  try {
    await task(own);
  } finally {
    await own.close();
  }
}

describe('a text', () => {
  test.each(ENCODINGS)('has as many tokens as tiktoken finds in it with %s', async (encoding) => {
    for (const text of STRINGS) {
      expect(await counter.countText(text, encoding), JSON.stringify(text)).toEqual({
        tokens: expected(text, encoding),
        method: 'exact',
      });
    }
  });

  test.each(['o200k_base', 'cl100k_base'] as const)(
    'has as many tokens as tiktoken finds in it, whatever it is made of: 2,000 texts with %s',
    async (encoding) => {
      const texts = fc.sample(MIXED, { numRuns: 2000, seed: 5 });
      const counts = await counter.countTexts(texts, encoding);
      expect(counts).toEqual(texts.map((text) => ({ tokens: expected(text, encoding), method: 'exact' })));
    },
  );

  test('has the same count alone and among others', async () => {
    await fc.assert(
      fc.asyncProperty(MIXED, MIXED, fc.constantFrom(...ENCODINGS), async (one, other, encoding) => {
        const alone = await counter.countText(one, encoding);
        expect(await counter.countTexts([other, one, '', one], encoding)).toEqual([
          await counter.countText(other, encoding),
          alone,
          { tokens: 0, method: 'exact' },
          alone,
        ]);
      }),
      { numRuns: 100 },
    );
  });

  test('has the same count when it is counted again', async () => {
    const first = await counter.countText(PARAGRAPH, 'o200k_base');
    expect(await counter.countText(PARAGRAPH, 'o200k_base')).toEqual(first);
    expect(await counter.countText(PARAGRAPH, 'cl100k_base')).toEqual({
      tokens: expected(PARAGRAPH, 'cl100k_base'),
      method: 'exact',
    });
  });

  test('of a megabyte is counted exactly, while other events are handled', async () => {
    const text = PARAGRAPH.repeat(7000);
    let turns = 0;
    let counting = true;
    const counted = counter.countText(text, 'o200k_base').finally(() => {
      counting = false;
    });
    while (counting) {
      await nextTurn();
      turns += 1;
    }
    expect(await counted).toEqual({ tokens: expected(text), method: 'exact' });
    expect(turns).toBeGreaterThan(100);
  });
});

describe('a conversation', () => {
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
    ['cl100k_base', 129],
    ['o200k_base', 124],
  ] as const)("has the tokens that OpenAI's cookbook prints: %s", async (encoding, tokens) => {
    expect(await counter.countMessages(cookbook, encoding)).toEqual({ tokens, method: 'exact' });
  });

  test('without a message still starts the answer', async () => {
    expect(await counter.countMessages([], 'o200k_base')).toEqual({ tokens: 3, method: 'exact' });
  });

  test('of many messages that are long together is counted exactly', async () => {
    const messages = Array.from({ length: 60 }, (_, index): ChatMessage => ({
      role: index % 2 === 0 ? 'user' : 'assistant',
      content: `${index} ${PARAGRAPH.repeat(5)}`,
    }));
    const content = messages.reduce((sum, message) => sum + expected(message.content), 0);
    expect(await counter.countMessages(messages, 'o200k_base')).toEqual({
      tokens: content + 60 * (3 + 1) + 3,
      method: 'exact',
    });
  });

  test('with one message that cannot be counted has a bound, and the exact count of the others', async () => {
    const run = `${'a'.repeat(200_000)}${UNKNOWN_TO_TIKTOKEN}`;
    const messages: ChatMessage[] = [
      { role: 'system', content: PARAGRAPH },
      { role: 'user', content: run },
    ];
    expect(await counter.countMessages(messages, 'o200k_base')).toEqual({
      tokens: expected(PARAGRAPH) + Buffer.byteLength(run) + 2 * (3 + 1) + 3,
      method: 'bound',
    });
  });
});

/** A letter of Unicode 17, which tiktoken doesn't know. */
const UNKNOWN_TO_TIKTOKEN = '\u{10940}';

describe('text that tiktoken is slow on', () => {
  // tiktoken finds as many for each, but takes minutes
  test.each([
    ["'a' × 1,000,000", 'a'.repeat(1_000_000), 125_000],
    ["'ab' × 500,000", 'ab'.repeat(500_000), 250_000],
    ['1,000,000 spaces', ' '.repeat(1_000_000), 7_813],
    ['1,000,000 newlines', '\n'.repeat(1_000_000), 62_500],
    ['one emoji × 100,000', '😀'.repeat(100_000), 100_000],
  ])('has a correct count: %s', async (_, text, tokens) => {
    expect(await counter.countText(text, 'o200k_base')).toEqual({ tokens, method: 'exact' });
  });

  test.each(ENCODINGS)('has the count of ordinary text around it, too: %s', async (encoding) => {
    const short = 'one letter '.repeat(3);
    const text = `${short}${'x'.repeat(5_000)}\n${short}${'\u0301'.repeat(2_500)} ${'='.repeat(4_000)}${short}`;
    expect(await counter.countText(text, encoding)).toEqual({
      tokens: expected(text, encoding),
      method: 'exact',
    });
  });

  test.each([
    ['where it cannot tell how tiktoken splits it', 'a'.repeat(200_000) + UNKNOWN_TO_TIKTOKEN],
    ['where one word is longer than any context window', 'b'.repeat(5_000_000)],
  ])('has an upper bound %s', async (_, text) => {
    expect(await counter.countText(text, 'o200k_base')).toEqual({
      tokens: Buffer.byteLength(text),
      method: 'bound',
    });
  });

  test('has an upper bound when the deadline passes, and the next text is counted exactly', async () => {
    // each run alone could be counted before the deadline, all of them together take many times as long
    const slow = `${'a'.repeat(9_000)} 1 `.repeat(1_000);
    await withCounter(500, async (own) => {
      const [bound, after] = await Promise.all([
        own.countText(slow, 'o200k_base'),
        own.countText(PARAGRAPH, 'cl100k_base'),
      ]);
      expect(bound).toEqual({ tokens: Buffer.byteLength(slow), method: 'bound' });
      expect(after).toEqual({ tokens: expected(PARAGRAPH, 'cl100k_base'), method: 'exact' });
    });
  });

  test('never has a bound under the real count', async () => {
    await withCounter(0, async (own) => {
      for (const text of STRINGS) {
        const { tokens, method } = await own.countText(text, 'cl100k_base');
        if (method === 'exact') expect(tokens).toBe(expected(text, 'cl100k_base'));
        else expect(tokens).toBeGreaterThanOrEqual(expected(text, 'cl100k_base'));
      }
    });
  });
});

test('many long texts at once are all counted exactly, in the order in which they came', async () => {
  const texts = Array.from({ length: 40 }, (_, index) => `${index} ${PARAGRAPH.repeat(150 + index)}`);
  const order: number[] = [];
  const counts = await Promise.all(
    texts.map(async (text, index) => {
      const count = await counter.countText(text, 'o200k_base');
      order.push(index);
      return count;
    }),
  );
  expect(counts).toEqual(texts.map((text) => ({ tokens: expected(text), method: 'exact' })));
  expect(order).toEqual(texts.map((_, index) => index));
});

describe('closing', () => {
  test('ends the thread; what waits gets a bound', async () => {
    const own = createTiktokenCounter();
    const ended = new Promise<void>((resolve) =>
      process.once('worker', (worker) => void once(worker, 'exit').then(() => resolve())),
    );
    const text = PARAGRAPH.repeat(5000);
    const waiting = Promise.all([own.countText(text, 'o200k_base'), own.countText(`${text}!`, 'o200k_base')]);
    await own.close();
    await ended;
    expect(await waiting).toEqual([
      { tokens: Buffer.byteLength(text), method: 'bound' },
      { tokens: Buffer.byteLength(text) + 1, method: 'bound' },
    ]);
  });

  test('leaves short texts countable, gives long ones a bound, and can be repeated', async () => {
    const own = createTiktokenCounter();
    await own.close();
    await own.close();
    expect(await own.countText('still here', 'o200k_base')).toEqual({ tokens: 2, method: 'exact' });
    expect(await own.countText(PARAGRAPH.repeat(500), 'o200k_base')).toMatchObject({ method: 'bound' });
  });
});
