import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMoney, addSums, moneyOf, newSums } from '../../../src/domain/usage/sums.ts';

const anyAmount = fc.bigInt({ min: 0n, max: 2n ** 62n });

test('money is summed up to the last nano-dollar, however much it is', () => {
  fc.assert(
    fc.property(fc.array(anyAmount, { maxLength: 200 }), (amounts) => {
      const sums = newSums();
      for (const amount of amounts) {
        const one = newSums();
        addMoney(one, 'prompt', amount);
        addSums(sums, one);
      }
      expect(moneyOf(sums, 'prompt')).toBe(amounts.reduce((sum, amount) => sum + amount, 0n));
    }),
  );
});

test('what is carried from nano-dollars to dollars is not lost', () => {
  const sums = newSums();
  const one = newSums();
  addMoney(one, 'completion', 999_999_999n);
  // more than 2^50 nano-dollars, in steps that double
  for (let step = 0; step < 22; step += 1) {
    addSums(sums, one);
    addSums(one, one);
  }
  expect(moneyOf(sums, 'completion')).toBe(999_999_999n * (2n ** 22n - 1n));
});
