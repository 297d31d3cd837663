import { resolve } from 'node:path';
import type { Storage } from '../../domain/storage.ts';
import { startWorkerThread, workerUrl } from '../../lib/worker-thread.ts';
import type { WorkerSettings } from './messages.ts';
import { createOperationQueue } from './operation-queue.ts';
import type { OperationQueue, OperationQueueOptions } from './operation-queue.ts';
import type { ReadOperations, WriteOperations } from './operations.ts';

export interface SqliteStorageOptions {
  /** Path of the database file; it and its folder are made when missing. */
  path: string;
  /** Version of Tollgate, kept with the schema that it writes. */
  version: string;
  /**
   * Told when a storage thread ended unexpectedly. The operations that it had were rejected with StoreUnavailableError, and the
   * next operation starts a new thread.
   */
  onFatal?: (error: Error) => void;
}

/** Operations that share one COMMIT at most: enough to make its sync cheap, few enough for the first not to wait long. */
const WRITE_BATCH_MAX = 256;
const READ_BATCH_MAX = 64;
/** One by one: what a report has found is sent before the next one begins. */
const REPORT_BATCH_MAX = 1;

/**
 * The embedded store: one SQLite file, written by one thread and read by two others, one of them for reports, so that these
 * delay nothing else. The reporter's thread starts with the first report.
 * Several processes can use the same file. Throws StoreUnavailableError when the file can't be used: damaged, not a
 * database, of a newer schema, or not to be opened.
 */
export async function createSqliteStorage(options: SqliteStorageOptions): Promise<Storage> {
  const writer = startQueue<WriteOperations>(options, 'writer', WRITE_BATCH_MAX);
  const reader = startQueue<ReadOperations>(options, 'reader', READ_BATCH_MAX);
  const reporter = startQueue<ReadOperations>(options, 'reader', REPORT_BATCH_MAX);
  const close = async () => {
    await reporter.close();
    await reader.close();
    await writer.close();
  };
  try {
    // the first operation opens the file; the writer comes first because it makes the schema
    await writer.run('checkWritable');
    await reader.run('checkReadable');
  } catch (error) {
    await close();
    throw error;
  }
  return toStorage({ writer, reader, reporter }, close);
}

function startQueue<Table extends WriteOperations | ReadOperations>(
  options: SqliteStorageOptions,
  role: WorkerSettings['role'],
  batchMax: number,
): OperationQueue<Table> {
  const workerData: WorkerSettings = { path: resolve(options.path), version: options.version, role };
  const settings: OperationQueueOptions = {
    startWorker: () => startWorkerThread(workerUrl('worker', import.meta.url), { workerData }),
    batchMax,
  };
  if (options.onFatal) settings.onWorkerDeath = options.onFatal;
  return createOperationQueue<Table>(settings);
}

interface Queues {
  writer: OperationQueue<WriteOperations>;
  reader: OperationQueue<ReadOperations>;
  reporter: OperationQueue<ReadOperations>;
}

