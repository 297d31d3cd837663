import { beforeAll, describe, expect, test } from 'vitest';
import type { CallFilter } from '../../../src/domain/call/call-filter.ts';
import type { CallScan, ScanOrder } from '../../../src/domain/call/call-store.ts';
import { exportCalls } from '../../../src/domain/call/export-calls.ts';
import { listCalls } from '../../../src/domain/call/list-calls.ts';
import { ValidationError } from '../../../src/domain/errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import type { PageRequest } from '../../../src/lib/page.ts';
import { completion, dispatched, newCall, NOON } from '../../support/call-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

/** More than one piece of a scan looks at when it searches for a text. */
const CALLS = 1_100;
/** Every so many calls were asked with the text that is searched for. */
const RARE = 250;

export function describeScans({ storage, newProject }: StorageContext): void {
  describe('reading all calls', () => {
    const project = newProject();
    const newestFirst = Array.from({ length: CALLS }, (_, index) => idOf(CALLS - 1 - index));
    const rare = newestFirst.filter((_, index) => (CALLS - 1 - index) % RARE === 0);

    beforeAll(async () => {
      await Promise.all(
        Array.from({ length: CALLS }, async (_, index) => {
          const call = newCall(project, {
            operationId: idOf(index),
            // three in each millisecond
            startedAt: NOON + Math.floor(index / 3),
            agentId: index % 2 === 0 ? 'even' : 'odd',
          });
          const content = index % RARE === 0 ? 'Where is the harbour?' : 'Where is it?';
          const text = JSON.stringify([{ role: 'user', content }]);
          await dispatched(storage(), call, { input: { policy: 'full', text, hash: null } });
        }),
      );
    });

    async function scanAll(filter: CallFilter, order: ScanOrder, limit: number) {
      const pieces: string[][] = [];
      let after: string | null = null;
      do {
        const { edges, next }: CallScan = await storage().calls.scan(project, filter, {
          after,
          order,
          limit,
          withText: true,
        });
        pieces.push(edges.map(({ node }) => node.operationId));
        after = next;
      } while (after !== null);
      return pieces;
    }

    test('gives each once and in order, a piece at a time, from either end', async () => {
      const pieces = await scanAll({}, 'newest_first', 400);
      expect(pieces.map(({ length }) => length)).toEqual([400, 400, 300]);
      expect(pieces.flat()).toEqual(newestFirst);
      expect((await scanAll({}, 'oldest_first', 333)).flat()).toEqual([...newestFirst].reverse());
      const odd = (await scanAll({ agentId: 'odd' }, 'newest_first', 100)).flat();
      expect(odd).toEqual(newestFirst.filter((_, index) => index % 2 === 0));
    });

    test('ends each piece of a search after some calls, whether or not one was found', async () => {
      const pieces = await scanAll({ inputContains: 'HARBOUR' }, 'newest_first', 1_000);
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.flat()).toEqual(rare);
      const none = await scanAll({ inputContains: 'nowhere' }, 'oldest_first', 1_000);
      expect(none.length).toBeGreaterThan(1);
      expect(none.flat()).toEqual([]);
      const times = { startedFrom: NOON + 100, startedBefore: NOON + 200 };
      expect((await scanAll({ inputContains: 'harbour', ...times }, 'newest_first', 10)).flat()).toEqual([
        idOf(500),
      ]);
    });

    test('finds a text a page at a time, forwards and backwards', async () => {
      const page = async (request: PageRequest) => {
        const filter = { inputContains: 'harbour' };
        const { edges, ...more } = await listCalls(storage().calls, systemClock, project, filter, request);
        return {
          ids: edges.map(({ node }) => node.operationId),
          cursors: edges.map((e) => e.cursor),
          ...more,
        };
      };
      const first = await page({ first: 2 });
      expect(first).toMatchObject({ ids: rare.slice(0, 2), hasNextPage: true, hasPreviousPage: false });
      const second = await page({ first: 10, after: first.cursors[1]! });
      expect(second).toMatchObject({ ids: rare.slice(2), hasNextPage: false, hasPreviousPage: true });
      const last = await page({ last: 2 });
      expect(last).toMatchObject({ ids: rare.slice(-2), hasNextPage: false, hasPreviousPage: true });
      const before = await page({ last: 10, before: last.cursors[0]! });
      expect(before).toMatchObject({ ids: rare.slice(0, -2), hasNextPage: true, hasPreviousPage: false });
      const between = await page({ first: 10, after: first.cursors[0]!, before: last.cursors[1]! });
      expect(between).toMatchObject({ ids: rare.slice(1, -1), hasNextPage: false });
      await expect(page({ first: 1, after: 'nonsense' })).rejects.toThrow(ValidationError);
    });

    test('gives up a search that takes too long, and says how far it has come', async () => {
      let now = 0;
      const clock = { ...systemClock, now: () => (now += 10_000) };
      const search = listCalls(storage().calls, clock, project, { inputContains: 'nowhere' }, { first: 1 });
      await expect(search).rejects.toMatchObject({
        fields: [{ path: 'filter.inputContains', message: expect.stringContaining('2026-') as string }],
      });
    });

    test('exports without holding more than a piece, and without what was answered', async () => {
      const own = newProject();
      const call = newCall(own, { operationId: 'one' });
      await dispatched(storage(), call);
      const output = { text: 'A long answer.', refusal: null, finishReason: 'length' as const };
      await storage().calls.settle({ ...call, outcome: completion(7n, { output }) });
      const { edges } = await storage().calls.scan(
        own,
        {},
        { after: null, order: 'newest_first', limit: 1, withText: false },
      );
      const { node } = edges[0]!;
      expect(node.output).toMatchObject({ finishReason: 'length' });
      expect(JSON.stringify(node.output)).not.toContain('answer');
      expect(node).toMatchObject({ status: 'COMPLETED', cost: { totalNano: 7n } });

      let scans = 0;
      const counting = {
        scan: (...values: Parameters<ReturnType<typeof storage>['calls']['scan']>) => {
          scans += 1;
          return storage().calls.scan(...values);
        },
      };
      const pieces = exportCalls(counting, project, {}, 'ndjson');
      const first = await pieces.next();
      expect(scans).toBe(1);
      let lines = String(first.value).trimEnd().split('\n').length;
      expect(lines).toBeLessThan(CALLS);
      for await (const piece of pieces) lines += piece.trimEnd().split('\n').length;
      expect(lines).toBe(CALLS);
    });
  });
}

function idOf(index: number): string {
  return `call-${String(index).padStart(5, '0')}`;
}
