import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChatDelta } from '../../src/domain/provider/provider.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import { chunk, events, LAST_EVENT, streamedAnswer, streaming } from '../support/streamed-chat.ts';
import type { StreamedAnswer } from '../support/streamed-chat.ts';

let upstream: RawUpstream;

beforeAll(async () => {
  upstream = await RawUpstream.start();
});
afterAll(() => upstream.close());

function answerTo(body: string): Promise<StreamedAnswer> {
  upstream.answerWith(streaming(body));
  return streamedAnswer(upstream.url);
}

const stop = chunk({}, 'stop');

function toolChunk(...pieces: unknown[]) {
  return chunk({ tool_calls: pieces });
}

describe('tool calls in a stream', () => {
  const sum = { id: 'call_a', name: 'sum', arguments: '{"a":1}' };
  const now = { id: 'call_b', name: 'now', arguments: '{"b":2}' };
  const both = [sum, now];

  function piece(index: number | undefined, id: string | null, name: string | null, text: string | null) {
    return {
      ...(index !== undefined && { index }),
      ...(id !== null && { id, type: 'function' }),
      function: { ...(name !== null && { name }), ...(text !== null && { arguments: text }) },
    };
  }

  test.each([
    [
      'OpenAI: numbered, id and name once',
      [
        piece(0, 'call_a', 'sum', ''),
        piece(0, null, null, '{"a"'),
        piece(0, null, null, ':1}'),
        piece(1, 'call_b', 'now', ''),
        piece(1, null, null, '{"b":2}'),
      ],
    ],
    [
      'pieces of two calls in turn',
      [
        piece(0, 'call_a', 'sum', ''),
        piece(1, 'call_b', 'now', '{'),
        piece(0, null, null, '{"a":1}'),
        piece(1, null, null, '"b":2}'),
      ],
    ],
    [
      'id and name in each piece',
      [
        piece(0, 'call_a', 'sum', '{"a"'),
        piece(0, 'call_a', 'sum', ':1}'),
        piece(0, 'call_a', 'sum', ''),
        piece(1, 'call_b', 'now', '{"b":'),
        piece(1, 'call_b', 'now', '2}'),
      ],
    ],
    [
      'empty ids and names after the first',
      [
        piece(0, 'call_a', 'sum', '{"a"'),
        piece(0, '', '', ':1}'),
        piece(1, 'call_b', 'now', '{"b":'),
        piece(1, '', '', '2}'),
      ],
    ],
    [
      'numbered from 1, with a gap',
      [piece(1, 'call_a', 'sum', '{"a":1}'), piece(3, 'call_b', 'now', '{"b"'), piece(3, null, null, ':2}')],
    ],
    [
      'Gemini: every call has number 0',
      [piece(0, 'call_a', 'sum', '{"a":1}'), piece(0, 'call_b', 'now', '{"b"'), piece(0, null, null, ':2}')],
    ],
    [
      'no numbers',
      [
        piece(undefined, 'call_a', 'sum', '{"a"'),
        piece(undefined, null, null, ':1}'),
        piece(undefined, 'call_b', 'now', '{"b":2}'),
      ],
    ],
    [
      'no numbers, ids in each piece',
      [
        piece(undefined, 'call_a', 'sum', '{"a"'),
        piece(undefined, 'call_a', null, ':1}'),
        piece(undefined, 'call_b', 'now', '{"b":'),
        piece(undefined, 'call_b', 'now', '2}'),
      ],
    ],
    [
      'a new id for each piece',
      [
        piece(0, 'call_a', 'sum', '{"a"'),
        piece(0, 'call_x', null, ':1}'),
        piece(1, 'call_b', 'now', '{"b":'),
        piece(1, 'call_y', null, '2}'),
      ],
    ],
    [
      'the name after the id',
      [
        piece(0, 'call_a', null, ''),
        piece(0, null, 'sum', '{"a":1}'),
        piece(1, 'call_b', null, null),
        piece(1, null, 'now', '{"b":2}'),
      ],
    ],
    [
      'arguments that are an object',
      [
        { index: 0, id: 'call_a', function: { name: 'sum', arguments: { a: 1 } } },
        { index: 1, id: 'call_b', function: { name: 'now', arguments: { b: 2 } } },
      ],
    ],
  ])('are put together: %s', async (_name, pieces) => {
    const body = events(...pieces.map((one) => toolChunk(one)), chunk({}, 'tool_calls')) + LAST_EVENT;
    const { deltas, answer } = await answerTo(body);
    expect(answer).toMatchObject({ toolCalls: both, finishReason: 'tool_calls', text: '' });
    expect(joined(deltas)).toEqual(both);
    const inOne = events(toolChunk(...pieces), chunk({}, 'tool_calls')) + LAST_EVENT;
    expect((await answerTo(inOne)).answer.toolCalls).toEqual(both);
  });

  test('without ids get the same ones each time, which fit every provider', async () => {
    const body =
      events(
        toolChunk(piece(0, null, 'sum', '{"a":1}')),
        toolChunk(piece(0, null, 'sum', '{"a":2}')),
        toolChunk(piece(undefined, null, 'now', '')),
        stop,
      ) + LAST_EVENT;
    const { deltas, answer } = await answerTo(body);
    expect(answer.toolCalls.map(({ name, arguments: text }) => [name, text])).toEqual([
      ['sum', '{"a":1}'],
      ['sum', '{"a":2}'],
      ['now', '{}'],
    ]);
    const ids = answer.toolCalls.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => /^[a-z0-9]{9}$/.test(id))).toBe(true);
    expect((await answerTo(body)).answer.toolCalls).toEqual(answer.toolCalls);
    expect(joined(deltas).map(({ id }) => id)).toEqual(ids);
    expect(answer.finishReason).toBe('tool_calls');
  });

  test('with the same id twice are told apart', async () => {
    const body = events(toolChunk(piece(0, 'x', 'sum', '{}'), piece(1, 'x', 'sum', '{}')), stop);
    const { answer } = await answerTo(body);
    expect(new Set(answer.toolCalls.map(({ id }) => id)).size).toBe(2);
  });

  test('are read in the words from before there were tools', async () => {
    const body = events(
      chunk({ function_call: { name: 'sum', arguments: '{"a"' } }),
      chunk({ function_call: { arguments: ':1}' } }),
      chunk({}, 'function_call'),
    );
    const { answer } = await answerTo(body);
    expect(answer).toMatchObject({
      toolCalls: [{ name: 'sum', arguments: '{"a":1}' }],
      finishReason: 'tool_calls',
    });
  });
});

/** Tool calls as a reader of the deltas puts them together. */
function joined(
  deltas: readonly ChatDelta[],
): { id: string | null; name: string | null; arguments: string }[] {
  const calls: { id: string | null; name: string | null; arguments: string }[] = [];
  for (const delta of deltas) {
    if (delta.kind !== 'tool_call') continue;
    const { index, id, name, arguments: text } = delta;
    const call = calls[index];
    if (call === undefined) calls[index] = { id, name, arguments: text };
    else call.arguments += text;
  }
  return calls;
}
