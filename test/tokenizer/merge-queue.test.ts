import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMergeQueue } from '../../src/tokenizer/merge-queue.ts';
import type { Pair } from '../../src/tokenizer/merge-queue.ts';

const few = fc.integer({ min: 0, max: 8 });
const steps = fc.array(fc.oneof(fc.record({ rank: few, position: few }), fc.constant('take' as const)), {
  maxLength: 100,
});

test('pairs are taken by rank, and from left to right, whatever the order in which they were found', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const queue = createMergeQueue();
      let waiting: Pair[] = [];
      for (const step of [...all, ...all.map(() => 'take' as const)]) {
        if (step !== 'take') {
          queue.add(step.rank, step.position);
          waiting.push(step);
          continue;
        }
        waiting = waiting.toSorted((one, other) => one.rank - other.rank || one.position - other.position);
        expect(queue.take()).toEqual(waiting.shift());
      }
    }),
    { numRuns: 2000 },
  );
});
