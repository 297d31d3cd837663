import { afterEach, describe, expect, test } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import { newDelivery, newWebhook } from '../../support/webhook-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeWebhooks({ storage, newProject, fixture }: StorageContext): void {
  const store = () => storage().webhooks;
  const made: [string, string][] = [];

  async function create(project: string, more: object = {}, cursor = 0): Promise<string> {
    const id = newId();
    made.push([project, id]);
    await store().create(newWebhook(project, id, more), cursor);
    return id;
  }

  /** Of all that a lease gives: other tests may have webhooks, too. */
  async function leased(owner: string, id: string, now: number, until: number) {
    return (await store().lease(owner, now, until)).find(({ webhook }) => webhook.id === id);
  }

  afterEach(async () => {
    for (const [project, id] of made.splice(0)) await store().delete(project, id);
  });

  describe('webhooks', () => {
    test('are made, found, changed, listed and deleted, each in its project', async () => {
      const project = newProject();
      const id = await create(project, { filter: { topics: ['a'] }, description: 'one' });
      const second = await create(project);
      expect(await store().find(project, id)).toEqual(
        newWebhook(project, id, { filter: { topics: ['a'] }, description: 'one' }),
      );
      expect(await store().find(newProject(), id)).toBeNull();
      expect(await store().update(newProject(), id, { enabled: false }, 2)).toBeNull();
      const changed = await store().update(project, id, { enabled: false, disabledReason: 'gone' }, 2);
      expect(changed).toMatchObject({
        enabled: false,
        disabledReason: 'gone',
        updatedAt: 2,
        description: 'one',
      });
      expect((await store().list(project, { first: 5 })).edges.map(({ node }) => node.id)).toEqual([
        id,
        second,
      ]);
      expect(await store().delete(newProject(), id)).toBe(false);
      expect(await store().delete(project, id)).toBe(true);
      expect(await store().find(project, id)).toBeNull();
    });

    test('have one owner at a time, until its lease ends, it lets go or the webhook is off', async () => {
      const project = newProject();
      const [one, other] = [newId(), newId()];
      const id = await create(project, {}, 7);
      expect(await leased(one, id, 1_000, 2_000)).toMatchObject({ cursor: 7, webhook: { id } });
      expect(await leased(other, id, 1_999, 9_000)).toBeUndefined();
      expect(await leased(one, id, 1_500, 3_000)).toBeDefined();
      expect(await leased(other, id, 2_500, 9_000)).toBeUndefined();
      expect(await leased(other, id, 3_000, 9_000)).toBeDefined();
      await store().release(other);
      expect(await leased(one, id, 3_001, 9_000)).toBeDefined();
      await store().update(project, id, { enabled: false }, 2);
      expect(await leased(one, id, 3_001, 9_000)).toBeUndefined();
      await store().release(one);
    });

    test('are all there to be sealed anew, unless their secrets are others by then', async () => {
      const [project, second] = [newProject(), newProject()];
      const ids = [await create(project), await create(second)];
      const all = await store().all();
      const [one, other] = ids.map((id) => all.find((webhook) => webhook.id === id)!);
      await store().update(second, ids[1]!, { secrets: [{ value: 'rotated', until: null }] }, 2);
      const anew = [{ value: 'anew', until: null }];
      await store().reseal(one!, anew);
      await store().reseal(other!, anew);
      expect(await store().find(project, ids[0]!)).toEqual({ ...one, secrets: anew });
      expect((await store().find(second, ids[1]!))?.secrets).toEqual([{ value: 'rotated', until: null }]);
    });

    test('queue each event once, and only for who has the lease', async () => {
      const project = newProject();
      const [owner, other] = [newId(), newId()];
      const id = await create(project);
      const of = (seq: number) => newDelivery({ projectId: project, webhookId: id, seq });
      const command = { projectId: project, webhookId: id, owner, cursor: 2, deliveries: [of(1), of(2)] };
      expect(await store().enqueue(command)).toBe(false);
      await store().lease(owner, 0, 10_000);
      expect(await store().enqueue({ ...command, owner: other })).toBe(false);
      expect(await store().due(project, id, 100, 10)).toEqual([]);
      expect(await store().enqueue(command)).toBe(true);
      expect(await store().enqueue(command)).toBe(true);
      expect(await store().enqueue({ ...command, cursor: 3, deliveries: [of(2), of(3)] })).toBe(true);
      expect(await store().due(project, id, 100, 10)).toEqual([of(1), of(2), of(3)]);
      expect((await leased(owner, id, 0, 10_000))?.cursor).toBe(3);
      await store().release(owner);
    });

    test('keep what became of a delivery, over a restart, and make it due again', async () => {
      const project = newProject();
      const owner = newId();
      const id = await create(project);
      const first = newDelivery({ projectId: project, webhookId: id });
      const second = { ...first, seq: 2 };
      await store().lease(owner, 0, 10_000);
      await store().enqueue({
        projectId: project,
        webhookId: id,
        owner,
        cursor: 2,
        deliveries: [first, second],
      });
      const retried = {
        ...first,
        attempts: 1,
        nextAttemptAt: 500,
        lastAttemptAt: 5,
        error: 'no',
        responseStatus: 500,
      };
      await store().record(retried);
      const delivered = {
        ...second,
        status: 'delivered' as const,
        nextAttemptAt: null,
        deliveredAt: 9,
        lastAttemptAt: 9,
      };
      await store().record(delivered);
      await fixture().reopen();
      expect(await store().due(project, id, 499, 10)).toEqual([]);
      expect(await store().due(project, id, 500, 10)).toEqual([retried]);
      await store().record({ ...second, error: 'a slower one failed', attempts: 1 });
      const all = async (filter: object) =>
        (await store().deliveries(project, filter, { first: 10 })).edges.map(({ node }) => node);
      expect(await all({})).toEqual([delivered, retried]);
      expect(await all({ status: 'delivered', webhookId: id })).toEqual([delivered]);
      expect(await all({ webhookId: 'none' })).toEqual([]);
      const page = await store().deliveries(project, {}, { first: 1 });
      expect(page.hasNextPage).toBe(true);
      const next = await store().deliveries(project, {}, { first: 1, after: page.edges[0]!.cursor });
      expect(next.edges.map(({ node }) => node.seq)).toEqual([1]);

      expect(await store().replay(project, id, 2, 50)).toMatchObject({
        status: 'pending',
        attempts: 0,
        nextAttemptAt: 50,
      });
      expect(await store().replay(newProject(), id, 2, 50)).toBeNull();
      expect((await store().due(project, id, 50, 10)).map(({ seq }) => seq)).toEqual([2]);
      await store().record({ ...delivered, lastAttemptAt: 60 });
      expect(await store().prune(60)).toBe(0);
      expect(await store().prune(61)).toBe(1);
      expect(await all({})).toEqual([retried]);
      await store().release(owner);
    });
  });
}
