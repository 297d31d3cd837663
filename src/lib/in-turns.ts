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
