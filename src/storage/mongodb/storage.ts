import type { ReadPreferenceMode } from 'mongodb';
import type { Storage } from '../../domain/storage.ts';
import {
  createApiKey,
  findApiKey,
  findKeysByHashes,
  listApiKeys,
  markKeysUsed,
  revokeApiKey,
  rotateApiKey,
  updateApiKey,
} from './api-keys.ts';
import { attemptsOf } from './attempts.ts';
import { appendAudit, listAudit } from './audit-log.ts';
import { bookDifferences, projectSpans } from './books.ts';
import { createBudget, deleteBudget, findBudgets, listBudgets, matchingBudgets } from './budgets.ts';
import { findCall, listCalls, renewLeases } from './calls.ts';
import { cancellations, requestCancel } from './cancellations.ts';
import { openDatabase } from './connection.ts';
import { contentOf, sweepContents } from './contents.ts';
import type { Database } from './database.ts';
import { dispatch } from './dispatch.ts';
import { deleteEventsBefore, firstSeq, lastSeq, listEvents, readEvents } from './events.ts';
import { extendHold } from './extend-hold.ts';
import { allBudgets, tellForecast } from './forecasts.ts';
import { feedbackOf, giveFeedback } from './feedback.ts';
import { checkHealth } from './health.ts';
import { holdsOf } from './holds.ts';
import { checkIn, checkOut } from './instances.ts';
import { createOperationGate } from './operation-gate.ts';
import { presumeSpent } from './presume-spent.ts';
import { addPrice, listPrices } from './prices.ts';
import { costsOfOtherModels } from './model-costs.ts';
import { createProject, findProject, listProjects } from './projects.ts';
import {
  allProviderKeys,
  deleteProviderKey,
  listProviderKeys,
  resealProviderKey,
  setProviderKey,
} from './provider-keys.ts';
import { admitCall, endAdmissions, renewSlots } from './rate-uses.ts';
import { reprice } from './reprice.ts';
import { readSetting, writeSettingOnce } from './settings.ts';
import {
  dueDeliveries,
  enqueueDeliveries,
  listDeliveries,
  pruneDeliveries,
  recordDelivery,
  replayDelivery,
} from './webhook-deliveries.ts';
import {
  allWebhooks,
  createWebhook,
  deleteWebhook,
  findWebhook,
  leaseWebhooks,
  listWebhooks,
  releaseWebhooks,
  resealWebhook,
  updateWebhook,
} from './webhooks.ts';
import { scanCalls } from './scan-calls.ts';
import { settle } from './settle.ts';
import { changeTemplateLabel, labelHistory } from './template-labels.ts';
import {
  archiveTemplate,
  createTemplate,
  findTemplates,
  findVersions,
  listTemplates,
  listVersions,
  publishVersion,
} from './templates.ts';
import { updateBudget } from './update-budget.ts';
import { rollUp } from './roll-up.ts';
import { aggregateUsage, aggregateUsageOfCalls } from './usage.ts';

export interface MongoStorageOptions {
  /** `mongodb://` or `mongodb+srv://`, with the database's name; `tollgate` when it has none. */
  url: string;
  /** Version of Tollgate, kept with the schema that it writes. */
  version: string;
  /** Which members answer reports and the list of calls; the primary when left out, as everything else. */
  reportsFrom?: ReadPreferenceMode;
  /** Told of each failure of the store that is followed by another try, at once or by a sweep. */
  onRetry?: (error: Error) => void;
}

/**
 * The store for many processes: one MongoDB database, without transactions (docs/decisions/0006). Throws StoreUnavailableError
 * when the database can't be used: out of reach, login refused, too old, without a majority, or of a newer schema.
 */
export async function createMongoStorage({
  url,
  version,
  reportsFrom = 'primary',
  onRetry = () => undefined,
}: MongoStorageOptions): Promise<Storage> {
  const { database, close } = await openDatabase({ url, version, reportsFrom, onRetry });
  return toStorage(database, close);
}

type Values<Operation> = Operation extends (database: Database, ...values: infer Rest) => unknown
  ? Rest
  : never;

