import type { ModelParameters, TaskType } from '../domain/call/parameters.ts';
import { isBuiltin } from '../domain/prompt/builtin-templates.ts';
import type {
  FewShotExample,
  LabelMove,
  LabelMoveKind,
  PromptTemplate,
  TemplateFormat,
  TemplateLabel,
  TemplateMessage,
  TemplateVariable,
  TemplateVersion,
  TokenEstimate,
  VariableType,
} from '../domain/prompt/template.ts';
import { labelsOfVersion, versionOfLabel } from '../domain/prompt/template.ts';
import type { Builder } from './builder.ts';
import type { CallInputs } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import type { GraphQLContext } from './context.ts';
import { upperCaseEnum } from './enums.ts';
import { connectionTypes, toConnection, toPageRequest } from './page-arguments.ts';

/** Parts of a cursor in the lists of versions and of moves: the number. */
const NUMBER_KEY_PARTS = 1;

export type TemplateTypes = ReturnType<typeof defineTemplateTypes>;

/** Templates, their versions and labels. */
export function defineTemplateTypes(builder: Builder, { chatRole }: CallTypes, inputs: CallInputs) {
  const format = upperCaseEnum<TemplateFormat>(builder, 'TemplateFormat', 'How a template is filled.', {
    simple: '{variable} stands for a value; {{ and }} are literal braces.',
    liquid: 'Liquid: conditions, loops, filters and partials, without files, dates or random numbers.',
  });
  const variableType = upperCaseEnum<VariableType>(
    builder,
    'TemplateVariableType',
    'What a value has to be.',
    {
      text: 'A text.',
      number: 'A number.',
      integer: 'A whole number.',
      boolean: 'True or false.',
      list: 'A list.',
      object: 'An object.',
      any: 'Any JSON.',
    },
  );
  const moveKind = upperCaseEnum<LabelMoveKind>(builder, 'LabelMoveKind', 'How a label was moved.', {
    move: 'It was pointed to a version.',
    rollback: 'It was sent back to where it had pointed before.',
    removal: 'It was taken away.',
  });

  const message = builder.objectRef<TemplateMessage>('TemplateMessage').implement({
    description: 'One message of a chat template. A value cannot change its role or add another one.',
    fields: (t) => ({
      role: t.expose('role', { type: chatRole, description: 'Who speaks.' }),
      content: t.exposeString('content', { description: 'What is said, with its placeholders.' }),
    }),
  });
  const variable = builder.objectRef<TemplateVariable>('TemplateVariable').implement({
    description: 'What a template is filled with.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name.' }),
      type: t.expose('type', { type: variableType, description: 'What a value has to be.' }),
      required: t.exposeBoolean('required', { description: 'True when a call must give it.' }),
      default: t.field({
        type: 'JSON',
        nullable: true,
        description: 'What it is when a call does not give it.',
        resolve: (one) => one.default,
      }),
      description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    }),
  });
  const example = builder.objectRef<FewShotExample>('FewShotExample').implement({
    description: 'A question with the answer that is wanted for it.',
    fields: (t) => ({
      input: t.exposeString('input', { description: 'What the user says.' }),
      output: t.exposeString('output', { description: 'What the model answers.' }),
    }),
  });
  const estimate = builder.objectRef<TokenEstimate>('TemplateTokenEstimate').implement({
    description: 'Tokens of a version before values are in it: its fixed text, examples and defaults.',
    fields: (t) => ({
      encoding: t.exposeString('encoding', {
        description: 'The tiktoken encoding that they are counted in.',
      }),
      tokens: t.exposeInt('tokens', { description: 'How many.' }),
      exact: t.exposeBoolean('exact', { description: 'False when they are an upper bound.' }),
    }),
  });
  const parameters = defineParameters(builder, inputs);
  const modelParameters = builder
    .objectRef<{ model: string; parameters: Partial<ModelParameters> }>('ModelParametersByModel')
    .implement({
      description: 'Parameters for one model.',
      fields: (t) => ({
        model: t.exposeString('model', { description: 'The name that calls give.' }),
        parameters: t.expose('parameters', { type: parameters, description: 'Those that differ for it.' }),
      }),
    });

  const version = builder.objectRef<TemplateVersion>('PromptTemplateVersion').implement({
    description: 'One version of a template. It never changes.',
    fields: (t) => ({
      templateId: t.exposeID('templateId', { description: 'The template.' }),
      version: t.exposeInt('number', { description: 'Its number, from 1.' }),
      format: t.expose('format', { type: format, description: 'How it is filled.' }),
      template: t.string({
        nullable: true,
        description: 'The text of a prompt; null for a chat.',
        resolve: ({ body }) => (body.kind === 'text' ? body.text : null),
      }),
      messages: t.field({
        type: [message],
        nullable: true,
        description: 'The messages of a chat; null for a text.',
        resolve: ({ body }) => (body.kind === 'chat' ? [...body.messages] : null),
      }),
      variables: t.field({
        type: [variable],
        description: 'What it is filled with.',
        resolve: ({ variables }) => [...variables],
      }),
      examples: t.field({
        type: [example],
        description: 'Shown to the model before the question.',
        resolve: ({ examples }) => [...examples],
      }),
      model: t.exposeString('model', { nullable: true, description: 'The model of a call that names none.' }),
      parameters: t.expose('parameters', {
        type: parameters,
        description: 'Parameters of a call that does not give them.',
      }),
      parametersByModel: t.field({
        type: [modelParameters],
        description: 'Those that differ for a model.',
        resolve: ({ parametersByModel }) => [...parametersByModel],
      }),
      responseSchema: t.field({
        type: 'JSON',
        nullable: true,
        description: 'JSON Schema that the answer is meant to have.',
        resolve: ({ responseSchema }) => responseSchema,
      }),
      tokenEstimates: t.field({
        type: [estimate],
        description:
          'What it costs in tokens without values, by encoding. previewCall counts a call exactly.',
        resolve: ({ tokenEstimates }) => [...tokenEstimates],
      }),
      labels: t.field({
        type: ['String'],
        description: 'Labels that point to it now.',
        resolve: async ({ projectId, templateId, number }, _, { services }) => {
          const template = await services.prompts.library.find(projectId, templateId);
          return template === null ? [] : labelsOfVersion(template, number);
        },
      }),
      note: t.exposeString('note', { nullable: true, description: "What changed, in its author's words." }),
      author: t.exposeString('author', {
        description: 'The API key that published it, or the role of who has none.',
      }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was published.' }),
    }),
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

/** How a model answers, as a template keeps it. */
function defineParameters(builder: Builder, { taskType, reasoningEffort }: CallInputs) {
  return builder.objectRef<Partial<ModelParameters>>('ModelParameters').implement({
    description: 'How the model answers. What is null is left to the call.',
    fields: (t) => ({
      temperature: t.exposeFloat('temperature', { nullable: true, description: 'From 0 to 2.' }),
      topP: t.exposeFloat('topP', { nullable: true, description: 'From 0 to 1.' }),
      frequencyPenalty: t.exposeFloat('frequencyPenalty', { nullable: true, description: 'From -2 to 2.' }),
      presencePenalty: t.exposeFloat('presencePenalty', { nullable: true, description: 'From -2 to 2.' }),
      maxTokens: t.exposeInt('maxTokens', { nullable: true, description: 'The most tokens of an answer.' }),
      stopSequences: t.exposeStringList('stopSequences', {
        nullable: true,
        description: 'Texts that end the answer.',
      }),
      taskType: t.field({
        type: taskType,
        nullable: true,
        description: 'Recommended parameters by type of task.',
        resolve: (one) => (one.taskType ?? null) as TaskType | null,
      }),
      seed: t.exposeInt('seed', { nullable: true, description: 'For answers that repeat.' }),
      reasoningEffort: t.expose('reasoningEffort', {
        type: reasoningEffort,
        nullable: true,
        description: 'For reasoning models.',
      }),
    }),
  });
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
