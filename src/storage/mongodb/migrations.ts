import type { AnyBulkWriteOperation, Db, IndexDescription } from 'mongodb';
import { startOfDay } from '../../domain/usage/read-plan.ts';
import { DAY_MS } from '../../domain/usage/rollup.ts';
import { isDuplicateKey } from './store-failure.ts';
import type { CallDocument } from './call-documents.ts';
import { quarterIdOf } from './usage-documents.ts';
import type { QuarterDocument } from './usage-documents.ts';

const AUDITED = ['api_keys', 'budgets', 'model_prices', 'projects', 'provider_keys', 'templates', 'webhooks'];
/** Documents that are changed at once. */
const BATCH = 1_000;

/**
 * The schema, as the steps that lead to it: step n takes a database from version n - 1 to n. A step that was released is
 * never changed. Two processes may run a step at once, and one that died half-way runs it again, so a step can be repeated.
 * Money is int64 nano-dollars, instants are UTC milliseconds.
 */
export const MIGRATIONS: readonly ((db: Db) => Promise<void>)[] = [
  async (db) => {
    await createIndexes(db, 'calls', [
      { name: 'by_start', key: { projectId: 1, startedAt: -1, operationId: -1 } },
      { name: 'by_agent', key: { projectId: 1, agentId: 1, startedAt: -1, operationId: -1 } },
      { name: 'by_model', key: { projectId: 1, model: 1, startedAt: -1, operationId: -1 } },
      // only the few calls that a sweep may have to look at
      { name: 'by_due', key: { dueAt: 1 }, sparse: true },
    ]);
    await createIndexes(db, 'budgets', [
      { name: 'by_id', key: { projectId: 1, id: 1 } },
      { name: 'by_scope', key: { projectId: 1, scopeKey: 1, id: 1 } },
      { name: 'by_due', key: { dueAt: 1 }, sparse: true },
    ]);
    await createIndexes(db, 'model_prices', [
      { name: 'by_effect', key: { projectId: 1, effectiveFrom: 1, createdAt: 1, version: 1 } },
    ]);
    await createIndexes(db, 'events', [{ name: 'by_key', key: { key: 1 }, unique: true }]);
  },
  async (db) => {
    await createIndexes(db, 'templates', [
      { name: 'by_id', key: { projectId: 1, id: 1 } },
      { name: 'by_due', key: { dueAt: 1 }, sparse: true },
    ]);
    await createIndexes(db, 'template_versions', [
      { name: 'by_number', key: { projectId: 1, templateId: 1, number: -1 } },
    ]);
    await createIndexes(db, 'template_label_moves', [
      { name: 'by_number', key: { projectId: 1, templateId: 1, number: -1 } },
    ]);
  },
  async (db) => {
    await createIndexes(db, 'usage_quarters', [
      { name: 'by_start', key: { projectId: 1, start: 1 } },
      { name: 'by_time', key: { start: 1 } },
    ]);
    await createIndexes(db, 'usage_rollups', [
      { name: 'by_start', key: { projectId: 1, grain: 1, start: 1 } },
      { name: 'by_grain', key: { grain: 1, projectId: 1, start: 1 } },
    ]);
    await markAllQuarters(db);
  },
  async (db) => {
    await createIndexes(db, 'events', [
      { name: 'by_operation', key: { projectId: 1, operationId: 1, _id: 1 } },
      { name: 'by_agent', key: { projectId: 1, agentId: 1, _id: 1 } },
      { name: 'by_budget', key: { projectId: 1, budgetId: 1, _id: 1 } },
    ]);
  },
  async (db) => {
    await createIndexes(db, 'webhooks', [
      { name: 'by_id', key: { projectId: 1, id: 1 } },
      { name: 'by_owner', key: { leaseOwner: 1 } },
    ]);
    await createIndexes(db, 'webhook_deliveries', [
      { name: 'by_due', key: { projectId: 1, webhookId: 1, status: 1, nextAttemptAt: 1 } },
      { name: 'by_event', key: { projectId: 1, seq: 1, webhookId: 1 } },
      { name: 'by_attempt', key: { status: 1, lastAttemptAt: 1 } },
    ]);
  },
  async (db) => {
    await createIndexes(db, 'api_keys', [
      { name: 'by_id', key: { projectId: 1, id: 1 } },
      { name: 'by_hash', key: { 'secrets.hash': 1 } },
    ]);
    await createIndexes(db, 'audit_log', [{ name: 'by_time', key: { projectId: 1, at: -1, _id: -1 } }]);
    await db
      .collection<{ _id: string; name: string; createdAt: number }>('projects')
      .insertOne({ _id: 'default', name: 'Default', createdAt: Date.now() })
      .catch((error: unknown) => {
        // another process took the same step, or this one did before it died
        if (!isDuplicateKey(error)) throw error;
      });
  },
  async (db) => {
    await createIndexes(db, 'calls', [
      { name: 'by_content', key: { 'content.storedAt': 1 }, sparse: true },
      { name: 'by_reduction', key: { 'content.reduceFrom': 1 }, sparse: true },
    ]);
    await giveContents(db);
  },
  async (db) => {
    await createIndexes(db, 'provider_keys', [{ name: 'by_provider', key: { projectId: 1, provider: 1 } }]);
  },
  async (db) => {
    await createIndexes(db, 'events', [
      { name: 'by_project', key: { projectId: 1, _id: 1 } },
      { name: 'by_topic', key: { projectId: 1, topic: 1, _id: 1 } },
    ]);
    await createIndexes(db, 'usage_quarters', [
      // only the few of which a rollup has to be made
      { name: 'by_stale_start', key: { staleStart: 1 }, sparse: true },
      { name: 'by_stale_day', key: { staleDay: 1 }, sparse: true },
    ]);
    await markStaleQuarters(db);
  },
  async (db) => {
    // only those of which a change has still to be told to the audit log
    for (const collection of AUDITED)
      await createIndexes(db, collection, [
        { name: 'by_untold', key: { 'untold.projectId': 1 }, sparse: true },
      ]);
  },
  async (db) => {
    // those that may have asked several models
    await createIndexes(db, 'calls', [
      {
        name: 'with_attempts',
        key: { projectId: 1, startedAt: 1, attemptCount: 1 },
        partialFilterExpression: { attemptCount: { $gt: 1 } },
      },
    ]);
  },
];

