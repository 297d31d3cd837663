import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LinkedList } from '../../src/lib/linked-list.ts';
import type { ListNode } from '../../src/lib/linked-list.ts';

describe('a linked list', () => {
  test('does what an array does, whatever is added and taken out', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('push'), at: fc.nat() }),
      fc.record({ kind: fc.constantFrom('shift', 'pop'), at: fc.nat() }),
      fc.record({ kind: fc.constant('remove'), at: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const list = new LinkedList<number>();
        let model: number[] = [];
        const nodes: ListNode<number>[] = [];
        for (const { kind, at } of steps) {
          if (kind === 'push') {
            nodes.push(list.push(nodes.length));
            model.push(nodes.length - 1);
          } else if (kind === 'shift') expect(list.shift()).toBe(model.shift());
          else if (kind === 'pop') expect(list.pop()).toBe(model.pop());
          else {
            const node = nodes[at % Math.max(1, nodes.length)];
            if (node === undefined) continue;
            expect(list.remove(node)).toBe(model.includes(node.value));
            model = model.filter((value) => value !== node.value);
          }
          expect(list.size).toBe(model.length);
          expect(list.last).toBe(model.at(-1));
        }
        expect(Array.from({ length: list.size }, () => list.shift())).toEqual(model);
      }),
    );
  });

  test('leaves the members of another list alone', () => {
    const list = new LinkedList<string>();
    const node = new LinkedList<string>().push('elsewhere');
    list.push('here');
    expect(list.remove(node)).toBe(false);
    expect(list.size).toBe(1);
  });
});
