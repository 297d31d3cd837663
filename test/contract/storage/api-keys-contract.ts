import { describe, expect, test } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import type { ApiKey, ApiKeyChange } from '../../../src/domain/access/api-key.ts';
import { newApiKey, newSecret, newStamp } from '../../support/api-key-fixture.ts';
import { HOUR, NOON } from '../../support/call-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeApiKeys({ storage, fixture, newProject }: StorageContext): void {
  const created = async (projectId: string, changes: Partial<ApiKey> = {}): Promise<ApiKey> => {
    const key = newApiKey(projectId, changes);
    await storage().apiKeys.create(key, newStamp(projectId, 'createApiKey', key.id));
    return key;
  };

  describe('an API key', () => {
    test('comes back as it was made, by id and by hash, also after a restart', async () => {
      const key = await created(newProject(), {
        role: 'viewer',
        agentIds: ['researcher', 'writer'],
        models: ['gpt-4o'],
        limits: {
          requestsPerMinute: 10,
          tokensPerMinute: 1_000_000_000,
          concurrentCalls: null,
          perModel: [{ model: 'gpt-4.1', requestsPerMinute: 5, tokensPerMinute: null }],
        },
        expiresAt: NOON + HOUR,
        createdBy: { kind: 'token', id: 'ann' },
      });
      await fixture().reopen();
      expect(await storage().apiKeys.find(key.projectId, key.id)).toEqual(key);
      expect(await storage().apiKeys.findByHashes([newId(), key.secrets[0].hash])).toEqual([key]);
      expect(await storage().apiKeys.findByHashes([])).toEqual([]);
    });

    test('belongs to its project', async () => {
      const [key, other] = [await created(newProject()), newProject()];
      const { id, secrets } = key;
      const stamp = newStamp(other, 'change', id);
      expect(await storage().apiKeys.find(other, id)).toBeNull();
      expect((await storage().apiKeys.list(other, { first: 10 })).edges).toEqual([]);
      expect(
        await storage().apiKeys.rotate(other, id, { secret: newSecret(), previousUntil: NOON }, stamp),
      ).toBeNull();
      expect(await storage().apiKeys.revoke(other, id, NOON, stamp)).toBeNull();
      await storage().apiKeys.markUsed([{ projectId: other, id, at: NOON }]);
      expect(await storage().apiKeys.findByHashes([secrets[0].hash])).toEqual([key]);
      expect((await storage().audit.list(other, {}, { first: 10 })).edges).toEqual([]);
    });

    test('is opened by its two newest secrets while it is rotated', async () => {
      const key = await created(newProject());
      const [second, third] = [newSecret(), newSecret()];
      const rotate = (secret: typeof second, previousUntil: number) =>
        storage().apiKeys.rotate(
          key.projectId,
          key.id,
          { secret, previousUntil },
          newStamp(key.projectId, 'rotateApiKey', key.id),
        );
      const previous = { ...key.secrets[0], expiresAt: NOON + HOUR };
      expect(await rotate(second, NOON + HOUR)).toEqual({ ...key, secrets: [second, previous] });
      expect(await storage().apiKeys.findByHashes([previous.hash])).toHaveLength(1);
      await rotate(third, NOON + 2 * HOUR);
      expect(await storage().apiKeys.findByHashes([previous.hash])).toEqual([]);
      expect(await storage().apiKeys.findByHashes([second.hash])).toEqual(
        await storage().apiKeys.findByHashes([third.hash]),
      );
    });

    test('is changed in what is named, and nothing is noted where nothing changes', async () => {
      const project = newProject();
      const key = await created(project, { agentIds: ['writer'] });
      const limits = {
        ...key.limits,
        perModel: [{ model: 'gpt-4.1', requestsPerMinute: 5, tokensPerMinute: null }],
      };
      const update = (id: string, change: ApiKeyChange, projectId = project) =>
        storage().apiKeys.update(projectId, id, change, newStamp(projectId, 'updateApiKey', id));
      const changed = { ...key, limits, agentIds: null };
      expect(await update(key.id, { limits, agentIds: null })).toEqual(changed);
      await Promise.all([update(key.id, { limits }), update(key.id, { name: 'new' }), update(key.id, {})]);
      await fixture().reopen();
      expect(await storage().apiKeys.findByHashes([key.secrets[0].hash])).toEqual([
        { ...changed, name: 'new' },
      ]);
      const entries = await storage().audit.list(project, { action: 'updateApiKey' }, { first: 10 });
      expect(entries.edges).toHaveLength(2);
      expect(entries.edges.at(-1)?.node).toMatchObject({
        before: { agentIds: ['writer'] },
        after: { limits },
      });
      expect(await update(newId(), { name: 'new' })).toBeNull();
      expect(await update(key.id, { name: 'new' }, newProject())).toBeNull();
      const expired = await created(project, { expiresAt: NOON });
      expect(await update(expired.id, { name: 'new' })).toBeNull();
    });

    test('that was revoked or has expired is not rotated', async () => {
      const project = newProject();
      const expired = await created(project, { expiresAt: NOON });
      const revoked = await created(project);
      await storage().apiKeys.revoke(project, revoked.id, NOON, newStamp(project, 'revoke', revoked.id));
      for (const { id } of [expired, revoked]) {
        const rotation = { secret: newSecret(), previousUntil: NOON };
        expect(
          await storage().apiKeys.rotate(project, id, rotation, newStamp(project, 'rotate', id)),
        ).toBeNull();
      }
    });

    test('is revoked once, by many at the same time too', async () => {
      const key = await created(newProject());
      const { projectId, id } = key;
      const revoke = (at: number) =>
        storage().apiKeys.revoke(projectId, id, at, newStamp(projectId, 'revokeApiKey', id, { at }));
      const answers = await Promise.all([revoke(NOON + 1), revoke(NOON + 2), revoke(NOON + 3)]);
      const [first] = answers;
      expect(new Set(answers.map((answer) => answer?.revokedAt)).size).toBe(1);
      expect(await storage().apiKeys.find(projectId, id)).toEqual(first);
      const { edges } = await storage().audit.list(projectId, { action: 'revokeApiKey' }, { first: 10 });
      expect(edges).toHaveLength(1);
      expect(edges[0]?.node.after).toMatchObject({ revokedAt: expect.any(String) as string });
    });

    test('shows its last use, which never goes back', async () => {
      const { projectId, id } = await created(newProject());
      for (const at of [NOON + 2, NOON + 1]) await storage().apiKeys.markUsed([{ projectId, id, at }]);
      expect(await storage().apiKeys.find(projectId, id)).toMatchObject({ lastUsedAt: NOON + 2 });
      await storage().apiKeys.markUsed([]);
    });

    test('is listed oldest first, in pages', async () => {
      const project = newProject();
      const keys = [await created(project), await created(project), await created(project)];
      const page = await storage().apiKeys.list(project, { first: 2 });
      expect(page.edges.map(({ node }) => node)).toEqual(keys.slice(0, 2));
      const rest = await storage().apiKeys.list(project, { first: 2, after: page.edges[1]?.cursor ?? '' });
      expect(rest.edges.map(({ node }) => node)).toEqual(keys.slice(2));
    });
  });

  describe('a project', () => {
    test('is made once, and found by its id', async () => {
      const project = { id: newProject(), name: 'Acme', createdAt: NOON };
      const make = () =>
        storage().projects.create(project, newStamp(project.id, 'createProject', project.id));
      const made = await Promise.all([make(), make(), make()]);
      expect(made.filter((isMade) => isMade)).toHaveLength(1);
      await fixture().reopen();
      expect(await storage().projects.find(project.id)).toEqual(project);
      expect(await storage().projects.find(newProject())).toBeNull();
      expect((await storage().audit.list(project.id, {}, { first: 10 })).edges).toHaveLength(1);
    });

    test('is there from the beginning under the id "default"', async () => {
      const found = await storage().projects.find('default');
      expect(found?.createdAt).toBeGreaterThan(Date.UTC(2020, 0));
      expect((await storage().projects.list({ first: 100 })).edges.map(({ node }) => node)).toContainEqual(
        found,
      );
    });
  });
}
