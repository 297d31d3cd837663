import { describe, expect, test } from 'vitest';
import { StoreUnavailableError } from '../../../src/domain/errors.ts';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import { completion, dispatched, dispatchOf, newCall } from '../../support/call-fixture.ts';
import { eventsOf } from '../../support/event-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeInstallation({ storage, fixture, newProject }: StorageContext): void {
  describe('a setting', () => {
    test('is written once and read by all', async () => {
      const name = newProject();
      expect(await storage().settings.read(name)).toBeNull();
      const written = await Promise.all(
        ['one', 'two', 'three'].map((value) => storage().settings.writeOnce(name, value)),
      );
      expect(new Set(written).size).toBe(1);
      expect(await storage().settings.read(name)).toBe(written[0]);
    });
  });

  describe('a process that checks in', () => {
    test('is refused while another version is alive, and let in when it is gone', async () => {
      const [old, recent] = [
        { id: newProject(), version: '0.1.0' },
        { id: newProject(), version: '0.2.0' },
      ];
      await storage().checkIn(old, 1_000, 2_000);
      await expect(storage().checkIn(recent, 1_999, 3_000)).rejects.toThrow(StoreUnavailableError);
      await storage().checkIn({ id: newProject(), version: '0.1.0' }, 1_500, 2_000);
      await storage().checkIn(old, 1_900, 4_000);
      await expect(storage().checkIn(recent, 2_000, 3_000)).rejects.toThrow('0.1.0');
      await storage().checkIn(recent, 4_000, 5_000);
      await expect(storage().checkIn(old, 4_500, 5_500)).rejects.toThrow('0.2.0');
    });
  });

  describe('the store', () => {
    test('is healthy while it can be read and written', async () => {
      await expect(storage().checkHealth()).resolves.toBeUndefined();
    });

    test('has everything after it was closed and opened again', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const [settled, running] = [newCall(project), newCall(project)];
      await dispatched(storage(), settled);
      const { call } = await storage().calls.settle({ ...settled, outcome: completion(40n) });
      const { call: stillRunning } = await dispatched(storage(), running);
      const events = await eventsOf(storage(), project);
      await storage().settings.writeOnce(project, 'kept');
      const reopened = await fixture().reopen();

      expect(await reopened.calls.find(settled)).toEqual(call);
      expect(await reopened.calls.find(running)).toEqual(stillRunning);
      expect(await ledgerAt(reopened, budget)).toMatchObject({ spentNano: 40n, heldNano: 100n });
      expect(await eventsOf(reopened, project)).toEqual(events);
      expect(await reopened.settings.read(project)).toBe('kept');
      expect((await reopened.calls.settle({ ...running, outcome: completion(50n) })).kind).toBe('settled');
      expect((await eventsOf(reopened, project)).length).toBe(events.length + 1);
    });

    test('finishes what it was asked for before it closes, and takes nothing after', async () => {
      const project = newProject();
      const closing = storage();
      const budget = await createdBudget(closing, project, { amountNano: 10_000n });
      const asked = Array.from({ length: 20 }, () => closing.calls.dispatch(dispatchOf(newCall(project))));
      const reopened = await fixture().reopen();
      expect((await Promise.all(asked)).every((outcome) => outcome.kind === 'dispatched')).toBe(true);
      expect((await ledgerAt(reopened, budget)).heldNano).toBe(2_000n);
      await expect(closing.calls.dispatch(dispatchOf(newCall(project)))).rejects.toThrow(
        StoreUnavailableError,
      );
      await expect(closing.events.lastSeq()).rejects.toThrow(StoreUnavailableError);
      await expect(closing.checkHealth()).rejects.toThrow(StoreUnavailableError);
    });
  });
}
