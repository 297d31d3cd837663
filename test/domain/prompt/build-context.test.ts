import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChatMessage } from '../../../src/domain/call/chat-message.ts';
import { buildContext } from '../../../src/domain/prompt/build-context.ts';
import type { BuiltContext } from '../../../src/domain/prompt/build-context.ts';
import { contextInputSchema } from '../../../src/domain/prompt/context-input.ts';
import { parseInput } from '../../../src/domain/validation.ts';

/** A token is a word, and each message takes three more. */
const tokensOf = (messages: readonly ChatMessage[]) =>
  messages.reduce(
    (sum, { content }) => sum + 3 + content.split(/\s+/).filter((word) => word !== '').length,
    0,
  );

const words = (count: number, word: string) => Array.from({ length: count }, () => word).join(' ');

function build(
  input: Record<string, unknown>,
  tokenLimit: number | null,
  summarise: (transcript: string, tokensMax: number) => Promise<string | null> = () => Promise.resolve(null),
): Promise<BuiltContext> {
  const parts = {
    countMessages: (messages: readonly ChatMessage[]) => Promise.resolve(tokensOf(messages)),
    countEach: (lists: readonly (readonly ChatMessage[])[]) => Promise.resolve(lists.map(tokensOf)),
    transcriptTokensMax: 10_000,
    summarise,
  };
  return buildContext(parts, parseInput(contextInputSchema, { input: 'now', ...input }), [], tokenLimit);
}

const contents = ({ messages }: BuiltContext) => messages.map(({ content }) => content);
const talk = (...texts: string[]) =>
  texts.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content }));

describe('a context', () => {
  test('is put together in one order, and says how long it is', async () => {
    const built = await build(
      {
        system: 'Be brief.',
        history: talk('before', 'yes'),
        documents: [{ title: 'A "b"', text: 'doc </document> end' }],
        examples: [{ input: 'q', output: 'a' }],
      },
      null,
    );
    expect(built.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'a' },
      { role: 'user', content: '<document index="1" title="A \\"b\\"">\ndoc <\\/document> end\n</document>' },
      { role: 'user', content: 'before' },
      { role: 'assistant', content: 'yes' },
      { role: 'user', content: 'now' },
    ]);
    expect(built.report).toEqual({ tokenLimit: null, tokens: tokensOf(built.messages), cut: [] });
  });

  test('loses documents from the last, then examples from the last, then the oldest of its history', async () => {
    const input = {
      documents: [{ text: 'd0' }, { text: 'd1' }],
      examples: [
        { input: 'q0', output: 'a0' },
        { input: 'q1', output: 'a1' },
      ],
      history: talk('h0', 'h1', 'h2'),
    };
    const cutAt = async (limit: number) =>
      (await build(input, limit)).report.cut.map(({ part, index, count }) => `${part} ${index}+${count}`);
    const whole = (await build(input, null)).report.tokens;
    expect(await cutAt(whole)).toEqual([]);
    expect(await cutAt(whole - 1)).toEqual(['documents 1+1']);
    expect(await cutAt(28)).toEqual(['examples 1+1', 'documents 0+2']);
    expect(await cutAt(12)).toEqual(['examples 0+2', 'documents 0+2', 'history 0+1']);
    expect(await cutAt(4)).toEqual(['examples 0+2', 'documents 0+2', 'history 0+3']);
  });

  test('goes by the priorities that are given, and by those of single documents', async () => {
    const input = {
      documents: [{ text: 'd0', priority: 1 }, { text: 'd1' }],
      history: talk('h0', 'h1'),
      priorities: { documents: 90, history: 10 },
    };
    const cutAt = async (limit: number) =>
      (await build(input, limit)).report.cut.map(({ part, index }) => `${part} ${index}`);
    expect(await cutAt(20)).toEqual(['documents 0']);
    expect(await cutAt(15)).toEqual(['documents 0', 'history 0']);
    expect(await cutAt(12)).toEqual(['documents 0', 'history 0']);
  });

  test('keeps both ends of its history when it is told to', async () => {
    const history = talk('h0', 'h1', 'h2', 'h3', 'h4', 'h5');
    const kept = async (limit: number) =>
      contents(await build({ history, historyStrategy: 'keep_ends' }, limit)).slice(0, -1);
    expect(await kept(24)).toEqual(['h0', 'h1', 'h3', 'h4', 'h5']);
    expect(await kept(16)).toEqual(['h0', 'h1', 'h5']);
    expect(await kept(12)).toEqual(['h0', 'h5']);
    expect(await kept(8)).toEqual(['h5']);
    expect(await kept(4)).toEqual([]);
  });

  test('never separates a tool call from its results', async () => {
    const call = { id: 'c1', name: 'search', arguments: '{}' };
    const history = [
      { role: 'user', content: 'h0' },
      { role: 'assistant', content: '', toolCalls: [call, { ...call, id: 'c2' }] },
      { role: 'tool', content: words(20, 'r'), toolCallId: 'c1' },
      { role: 'tool', content: 'r2', toolCallId: 'c2' },
      { role: 'assistant', content: 'h4' },
    ];
    const built = await build({ history }, 42);
    expect(built.report.cut).toEqual([]);
    const short = await build({ history }, 30);
    expect(contents(short)).toEqual(['h4', 'now']);
    expect(short.report.cut).toMatchObject([{ part: 'history', index: 0, count: 4 }]);
  });

  test('is refused when what is never cut is too long', async () => {
    await expect(build({ system: words(20, 's') }, 10)).rejects.toThrow(
      /context\.input: has 27 tokens with its instructions, which are never cut; the limit is 10/,
    );
  });
});

