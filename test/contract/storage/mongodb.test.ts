import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCommandTap } from '../../support/command-tap.ts';
import type { CommandTap } from '../../support/command-tap.ts';
import { withDatabase } from '../../support/mongo-findings.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';
import { describeStorageContract } from './storage-contract.ts';

/** The stages of a query plan, at whatever depth. */
function stagesOf(plan: unknown): string[] {
  if (typeof plan !== 'object' || plan === null) return [];
  const own = 'stage' in plan ? [String(plan.stage)] : [];
  return [...own, ...Object.values(plan).flatMap(stagesOf)];
}

/** What reads a collection as a whole, by the beginning of its kind, and why that may be. */
const READ_AS_A_WHOLE: Readonly<Record<string, string>> = {
  'calls {} ': 'a step of the schema: which quarters of an hour have calls',
  'calls {"content":{"$exists":0}}': 'a step of the schema: calls without content',
  'usage_quarters {} ': 'a step of the schema, and the spans of npm run verify',
  'calls {"phase":{"$in":["0"]}}': 'the spans of npm run verify',
  'webhooks {"enabled":0,"$or"': 'a few in all, each with a lease that is judged anew',
};

await describeWithMongo('the contract', (server) => {
  let tap: CommandTap;
  beforeAll(async () => {
    tap = await startCommandTap(server.url);
  });
  afterAll(() => tap.close());

  describeStorageContract('MongoDB', () => openMongoFixture({ url: tap.url }));

  test.skipIf(!server.capabilities.explain)('reads no collection as a whole but a few', async () => {
    expect(tap.searches.size).toBeGreaterThan(50);
    const fixture = await openMongoFixture(server);
    const whole: string[] = [];
    await withDatabase(fixture.url, async (db) => {
      for (const [kind, { collection, filter, sort }] of tap.searches) {
        const plan = await db.command({ explain: { find: collection, filter, sort } });
        if (stagesOf(plan['queryPlanner']).includes('COLLSCAN')) whole.push(kind);
      }
    });
    await fixture.close();
    const isExpected = (kind: string) => Object.keys(READ_AS_A_WHOLE).some((start) => kind.startsWith(start));
    expect(whole.filter((kind) => !isExpected(kind))).toEqual([]);
  });
});
