import type { Filter } from 'mongodb';
import type { AuditStamp } from '../../domain/access/audit.ts';
import { toSearched } from '../../domain/prompt/search-text.ts';
import { templateSnapshot } from '../../domain/prompt/template-snapshot.ts';
import type { PromptTemplate, TemplateVersion } from '../../domain/prompt/template.ts';
import type {
  PublishCommand,
  PublishOutcome,
  TemplateFilter,
  VersionKey,
} from '../../domain/prompt/template-store.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { entryOf, tellAudit, untoldOf } from './audit-log.ts';
import { changeTemplate } from './change-template.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { finishTemplate } from './finish-template.ts';
import { readPage } from './keyset.ts';
import { isDuplicateKey } from './store-failure.ts';
import {
  fromTemplate,
  fromVersion,
  numberedIdOf,
  templateIdOf,
  toTemplate,
  toVersion,
} from './template-documents.ts';
import type { TemplateDocument, VersionDocument } from './template-documents.ts';

export async function createTemplate(
  database: Database,
  template: PromptTemplate,
  version: TemplateVersion,
  audit?: AuditStamp,
): Promise<boolean> {
  const document: TemplateDocument = {
    _id: templateIdOf(template.projectId, template.id),
    ...fromTemplate(template),
    revision: 0,
    pendingVersions: [fromVersion(version)],
    pendingMoves: [],
    dueAt: template.createdAt,
    ...untoldOf(audit, templateSnapshot(template, version)),
  };
  try {
    await database.repeat(() => database.templates.insertOne(document));
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // it may be this very template, whose first reply was lost
    if (!(await isPublished(database, version))) return false;
  }
  await finishTemplate(database, document);
  await tellAudit(database, database.templates, document);
  return true;
}

export async function publishVersion(
  database: Database,
  { version, expectedLatest, changes, audit }: PublishCommand,
): Promise<PublishOutcome> {
  const outcome = await changeTemplate<PublishOutcome>(
    database,
    version,
    version.createdAt,
    (stored) => {
      if (stored.archivedAt !== null) return { kind: 'none', answer: { kind: 'archived' } };
      if (expectedLatest !== null && expectedLatest !== stored.latest)
        return { kind: 'none', answer: { kind: 'conflict', latest: stored.latest } };
      const published: TemplateVersion = { ...version, number: stored.latest + 1 };
      const template = { ...stored, ...changes, latest: published.number, updatedAt: version.createdAt };
      return {
        kind: 'change',
        template,
        version: fromVersion(published),
        ...entryOf(audit, templateSnapshot(stored), templateSnapshot(template, published)),
        answer: { kind: 'published', template, version: published },
      };
    },
    async (_, { version: attempt }) => attempt !== undefined && isPublished(database, attempt),
  );
  return outcome ?? { kind: 'missing' };
}

export async function archiveTemplate(
  database: Database,
  projectId: string,
  templateId: string,
  archivedAt: number | null,
  now: number,
  audit?: AuditStamp,
): Promise<PromptTemplate | null> {
  return changeTemplate<PromptTemplate>(
    database,
    { projectId, templateId },
    now,
    (stored) => {
      if ((stored.archivedAt === null) === (archivedAt === null)) return { kind: 'none', answer: stored };
      const template = { ...stored, archivedAt, updatedAt: now };
      const entry = entryOf(audit, templateSnapshot(stored), templateSnapshot(template));
      return { kind: 'change', template, ...entry, answer: template };
    },
    async () => Promise.resolve(false),
  );
}

export async function findTemplates(
  database: Database,
  projectId: string,
  templateIds: readonly string[],
): Promise<(PromptTemplate | null)[]> {
  const ids = templateIds.map((id) => templateIdOf(projectId, id));
  const found = await database.repeat(() => database.templates.find({ _id: { $in: ids } }).toArray());
  const byId = new Map(found.map((document) => [document._id, document]));
  return ids.map((id) => {
    const document = byId.get(id);
    return document === undefined ? null : toTemplate(document);
  });
}

export async function findVersions(
  database: Database,
  projectId: string,
  keys: readonly VersionKey[],
): Promise<(TemplateVersion | null)[]> {
  const ids = keys.map(({ templateId, number }) => numberedIdOf(projectId, templateId, number));
  const read = () => database.repeat(() => database.templateVersions.find({ _id: { $in: ids } }).toArray());
  let found = await read();
  if (found.length < new Set(ids).size) {
    // one may be published, and its process not have got any further
    await finishAll(
      database,
      keys.map(({ templateId }) => templateIdOf(projectId, templateId)),
    );
    found = await read();
  }
  const byId = new Map(found.map((document) => [document._id, document]));
  return ids.map((id) => {
    const document = byId.get(id);
    return document === undefined ? null : toVersion(document);
  });
}

export async function listTemplates(
  database: Database,
  projectId: string,
  { search, label, tag, includeArchived = false }: TemplateFilter,
  page: PageRequest,
): Promise<Page<PromptTemplate>> {
  const filter: Filter<TemplateDocument> = {
    projectId,
    ...(!includeArchived && { archivedAt: null }),
    ...(search !== undefined && { searchText: { $regex: escapePattern(toSearched(search)) } }),
    ...(label !== undefined && { 'labels.name': label }),
    ...(tag !== undefined && { tags: tag }),
  };
  const rows = await readPage<TemplateDocument>(
    database,
    { collection: database.templates, filter, keyFields: ['id'], keyTypes: ['string'], order: 'ascending' },
    page,
    ({ id }) => [id],
  );
  return mapPage(rows, toTemplate);
}

export async function listVersions(
  database: Database,
  projectId: string,
  templateId: string,
  page: PageRequest,
): Promise<Page<TemplateVersion>> {
  await finishAll(database, [templateIdOf(projectId, templateId)]);
  const rows = await readPage<VersionDocument>(
    database,
    {
      collection: database.templateVersions,
      filter: { projectId, templateId },
      keyFields: ['number'],
      keyTypes: ['number'],
      order: 'descending',
    },
    page,
    ({ number }) => [number],
  );
  return mapPage(rows, toVersion);
}

/** Finishes those of the templates that something waits in. */
export async function finishAll(database: Database, ids: readonly string[]): Promise<void> {
  const waiting = await database.repeat(() =>
    database.templates.find({ _id: { $in: [...ids] }, dueAt: { $exists: true } }, LATEST).toArray(),
  );
  for (const template of waiting) await finishTemplate(database, template);
}

/** Whether a version with this very publishing is there, in its collection or waiting for it. */
async function isPublished(
  database: Database,
  {
    projectId,
    templateId,
    number,
    publishId,
  }: Pick<VersionDocument, 'projectId' | 'templateId' | 'number' | 'publishId'>,
): Promise<boolean> {
  await finishAll(database, [templateIdOf(projectId, templateId)]);
  const _id = numberedIdOf(projectId, templateId, number);
  const found = await database.repeat(() => database.templateVersions.findOne({ _id }, LATEST));
  return found?.publishId === publishId;
}

/** A pattern that matches the text and nothing else. */
function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
