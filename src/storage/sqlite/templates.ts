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
import { appendAudit } from './audit-log.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';
import type { Condition } from './keyset.ts';
import { fromTemplate, fromVersion, toTemplate, toVersion } from './template-rows.ts';
import type { TemplateRow, VersionRow } from './template-rows.ts';

export function createTemplate(
  database: Database,
  template: PromptTemplate,
  version: TemplateVersion,
  audit?: AuditStamp,
): boolean {
  if (readTemplate(database, template.projectId, template.id) !== null) return false;
  database.insert('templates', fromTemplate(template));
  database.insert('template_versions', fromVersion(version));
  appendAudit(database, audit, null, templateSnapshot(template, version));
  return true;
}

export function publishVersion(
  database: Database,
  { version, expectedLatest, changes, audit }: PublishCommand,
): PublishOutcome {
  const stored = readTemplate(database, version.projectId, version.templateId);
  if (stored === null) return { kind: 'missing' };
  if (stored.archivedAt !== null) return { kind: 'archived' };
  if (expectedLatest !== null && expectedLatest !== stored.latest)
    return { kind: 'conflict', latest: stored.latest };
  const published: TemplateVersion = { ...version, number: stored.latest + 1 };
  const template = { ...stored, ...changes, latest: published.number, updatedAt: version.createdAt };
  database.insert('template_versions', fromVersion(published));
  updateTemplate(database, template);
  appendAudit(database, audit, templateSnapshot(stored), templateSnapshot(template, published));
  return { kind: 'published', template, version: published };
}

export function archiveTemplate(
  database: Database,
  projectId: string,
  templateId: string,
  archivedAt: number | null,
  now: number,
  audit?: AuditStamp,
): PromptTemplate | null {
  const stored = readTemplate(database, projectId, templateId);
  if (stored === null || (stored.archivedAt === null) === (archivedAt === null)) return stored;
  const template = { ...stored, archivedAt, updatedAt: now };
  updateTemplate(database, template);
  appendAudit(database, audit, templateSnapshot(stored), templateSnapshot(template));
  return template;
}

export function readTemplate(database: Database, projectId: string, id: string): PromptTemplate | null {
  const row = database.get<TemplateRow>(
    'SELECT * FROM templates WHERE project_id = ? AND id = ?',
    projectId,
    id,
  );
  return row === undefined ? null : toTemplate(row);
}

export function updateTemplate(database: Database, template: PromptTemplate): void {
  const { project_id, id, ...columns } = fromTemplate(template);
  const assignments = Object.keys(columns).map((column) => `${column} = ?`);
  database.run(
    `UPDATE templates SET ${assignments.join(', ')} WHERE project_id = ? AND id = ?`,
    ...Object.values(columns),
    project_id ?? null,
    id ?? null,
  );
}

export function findTemplates(
  database: Database,
  projectId: string,
  templateIds: readonly string[],
): (PromptTemplate | null)[] {
  return templateIds.map((id) => readTemplate(database, projectId, id));
}

export function findVersions(
  database: Database,
  projectId: string,
  keys: readonly VersionKey[],
): (TemplateVersion | null)[] {
  return keys.map(({ templateId, number }) => {
    const row = database.get<VersionRow>(
      'SELECT * FROM template_versions WHERE project_id = ? AND template_id = ? AND number = ?',
      projectId,
      templateId,
      number,
    );
    return row === undefined ? null : toVersion(row);
  });
}

export function listTemplates(
  database: Database,
  projectId: string,
  { search, label, tag, includeArchived = false }: TemplateFilter,
  page: PageRequest,
): Page<PromptTemplate> {
  const conditions: Condition[] = [{ sql: 'project_id = ?', values: [projectId] }];
  if (!includeArchived) conditions.push({ sql: 'archived_at IS NULL', values: [] });
  if (search !== undefined)
    conditions.push({ sql: 'instr(search_text, ?) > 0', values: [toSearched(search)] });
  if (label !== undefined) {
    const sql = "EXISTS (SELECT 1 FROM json_each(labels) AS label WHERE label.value ->> 'name' = ?)";
    conditions.push({ sql, values: [label] });
  }
  if (tag !== undefined) {
    conditions.push({
      sql: 'EXISTS (SELECT 1 FROM json_each(tags) AS tag WHERE tag.value = ?)',
      values: [tag],
    });
  }
  const rows = readPage<TemplateRow>(
    database,
    { table: 'templates', conditions, keyColumns: ['id'], keyTypes: ['string'], order: 'ascending' },
    page,
    (row) => [row.id],
  );
  return mapPage(rows, toTemplate);
}

export function listVersions(
  database: Database,
  projectId: string,
  templateId: string,
  page: PageRequest,
): Page<TemplateVersion> {
  const rows = readPage<VersionRow>(
    database,
    {
      table: 'template_versions',
      conditions: [{ sql: 'project_id = ? AND template_id = ?', values: [projectId, templateId] }],
      keyColumns: ['number'],
      keyTypes: ['number'],
      order: 'descending',
    },
    page,
    (row) => [Number(row.number)],
  );
  return mapPage(rows, toVersion);
}
