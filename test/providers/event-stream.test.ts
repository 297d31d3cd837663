import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventStreamReader } from '../../src/providers/openai/event-stream.ts';
import type { StreamEvent } from '../../src/providers/openai/event-stream.ts';

function read(parts: readonly string[]): StreamEvent[] {
  const reader = new EventStreamReader();
  const found = parts.flatMap((part) => reader.push(part));
  const last = reader.end();
  return last === null ? found : [...found, last];
}

const line = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, ''));
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const event = fc.record({
  name: fc.option(line),
  data: fc.array(line, { minLength: 1, maxLength: 3 }),
  comment: fc.option(line),
  end: lineEnd,
});

describe('the reader of event streams', () => {
  test('finds the same events wherever the stream is cut into parts', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 12 }), (sent, cuts) => {
        const text = sent
          .map(({ name, data, comment, end }) =>
            [
              ...(comment === null ? [] : [`:${comment}`]),
              ...(name === null ? [] : [`event: ${name}`]),
              ...data.map((one) => `data: ${one}`),
              '',
              '',
            ].join(end),
          )
          .join('');
        const places = [...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
        const parts = places.map((place, index) => text.slice(places[index - 1] ?? 0, place));
        const expected = sent
          .map(({ name, data }) => ({ name, data: data.join('\n') }))
          .filter(({ data }) => data.trim() !== '');
        expect(read(parts)).toEqual(expected);
      }),
    );
  });

  test('takes data with and without a space, and keeps further spaces and colons', () => {
    expect(read(['data:a: b\n\ndata:  c\n\n']).map(({ data }) => data)).toEqual(['a: b', ' c']);
  });

  test('gives an event as soon as its empty line has come', () => {
    const reader = new EventStreamReader();
    expect(reader.push('data: 1\r\n\r')).toEqual([{ name: null, data: '1' }]);
    expect(reader.push('\ndata: 2\n')).toEqual([]);
    expect(reader.end()).toEqual({ name: null, data: '2' });
  });

  test('a field without a colon is an empty one, and unknown fields are nothing', () => {
    expect(read(['data\nfoo: 1\nid\n\n'])).toEqual([]);
  });
});
