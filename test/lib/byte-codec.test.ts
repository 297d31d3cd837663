import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader } from '../../src/lib/byte-reader.ts';
import { ByteWriter } from '../../src/lib/byte-writer.ts';

const anyCount = fc.oneof(fc.nat(300), fc.nat(), fc.maxSafeNat());
const anySigned = fc.integer({ min: -(2 ** 51), max: 2 ** 51 });

test('what was written is read again', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyCount, anySigned, fc.string())), (items) => {
      const writer = new ByteWriter();
      for (const [count, signed, text] of items) {
        writer.number(count);
        writer.signed(signed);
        writer.text(text);
      }
      const reader = new ByteReader(writer.toBytes());
      for (const [count, signed, text] of items) {
        expect(reader.number()).toBe(count);
        expect(reader.signed()).toBe(signed);
        expect(reader.text()).toBe(Buffer.from(text).toString('utf8'));
      }
      expect(reader.isPastEnd).toBe(false);
      reader.number();
      expect(reader.isPastEnd).toBe(true);
    }),
  );
});

test.each([-1, 0.5, Number.NaN, 2 ** 53])('%s is no count', (value) => {
  expect(() => {
    new ByteWriter().number(value);
  }).toThrow(RangeError);
});
