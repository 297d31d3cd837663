import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWaitingLines } from '../../../src/domain/resilience/waiting-lines.ts';

test('lines of waiters do what plain lists do, whoever comes and goes', () => {
  const step = fc.record({
    kind: fc.constantFrom('add', 'add', 'add', 'next', 'drop', 'leave'),
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    at: fc.nat(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const lines = createWaitingLines<string>();
      /** Each key with its waiters, in the order of the turns. */
      let model: { key: string; waiters: string[] }[] = [];
      const leaves: (() => void)[] = [];
      for (const { kind, key, at } of steps) {
        if (kind === 'add') {
          const waiter = `${key}${leaves.length}`;
          leaves.push(lines.add(key, waiter));
          const line = model.find((one) => one.key === key);
          if (line === undefined) model.push({ key, waiters: [waiter] });
          else line.waiters.push(waiter);
        } else if (kind === 'next') {
          const line = model.shift();
          expect(lines.next()).toBe(line?.waiters.shift());
          if (line !== undefined) model.push(line);
        } else if (kind === 'drop') {
          const dropped = lines.dropFromLongest();
          const longest = Math.max(0, ...model.map(({ waiters }) => waiters.length));
          const line = model.find(({ waiters }) => waiters.length > 0 && waiters.at(-1) === dropped);
          expect(line?.waiters.length ?? 0).toBe(longest);
          line?.waiters.pop();
        } else if (leaves.length > 0) {
          const number = at % leaves.length;
          leaves[number]?.();
          for (const line of model)
            line.waiters = line.waiters.filter((waiter) => waiter !== `${line.key}${number}`);
        }
        model = model.filter(({ waiters }) => waiters.length > 0);
        expect(lines.size).toBe(model.flatMap(({ waiters }) => waiters).length);
        expect(lines.longest).toBe(Math.max(0, ...model.map(({ waiters }) => waiters.length)));
        for (const { key: name, waiters } of model) expect(lines.lengthOf(name)).toBe(waiters.length);
      }
    }),
  );
});
