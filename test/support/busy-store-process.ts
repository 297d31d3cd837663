// A program that works on a store until it is killed: calls that are made, end late, are presumed spent, priced again and judged,
// and rollups of all of them, at times that are long past. Its arguments are the store's URL, the project and a seed; it prints a
// line for each thing that it has done.
import { completion, costOfTotal, DAY, dispatched, HOUR, MINUTE, newCall, NOON } from './call-fixture.ts';
import { openStorageAt } from './open-storage.ts';
import { seededRandom } from './seeded-random.ts';

const [url = '', project = '', seed = '1'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const below = (limit: number): number => Math.floor(random() * limit);
const pick = <Item>(items: readonly Item[]): Item | undefined => items[below(items.length)];

const storage = await openStorageAt(url);

/** One of the calls that any process has made. */
async function anyCall(status?: 'RUNNING' | 'COMPLETED') {
  const startedBefore = NOON + below(2 * DAY);
  const { edges } = await storage.calls.list(
    project,
    { startedBefore, ...(status && { status }) },
    { first: 20 },
  );
  return pick(edges)?.node;
}

async function settle(call: { projectId: string; operationId: string; startedAt: number }): Promise<void> {
  const outcome = completion(BigInt(below(200)), { finishedAt: call.startedAt + below(100_000) });
  await storage.calls.settle({ ...call, outcome });
}

const WORK: readonly (() => Promise<unknown>)[] = [
  async function makeCalls() {
    const calls = Array.from({ length: 8 }, () =>
      newCall(project, {
        startedAt: NOON + below(2 * DAY),
        agentId: pick(['ann', 'bob', null]) ?? null,
        tags: pick([[], [{ key: 'team', value: 'red' }]]) ?? [],
      }),
    );
    await Promise.all(
      calls.map(async (call) => {
        await dispatched(storage, call, { leaseUntil: call.startedAt + MINUTE });
        // the others end late, or never
        if (random() < 0.7) await settle(call);
      }),
    );
  },
  async function settleLate() {
    const call = await anyCall('RUNNING');
    if (call !== undefined) await settle(call);
  },
  () => storage.calls.presumeSpent(NOON + below(3 * DAY), 3),
  async function correct() {
    const call = await anyCall();
    if (call?.cost?.basis === 'presumed') await settle(call);
  },
  async function reprice() {
    const call = await anyCall('COMPLETED');
    if (call === undefined) return;
    const cost = { ...costOfTotal(BigInt(below(300))), priceVersion: `gpt-4o@${below(9)}` };
    const bookedAt = NOON + 3 * DAY;
    await storage.calls.reprice({ ...call, attempts: [{ number: 1, cost }], cost, bookedAt });
  },
  async function judge() {
    const call = await anyCall('COMPLETED');
    if (call === undefined) return;
    const { projectId, operationId } = call;
    await storage.feedback.give({
      projectId,
      operationId,
      name: 'overall',
      apiKeyId: null,
      scoreMicro: below(1_000_000),
      label: null,
      comment: null,
      givenAt: NOON + DAY,
    });
  },
  () => storage.usage.rollUp(NOON + 100 * DAY, 20),
  () => storage.usage.rollUp(NOON + DAY + HOUR, 40),
];

for (;;) {
  await pick(WORK)?.();
  process.stdout.write('done\n');
}
