import type {
  LabelMove,
  LabelMoveKind,
  PromptTemplate,
  TemplateContent,
  TemplateLabel,
  TemplateVersion,
} from '../../domain/prompt/template.ts';
import { searchTextOf } from '../../domain/prompt/search-text.ts';
import type { SqlValue } from './database.ts';

/** A row of `templates`. */
export interface TemplateRow {
  project_id: string;
  id: string;
  name: string;
  description: string | null;
  tags: string;
  latest: bigint;
  labels: string;
  moves: bigint;
  author: string;
  created_at: bigint;
  updated_at: bigint;
  archived_at: bigint | null;
}

/** A row of `template_versions`. */
export interface VersionRow {
  project_id: string;
  template_id: string;
  number: bigint;
  publish_id: string;
  content: string;
  note: string | null;
  author: string;
  created_at: bigint;
}

/** A row of `template_label_moves`. */
export interface LabelMoveRow {
  project_id: string;
  template_id: string;
  number: bigint;
  move_id: string;
  kind: LabelMoveKind;
  label: string;
  from_version: bigint | null;
  to_version: bigint | null;
  moved_by: string;
  at: bigint;
  note: string | null;
}

export function toTemplate(row: TemplateRow): PromptTemplate {
  return {
    projectId: row.project_id,
    id: row.id,
    name: row.name,
    description: row.description,
    tags: JSON.parse(row.tags) as string[],
    latest: Number(row.latest),
    labels: JSON.parse(row.labels) as TemplateLabel[],
    moves: Number(row.moves),
    author: row.author,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
    archivedAt: toNumberOrNull(row.archived_at),
  };
}

export function fromTemplate(template: PromptTemplate): Record<string, SqlValue> {
  return {
    project_id: template.projectId,
    id: template.id,
    name: template.name,
    description: template.description,
    tags: JSON.stringify(template.tags),
    latest: template.latest,
    labels: JSON.stringify(template.labels),
    moves: template.moves,
    author: template.author,
    created_at: template.createdAt,
    updated_at: template.updatedAt,
    archived_at: template.archivedAt,
    search_text: searchTextOf(template),
  };
}

export function toVersion(row: VersionRow): TemplateVersion {
  return {
    ...(JSON.parse(row.content) as TemplateContent),
    projectId: row.project_id,
    templateId: row.template_id,
    number: Number(row.number),
    publishId: row.publish_id,
    note: row.note,
    author: row.author,
    createdAt: Number(row.created_at),
  };
}

export function fromVersion(version: TemplateVersion): Record<string, SqlValue> {
  const { projectId, templateId, number, publishId, note, author, createdAt, ...content } = version;
  return {
    project_id: projectId,
    template_id: templateId,
    number,
    publish_id: publishId,
    content: JSON.stringify(content),
    note,
    author,
    created_at: createdAt,
  };
}

export function toLabelMove(row: LabelMoveRow): LabelMove {
  return {
    projectId: row.project_id,
    templateId: row.template_id,
    number: Number(row.number),
    moveId: row.move_id,
    kind: row.kind,
    label: row.label,
    from: toNumberOrNull(row.from_version),
    to: toNumberOrNull(row.to_version),
    movedBy: row.moved_by,
    at: Number(row.at),
    note: row.note,
  };
}

export function fromLabelMove(move: LabelMove): Record<string, SqlValue> {
  return {
    project_id: move.projectId,
    template_id: move.templateId,
    number: move.number,
    move_id: move.moveId,
    kind: move.kind,
    label: move.label,
    from_version: move.from,
    to_version: move.to,
    moved_by: move.movedBy,
    at: move.at,
    note: move.note,
  };
}

function toNumberOrNull(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
