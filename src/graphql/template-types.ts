import { isBuiltin } from '../domain/prompt/builtin-templates.ts';
import type { LabelMove, LabelMoveKind, PromptTemplate, TemplateLabel } from '../domain/prompt/template.ts';
import { versionOfLabel } from '../domain/prompt/template.ts';
import type { Builder } from './builder.ts';
import type { CallInputs } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import type { GraphQLContext } from './context.ts';
import { upperCaseEnum } from './enums.ts';
import { defineTemplateVersionTypes } from './template-version-types.ts';
import { connectionTypes, toConnection, toPageRequest } from './page-arguments.ts';

/** Parts of a cursor in the lists of versions and of moves: the number. */
const NUMBER_KEY_PARTS = 1;

export type TemplateTypes = ReturnType<typeof defineTemplateTypes>;

/** Templates, their versions and labels. */
export function defineTemplateTypes(builder: Builder, callTypes: CallTypes, inputs: CallInputs) {
  const { version, format, variableType } = defineTemplateVersionTypes(builder, callTypes, inputs);
  const moveKind = upperCaseEnum<LabelMoveKind>(builder, 'LabelMoveKind', 'How a label was moved.', {
    move: 'It was pointed to a version.',
    rollback: 'It was sent back to where it had pointed before.',
    removal: 'It was taken away.',
  });

  const label = builder.objectRef<TemplateLabel>('TemplateLabel').implement({
    description: 'A name that points to a version.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name.' }),
      version: t.exposeInt('version', { description: 'Where it points.' }),
      protected: t.exposeBoolean('protected', { description: 'True when only an admin key may move it.' }),
      movedBy: t.exposeString('movedBy', { description: 'Who moved it last.' }),
      movedAt: t.expose('movedAt', { type: 'DateTime', description: 'When.' }),
    }),
  });
  const move = builder.objectRef<LabelMove>('TemplateLabelMove').implement({
    description: 'An entry of the history of labels.',
    fields: (t) => ({
      label: t.exposeString('label', { description: 'Which label.' }),
      kind: t.expose('kind', { type: moveKind, description: 'How it was moved.' }),
      from: t.exposeInt('from', { nullable: true, description: 'Where it pointed; null when it was new.' }),
      to: t.exposeInt('to', {
        nullable: true,
        description: 'Where it points since; null when it was removed.',
      }),
      movedBy: t.exposeString('movedBy', { description: 'Who moved it.' }),
      movedAt: t.expose('at', { type: 'DateTime', description: 'When.' }),
      note: t.exposeString('note', { nullable: true, description: 'Why, in their words.' }),
    }),
  });

  const template = builder.objectRef<PromptTemplate>('PromptTemplate').implement({
    description: 'A prompt that is kept in versions.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'What calls name it by.' }),
      name: t.exposeString('name', { description: 'For people.' }),
      description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
      tags: t.field({
        type: ['String'],
        description: 'Words to find it by.',
        resolve: ({ tags }) => [...tags],
      }),
      builtIn: t.boolean({
        description: 'True for one that comes with Tollgate and cannot be changed.',
        resolve: ({ id }) => isBuiltin(id),
      }),
      latestVersion: t.loadable({
        type: version,
        description: 'The newest version.',
        loaderOptions: { cache: false },
        load: loadVersions,
        resolve: ({ id, latest }) => versionKey(id, latest),
      }),
      version: t.loadable({
        type: version,
        nullable: true,
        description: 'The version of that number, or that the label points to; null when there is none.',
        args: {
          number: t.arg.int({ description: 'Its number.' }),
          label: t.arg.string({ description: 'A label that points to it.' }),
        },
        loaderOptions: { cache: false },
        load: loadVersions,
        resolve: (one, { number, label: name }) => {
          const found = number ?? versionOfLabel(one, name ?? 'latest');
          return found === null || found < 1 || found > one.latest ? null : versionKey(one.id, found);
        },
      }),
      labels: t.field({
        type: [label],
        description: 'Its labels by name, without `latest`, which always means the newest version.',
        resolve: ({ labels }) => [...labels],
      }),
      versions: t.connection(
        {
          type: version,
          description: 'Its versions, newest first.',
          resolve: async ({ projectId, id }, page, { services }) =>
            toConnection(
              await services.prompts.library.listVersions(
                projectId,
                id,
                toPageRequest(page, NUMBER_KEY_PARTS),
              ),
            ),
        },
        ...connectionTypes('PromptTemplateVersion', 'version'),
      ),
      labelHistory: t.connection(
        {
          type: move,
          description: 'Who moved which label, newest first.',
          args: { label: t.arg.string({ description: 'Of this label only.' }) },
          resolve: async ({ projectId, id }, { label: name, ...page }, { services }) =>
            toConnection(
              await services.storage.prompts.labelHistory(
                projectId,
                id,
                name ?? undefined,
                toPageRequest(page, NUMBER_KEY_PARTS),
              ),
            ),
        },
        ...connectionTypes('TemplateLabelMove', 'move'),
      ),
      author: t.exposeString('author', { description: 'Who made it.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
      updatedAt: t.expose('updatedAt', {
        type: 'DateTime',
        description: 'When a version or a label last changed it.',
      }),
      archivedAt: t.expose('archivedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was archived; null while it can be called.',
      }),
    }),
  });

  return { template, version, label, move, format, variableType };
}

function versionKey(templateId: string, number: number): string {
  return JSON.stringify([templateId, number]);
}

async function loadVersions(keys: string[], { principal, services }: GraphQLContext) {
  const wanted = keys.map((key) => {
    const [templateId, number] = JSON.parse(key) as [string, number];
    return { templateId, number };
  });
  const found = await services.prompts.library.versions(principal.projectId, wanted);
  return found.map((one, index) => one ?? new Error(`version ${keys[index] ?? ''} of a template is missing`));
}
