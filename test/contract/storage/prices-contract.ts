import { describe, expect, test } from 'vitest';
import type { SetPrice } from '../../../src/domain/price/price-store.ts';
import { newId } from '../../../src/lib/ids.ts';
import { DAY, NOON } from '../../support/call-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

export function newPrice(projectId: string, changes: Partial<SetPrice> = {}): SetPrice {
  const rates = {
    inputFemto: 2_500_000_000n,
    cacheReadFemto: 1n,
    cacheWriteFemto: 2n ** 70n,
    outputFemto: 0n,
  };
  return {
    projectId,
    model: 'gpt-4o',
    version: `set/gpt-4o/${newId()}`,
    effectiveFrom: NOON,
    createdAt: NOON,
    tiers: [
      { fromPromptTokens: 0, ...rates },
      { fromPromptTokens: 200_000, ...rates, inputFemto: 5_000_000_001n },
    ],
    ...changes,
  };
}

export function describePrices({ storage, fixture, newProject }: StorageContext): void {
  describe('a price that was set', () => {
    test('comes back exactly, in the order in which prices take effect, also after a restart', async () => {
      const project = newProject();
      const later = newPrice(project, { effectiveFrom: NOON + DAY });
      const now = newPrice(project, { createdAt: NOON + 1 });
      const corrected = newPrice(project, { createdAt: NOON + 2, model: 'my/own model' });
      for (const price of [later, corrected, now]) await storage().prices.add(price);
      expect(await storage().prices.list(project)).toEqual([now, corrected, later]);
      await fixture().reopen();
      expect(await storage().prices.list(project)).toEqual([now, corrected, later]);
    });

    test('belongs to its project', async () => {
      const project = newProject();
      await storage().prices.add(newPrice(project));
      expect(await storage().prices.list(newProject())).toEqual([]);
    });
  });
}
