import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PromptTemplate } from '../../../src/domain/prompt/template.ts';
import type { Storage } from '../../../src/domain/storage.ts';
import { NOON } from '../../support/call-fixture.ts';
import { eventsOf } from '../../support/event-fixture.ts';
import {
  createdTemplate,
  newTemplate,
  newVersion,
  publish,
  setLabel,
} from '../../support/template-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

const ALL = { first: 100 };

export function describePrompts({ storage, fixture, newProject }: StorageContext): void {
  const find = async ({ projectId, id }: PromptTemplate, from: Storage = storage()) =>
    (await from.prompts.findMany(projectId, [id]))[0] ?? null;

  describe('a template', () => {
    test('comes back as it was made, with every part of its versions, also after a restart', async () => {
      const template = newTemplate(newProject(), { description: 'Says hello', tags: ['a', 'b'] });
      const content = newVersion(template, {
        format: 'liquid',
        body: { kind: 'chat', messages: [{ role: 'system', content: '{% if a %}{{ a }}{% endif %}' }] },
        variables: [
          { name: 'a', type: 'object', required: false, default: { $x: [1, '.'] }, description: 'A' },
        ],
        examples: [{ input: 'q', output: 'a' }],
        model: 'gpt-4o',
        parameters: { temperature: 0.2, stopSequences: ['x'] },
        parametersByModel: [{ model: 'o3', parameters: { maxTokens: 5 } }],
        responseSchema: { $schema: 'x', $defs: { 'a.b': {} }, type: 'object' },
        note: 'first',
      });
      const version = { ...content, number: 1 };
      expect(await storage().prompts.create(template, version)).toBe(true);
      const { projectId, id } = template;
      const check = async (one: Storage): Promise<void> => {
        expect(await one.prompts.findMany(projectId, ['none', id])).toEqual([null, template]);
        const keys = [2, 1].map((number) => ({ templateId: id, number }));
        expect(await one.prompts.versions(projectId, keys)).toEqual([null, version]);
      };
      await check(storage());
      await check(await fixture().reopen());
      expect(await storage().prompts.findMany(newProject(), [id])).toEqual([null]);
    });

    test('is made once, and keeps its first version when its id is taken', async () => {
      const template = await createdTemplate(storage(), newProject());
      const other = { ...newVersion(template, { note: 'other' }), number: 1 };
      expect(await storage().prompts.create({ ...template, name: 'Other' }, other)).toBe(false);
      expect(await find(template)).toEqual(template);
      const [version] = await storage().prompts.versions(template.projectId, [
        { templateId: template.id, number: 1 },
      ]);
      expect(version?.note).toBe(null);
    });

    test('gets its versions in a row, and can be changed with one', async () => {
      const template = await createdTemplate(storage(), newProject());
      const version = newVersion(template, { note: 'second', createdAt: NOON + 5 });
      const changes = { name: 'Renamed', description: 'new', tags: ['c'] };
      expect(await storage().prompts.publish({ version, expectedLatest: 1, changes })).toEqual({
        kind: 'published',
        template: { ...template, ...changes, latest: 2, updatedAt: NOON + 5 },
        version: { ...version, number: 2 },
      });
      expect(await publish(storage(), template, 1)).toEqual({ kind: 'conflict', latest: 2 });
      expect(await publish(storage(), template)).toMatchObject({ kind: 'published', version: { number: 3 } });
      expect(await publish(storage(), newTemplate(template.projectId))).toEqual({ kind: 'missing' });
      const list = await storage().prompts.listVersions(template.projectId, template.id, { first: 2 });
      expect(list.edges.map(({ node }) => node.number)).toEqual([3, 2]);
      expect(list.hasNextPage).toBe(true);
      const [, second] = list.edges;
      const rest = { first: 2, after: second?.cursor ?? '' };
      const { edges } = await storage().prompts.listVersions(template.projectId, template.id, rest);
      expect(edges.map(({ node }) => node.number)).toEqual([1]);
    });

    test('that is archived takes no versions and moves no labels, until it is taken back', async () => {
      const template = await createdTemplate(storage(), newProject());
      const { projectId, id } = template;
      const archived = { ...template, archivedAt: NOON + 1, updatedAt: NOON + 1 };
      expect(await storage().prompts.archive(projectId, id, NOON + 1, NOON + 1)).toEqual(archived);
      expect(await storage().prompts.archive(projectId, id, NOON + 2, NOON + 2)).toEqual(archived);
      expect(await publish(storage(), template)).toEqual({ kind: 'archived' });
      expect(await setLabel(storage(), template)).toEqual({ kind: 'refused', refusal: { kind: 'archived' } });
      expect((await storage().prompts.list(projectId, {}, ALL)).edges).toEqual([]);
      expect((await storage().prompts.list(projectId, { includeArchived: true }, ALL)).edges).toHaveLength(1);
      await storage().prompts.archive(projectId, id, null, NOON + 3);
      expect(await publish(storage(), template)).toMatchObject({ kind: 'published' });
      expect(await storage().prompts.archive(projectId, 'none', null, NOON)).toBe(null);
    });

    test('is found by a part of its id, name, description or tag, by a label and by a tag', async () => {
      const project = newProject();
      await createdTemplate(storage(), project, { id: 'support/reply', name: 'Reply 100% (.*)' });
      const sales = await createdTemplate(storage(), project, { id: 'sales/offer', tags: ['EMEA', 'b2b'] });
      await createdTemplate(storage(), project, { id: 'x', name: 'Y', description: 'A polite Offer' });
      await setLabel(storage(), sales, { label: 'staging' });
      const found = async (filter: object) =>
        (await storage().prompts.list(project, filter, ALL)).edges.map(({ node }) => node.id);
      expect(await found({})).toEqual(['sales/offer', 'support/reply', 'x']);
      expect(await found({ search: 'OFFER' })).toEqual(['sales/offer', 'x']);
      expect(await found({ search: '% (.*)' })).toEqual(['support/reply']);
      expect(await found({ search: 'emea' })).toEqual(['sales/offer']);
      expect(await found({ search: '.' })).toEqual(['support/reply']);
      expect(await found({ label: 'staging' })).toEqual(['sales/offer']);
      expect(await found({ label: 'production' })).toEqual([]);
      expect(await found({ tag: 'b2b' })).toEqual(['sales/offer']);
      expect(await found({ tag: 'b2', search: 'sales' })).toEqual([]);
    });
  });

  describe('a label', () => {
    test('is moved, rolled back and removed, with its history and one event for each move', async () => {
      const template = await createdTemplate(storage(), newProject());
      const { projectId, id } = template;
      await publish(storage(), template);
      await publish(storage(), template);
      for (const number of [1, 2, 3]) {
        const target = { kind: 'version', number } as const;
        expect(await setLabel(storage(), template, { target, note: `to ${number}` })).toMatchObject({
          kind: 'changed',
        });
        expect(await setLabel(storage(), template, { target })).toMatchObject({ kind: 'unchanged' });
      }
      await setLabel(storage(), template, { label: 'canary', target: { kind: 'label', label: 'latest' } });
      await setLabel(storage(), template, { target: { kind: 'rollback' } });
      await setLabel(storage(), template, { target: { kind: 'rollback' } });
      expect((await find(template))?.labels).toMatchObject([
        { name: 'canary', version: 3 },
        { name: 'staging', version: 1, previous: [], movedAt: NOON + 1 },
      ]);
      expect(await setLabel(storage(), template, { target: { kind: 'rollback' } })).toEqual({
        kind: 'refused',
        refusal: { kind: 'nothing_to_roll_back' },
      });
      await setLabel(storage(), template, { target: { kind: 'removal' } });

      const history = (await storage().prompts.labelHistory(projectId, id, 'staging', ALL)).edges.map(
        ({ node }) => node,
      );
      expect(history.map(({ number, kind, from, to, note }) => [number, kind, from, to, note])).toEqual([
        [7, 'removal', 1, null, null],
        [6, 'rollback', 2, 1, null],
        [5, 'rollback', 3, 2, null],
        [3, 'move', 2, 3, 'to 3'],
        [2, 'move', 1, 2, 'to 2'],
        [1, 'move', null, 1, 'to 1'],
      ]);
      const all = (await storage().prompts.labelHistory(projectId, id, undefined, ALL)).edges.map(
        ({ node }) => node,
      );
      expect(all.map(({ number }) => number)).toEqual([7, 6, 5, 4, 3, 2, 1]);
      const events = await eventsOf(storage(), projectId);
      expect(events.map(({ topic }) => topic)).toEqual(
        Array.from({ length: 7 }, () => 'template.label_moved'),
      );
      expect(events.map(({ payload }) => payload)).toEqual(
        all.reverse().map(({ label, kind, from, to, note }) => {
          return {
            kind: 'template_label_moved',
            templateId: id,
            label,
            moveKind: kind,
            from,
            to,
            movedBy: 'admin',
            note,
          };
        }),
      );
    });

    test('that is protected, or not where it is expected, stays', async () => {
      const template = await createdTemplate(storage(), newProject());
      const asAgent = { mayMoveProtected: false, movedBy: 'agent' };
      const refused = (refusal: object) => ({ kind: 'refused', refusal });
      expect(await setLabel(storage(), template, { ...asAgent, label: 'production' })).toEqual(
        refused({ kind: 'protected' }),
      );
      expect(await setLabel(storage(), template, { ...asAgent, expectedVersion: 1 })).toEqual(
        refused({ kind: 'conflict', version: null }),
      );
      expect(await setLabel(storage(), template, asAgent)).toMatchObject({ kind: 'changed' });
      expect(await setLabel(storage(), template, { protect: true })).toMatchObject({
        kind: 'changed',
        move: null,
      });
      expect(await setLabel(storage(), template, { ...asAgent, target: { kind: 'removal' } })).toEqual(
        refused({ kind: 'protected' }),
      );
      expect(await setLabel(storage(), template, { target: { kind: 'version', number: 2 } })).toEqual(
        refused({ kind: 'unknown_version' }),
      );
      expect(await setLabel(storage(), newTemplate(template.projectId))).toBe(null);
      expect((await find(template))?.labels).toMatchObject([
        { name: 'staging', version: 1, protected: true },
      ]);
      expect(await eventsOf(storage(), template.projectId)).toHaveLength(1);
    });
  });

  describe('templates that two storages change at once', () => {
    let other: Storage | undefined;
    beforeAll(async () => {
      other = await fixture().second?.();
    });
    afterAll(async () => {
      await other?.close();
    });

    test('get a version for each publishing and an event for each move; what one moves the other reads', async ({
      skip,
    }) => {
      if (other === undefined) return skip();
      const template = await createdTemplate(storage(), newProject());
      const { projectId, id } = template;
      const storages = [storage(), other];
      const published = await Promise.all(
        storages.flatMap((one) => Array.from({ length: 10 }, () => publish(one, template))),
      );
      const numbers = published.map((outcome) => (outcome.kind === 'published' ? outcome.version.number : 0));
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
      const ids = published.map((outcome) => (outcome.kind === 'published' ? outcome.version.publishId : ''));
      const { edges } = await other.prompts.listVersions(projectId, id, ALL);
      expect(new Set(edges.map(({ node }) => node.publishId)).size).toBe(21);
      expect(edges.map(({ node }) => node.publishId)).toEqual(expect.arrayContaining(ids));

      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          setLabel(storages[index % 2] ?? storage(), template, {
            target: { kind: 'version', number: index + 1 },
          }),
        ),
      );
      const history = (await other.prompts.labelHistory(projectId, id, 'staging', ALL)).edges.map(
        ({ node }) => node,
      );
      expect(history).toHaveLength(20);
      // each begins where the one before it has ended
      expect(history.map(({ from }) => from)).toEqual([...history.slice(1).map(({ to }) => to), null]);
      expect((await find(template))?.labels[0]?.version).toBe(history[0]?.to);
      expect(await find(template, other)).toEqual(await find(template));
      expect(await eventsOf(other, projectId)).toHaveLength(20);
    });
  });
}