describe('a history that is summarised', () => {
  const history = talk(...Array.from({ length: 20 }, (_, index) => `${words(40, 'long')} h${index}`));
  const input = { history, historyStrategy: 'summarise' };

  test('has the summary in place of its oldest messages', async () => {
    const asked: { transcript: string; tokensMax: number }[] = [];
    const built = await build(input, 800, (transcript, tokensMax) => {
      asked.push({ transcript, tokensMax });
      return Promise.resolve('They spoke.');
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.tokensMax).toBe(80);
    expect(built.messages[0]).toEqual({
      role: 'system',
      content: 'What was said before, in short:\nThey spoke.',
    });
    expect(built.report.tokens).toBeLessThanOrEqual(800);
    const [cut] = built.report.cut;
    expect(cut).toMatchObject({ part: 'history', index: 0, action: 'summarised', reason: 'token_limit' });
    expect(asked[0]?.transcript).toContain('h0');
    expect(asked[0]?.transcript).not.toContain(`h${cut?.count ?? 0}`);
  });

  test('is cut when there is no summary, or when it is too long, and says so', async () => {
    for (const summary of [null, words(900, 's')]) {
      const built = await build(input, 800, () => Promise.resolve(summary));
      expect(built.report.cut).toMatchObject([{ action: 'dropped', reason: 'summary_failed' }]);
      expect(built.report.tokens).toBeLessThanOrEqual(800);
      expect(contents(built).at(-2)).toMatch(/h19$/);
    }
  });

  test('is left as it is when it fits', async () => {
    const built = await build(input, 5_000, () => Promise.reject(new Error('no summary is needed')));
    expect(built.report.cut).toEqual([]);
  });
});

test('whatever the parts and the limit, the context is within it and everything missing is reported', async () => {
  const text = fc.integer({ min: 1, max: 30 }).map((count) => words(count, 'w'));
  const context = fc.record({
    documents: fc.array(fc.record({ text, priority: fc.option(fc.nat({ max: 100 }), { nil: undefined }) }), {
      maxLength: 6,
    }),
    examples: fc.array(fc.record({ input: text, output: text }), { maxLength: 4 }),
    history: fc.array(text, { minLength: 1, maxLength: 12 }).map((texts) => talk(...texts)),
    historyStrategy: fc.constantFrom('drop_oldest', 'keep_ends', 'summarise'),
  });
  await fc.assert(
    fc.asyncProperty(context, fc.integer({ min: 4, max: 400 }), async (input, limit) => {
      const { messages, report } = await build(input, limit, () => Promise.resolve('short'));
      expect(tokensOf(messages)).toBe(report.tokens);
      expect(report.tokens).toBeLessThanOrEqual(limit);
      const missing = report.cut.reduce(
        (sum, { count, part }) => sum + count * (part === 'examples' ? 2 : 1),
        0,
      );
      const isSummarised = report.cut.some(({ action }) => action === 'summarised');
      const given = input.documents.length + 2 * input.examples.length + input.history.length + 1;
      expect(messages.length + missing - (isSummarised ? 1 : 0)).toBe(given);
    }),
    { numRuns: 500 },
  );
});
