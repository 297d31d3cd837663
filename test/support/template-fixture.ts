import { newId } from '../../src/lib/ids.ts';
import type { LabelChange } from '../../src/domain/prompt/label-change.ts';
import type { PromptTemplate, TemplateVersion } from '../../src/domain/prompt/template.ts';
import type { NewTemplateVersion } from '../../src/domain/prompt/template-store.ts';
import type { Storage } from '../../src/domain/storage.ts';
import { NOON } from './call-fixture.ts';

export function newTemplate(projectId: string, changes: Partial<PromptTemplate> = {}): PromptTemplate {
  return {
    projectId,
    id: `greeting-${newId()}`,
    name: 'Greeting',
    description: null,
    tags: [],
    latest: 1,
    labels: [],
    moves: 0,
    author: 'admin',
    createdAt: NOON,
    updatedAt: NOON,
    archivedAt: null,
    ...changes,
  };
}

export function newVersion(
  { projectId, id }: Pick<PromptTemplate, 'projectId' | 'id'>,
  changes: Partial<TemplateVersion> = {},
): NewTemplateVersion {
  return {
    projectId,
    templateId: id,
    publishId: newId(),
    format: 'simple',
    body: { kind: 'text', text: 'Hello {name}' },
    variables: [{ name: 'name', type: 'text', required: true, default: null, description: null }],
    examples: [],
    model: null,
    parameters: {},
    parametersByModel: [],
    responseSchema: null,
    tokenEstimates: [{ encoding: 'o200k_base', tokens: 8, exact: true }],
    note: null,
    author: 'admin',
    createdAt: NOON,
    ...changes,
  };
}

export async function createdTemplate(
  storage: Storage,
  projectId: string,
  changes: Partial<PromptTemplate> = {},
): Promise<PromptTemplate> {
  const template = newTemplate(projectId, changes);
  const made = await storage.prompts.create(template, { ...newVersion(template), number: 1 });
  if (!made) throw new Error(`the id ${template.id} is taken`);
  return template;
}

export function publish(storage: Storage, template: PromptTemplate, expectedLatest: number | null = null) {
  return storage.prompts.publish({ version: newVersion(template), expectedLatest, changes: {} });
}

export function labelChange(changes: Partial<LabelChange> = {}): LabelChange {
  return {
    moveId: newId(),
    label: 'staging',
    target: { kind: 'version', number: 1 },
    expectedVersion: undefined,
    protect: undefined,
    mayMoveProtected: true,
    movedBy: 'admin',
    at: NOON + 1,
    note: null,
    ...changes,
  };
}

export function setLabel(
  storage: Storage,
  { projectId, id }: PromptTemplate,
  changes: Partial<LabelChange> = {},
) {
  return storage.prompts.changeLabel({ projectId, templateId: id, change: labelChange(changes) });
}