async function createIndexes(db: Db, collection: string, indexes: IndexDescription[]): Promise<void> {
  await db.collection(collection).createIndexes(indexes);
}

/** Each quarter of an hour with calls has a rollup to be made. */
async function markAllQuarters(db: Db): Promise<void> {
  const quarters = db.collection('calls').aggregate<{ _id: { projectId: string; start: number } }>([
    {
      $group: {
        _id: {
          projectId: '$projectId',
          start: { $subtract: ['$startedAt', { $mod: ['$startedAt', 900_000] }] },
        },
      },
    },
  ]);
  for await (const { _id } of quarters) {
    const { projectId, start } = _id;
    await db
      .collection<QuarterDocument>('usage_quarters')
      .updateOne(
        { _id: quarterIdOf(projectId, Number(start)) },
        { $setOnInsert: { projectId, start: Number(start), version: 1, rolledUpVersion: 0 } },
        { upsert: true },
      );
  }
}

/** Quarters without a rollup are marked as such, and every one as not in that of its day, which is then looked at once. */
async function markStaleQuarters(db: Db): Promise<void> {
  const quarters = db.collection<QuarterDocument>('usage_quarters');
  const isStale = { $ne: ['$version', '$rolledUpVersion'] };
  const stale = quarters.aggregate<QuarterDocument & { isStale: boolean }>([{ $addFields: { isStale } }]);
  const days = new Set<number>();
  for await (const { _id, start, version, rolledUpVersion, isStale: stillStale } of stale) {
    days.add(startOfDay(start));
    if (!stillStale) continue;
    await quarters.updateOne({ _id, version, rolledUpVersion }, { $set: { staleStart: start } });
  }
  for (const staleDay of days)
    await quarters.updateMany({ start: { $gte: staleDay, $lt: staleDay + DAY_MS } }, { $set: { staleDay } });
}

/** Answers of calls from before policies are kept in full, until they are too old. */
async function giveContents(db: Db): Promise<void> {
  const calls = db.collection<CallDocument>('calls');
  const without = { content: { $exists: false } };
  let writes: AnyBulkWriteOperation<CallDocument>[] = [];
  const write = async (): Promise<void> => {
    if (writes.length > 0) await calls.bulkWrite(writes, { ordered: false });
    writes = [];
  };
  for await (const { _id, startedAt } of calls.find(without).project<CallDocument>({ startedAt: 1 })) {
    const content = {
      policy: 'full',
      text: null,
      hash: null,
      outputHash: null,
      storedAt: startedAt,
    } as const;
    writes.push({ updateOne: { filter: { _id, ...without }, update: { $set: { content } } } });
    if (writes.length === BATCH) await write();
  }
  await write();
}
