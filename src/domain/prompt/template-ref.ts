import { NotFoundError, ValidationError } from '../errors.ts';
import { DEFAULT_LABEL, LATEST_LABEL, versionOfLabel } from './template.ts';
import type { PromptTemplate } from './template.ts';

/** Names a version: by its number, by a label, or by neither, which is `production` where it is set and the newest elsewhere. */
export interface TemplateRef {
  id: string;
  version?: number | undefined;
  label?: string | undefined;
}

/** A version that was found by a reference; `label` is the one that led to it, null for a number. */
export interface FoundVersion {
  template: PromptTemplate;
  number: number;
  label: string | null;
}

/**
 * What the reference means now. Throws NotFoundError for an unknown template, and ValidationError for an archived one or an
 * unknown version or label; `path` is where the reference stands in the input.
 */
export function resolveRef(template: PromptTemplate | null, ref: TemplateRef, path: string): FoundVersion {
  if (template === null) throw new NotFoundError('template', ref.id);
  if (template.archivedAt !== null)
    throw problemAt(`${path}.id`, `names the template "${ref.id}", which is archived`);
  if (ref.version !== undefined) {
    if (ref.version <= template.latest) return { template, number: ref.version, label: null };
    throw problemAt(
      `${path}.version`,
      `must be from 1 to ${template.latest}, the newest version of "${ref.id}"`,
    );
  }
  const label =
    ref.label ?? (versionOfLabel(template, DEFAULT_LABEL) === null ? LATEST_LABEL : DEFAULT_LABEL);
  const number = versionOfLabel(template, label);
  if (number !== null) return { template, number, label };
  const known = [...template.labels.map(({ name }) => name), LATEST_LABEL].join(', ');
  throw problemAt(`${path}.label`, `must be a label of "${ref.id}": ${known}`);
}

function problemAt(path: string, message: string): ValidationError {
  return new ValidationError([{ path, message }]);
}
