import type { AuditStamp } from '../../domain/access/audit.ts';
import type { Project } from '../../domain/access/project.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { tellAudit, untoldOf } from './audit-log.ts';
import type { Audited } from './audit-log.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';
import { isDuplicateKey } from './store-failure.ts';

/** A document of `projects`. */
export interface ProjectDocument extends Audited {
  /** The project's id. */
  _id: string;
  name: string;
  createdAt: number;
}

export async function createProject(
  database: Database,
  { id, name, createdAt }: Project,
  audit: AuditStamp,
): Promise<boolean> {
  const { projects, repeat } = database;
  const document: ProjectDocument = { _id: id, name, createdAt, ...untoldOf(audit, { name }) };
  let wasSent = false;
  const isMade = await repeat(async () => {
    const isRepeated = wasSent;
    wasSent = true;
    try {
      await projects.insertOne(document);
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // the first try may have been applied, and its reply lost
      return isRepeated && (await projects.findOne({ _id: id, 'untold._id': audit.id })) !== null;
    }
  });
  if (isMade) await tellAudit(database, projects, document);
  return isMade;
}

export async function findProject({ projects, repeat }: Database, id: string): Promise<Project | null> {
  const document = await repeat(() => projects.findOne({ _id: id }));
  return document === null ? null : toProject(document);
}

export async function listProjects(database: Database, page: PageRequest): Promise<Page<Project>> {
  const rows = await readPage<ProjectDocument>(
    database,
    {
      collection: database.projects,
      filter: {},
      keyFields: ['_id'],
      keyTypes: ['string'],
      order: 'ascending',
    },
    page,
    (document) => [document._id],
  );
  return mapPage(rows, toProject);
}

function toProject({ _id, name, createdAt }: ProjectDocument): Project {
  return { id: _id, name, createdAt };
}
