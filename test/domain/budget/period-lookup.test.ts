import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPeriodLookup } from '../../../src/domain/budget/period-lookup.ts';
import { periodAt, RECURRENCES } from '../../../src/domain/budget/period.ts';
import type { BudgetPeriod } from '../../../src/domain/budget/period.ts';

const START = Date.UTC(2026, 2, 1);
const END = Date.UTC(2026, 4, 1);

const anyPeriod: fc.Arbitrary<BudgetPeriod> = fc.oneof(
  fc.record({
    kind: fc.constant('recurring'),
    every: fc.constantFrom(...RECURRENCES),
    // the clocks change in this span in two of them
    timeZone: fc.constantFrom('UTC', 'Europe/Copenhagen', 'America/New_York', 'Asia/Kathmandu'),
  }),
  fc.constant({ kind: 'fixed', start: START, end: START + (END - START) / 2 } as const),
);

test('the remembered period of any instant is the computed one', () => {
  const instants = fc.array(fc.tuple(anyPeriod, fc.integer({ min: START, max: END })), { maxLength: 50 });
  fc.assert(
    fc.property(instants, (asked) => {
      const lookup = createPeriodLookup();
      for (const [period, at] of asked) expect(lookup(period, at)).toEqual(periodAt(period, at));
    }),
  );
});
