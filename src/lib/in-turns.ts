import { setImmediate as turn } from 'node:timers/promises';

const TURN_MS = 10;

/** Does something with each item, and lets the event loop do other work every few milliseconds. */
export async function inTurns<Item>(items: Iterable<Item>, task: (item: Item) => void): Promise<void> {
  let since = performance.now();
  for (const item of items) {
    task(item);
    if (performance.now() - since < TURN_MS) continue;
    await turn();
    since = performance.now();
  }
}

/** Does something with each item, and lets the event loop do other work after every `size` of them. */
export async function inLots<Item>(
  items: readonly Item[],
  size: number,
  task: (item: Item) => void,
): Promise<void> {
  for (const [done, item] of items.entries()) {
    if (done > 0 && done % size === 0) await turn();
    task(item);
  }
}
