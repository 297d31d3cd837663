import { expect, test } from 'vitest';
import type { ProviderKey } from '../../../src/domain/provider/provider-key.ts';
import { StoreUnavailableError } from '../../../src/domain/errors.ts';
import { createMongoStorage } from '../../../src/storage/mongodb/storage.ts';
import { newStamp } from '../../support/api-key-fixture.ts';
import { NOON } from '../../support/call-fixture.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';

const PROJECT = 'project';
const CHANGES = 40;

function keyOf(number: number): ProviderKey {
  return {
    projectId: PROJECT,
    provider: 'openai',
    sealedKey: `sealed-${number}`,
    hint: String(number).padStart(4, '0'),
    baseUrl: null,
    setAt: NOON + number,
    setBy: { kind: 'operator', id: null },
  };
}

await describeWithMongo('provider keys in a store that loses replies', (server) => {
  test('are changed once for each change, with one entry in the audit log', async () => {
    const fixture = await openMongoFixture(server);
    const proxy = await startFaultProxy(fixture.url);
    const storage = await createMongoStorage({
      url: `${proxy.url}&serverSelectionTimeoutMS=1000`,
      version: '0.1.0',
    });
    async function insist<Result>(act: () => Promise<Result>): Promise<Result> {
      for (;;) {
        try {
          return await act();
        } catch (error) {
          if (!(error instanceof StoreUnavailableError)) throw error;
        }
      }
    }
    proxy.dropReplies(0.2, seededRandom(11));
    const hints: string[] = [];
    for (let number = 0; number < CHANGES; number += 1) {
      const key = keyOf(number);
      const isDeletion = number % 4 === 3;
      const action = isDeletion ? 'deleteProviderKey' : 'setProviderKey';
      const stamp = newStamp(PROJECT, action, 'openai', { at: key.setAt });
      if (isDeletion) await insist(() => storage.providerKeys.delete(PROJECT, 'openai', stamp));
      else await insist(() => storage.providerKeys.set(key, stamp));
      hints.push(isDeletion ? 'none' : key.hint);
    }
    await proxy.heal();
    expect(proxy.droppedReplies).toBeGreaterThan(5);
    expect(await storage.providerKeys.list(PROJECT)).toEqual([]);
    const { edges } = await storage.audit.list(PROJECT, {}, { first: 100 });
    const told = edges.map(({ node }) => (node.after as { hint: string } | null)?.hint ?? 'none').reverse();
    expect(told).toEqual(hints);
    const before = edges
      .map(({ node }) => (node.before as { hint: string } | null)?.hint ?? 'none')
      .reverse();
    expect(before).toEqual(['none', ...hints.slice(0, -1)]);
    await storage.close();
    await proxy.close();
    await fixture.close();
  });
});
