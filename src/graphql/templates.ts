import { definedOnly } from '../lib/defined-only.ts';
import {
  archiveTemplate,
  createTemplate,
  createTemplateVersion,
  setTemplateLabel,
} from '../domain/prompt/manage-template.ts';
import type { LabelMove, PromptTemplate, TemplateVersion } from '../domain/prompt/template.ts';
import { templateFilterSchema } from '../domain/prompt/template-inputs.ts';
import type { Builder } from './builder.ts';
import type { CallInputs } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import type { ErrorTypes } from './errors.ts';
import { connectionTypes, toConnection, toPageRequest } from './page-arguments.ts';
import { defineTemplateInputs } from './template-inputs.ts';
import type { TemplateTypes } from './template-types.ts';

/** Parts of a cursor in the list of templates: the id. */
const TEMPLATE_KEY_PARTS = 1;

/** Prompt templates: publishing, labels, and looking at them. */
export function defineTemplates(
  builder: Builder,
  callTypes: CallTypes,
  callInputs: CallInputs,
  types: TemplateTypes,
  errors: ErrorTypes,
): void {
  const { template, version, move } = types;
  const inputs = defineTemplateInputs(builder, callTypes, callInputs, types);
  const templateField = 'The template.';

  const createSuccess = builder.objectRef<PromptTemplate>('CreateTemplateSuccess').implement({
    description: 'The template was made, with version 1.',
    fields: (t) => ({
      template: t.field({ type: template, description: templateField, resolve: (one) => one }),
    }),
  });
  builder.mutationField('createTemplate', (t) =>
    t.field({
      type: createSuccess,
      description: 'Makes a template with its first version.',
      authScopes: { admin: true },
      errors: {
        types: errors.createErrors,
        union: { name: 'CreateTemplateResult', description: 'What `createTemplate` can give.' },
      },
      args: { input: t.arg({ type: inputs.createInput, required: true, description: templateField }) },
      resolve: (_, { input }, { principal, services }) => createTemplate(services.prompts, principal, input),
    }),
  );

  const versionSuccess = builder
    .objectRef<{ template: PromptTemplate; version: TemplateVersion }>('CreateTemplateVersionSuccess')
    .implement({
      description: 'The version was published. It never changes.',
      fields: (t) => ({
        template: t.expose('template', { type: template, description: templateField }),
        version: t.expose('version', { type: version, description: 'The new version.' }),
      }),
    });
  builder.mutationField('createTemplateVersion', (t) =>
    t.field({
      type: versionSuccess,
      description: 'Publishes the next version. Publishers at the same time get different numbers.',
      authScopes: { admin: true },
      errors: {
        types: errors.templateErrors,
        union: { name: 'CreateTemplateVersionResult', description: 'What `createTemplateVersion` can give.' },
      },
      args: {
        input: t.arg({ type: inputs.createVersionInput, required: true, description: 'The version.' }),
      },
      resolve: (_, { input }, { principal, services }) =>
        createTemplateVersion(services.prompts, principal, input),
    }),
  );

  const labelSuccess = builder
    .objectRef<{ template: PromptTemplate; move: LabelMove | null }>('SetTemplateLabelSuccess')
    .implement({
      description: 'The label is where it was to go: the next call of any process uses it.',
      fields: (t) => ({
        template: t.expose('template', { type: template, description: templateField }),
        move: t.expose('move', {
          type: move,
          nullable: true,
          description: 'The new entry of its history; null when it pointed there before.',
        }),
      }),
    });
  builder.mutationField('setTemplateLabel', (t) =>
    t.field({
      type: labelSuccess,
      description: 'Moves, rolls back or removes a label. Protected labels take an admin key.',
      authScopes: { agent: true },
      errors: {
        types: errors.labelErrors,
        union: { name: 'SetTemplateLabelResult', description: 'What `setTemplateLabel` can give.' },
      },
      args: {
        input: t.arg({ type: inputs.setLabelInput, required: true, description: 'Which, and where to.' }),
      },
      resolve: (_, { input }, { principal, services }) =>
        setTemplateLabel(services.prompts, principal, input),
    }),
  );

  const archiveSuccess = builder.objectRef<PromptTemplate>('ArchiveTemplateSuccess').implement({
    description: 'The template is archived, or taken back.',
    fields: (t) => ({
      template: t.field({ type: template, description: templateField, resolve: (one) => one }),
    }),
  });
  builder.mutationField('archiveTemplate', (t) =>
    t.field({
      type: archiveSuccess,
      description: 'Archives a template: calls of it are refused, and it leaves the list. Nothing is lost.',
      authScopes: { admin: true },
      errors: {
        types: errors.changeErrors,
        union: { name: 'ArchiveTemplateResult', description: 'What `archiveTemplate` can give.' },
      },
      args: { input: t.arg({ type: inputs.archiveInput, required: true, description: 'Which one.' }) },
      resolve: (_, { input }, { principal, services }) => archiveTemplate(services.prompts, principal, input),
    }),
  );

  builder.queryField('template', (t) =>
    t.field({
      type: template,
      nullable: true,
      description: 'The template of that id, if there is one.',
      authScopes: { viewer: true },
      args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
      resolve: (_, { id }, { principal, services }) => services.prompts.library.find(principal.projectId, id),
    }),
  );

  const filterInput = builder
    .inputType('TemplateFilter', {
      description: 'Which templates to list; all fields must match.',
      fields: (t) => ({
        search: t.string({
          description: 'A part of the id, the name, the description or a tag, in any case.',
        }),
        label: t.string({ description: 'Has this label.' }),
        tag: t.string({ description: 'Has this tag.' }),
        includeArchived: t.boolean({ description: 'True: archived ones too.' }),
      }),
    })
    .validate(templateFilterSchema);
  builder.queryField('templates', (t) =>
    t.connection(
      {
        type: template,
        description: 'Templates by id, the built-in ones too.',
        authScopes: { viewer: true },
        args: { filter: t.arg({ type: filterInput, description: 'Which ones.' }) },
        resolve: async (_, { filter, ...page }, { principal, services }) =>
          toConnection(
            await services.prompts.library.list(
              principal.projectId,
              definedOnly(filter ?? {}),
              toPageRequest(page, TEMPLATE_KEY_PARTS),
            ),
          ),
      },
      ...connectionTypes('PromptTemplate', 'template'),
    ),
  );
}
