import { describe, expect, test } from 'vitest';
import type { StoredEvent } from '../../../src/domain/event/event.ts';
import { createdBudget } from '../../support/budget-fixture.ts';
import { completion, dispatched, newCall } from '../../support/call-fixture.ts';
import { eventsOf } from '../../support/event-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeEvents({ storage, newProject }: StorageContext): void {
  async function runCall(project: string): Promise<void> {
    const call = newCall(project);
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
  });
}
