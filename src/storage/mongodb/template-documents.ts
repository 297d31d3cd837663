import { searchTextOf } from '../../domain/prompt/search-text.ts';
import type {
  LabelMove,
  PromptTemplate,
  TemplateContent,
  TemplateVersion,
} from '../../domain/prompt/template.ts';
import type { Audited } from './audit-log.ts';

/** What a version is made of, as JSON: a JSON Schema in it has names that a query language would read. */
type StoredContent = Omit<TemplateVersion, keyof TemplateContent> & { content: string };

/** A document of `template_versions`. */
export interface VersionDocument extends StoredContent {
  _id: string;
}

/** A document of `template_label_moves`. */
export interface LabelMoveDocument extends LabelMove {
  _id: string;
}

/**
 * A document of `templates`. A change of the template is one write of it; what follows from the change waits in the document,
 * and any process can finish it.
 */
export interface TemplateDocument extends PromptTemplate, Audited {
  _id: string;
  searchText: string;
  /** Rises with each change: whoever writes names the number that it saw. */
  revision: number;
  /** Versions that are published and not in their collection yet. */
  pendingVersions: VersionDocument[];
  /** Moves that are made and not in the history or the log yet. */
  pendingMoves: LabelMoveDocument[];
  /** Since when something waits; absent when nothing does. */
  dueAt?: number;
}

export function templateIdOf(projectId: string, id: string): string {
  return JSON.stringify([projectId, id]);
}

/** Of a version by its number, or of a move by its own. */
export function numberedIdOf(projectId: string, templateId: string, number: number): string {
  return JSON.stringify([projectId, templateId, number]);
}

export function fromTemplate(template: PromptTemplate): PromptTemplate & { searchText: string } {
  return { ...template, searchText: searchTextOf(template) };
}

export function toTemplate(document: TemplateDocument): PromptTemplate {
  const {
    _id,
    searchText: _searchText,
    revision: _revision,
    pendingVersions: _pendingVersions,
    pendingMoves: _pendingMoves,
    dueAt: _dueAt,
    untold: _untold,
    ...template
  } = document;
  return template;
}

export function fromVersion(version: TemplateVersion): VersionDocument {
  const { projectId, templateId, number, publishId, note, author, createdAt, ...content } = version;
  return {
    _id: numberedIdOf(projectId, templateId, number),
    ...{ projectId, templateId, number, publishId, note, author, createdAt },
    content: JSON.stringify(content),
  };
}

export function toVersion({ _id, content, ...version }: VersionDocument): TemplateVersion {
  return { ...(JSON.parse(content) as TemplateContent), ...version };
}

export function fromLabelMove(move: LabelMove): LabelMoveDocument {
  return { _id: numberedIdOf(move.projectId, move.templateId, move.number), ...move };
}

export function toLabelMove({ _id, ...move }: LabelMoveDocument): LabelMove {
  return move;
}