function toStorage({ writer, reader, reporter }: Queues, close: () => Promise<void>): Storage {
  let instanceId: string | null = null;
  return {
    calls: {
      dispatch: (command) => writer.run('dispatch', command),
      extendHold: (key, extraNano) => writer.run('extendHold', key, extraNano),
      settle: (command) => writer.run('settle', command),
      reprice: (command) => writer.run('reprice', command),
      renewLeases: (calls, leaseUntil) => writer.run('renewLeases', calls, leaseUntil),
      requestCancel: (key, at) => writer.run('requestCancel', key, at),
      cancellations: (calls) => reader.run('cancellations', calls),
      presumeSpent: (now, limit) => writer.run('presumeSpent', now, limit),
      find: (key) => reader.run('findCall', key),
      // a filter that few calls match can read all of them
      list: (projectId, filter, page) => reporter.run('listCalls', projectId, filter, page),
      scan: (projectId, filter, request) => reporter.run('scanCalls', projectId, filter, request),
      attemptsOf: (projectId, operationIds) => reader.run('attemptsOf', projectId, operationIds),
      holdsOf: (key) => reader.run('holdsOf', key),
    },
    budgets: {
      create: (budget, audit) => writer.run('createBudget', budget, audit),
      update: (projectId, budgetId, change, now, audit) =>
        writer.run('updateBudget', projectId, budgetId, change, now, audit),
      delete: (projectId, budgetId, now, audit) =>
        writer.run('deleteBudget', projectId, budgetId, now, audit),
      find: async (projectId, budgetId, now) =>
        (await reader.run('findBudgets', projectId, [budgetId], now))[0] ?? null,
      findMany: (projectId, budgetIds, now) => reader.run('findBudgets', projectId, budgetIds, now),
      matching: (projectId, scopeKeys, now) => reader.run('matchingBudgets', projectId, scopeKeys, now),
      list: (projectId, filter, page, now) => reader.run('listBudgets', projectId, filter, page, now),
      all: (after, limit, now) => reporter.run('allBudgets', after, limit, now),
      tellForecast: (event, periodKey, amountNano) =>
        writer.run('tellForecast', event, periodKey, amountNano),
    },
    prices: {
      add: (price, audit) => writer.run('addPrice', price, audit),
      list: (projectId) => reader.run('listPrices', projectId),
    },
    providerKeys: {
      set: (key, audit) => writer.run('setProviderKey', key, audit),
      delete: (projectId, provider, audit) => writer.run('deleteProviderKey', projectId, provider, audit),
      list: (projectId) => reader.run('listProviderKeys', projectId),
      all: () => reader.run('allProviderKeys'),
      reseal: (key, sealedKey) => writer.run('resealProviderKey', key, sealedKey),
    },
    prompts: {
      create: (template, version, audit) => writer.run('createTemplate', template, version, audit),
      publish: (command) => writer.run('publishVersion', command),
      changeLabel: (command) => writer.run('changeTemplateLabel', command),
      archive: (projectId, templateId, archivedAt, now, audit) =>
        writer.run('archiveTemplate', projectId, templateId, archivedAt, now, audit),
      findMany: (projectId, templateIds) => reader.run('findTemplates', projectId, templateIds),
      versions: (projectId, keys) => reader.run('findVersions', projectId, keys),
      list: (projectId, filter, page) => reader.run('listTemplates', projectId, filter, page),
      listVersions: (projectId, templateId, page) => reader.run('listVersions', projectId, templateId, page),
      labelHistory: (projectId, templateId, label, page) =>
        reader.run('labelHistory', projectId, templateId, label, page),
    },
    events: {
      lastSeq: () => reader.run('lastSeq'),
      read: (after, limit) => reader.run('readEvents', after, limit),
      firstSeq: () => reader.run('firstSeq'),
      deleteBefore: (before, limit) => writer.run('deleteEventsBefore', before, limit),
      // those of a model are looked for among all
      list: (projectId, filter, page) => reporter.run('listEvents', projectId, filter, page),
    },
    contents: {
      ofCalls: (projectId, operationIds) => reader.run('contentOf', projectId, operationIds),
      sweep: (sweep) => writer.run('sweepContents', sweep),
    },
    feedback: {
      give: (feedback) => writer.run('giveFeedback', feedback),
      ofCalls: (projectId, operationIds) => reader.run('feedbackOf', projectId, operationIds),
    },
    usage: {
      aggregate: (query) => reporter.run('aggregateUsage', query),
      costsOfOtherModels: (query) => reporter.run('costsOfOtherModels', query),
      aggregateCalls: (query) => reporter.run('aggregateUsageOfCalls', query),
      async rollUp(now, limit) {
        const rollups = await reporter.run('makeRollups', now, limit);
        if (rollups.length > 0) await writer.run('writeRollups', rollups);
        return rollups.length;
      },
    },
    books: {
      projects: () => reporter.run('projectSpans'),
      differences: (limit) => reporter.run('bookDifferences', limit),
    },
    apiKeys: {
      create: (key, audit) => writer.run('createApiKey', key, audit),
      rotate: (projectId, keyId, rotation, audit) =>
        writer.run('rotateApiKey', projectId, keyId, rotation, audit),
      update: (projectId, keyId, change, audit) =>
        writer.run('updateApiKey', projectId, keyId, change, audit),
      revoke: (projectId, keyId, at, audit) => writer.run('revokeApiKey', projectId, keyId, at, audit),
      markUsed: (uses) => writer.run('markKeysUsed', uses),
      find: (projectId, keyId) => reader.run('findApiKey', projectId, keyId),
      findByHashes: (hashes) => reader.run('findKeysByHashes', hashes),
      list: (projectId, page) => reader.run('listApiKeys', projectId, page),
    },
    projects: {
      create: (project, audit) => writer.run('createProject', project, audit),
      find: (id) => reader.run('findProject', id),
      list: (page) => reader.run('listProjects', page),
    },
    audit: {
      append: (stamp, before, after) => writer.run('appendAudit', stamp, before, after),
      list: (projectId, filter, page) => reader.run('listAudit', projectId, filter, page),
    },
    rateLimits: {
      admit: (request) => writer.run('admitCall', request),
      end: (ends) => writer.run('endAdmissions', ends),
      renew: (slots, until) => writer.run('renewSlots', slots, until),
    },
    webhooks: {
      create: (webhook, cursor, audit) => writer.run('createWebhook', webhook, cursor, audit),
      update: (projectId, id, change, now, audit) =>
        writer.run('updateWebhook', projectId, id, change, now, audit),
      delete: (projectId, id, audit) => writer.run('deleteWebhook', projectId, id, audit),
      find: (projectId, id) => reader.run('findWebhook', projectId, id),
      list: (projectId, page) => reader.run('listWebhooks', projectId, page),
      all: () => reader.run('allWebhooks'),
      reseal: (webhook, secrets) => writer.run('resealWebhook', webhook, secrets),
      lease: (owner, now, until) => writer.run('leaseWebhooks', owner, now, until),
      release: (owner) => writer.run('releaseWebhooks', owner),
      enqueue: (command) => writer.run('enqueueDeliveries', command),
      due: (projectId, webhookId, now, limit) =>
        reader.run('dueDeliveries', projectId, webhookId, now, limit),
      record: (delivery) => writer.run('recordDelivery', delivery),
      replay: (projectId, webhookId, seq, now) =>
        writer.run('replayDelivery', projectId, webhookId, seq, now),
      deliveries: (projectId, filter, page) => reader.run('listDeliveries', projectId, filter, page),
      prune: (before) => writer.run('pruneDeliveries', before),
    },
    settings: {
      read: (name) => reader.run('readSetting', name),
      writeOnce: (name, value) => writer.run('writeSettingOnce', name, value),
    },
    async checkIn(instance, now, aliveUntil) {
      await writer.run('checkIn', instance, now, aliveUntil);
      instanceId = instance.id;
    },
    async checkHealth() {
      await Promise.all([writer.run('checkWritable'), reader.run('checkReadable')]);
    },
    async close() {
      // a row that can't be removed only lives until its last sign of life runs out
      if (instanceId !== null) await writer.run('checkOut', instanceId).catch(() => undefined);
      await close();
    },
  };
}
