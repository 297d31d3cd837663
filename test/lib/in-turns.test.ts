import { expect, test } from 'vitest';
import { inLots, ownTurn, takenInTurns } from '../../src/lib/in-turns.ts';

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

test('whoever takes many items lets the event loop do other work in between', async () => {
  const items = [1, 2, 3];
  const done: (number | string)[] = [];
  setImmediate(() => done.push('other'));
  for await (const item of takenInTurns(items)) {
    done.push(item);
    if (item < 3) keepBusy(20);
  }
  expect(done.indexOf('other')).toBeLessThan(done.indexOf(3));
});

test('of many who wait for the event loop, each goes on in a turn of its own', async () => {
  const done: string[] = [];
  let isOver = false;
  const other = (): void => {
    done.push('other');
    if (!isOver) setImmediate(other);
  };
  setImmediate(other);
  await Promise.all(['a', 'b', 'c'].map((name) => ownTurn().then(() => done.push(name))));
  isOver = true;
  expect(done.join(' ')).toMatch(/a( other)+ b( other)+ c/);
});

function keepBusy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
