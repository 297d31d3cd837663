import { beforeAll, describe, expect, test } from 'vitest';
import type { IndexedFilter } from '../../../src/domain/call/call-store.ts';
import { ValidationError } from '../../../src/domain/errors.ts';
import { encodeCursor } from '../../../src/lib/page.ts';
import type { PageRequest } from '../../../src/lib/page.ts';
import { completion, dispatched, MINUTE, newCall, NOON, refusal } from '../../support/call-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeCallList({ storage, newProject }: StorageContext): void {
  describe('the list of calls', () => {
    const project = newProject();
    // c and d began in the same millisecond
    const started = { a: 0, b: 1, c: 2, d: 2, e: 4, f: 5 };
    const newestFirst = ['f', 'e', 'd', 'c', 'b', 'a'];

    beforeAll(async () => {
      for (const [operationId, minutes] of Object.entries(started)) {
        const call = newCall(project, {
          operationId,
          startedAt: NOON + minutes * MINUTE,
          agentId: minutes < 3 ? 'early' : 'late',
          capabilityType: operationId === 'b' ? 'summary' : null,
          model: operationId === 'e' ? 'gpt-4o-mini' : 'gpt-4o',
        });
        await dispatched(storage(), call);
        if (operationId === 'a') await storage().calls.settle({ ...call, outcome: completion(1n) });
      }
    });

    async function page(request: PageRequest, filter: IndexedFilter = {}) {
      const { edges, hasNextPage, hasPreviousPage } = await storage().calls.list(project, filter, request);
      return { ids: edges.map(({ node }) => node.operationId), hasNextPage, hasPreviousPage };
    }

    async function cursorOf(operationId: string): Promise<string> {
      const { edges } = await storage().calls.list(project, {}, { first: 10 });
      return edges.find(({ node }) => node.operationId === operationId)!.cursor;
    }

    test('is newest first', async () => {
      expect(await page({ first: 10 })).toEqual({
        ids: newestFirst,
        hasNextPage: false,
        hasPreviousPage: false,
      });
    });

    test('goes forward without a gap or a repeat, also through calls of the same millisecond', async () => {
      expect(await page({ first: 3 })).toEqual({
        ids: ['f', 'e', 'd'],
        hasNextPage: true,
        hasPreviousPage: false,
      });
      expect(await page({ first: 3, after: await cursorOf('d') })).toEqual({
        ids: ['c', 'b', 'a'],
        hasNextPage: false,
        hasPreviousPage: true,
      });
    });

    test('goes backward in the same order', async () => {
      expect(await page({ last: 2 })).toEqual({
        ids: ['b', 'a'],
        hasNextPage: false,
        hasPreviousPage: true,
      });
      expect(await page({ last: 2, before: await cursorOf('b') })).toEqual({
        ids: ['d', 'c'],
        hasNextPage: true,
        hasPreviousPage: true,
      });
      expect(await page({ last: 3, before: await cursorOf('d') })).toEqual({
        ids: ['f', 'e'],
        hasNextPage: true,
        hasPreviousPage: false,
      });
    });

    test('takes both cursors at once', async () => {
      const between = { after: await cursorOf('f'), before: await cursorOf('a') };
      expect(await page({ first: 2, ...between })).toEqual({
        ids: ['e', 'd'],
        hasNextPage: true,
        hasPreviousPage: true,
      });
      expect(await page({ last: 2, ...between })).toMatchObject({ ids: ['c', 'b'] });
    });

    test('is empty beyond its end and still knows what is on the other side', async () => {
      expect(await page({ first: 2, after: await cursorOf('a') })).toEqual({
        ids: [],
        hasNextPage: false,
        hasPreviousPage: true,
      });
      expect(await page({ last: 2, before: await cursorOf('f') })).toEqual({
        ids: [],
        hasNextPage: true,
        hasPreviousPage: false,
      });
      const afterTheOnlyOne = { first: 1, after: await cursorOf('e') };
      expect(await page(afterTheOnlyOne, { model: 'gpt-4o-mini' })).toMatchObject({ hasPreviousPage: true });
    });

    test.each<[IndexedFilter, string[]]>([
      [{ agentId: 'late' }, ['f', 'e']],
      [{ capabilityType: 'summary' }, ['b']],
      [{ model: 'gpt-4o-mini' }, ['e']],
      [{ status: 'COMPLETED' }, ['a']],
      [{ status: 'RUNNING', agentId: 'early' }, ['d', 'c', 'b']],
      [{ startedFrom: NOON + MINUTE, startedBefore: NOON + 4 * MINUTE }, ['d', 'c', 'b']],
    ])('is narrowed by %j', async (filter, ids) => {
      expect((await page({ first: 10 }, filter)).ids).toEqual(ids);
    });

    test('pages within its filter', async () => {
      expect(await page({ first: 2 }, { agentId: 'early' })).toEqual({
        ids: ['d', 'c'],
        hasNextPage: true,
        hasPreviousPage: false,
      });
    });

    test.each(['nonsense', encodeCursor(['a']), encodeCursor(['text', 'a'])])(
      'refuses %s, which is not its cursor',
      async (after) => {
        await expect(page({ first: 1, after })).rejects.toThrow(ValidationError);
      },
    );

    test('has filters for what calls have come to', async () => {
      const own = newProject();
      const calls = {
        quick: { provider: 'other', tags: [{ key: 'team', value: 'red' }] },
        slow: { kind: 'chat' as const, apiKeyId: 'key', tags: [{ key: 'red', value: 'team' }] },
        failed: {},
        running: {},
      };
      for (const [operationId, changes] of Object.entries(calls)) {
        const call = newCall(own, { operationId, ...changes });
        await dispatched(storage(), call);
        const outcome = {
          quick: completion(10n, { finishedAt: NOON + 50 }),
          slow: completion(20n, { finishedAt: NOON + 5_000 }),
          failed: refusal(),
        }[operationId];
        if (outcome) await storage().calls.settle({ ...call, outcome });
      }
      const ids = async (filter: IndexedFilter) => {
        const { edges } = await storage().calls.list(own, filter, { first: 10 });
        return edges.map(({ node }) => node.operationId).sort();
      };
      expect(await ids({ provider: 'other' })).toEqual(['quick']);
      expect(await ids({ kind: 'chat', apiKeyId: 'key' })).toEqual(['slow']);
      expect(await ids({ finishReason: 'stop' })).toEqual(['quick', 'slow']);
      expect(await ids({ errorCategory: 'rate_limit' })).toEqual(['failed']);
      expect(await ids({ tag: { key: 'team', value: 'red' } })).toEqual(['quick']);
      expect(await ids({ tag: { key: 'team', value: 'blue' } })).toEqual([]);
      expect(await ids({ minCostNano: 10n })).toEqual(['quick', 'slow']);
      expect(await ids({ minCostNano: 1n, maxCostNano: 19n })).toEqual(['quick']);
      expect(await ids({ maxLatencyMs: 50 })).toEqual(['quick']);
      expect(await ids({ minLatencyMs: 51, finishReason: 'stop' })).toEqual(['slow']);
      expect(await ids({ templateId: 'none' })).toEqual([]);
    });
  });
}
