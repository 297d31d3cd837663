import type { ModelParameters, TaskType } from '../domain/call/parameters.ts';
import type {
  FewShotExample,
  TemplateFormat,
  TemplateMessage,
  TemplateVariable,
  TemplateVersion,
  TokenEstimate,
  VariableType,
} from '../domain/prompt/template.ts';
import { labelsOfVersion } from '../domain/prompt/template.ts';
import type { Builder } from './builder.ts';
import type { CallInputs } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import type { GraphQLContext } from './context.ts';
import { upperCaseEnum } from './enums.ts';

/** A version of a template and what it is made of. */
export function defineTemplateVersionTypes(builder: Builder, { chatRole }: CallTypes, inputs: CallInputs) {
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
      labels: t.loadableList({
        type: 'String',
        description: 'Labels that point to it now.',
        loaderOptions: { cache: false },
        load: loadLabels,
        resolve: ({ templateId, number }) => JSON.stringify([templateId, number]),
      }),
      note: t.exposeString('note', { nullable: true, description: "What changed, in its author's words." }),
      author: t.exposeString('author', {
        description: 'The API key that published it, or the role of who has none.',
      }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was published.' }),
    }),
  });

  return { version, format, variableType };
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

/** The labels of many versions with one read of their templates. */
async function loadLabels(keys: string[], { principal, services }: GraphQLContext): Promise<string[][]> {
  const wanted = keys.map((key) => JSON.parse(key) as [templateId: string, number: number]);
  const ids = [...new Set(wanted.map(([id]) => id))];
  const templates = await services.prompts.library.findMany(principal.projectId, ids);
  const byId = new Map(templates.flatMap((template) => (template === null ? [] : [[template.id, template]])));
  return wanted.map(([id, number]) => {
    const template = byId.get(id);
    return template === undefined ? [] : labelsOfVersion(template, number);
  });
}
