import { definedOnly } from '../../lib/defined-only.ts';
import { newId } from '../../lib/ids.ts';
import type { Clock } from '../../lib/clock.ts';
import { actorOf, stampOf } from '../access/audit.ts';
import type { AuditStamp } from '../access/audit.ts';
import type { Principal } from '../access/principal.ts';
import { LabelProtectedError, NotFoundError, TemplateConflictError, ValidationError } from '../errors.ts';
import type { Doorbell } from '../event/event-log.ts';
import { isBuiltin } from './builtin-templates.ts';
import type { LabelChange, LabelRefusal } from './label-change.ts';
import { isSettable, LABELS_MAX } from './label-change.ts';
import type { LabelMove, PromptTemplate, TemplateVersion } from './template.ts';
import { toContent } from './template-content.ts';
import type { ContentParts } from './template-content.ts';
import type {
  CreateTemplateInput,
  CreateTemplateVersionInput,
  SetTemplateLabelInput,
} from './template-inputs.ts';
import type { PromptStore } from './template-store.ts';

/** Everything that changes of templates need. */
export interface TemplateParts extends ContentParts {
  store: PromptStore;
  doorbell: Doorbell;
  clock: Clock;
}

/** Makes a template with version 1. Throws ValidationError, also for an id that is taken, and StoreUnavailableError. */
export async function createTemplate(
  parts: TemplateParts,
  principal: Principal,
  input: CreateTemplateInput,
): Promise<PromptTemplate> {
  const id = input.id ?? newId();
  if (isBuiltin(id))
    throw problemAt('id', 'must not begin with builtin/, which is for templates that come with Tollgate');
  const { projectId } = principal;
  const content = await toContent(parts, projectId, id, input);
  const now = parts.clock.now();
  const author = authorOf(principal);
  const template: PromptTemplate = {
    projectId,
    id,
    name: input.name,
    description: input.description ?? null,
    tags: input.tags ?? [],
    latest: 1,
    labels: [],
    moves: 0,
    author,
    createdAt: now,
    updatedAt: now,
    archivedAt: null,
  };
  const version: TemplateVersion = {
    ...content,
    projectId,
    templateId: id,
    number: 1,
    publishId: newId(),
    note: input.note ?? null,
    author,
    createdAt: now,
  };
  const audit = stamp(principal, 'createTemplate', id, now);
  if (!(await parts.store.create(template, version, audit)))
    throw problemAt(
      'id',
      `is taken; publish a version of "${id}" with createTemplateVersion, or choose another id`,
    );
  return template;
}

/**
 * Publishes the next version: after the expected one, or after whatever is the newest. Throws NotFoundError,
 * TemplateConflictError, ValidationError and StoreUnavailableError.
 */
export async function createTemplateVersion(
  parts: TemplateParts,
  principal: Principal,
  input: CreateTemplateVersionInput,
): Promise<{ template: PromptTemplate; version: TemplateVersion }> {
  const { id, expectedLatest, name, description, tags, ...contentInput } = input;
  refuseBuiltin(id);
  const { projectId } = principal;
  // an id that is unknown is said before what is wrong with the content
  if (((await parts.store.findMany(projectId, [id]))[0] ?? null) === null)
    throw new NotFoundError('template', id);
  const content = await toContent(parts, projectId, id, contentInput);
  const now = parts.clock.now();
  const outcome = await parts.store.publish({
    version: {
      ...content,
      projectId,
      templateId: id,
      publishId: newId(),
      note: input.note ?? null,
      author: authorOf(principal),
      createdAt: now,
    },
    expectedLatest: expectedLatest ?? null,
    changes: definedOnly({ name, description, tags }),
    audit: stamp(principal, 'createTemplateVersion', id, now),
  });
  switch (outcome.kind) {
    case 'published':
      return outcome;
    case 'conflict':
      throw new TemplateConflictError(
        `The newest version of "${id}" is ${outcome.latest}, not ${expectedLatest ?? 0}. Look at it, and publish again with expectedLatest: ${outcome.latest}.`,
        outcome.latest,
      );
    case 'archived':
      throw archivedProblem(id);
    case 'missing':
      throw new NotFoundError('template', id);
  }
}

