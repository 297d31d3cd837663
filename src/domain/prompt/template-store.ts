import type { Page, PageRequest } from '../../lib/page.ts';
import type { AuditStamp } from '../access/audit.ts';
import type { LabelChange, LabelOutcome } from './label-change.ts';
import type { LabelMove, PromptTemplate, TemplateVersion } from './template.ts';

/** A version before it has its number. */
export type NewTemplateVersion = Omit<TemplateVersion, 'number'>;

export interface PublishCommand {
  version: NewTemplateVersion;
  /** The number that the newest version must have now; null appends whatever it is. */
  expectedLatest: number | null;
  /** What else of the template changes. */
  changes: { name?: string; description?: string | null; tags?: readonly string[] };
  audit?: AuditStamp;
}

export type PublishOutcome =
  | { kind: 'published'; template: PromptTemplate; version: TemplateVersion }
  /** The newest version is not the expected one; nothing was written. */
  | { kind: 'conflict'; latest: number }
  | { kind: 'archived' }
  | { kind: 'missing' };

export interface LabelCommand {
  projectId: string;
  templateId: string;
  change: LabelChange;
  audit?: AuditStamp;
}

export interface TemplateFilter {
  /** A part of the id, the name, the description or a tag, in any case. */
  search?: string;
  /** Has this label. */
  label?: string;
  tag?: string;
  /** Archived ones too. */
  includeArchived?: boolean;
}

export interface VersionKey {
  templateId: string;
  number: number;
}

/**
 * Prompt templates, their versions and labels. Each write is one durable, atomic step, with its events and its audit entry; a
 * write that changes nothing has none. All methods throw
 * StoreUnavailableError when the store can't answer.
 */
export interface PromptStore {
  /** Makes the template with its first version, number 1. False, and nothing is written, when its id is taken. */
  create(template: PromptTemplate, version: TemplateVersion, audit?: AuditStamp): Promise<boolean>;
  /** Gives the version the next number. Publishers at the same time get different numbers, and no number is left out. */
  publish(command: PublishCommand): Promise<PublishOutcome>;
  /** Applies `changeLabel` and, when a label was moved, appends to its history and a label_moved event. Null for no such template. */
  changeLabel(command: LabelCommand): Promise<LabelOutcome | null>;
  /** Archives, or with null takes back. Null when there is no such template. */
  archive(
    projectId: string,
    templateId: string,
    archivedAt: number | null,
    now: number,
    audit?: AuditStamp,
  ): Promise<PromptTemplate | null>;
  /** In the order of the ids, archived ones too; null for an unknown one. */
  findMany(projectId: string, templateIds: readonly string[]): Promise<(PromptTemplate | null)[]>;
  /** In the order of the keys. */
  versions(projectId: string, keys: readonly VersionKey[]): Promise<(TemplateVersion | null)[]>;
  /** Ascending by id. */
  list(projectId: string, filter: TemplateFilter, page: PageRequest): Promise<Page<PromptTemplate>>;
  /** Newest first. */
  listVersions(projectId: string, templateId: string, page: PageRequest): Promise<Page<TemplateVersion>>;
  /** Newest first; of one label, or of all. */
  labelHistory(
    projectId: string,
    templateId: string,
    label: string | undefined,
    page: PageRequest,
  ): Promise<Page<LabelMove>>;
}
