import { afterAll, beforeAll, describe } from 'vitest';
import type { Storage } from '../../../src/domain/storage.ts';
import { newId } from '../../../src/lib/ids.ts';
import { describeApiKeys } from './api-keys-contract.ts';
import { describeAudit } from './audit-contract.ts';
import { describeBudgets } from './budgets-contract.ts';
import { describeCallList } from './call-list-contract.ts';
import { describeContents } from './contents-contract.ts';
import { describeDispatch } from './dispatch-contract.ts';
import { describeEvents } from './events-contract.ts';
import { describeFeedback } from './feedback-contract.ts';
import { describeForecasts } from './forecasts-contract.ts';
import { describeInstallation } from './installation-contract.ts';
import { describeLeases } from './leases-contract.ts';
import { describePrices } from './prices-contract.ts';
import { describePrompts } from './prompts-contract.ts';
import { describeRateLimits } from './rate-limits-contract.ts';
import { describeProviderKeys } from './provider-keys-contract.ts';
import { describeReprice } from './reprice-contract.ts';
import { describeScans } from './scan-contract.ts';
import { describeSettle } from './settle-contract.ts';
import { describeSharedStore } from './shared-store-contract.ts';
import { describeUsageInZones } from './usage-zones-contract.ts';
import { describeUsage } from './usage-contract.ts';
import { describeVerify } from './verify-contract.ts';
import { describeWarnings } from './warnings-contract.ts';
import { describeWebhooks } from './webhooks-contract.ts';

/** An open store with nothing in it. */
export interface StorageFixture {
  storage: Storage;
  /** Closes `storage` and opens the same data again, which is `storage` from then on. */
  reopen(): Promise<Storage>;
  /** Opens the same data a second time, as another process would. */
  second?: () => Promise<Storage>;
  /** Closes what is open and removes the data. */
  close(): Promise<void>;
}

/** What the tests of a noun get: the store they share, and projects of their own in it. */
export interface StorageContext {
  storage: () => Storage;
  fixture: () => StorageFixture;
  newProject: () => string;
}

/** What every backend must do. A backend's test file calls this with the way to open an empty store of its kind. */
export function describeStorageContract(name: string, open: () => Promise<StorageFixture>): void {
  describe(`${name} storage`, () => {
    let fixture: StorageFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(async () => {
      await fixture.close();
    });
    const context: StorageContext = {
      storage: () => fixture.storage,
      fixture: () => fixture,
      newProject: newId,
    };
    describeDispatch(context);
    describeSettle(context);
    describeLeases(context);
    describeCallList(context);
    describeScans(context);
    describeBudgets(context);
    describeWarnings(context);
    describePrices(context);
    describePrompts(context);
    describeReprice(context);
    describeEvents(context);
    describeUsage(context);
    describeUsageInZones(context);
    describeApiKeys(context);
    describeAudit(context);
    describeProviderKeys(context);
    describeRateLimits(context);
    describeContents(context);
    describeFeedback(context);
    describeWebhooks(context);
    describeForecasts(context);
    describeInstallation(context);
    describeSharedStore(context);
  });
  describeVerify(name, open);
}
