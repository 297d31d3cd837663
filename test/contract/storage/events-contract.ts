import { describe, expect, test } from 'vitest';
import type { NewCall } from '../../../src/domain/call/call.ts';
import type { StoredEvent } from '../../../src/domain/event/event.ts';
import type { EventListFilter } from '../../../src/domain/event/event-log.ts';
import type { PageRequest } from '../../../src/lib/page.ts';
import { createdBudget } from '../../support/budget-fixture.ts';
import { completion, DAY, dispatched, newCall, NOON } from '../../support/call-fixture.ts';
import { eventsOf } from '../../support/event-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeEvents({ storage, fixture, newProject }: StorageContext): void {
  async function runCall(project: string, changes: Partial<NewCall> = {}): Promise<void> {
    const call = newCall(project, changes);
    await dispatched(storage(), call);
    await storage().calls.settle({ ...call, outcome: completion(1n) });
  }

  describe('the event log', () => {
    test('gives the events after a place, in order, up to the limit', async () => {
      const project = newProject();
      const before = await storage().events.lastSeq();
      for (let number = 1; number <= 3; number += 1) await runCall(project);
      const last = await storage().events.lastSeq();
      const all = await storage().events.read(before, 100);

      expect(all.map((event) => event.payload.kind)).toEqual([
        ...['call_started', 'call_completed'],
        ...['call_started', 'call_completed'],
        ...['call_started', 'call_completed'],
      ]);
      expect(all.at(-1)?.seq).toBe(last);
      expect(await storage().events.read(before, 4)).toEqual(all.slice(0, 4));
      expect(await storage().events.read(all[3]!.seq, 100)).toEqual(all.slice(4));
      expect(await storage().events.read(last, 100)).toEqual([]);
    });

    test('lists the events of a project by page and filter, from either end', async () => {
      const project = newProject();
      const agents = ['a', 'b', 'a', 'b'];
      for (const agentId of agents) {
        const call = newCall(project, { agentId });
        await dispatched(storage(), call);
        await storage().calls.settle({ ...call, outcome: completion(1n) });
      }
      const all = await eventsOf(storage(), project);
      const list = async (filter: EventListFilter, page: PageRequest = { first: 100 }) =>
        (await storage().events.list(project, filter, page)).edges.map(({ node }) => node);

      expect(await list({})).toEqual(all);
      expect(await list({ agentIds: ['a'] })).toEqual(all.filter(({ agentId }) => agentId === 'a'));
      expect(await list({ agentIds: ['a', 'b'], topics: [all[0]!.topic] })).toHaveLength(4);
      expect(await list({ operationIds: [all[2]!.operationId!] })).toEqual(
        all.filter(({ operationId }) => operationId === all[2]!.operationId),
      );
      expect(await list({ budgetIds: ['none'] })).toEqual([]);
      expect(await list({ models: ['none'] })).toEqual([]);
      expect(await list({ from: all[0]!.at, to: all.at(-1)!.at + 1 })).toEqual(all);
      expect(await list({ to: all[0]!.at })).toEqual([]);

      const [first, last] = [
        await storage().events.list(project, {}, { first: 3 }),
        await storage().events.list(project, {}, { last: 3 }),
      ];
      expect(first).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
      expect(last).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
      expect(last.edges.map(({ node }) => node)).toEqual(all.slice(-3));
      expect(await list({}, { first: 100, after: first.edges[2]!.cursor })).toEqual(all.slice(3));
      expect(await list({}, { last: 2, before: last.edges[0]!.cursor })).toEqual(all.slice(-5, -3));
      expect(await storage().events.list(newProject(), {}, { first: 5 })).toMatchObject({ edges: [] });
    });

    test('shows every event once and in order to a reader that keeps up with 60 concurrent calls', async () => {
      const project = newProject();
      await createdBudget(storage(), project, { amountNano: 100_000n });
      const before = await storage().events.lastSeq();
      let writing = true;
      const calls = Promise.all(Array.from({ length: 60 }, () => runCall(project))).then(() => {
        writing = false;
      });
      const seen: StoredEvent[] = [];
      for (let done = false; !done;) {
        done = !writing;
        const read = await storage().events.read(seen.at(-1)?.seq ?? before, 7);
        seen.push(...read);
        done &&= read.length === 0;
      }
      await calls;

      expect(seen).toEqual(await eventsOf(storage(), project, before));
      expect(seen).toHaveLength(120);
      const seqs = seen.map((event) => event.seq);
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
      for (const { operationId } of seen) {
        const kinds = seen
          .filter((event) => event.operationId === operationId)
          .map(({ payload }) => payload.kind);
        expect(kinds).toEqual(['call_started', 'call_completed']);
      }
    });

    test('forgets its oldest events, a few at a time, and keeps the newest to number the next one by', async () => {
      const project = newProject();
      for (let number = 1; number <= 3; number += 1) await runCall(project);
      const { events } = storage();
      const last = await events.lastSeq();
      const count = last - (await events.firstSeq());
      expect(await events.deleteBefore(NOON - 1_000 * DAY, 5)).toBe(0);
      expect(await events.deleteBefore(NOON + 1_000 * DAY, 5)).toBe(5);
      expect(await events.firstSeq()).toBe(last - count + 5);
      expect(await events.read(0, 1)).toEqual(await events.read(last - count + 4, 1));

      expect(await events.deleteBefore(NOON + 1_000 * DAY, 10_000)).toBe(count - 5);
      expect(await events.deleteBefore(NOON + 1_000 * DAY, 10_000)).toBe(0);
      expect([await events.firstSeq(), await events.lastSeq()]).toEqual([last, last]);
      await runCall(project);
      const seqs = (await events.read(0, 10)).map(({ seq }) => seq);
      expect(seqs).toEqual([last, last + 1, last + 2]);
    });

    test('forgets nothing that comes after an event that is not old yet', async () => {
      const { events } = storage();
      await events.deleteBefore(NOON + 1_000 * DAY, 10_000);
      await runCall(newProject());
      await runCall(newProject(), { startedAt: NOON + DAY });
      const young = await events.lastSeq();
      await runCall(newProject());
      for (let tries = 0; tries < 2; tries += 1) await events.deleteBefore(NOON + DAY, 100);
      expect(await events.firstSeq()).toBe(young - 1);
    });

    test('forgets each event once when two processes do it at the same time', async () => {
      const project = newProject();
      for (let number = 1; number <= 10; number += 1) await runCall(project);
      const other = (await fixture().second?.()) ?? storage();
      const count = (await storage().events.lastSeq()) - (await storage().events.firstSeq());
      const stores = [storage(), other, storage(), other];
      const counts = await Promise.all(
        stores.map((one) => one.events.deleteBefore(NOON + 1_000 * DAY, 10_000)),
      );
      if (other !== storage()) await other.close();
      expect(counts.reduce((sum, deleted) => sum + deleted, 0)).toBe(count);
      const { events } = storage();
      expect(await events.firstSeq()).toBe(await events.lastSeq());
    });
  });
}
