import type { Page, PageRequest } from '../../lib/page.ts';
import type { AuditStamp } from './audit.ts';

/** A tenant: calls, budgets, prices, keys and events all belong to one, and no other can tell that they are there. */
export interface Project {
  id: string;
  name: string;
  createdAt: number;
}

/** Projects; one is never removed. All methods throw StoreUnavailableError. */
export interface ProjectStore {
  /** In one durable write with its audit entry. False, and nothing is written, when the id is taken. */
  create(project: Project, audit: AuditStamp): Promise<boolean>;
  find(id: string): Promise<Project | null>;
  /** By id. */
  list(page: PageRequest): Promise<Page<Project>>;
}