/**
 * Moves, rolls back or removes a label; one that already points there is left alone. Throws NotFoundError,
 * TemplateConflictError, LabelProtectedError, ValidationError and StoreUnavailableError.
 */
export async function setTemplateLabel(
  { store, doorbell, clock }: TemplateParts,
  principal: Principal,
  input: SetTemplateLabelInput,
): Promise<{ template: PromptTemplate; move: LabelMove | null }> {
  const { id, label } = input;
  refuseBuiltin(id);
  if (!isSettable(label))
    throw problemAt('label', `must not be "${label}": it always means the newest version`);
  const change: LabelChange = {
    moveId: newId(),
    label,
    target: targetOf(input),
    expectedVersion: input.expectedVersion,
    protect: input.protected,
    mayMoveProtected: principal.role === 'admin',
    movedBy: authorOf(principal),
    at: clock.now(),
    note: input.note ?? null,
  };
  const outcome = await store.changeLabel({
    projectId: principal.projectId,
    templateId: id,
    change,
    audit: stamp(principal, 'setTemplateLabel', id, change.at),
  });
  if (outcome === null) throw new NotFoundError('template', id);
  if (outcome.kind === 'refused') throw toError(id, input, outcome.refusal);
  doorbell.ring();
  return { template: outcome.template, move: outcome.kind === 'changed' ? outcome.move : null };
}

/** Calls of an archived template are refused; its versions stay. Throws NotFoundError, ValidationError, StoreUnavailableError. */
export async function archiveTemplate(
  { store, clock }: TemplateParts,
  principal: Principal,
  { id, archived = true }: { id: string; archived?: boolean | undefined },
): Promise<PromptTemplate> {
  refuseBuiltin(id);
  const now = clock.now();
  const audit = stamp(principal, 'archiveTemplate', id, now);
  const template = await store.archive(principal.projectId, id, archived ? now : null, now, audit);
  if (template === null) throw new NotFoundError('template', id);
  return template;
}

/** Who is asking, as the history names them: by the id that the audit log has, or, as the operator has none, by the role. */
function authorOf(principal: Principal): string {
  return actorOf(principal).id ?? principal.role;
}

function stamp(principal: Principal, action: string, id: string, now: number): AuditStamp {
  return stampOf(principal, action, { kind: 'template', id }, now);
}

function targetOf({ version, fromLabel, rollback }: SetTemplateLabelInput): LabelChange['target'] {
  if (version !== undefined) return { kind: 'version', number: version };
  if (fromLabel !== undefined) return { kind: 'label', label: fromLabel };
  return { kind: rollback === true ? 'rollback' : 'removal' };
}

function toError(id: string, { label, fromLabel }: SetTemplateLabelInput, refusal: LabelRefusal): Error {
  switch (refusal.kind) {
    case 'archived':
      return archivedProblem(id);
    case 'protected':
      return new LabelProtectedError(label);
    case 'unknown_version':
      return problemAt('version', `must be a version of "${id}"`);
    case 'unknown_label':
      return fromLabel === undefined
        ? problemAt('label', `must be a label of "${id}"`)
        : problemAt('fromLabel', `must be a label of "${id}"`);
    case 'too_many_labels':
      return problemAt('label', `must be one of the labels there are: a template has at most ${LABELS_MAX}`);
    case 'nothing_to_roll_back':
      return problemAt('rollback', `needs an earlier move of "${label}", and there is none`);
    case 'conflict':
      return new TemplateConflictError(
        refusal.version === null
          ? `The label "${label}" of "${id}" is not set.`
          : `The label "${label}" of "${id}" points to version ${refusal.version} now.`,
        refusal.version,
      );
  }
}

function refuseBuiltin(id: string): void {
  if (isBuiltin(id))
    throw problemAt(
      'id',
      `names a built-in template, which comes with Tollgate and does not change; make a template of your own from it`,
    );
}

function archivedProblem(id: string): ValidationError {
  return problemAt(
    'id',
    `names the template "${id}", which is archived; archiveTemplate with archived: false takes it back`,
  );
}

function problemAt(path: string, message: string): ValidationError {
  return new ValidationError([{ path, message }]);
}
