import type { Filter } from 'mongodb';
import type { Actor, AuditEntry, AuditFilter, AuditStamp } from '../../domain/access/audit.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { BoundedCollection } from './bounded-collection.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';
import { isDuplicateKey } from './store-failure.ts';

/** A document of `audit_log`. The values are JSON texts: names of fields may be what a field can't be called. */
export interface AuditDocument {
  _id: string;
  projectId: string;
  at: number;
  actor: Actor;
  action: string;
  targetKind: string;
  targetId: string;
  before: string;
  after: string;
}

/**
 * What a change leaves in the document that it changes, so that both are one write: entries that are not in the log yet.
 * Whoever has made the change moves them there, or the next one who reads the log.
 */
export interface Audited {
  untold?: AuditDocument[];
}

type AuditedDocument = Audited & { _id: string; projectId: string };

export function auditDocument(
  { id, ...stamp }: AuditStamp,
  before: object | null,
  after: object | null,
): AuditDocument {
  return { _id: id, ...stamp, before: JSON.stringify(before), after: JSON.stringify(after) };
}

/** The part of a new document that has its entry; nothing without a stamp. */
export function untoldOf(stamp: AuditStamp | undefined, after: object): Audited {
  return stamp === undefined ? {} : { untold: [auditDocument(stamp, null, after)] };
}

/** The entry of a change that goes with others into one write; nothing without a stamp. */
export function entryOf(
  stamp: AuditStamp | undefined,
  before: object | null,
  after: object | null,
): { entry?: AuditDocument } {
  return stamp === undefined ? {} : { entry: auditDocument(stamp, before, after) };
}

/** The part of an update that leaves the entry in the document; nothing without a stamp. */
export function pushUntold(
  stamp: AuditStamp | undefined,
  before: object | null,
  after: object | null,
): { $push?: { untold: AuditDocument } } {
  return stamp === undefined ? {} : { $push: { untold: auditDocument(stamp, before, after) } };
}

/** Moves the entries of a document that was just changed to the log. A failure leaves that to the next reader of the log. */
export async function tellAudit<Stored extends { _id: string } & Audited>(
  database: Database,
  collection: BoundedCollection<Stored>,
  document: { _id: string; untold?: AuditDocument[] | undefined } | null,
): Promise<void> {
  if (document === null || document.untold === undefined || document.untold.length === 0) return;
  try {
    await move(
      database,
      collection as unknown as BoundedCollection<AuditedDocument>,
      document._id,
      document.untold,
    );
  } catch {
    // the change is made, and its entry safe in the document
  }
}

export async function listAudit(
  database: Database,
  projectId: string,
  { actorId, ...fields }: AuditFilter,
  page: PageRequest,
): Promise<Page<AuditEntry>> {
  await moveAll(database, projectId);
  const filter: Filter<AuditDocument> = { projectId, ...fields };
  if (actorId !== undefined) Object.assign(filter, { 'actor.id': actorId });
  const rows = await readPage<AuditDocument>(
    database,
    {
      collection: database.auditLog,
      filter,
      keyFields: ['at', '_id'],
      keyTypes: ['number', 'string'],
      order: 'descending',
    },
    page,
    (document) => [document.at, document._id],
  );
  return mapPage(rows, toEntry);
}

export async function appendAudit(
  database: Database,
  stamp: AuditStamp,
  before: object | null,
  after: object | null,
): Promise<void> {
  await logAudit(database, [auditDocument(stamp, before, after)]);
}

/** Moves what a process left behind that died between a change and the log. The entry says whose it is, not the document. */
async function moveAll(database: Database, projectId: string): Promise<void> {
  const { apiKeys, budgets, prices, projects, providerKeys, templates, webhooks, repeat } = database;
  for (const collection of [apiKeys, budgets, prices, projects, providerKeys, templates, webhooks]) {
    const audited = collection as unknown as BoundedCollection<AuditedDocument>;
    const left = await repeat(() => audited.find({ 'untold.projectId': projectId }).toArray());
    for (const { _id, untold = [] } of left) await move(database, audited, _id, untold);
  }
}

/** Appends entries, each once however often it is given. */
export async function logAudit(
  { auditLog, repeat }: Database,
  entries: readonly AuditDocument[],
): Promise<void> {
  for (const entry of entries) {
    await repeat(() => auditLog.insertOne(entry)).catch((error: unknown) => {
      // another one moved it
      if (!isDuplicateKey(error)) throw error;
    });
  }
}

async function move(
  database: Database,
  collection: BoundedCollection<AuditedDocument>,
  _id: string,
  entries: readonly AuditDocument[],
): Promise<void> {
  await logAudit(database, entries);
  const ids = entries.map((entry) => entry._id);
  await database.repeat(() => collection.updateOne({ _id }, { $pull: { untold: { _id: { $in: ids } } } }));
}

function toEntry({ _id, before, after, ...stamp }: AuditDocument): AuditEntry {
  return {
    id: _id,
    ...stamp,
    before: JSON.parse(before) as unknown,
    after: JSON.parse(after) as unknown,
  };
}
