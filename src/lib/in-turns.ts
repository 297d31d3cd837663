import { setImmediate as turn } from 'node:timers/promises';

const TURN_MS = 10;

let lastInLine: Promise<unknown> = Promise.resolve();

/** Resolves in a turn of the event loop of its own: of many who wait, one goes on in each. */
export function ownTurn(): Promise<void> {
  const mine = lastInLine.then(() => turn());
  lastInLine = mine;
  return mine;
}

/** The items; whoever takes them lets the event loop do other work every few milliseconds. */
export async function* takenInTurns<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  let since = performance.now();
  for (const item of items) {
    yield item;
    if (performance.now() - since < TURN_MS) continue;
    await ownTurn();
    since = performance.now();
  }
}

/** Does something with each item, and lets the event loop do other work every few milliseconds. */
export async function inTurns<Item>(items: Iterable<Item>, task: (item: Item) => void): Promise<void> {
  let since = performance.now();
  for (const item of items) {
    task(item);
    if (performance.now() - since < TURN_MS) continue;
    await ownTurn();
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
