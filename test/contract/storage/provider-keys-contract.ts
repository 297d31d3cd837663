import { describe, expect, test } from 'vitest';
import type { ProviderKey } from '../../../src/domain/provider/provider-key.ts';
import { newId } from '../../../src/lib/ids.ts';
import { newStamp } from '../../support/api-key-fixture.ts';
import { NOON } from '../../support/call-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

function newProviderKey(projectId: string, more: Partial<ProviderKey> = {}): ProviderKey {
  return {
    projectId,
    provider: 'openai',
    sealedKey: `sealed1.${newId()}`,
    hint: '4321',
    baseUrl: null,
    setAt: NOON,
    setBy: { kind: 'operator', id: null },
    ...more,
  };
}

export function describeProviderKeys({ storage, fixture, newProject }: StorageContext): void {
  const store = () => storage().providerKeys;
  const set = (key: ProviderKey) =>
    store().set(key, newStamp(key.projectId, 'setProviderKey', key.provider, { at: key.setAt }));

  describe('provider keys', () => {
    test('are one for each provider of a project, and durable', async () => {
      const project = newProject();
      const openai = newProviderKey(project, {
        baseUrl: 'https://example.com/v1',
        setBy: { kind: 'api_key', id: 'k' },
      });
      const other = newProviderKey(project, { provider: 'anthropic', hint: 'abcd' });
      await set(newProviderKey(project, { hint: '0000' }));
      await set(openai);
      await set(other);
      await fixture().reopen();
      expect(await store().list(project)).toEqual([other, openai]);
      expect(await store().list(newProject())).toEqual([]);
    });

    test('are deleted in their project only, and once', async () => {
      const project = newProject();
      await set(newProviderKey(project));
      const remove = (projectId: string, provider: string) =>
        store().delete(projectId, provider, newStamp(projectId, 'deleteProviderKey', provider));
      expect(await remove(newProject(), 'openai')).toBe(false);
      expect(await remove(project, 'anthropic')).toBe(false);
      expect(await remove(project, 'openai')).toBe(true);
      expect(await remove(project, 'openai')).toBe(false);
      expect(await store().list(project)).toEqual([]);
    });

    test('leave an entry of each change, which has nothing of the key but its hint', async () => {
      const project = newProject();
      const key = newProviderKey(project);
      await set(key);
      await set(newProviderKey(project, { hint: '5555', setAt: NOON + 1 }));
      await store().delete(
        project,
        'openai',
        newStamp(project, 'deleteProviderKey', 'openai', { at: NOON + 2 }),
      );
      const { edges } = await storage().audit.list(project, {}, { first: 10 });
      const snapshot = (hint: string) => ({ provider: 'openai', hint, baseUrl: null });
      expect(edges.map(({ node }) => [node.action, node.before, node.after])).toEqual([
        ['deleteProviderKey', snapshot('5555'), null],
        ['setProviderKey', snapshot('4321'), snapshot('5555')],
        ['setProviderKey', null, snapshot('4321')],
      ]);
      expect(JSON.stringify(edges)).not.toContain(key.sealedKey);
    });

    test('of many sets at once are one of them, with an entry of each', async () => {
      const project = newProject();
      const keys = Array.from({ length: 8 }, (_, index) => newProviderKey(project, { hint: `000${index}` }));
      await Promise.all(keys.map(set));
      const [kept, ...others] = await store().list(project);
      expect(others).toEqual([]);
      expect(keys).toContainEqual(kept);
      const { edges } = await storage().audit.list(project, {}, { first: 100 });
      expect(edges).toHaveLength(8);
    });

    test('are all there to be sealed anew, unless another one was set meanwhile', async () => {
      const [project, second] = [newProject(), newProject()];
      const [key, replaced] = [newProviderKey(project), newProviderKey(second)];
      const newer = newProviderKey(second);
      await set(key);
      await set(replaced);
      const all = await store().all();
      expect(all).toEqual(expect.arrayContaining([key, replaced]));
      await set(newer);
      await store().reseal(key, 'sealed1.anew');
      await store().reseal(replaced, 'sealed1.anew');
      expect(await store().list(project)).toEqual([{ ...key, sealedKey: 'sealed1.anew' }]);
      expect(await store().list(second)).toEqual([newer]);
    });
  });
}
