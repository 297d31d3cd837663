import type { AuditStamp } from '../../domain/access/audit.ts';
import type { Project } from '../../domain/access/project.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { appendAudit } from './audit-log.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';

interface ProjectRow {
  id: string;
  name: string;
  created_at: bigint;
}

export function createProject(database: Database, project: Project, audit: AuditStamp): boolean {
  const written = database.run(
    'INSERT INTO projects (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING',
    project.id,
    project.name,
    project.createdAt,
  );
  if (written === 0) return false;
  appendAudit(database, audit, null, { name: project.name });
  return true;
}

export function findProject(database: Database, id: string): Project | null {
  const row = database.get<ProjectRow>('SELECT * FROM projects WHERE id = ?', id);
  return row === undefined ? null : toProject(row);
}

export function listProjects(database: Database, page: PageRequest): Page<Project> {
  const rows = readPage<ProjectRow>(
    database,
    {
      table: 'projects',
      conditions: [{ sql: 'TRUE', values: [] }],
      keyColumns: ['id'],
      keyTypes: ['string'],
      order: 'ascending',
    },
    page,
    (row) => [row.id],
  );
  return mapPage(rows, toProject);
}

function toProject(row: ProjectRow): Project {
  return { id: row.id, name: row.name, createdAt: Number(row.created_at) };
}
