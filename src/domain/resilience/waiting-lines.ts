import { LinkedList } from '../../lib/linked-list.ts';
import type { ListNode } from '../../lib/linked-list.ts';

/** One line of waiters for each key. Every operation takes constant time, whatever the number of waiters and keys. */
export interface WaitingLines<Waiter> {
  /** Puts it at the end of the key's line; the returned function takes it out, if it is still there. */
  add(key: string, waiter: Waiter): () => void;
  /** Takes out the first of the key whose turn it is; the next one is then another key's, if there is one. */
  next(): Waiter | undefined;
  /** Takes out the last of a longest line. */
  dropFromLongest(): Waiter | undefined;
  lengthOf(key: string): number;
  readonly longest: number;
  readonly size: number;
}

interface Line<Waiter> {
  key: string;
  waiters: LinkedList<Waiter>;
  turn: ListNode<Line<Waiter>> | null;
  /** Its place among the lines of the same length; null while it has no waiter. */
  place: ListNode<Line<Waiter>> | null;
}

export function createWaitingLines<Waiter>(): WaitingLines<Waiter> {
  type OwnLine = Line<Waiter>;
  const lines = new Map<string, OwnLine>();
  /** The keys in the order of their turns. */
  const turns = new LinkedList<OwnLine>();
  /** The lines of each length that there is. */
  const byLength = new Map<number, LinkedList<OwnLine>>();
  let longest = 0;
  let size = 0;

  /** Files the line under its new length, which is one more or one less than before. */
  function refile(line: OwnLine, lengthBefore: number): void {
    const length = line.waiters.size;
    size += length - lengthBefore;
    const peersBefore = byLength.get(lengthBefore);
    if (line.place !== null) peersBefore?.remove(line.place);
    if (peersBefore?.size === 0) byLength.delete(lengthBefore);
    line.place = null;
    if (length > 0) {
      const peers = byLength.get(length) ?? new LinkedList<OwnLine>();
      byLength.set(length, peers);
      line.place = peers.push(line);
    }
    if (length > longest) longest = length;
    else if (!byLength.has(longest)) longest -= 1;
  }

  function lineOf(key: string): OwnLine {
    const known = lines.get(key);
    if (known !== undefined) return known;
    const line: OwnLine = { key, waiters: new LinkedList(), turn: null, place: null };
    line.turn = turns.push(line);
    lines.set(key, line);
    return line;
  }

  function shortened(line: OwnLine): void {
    refile(line, line.waiters.size + 1);
    if (line.waiters.size > 0 || line.turn === null) return;
    lines.delete(line.key);
    turns.remove(line.turn);
  }

  return {
    add(key, waiter) {
      const line = lineOf(key);
      const node = line.waiters.push(waiter);
      refile(line, line.waiters.size - 1);
      return () => {
        if (line.waiters.remove(node)) shortened(line);
      };
    },
    next() {
      const line = turns.shift();
      if (line === undefined) return undefined;
      const waiter = line.waiters.shift();
      line.turn = turns.push(line);
      shortened(line);
      return waiter;
    },
    dropFromLongest() {
      const line = byLength.get(longest)?.last;
      if (line === undefined) return undefined;
      const waiter = line.waiters.pop();
      shortened(line);
      return waiter;
    },
    lengthOf: (key) => lines.get(key)?.waiters.size ?? 0,
    get longest() {
      return longest;
    },
    get size() {
      return size;
    },
  };
}
