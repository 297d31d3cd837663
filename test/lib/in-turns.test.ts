import { expect, test } from 'vitest';
import { inLots } from '../../src/lib/in-turns.ts';

test('the event loop does other work after each lot', async () => {
  const done: (number | string)[] = [];
  let isOver = false;
  const other = (): void => {
    done.push('other');
    if (!isOver) setImmediate(other);
  };
  setImmediate(other);
  await inLots([1, 2, 3, 4, 5], 2, (item) => done.push(item));
  isOver = true;
  expect(done).toEqual([1, 2, 'other', 3, 4, 'other', 5]);
});
