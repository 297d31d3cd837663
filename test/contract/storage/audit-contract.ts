import { describe, expect, test } from 'vitest';
import { newBudget } from '../../support/budget-fixture.ts';
import { newApiKey, newStamp } from '../../support/api-key-fixture.ts';
import { HOUR, NOON } from '../../support/call-fixture.ts';
import { labelChange, newTemplate, newVersion } from '../../support/template-fixture.ts';
import { newId } from '../../../src/lib/ids.ts';
import { newPrice } from './prices-contract.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeAudit({ storage, fixture, newProject }: StorageContext): void {
  const entriesOf = async (project: string, filter = {}) =>
    (await storage().audit.list(project, filter, { first: 100 })).edges.map(({ node }) => node);

  describe('the audit log', () => {
    test('says of each change of a budget who made it, what it was and what it became', async () => {
      const project = newProject();
      const budget = newBudget(project, { amountNano: 1_500_000_000n });
      const stamps = ['create', 'update', 'delete'].map((action, index) =>
        newStamp(project, action, budget.id, { at: NOON + index }),
      );
      const { budgets } = storage();
      await budgets.create(budget, stamps[0]);
      await budgets.update(
        project,
        budget.id,
        { amountNano: 2_000_000_000n, name: 'More' },
        NOON + 1,
        stamps[1],
      );
      await budgets.delete(project, budget.id, NOON + 2, stamps[2]);
      const [first, second] = [
        { name: null, amount: '1.5', hard: true },
        { name: 'More', amount: '2', hard: true },
      ];
      await fixture().reopen();
      const entries = await entriesOf(project);
      expect(entries).toMatchObject([
        { ...stamps[2], before: second, after: null },
        { ...stamps[1], before: first, after: second },
        { ...stamps[0], before: null, after: first },
      ]);
    });

    test('has no entry of a change that was not made', async () => {
      const project = newProject();
      const { budgets } = storage();
      expect(
        await budgets.update(project, 'none', { hard: false }, NOON, newStamp(project, 'update', 'none')),
      ).toBeNull();
      expect(await budgets.delete(project, 'none', NOON, newStamp(project, 'delete', 'none'))).toBe(false);
      expect(await entriesOf(project)).toEqual([]);
    });

    test('has every one of many edits at once, each with what the one before it made', async () => {
      const project = newProject();
      const budget = newBudget(project, { amountNano: 0n });
      await storage().budgets.create(budget);
      await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          storage().budgets.update(
            project,
            budget.id,
            { amountNano: BigInt(index + 1) * 1_000_000_000n },
            NOON,
            newStamp(project, 'update', budget.id),
          ),
        ),
      );
      const changes = (await entriesOf(project)).map(({ before, after }) => ({
        from: (before as { amount: string }).amount,
        to: (after as { amount: string }).amount,
      }));
      const chain = ['0'];
      for (let step = 0; step < 8; step += 1)
        chain.push(changes.find(({ from }) => from === chain.at(-1))?.to ?? 'none');
      expect(new Set(chain).size).toBe(9);
    });

    test('has prices and keys, and nothing that opens a key', async () => {
      const project = newProject();
      const key = newApiKey(project);
      await storage().prices.add(newPrice(project), newStamp(project, 'setModelPrice', 'price'));
      await storage().apiKeys.create(key, newStamp(project, 'createApiKey', key.id, { at: NOON + 1 }));
      const entries = await entriesOf(project);
      expect(entries).toMatchObject([
        { after: { name: key.name, role: 'agent', prefixes: [{ prefix: 'tg_abcdefgh' }] } },
        { after: { model: 'gpt-4o', tiers: [{ input: '2.5' }, { input: '5.000000001' }] } },
      ]);
      expect(JSON.stringify(entries)).not.toContain(key.secrets[0].hash);
    });

    test('has each change of a template once, in the same write, and nothing of what changed nothing', async () => {
      const project = newProject();
      const template = newTemplate(project, { description: 'x'.repeat(1_000) });
      const { prompts } = storage();
      const stamp = (action: string, at: number) => ({
        audit: newStamp(project, action, template.id, { at: NOON + at }),
      });
      const first = { ...newVersion(template), number: 1 };
      await prompts.create(template, first, stamp('create', 1).audit);
      const other = { ...newVersion(template), number: 1 };
      await prompts.create(template, other, stamp('create again', 2).audit);
      const version = newVersion(template, { note: 'second' });
      await prompts.publish({
        version,
        expectedLatest: null,
        changes: { name: 'New' },
        ...stamp('publish', 3),
      });
      await prompts.publish({ version, expectedLatest: 7, changes: {}, ...stamp('publish again', 4) });
      const change = labelChange({ label: 'live', target: { kind: 'version', number: 2 } });
      const at = { projectId: project, templateId: template.id };
      await prompts.changeLabel({ ...at, change, ...stamp('label', 5) });
      await prompts.changeLabel({
        ...at,
        change: { ...change, moveId: newId() },
        ...stamp('label again', 6),
      });
      const archive = (archivedAt: number | null, action: string, order: number) =>
        prompts.archive(project, template.id, archivedAt, NOON, stamp(action, order).audit);
      await archive(NOON, 'archive', 7);
      await archive(NOON, 'archive again', 8);
      await archive(null, 'take back', 9);
      await fixture().reopen();
      const archived = { archivedAt: new Date(NOON).toISOString() };
      const entries = await entriesOf(project);
      expect(entries).toMatchObject([
        { action: 'take back', before: archived, after: { archivedAt: null } },
        { action: 'archive', before: { archivedAt: null }, after: archived },
        { action: 'label', before: null, after: { label: 'live', version: 2, protected: false } },
        {
          action: 'publish',
          before: { name: 'Greeting', latest: 1 },
          after: { name: 'New', latest: 2, version: { number: 2, note: 'second', characters: 12 } },
        },
        { action: 'create', before: null, after: { name: 'Greeting', version: { number: 1 } } },
      ]);
      expect(entries).toHaveLength(5);
      expect(JSON.stringify(entries).length).toBeLessThan(5_000);
      expect(await storage().prompts.findMany(project, [template.id])).toMatchObject([
        { name: 'New', archivedAt: null },
      ]);
      expect((await storage().prompts.findMany(project, [template.id]))[0]).not.toHaveProperty('untold');
    });

    test('has what is no single write, once', async () => {
      const project = newProject();
      const stamp = newStamp(project, 'reprice', 'all');
      await storage().audit.append(stamp, { calls: 1 }, null);
      await fixture().reopen();
      expect(await entriesOf(project)).toEqual([{ ...stamp, before: { calls: 1 }, after: null }]);
    });

    test('is listed newest first, in pages, by any of its filters, and by project', async () => {
      const project = newProject();
      for (const [index, action] of ['one', 'two', 'one'].entries()) {
        const budget = newBudget(project);
        const stamp = newStamp(project, action, budget.id, {
          at: NOON + index * HOUR,
          actor: { kind: 'token', id: `person ${index}` },
        });
        await storage().budgets.create(budget, stamp);
      }
      const all = await entriesOf(project);
      expect(all.map(({ at }) => at)).toEqual([NOON + 2 * HOUR, NOON + HOUR, NOON]);
      const page = await storage().audit.list(project, {}, { first: 2 });
      const rest = await storage().audit.list(project, {}, { first: 2, after: page.edges[1]?.cursor ?? '' });
      expect([...page.edges, ...rest.edges].map(({ node }) => node)).toEqual(all);
      expect(await entriesOf(project, { action: 'one' })).toEqual([all[0], all[2]]);
      expect(await entriesOf(project, { targetKind: 'thing', targetId: all[1]?.targetId })).toEqual([all[1]]);
      expect(await entriesOf(project, { actorId: 'person 0' })).toEqual([all[2]]);
      expect(await entriesOf(newProject())).toEqual([]);
    });
  });
}