function toStorage(database: Database, close: () => Promise<void>): Storage {
  const gate = createOperationGate();
  let instanceId: string | null = null;
  /** The operation, let through the gate. */
  const open =
    <Operation extends (database: Database, ...values: never[]) => Promise<unknown>>(operation: Operation) =>
    (...values: Values<Operation>): ReturnType<Operation> =>
      gate.run(() => operation(database, ...values)) as ReturnType<Operation>;

  return {
    calls: {
      dispatch: open(dispatch),
      extendHold: open(extendHold),
      settle: open(settle),
      renewLeases: open(renewLeases),
      requestCancel: open(requestCancel),
      cancellations: open(cancellations),
      presumeSpent: open(presumeSpent),
      reprice: open(reprice),
      find: open(findCall),
      list: open(listCalls),
      scan: open(scanCalls),
      attemptsOf: open(attemptsOf),
      holdsOf: open(holdsOf),
    },
    budgets: {
      create: open(createBudget),
      update: open(updateBudget),
      delete: open(deleteBudget),
      find: async (projectId, budgetId, now) =>
        (await open(findBudgets)(projectId, [budgetId], now))[0] ?? null,
      findMany: open(findBudgets),
      matching: open(matchingBudgets),
      list: open(listBudgets),
      all: open(allBudgets),
      tellForecast: open(tellForecast),
    },
    prices: {
      add: open(addPrice),
      list: open(listPrices),
    },
    providerKeys: {
      set: open(setProviderKey),
      delete: open(deleteProviderKey),
      list: open(listProviderKeys),
      all: open(allProviderKeys),
      reseal: open(resealProviderKey),
    },
    prompts: {
      create: open(createTemplate),
      publish: open(publishVersion),
      changeLabel: open(changeTemplateLabel),
      archive: open(archiveTemplate),
      findMany: open(findTemplates),
      versions: open(findVersions),
      list: open(listTemplates),
      listVersions: open(listVersions),
      labelHistory: open(labelHistory),
    },
    events: {
      lastSeq: open(lastSeq),
      read: open(readEvents),
      firstSeq: open(firstSeq),
      deleteBefore: open(deleteEventsBefore),
      list: open(listEvents),
    },
    contents: {
      ofCalls: open(contentOf),
      sweep: open(sweepContents),
    },
    feedback: {
      give: open(giveFeedback),
      ofCalls: open(feedbackOf),
    },
    usage: {
      aggregate: open(aggregateUsage),
      costsOfOtherModels: open(costsOfOtherModels),
      aggregateCalls: open(aggregateUsageOfCalls),
      rollUp: open(rollUp),
    },
    books: {
      projects: open(projectSpans),
      differences: open(bookDifferences),
    },
    apiKeys: {
      create: open(createApiKey),
      rotate: open(rotateApiKey),
      update: open(updateApiKey),
      revoke: open(revokeApiKey),
      markUsed: open(markKeysUsed),
      find: open(findApiKey),
      findByHashes: open(findKeysByHashes),
      list: open(listApiKeys),
    },
    projects: {
      create: open(createProject),
      find: open(findProject),
      list: open(listProjects),
    },
    audit: {
      append: open(appendAudit),
      list: open(listAudit),
    },
    rateLimits: {
      admit: open(admitCall),
      end: open(endAdmissions),
      renew: open(renewSlots),
    },
    webhooks: {
      create: open(createWebhook),
      update: open(updateWebhook),
      delete: open(deleteWebhook),
      find: open(findWebhook),
      list: open(listWebhooks),
      all: open(allWebhooks),
      reseal: open(resealWebhook),
      lease: open(leaseWebhooks),
      release: open(releaseWebhooks),
      enqueue: open(enqueueDeliveries),
      due: open(dueDeliveries),
      record: open(recordDelivery),
      replay: open(replayDelivery),
      deliveries: open(listDeliveries),
      prune: open(pruneDeliveries),
    },
    settings: {
      read: open(readSetting),
      writeOnce: open(writeSettingOnce),
    },
    async checkIn(instance, now, aliveUntil) {
      await open(checkIn)(instance, now, aliveUntil);
      instanceId = instance.id;
    },
    checkHealth: open(checkHealth),
    async close() {
      await gate.close();
      await database.background.whenDone();
      // an entry that can't be removed only lives until its last sign of life runs out
      if (instanceId !== null) await checkOut(database, instanceId).catch(() => undefined);
      await close();
    },
  };
}
