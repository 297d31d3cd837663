import type { SHORT_BUDGET_POLICIES } from '../domain/call/call-options.ts';
import { chatInputSchema } from '../domain/call/chat-input.ts';
import { completeInputSchema } from '../domain/call/complete-input.ts';
import { embedInputSchema } from '../domain/call/embed-input.ts';
import { objectInputSchema } from '../domain/call/object-input.ts';
import { previewCallInputSchema } from '../domain/call/preview-input.ts';
import type { TaskType } from '../domain/call/parameters.ts';
import type { ReasoningEffort } from '../domain/provider/provider.ts';
import type { Builder, InputFields } from './builder.ts';
import type { CallTypes } from './call-types.ts';
import { upperCaseEnum } from './enums.ts';
import { rateFields } from './model-rates.ts';
import { definePromptInputs } from './prompt-inputs.ts';
import { defineToolInputs } from './tool-inputs.ts';

type ShortBudgetPolicy = (typeof SHORT_BUDGET_POLICIES)[number];

export type CallInputs = ReturnType<typeof defineCallInputs>;
export type TagInputRef = CallInputs['tagInput'];

/** The inputs of `complete` and `chat`, and the parts that they share. */
export function defineCallInputs(builder: Builder, { chatRole }: CallTypes) {
  const taskType = upperCaseEnum<TaskType>(
    builder,
    'TaskType',
    'What kind of task a call is; gives recommended parameters.',
    {
      creative: 'temperature 0.9, topP 1, penalties 0.5.',
      analytical: 'temperature 0.2, topP 0.9, no penalties.',
      factual: 'temperature 0.1, topP 0.9, no penalties.',
      code: 'temperature 0.2, topP 0.95, no penalties.',
    },
  );
  const reasoningEffort = upperCaseEnum<ReasoningEffort>(
    builder,
    'ReasoningEffort',
    'How long a reasoning model thinks; each model takes some of them.',
    {
      none: 'Not at all.',
      minimal: 'As little as it can.',
      low: 'Little.',
      medium: 'The default of most models.',
      high: 'Much.',
      xhigh: 'Very much.',
      max: 'As much as it can.',
    },
  );
  const shortBudgetPolicy = upperCaseEnum<ShortBudgetPolicy>(
    builder,
    'ShortBudgetPolicy',
    'What to do when a hard budget has too little left for the highest cost of a call.',
    {
      refuse: 'Refuse the call.',
      lower_max_tokens: 'Lower maxTokens to what can be paid for; the call says what was sent.',
      wait: 'Wait for open holds to end.',
    },
  );
  const parameters = builder.inputType('ModelParametersInput', {
    description: 'How the model answers. What is left out comes from taskType, then from the defaults.',
    fields: (t) => ({
      temperature: t.float({ description: 'From 0 to 2; 0.7 by default.' }),
      topP: t.float({ description: 'From 0 to 1; 1 by default.' }),
      frequencyPenalty: t.float({ description: 'From -2 to 2; 0 by default.' }),
      presencePenalty: t.float({ description: 'From -2 to 2; 0 by default.' }),
      maxTokens: t.int({
        description: "From 1 to the model's limit; 1000 by default. The most that is paid for.",
      }),
      stopSequences: t.stringList({ description: 'At most 4 texts that end the answer.' }),
      taskType: t.field({ type: taskType, description: 'Recommended parameters by type of task.' }),
      seed: t.int({ description: 'For answers that repeat, as far as the model can.' }),
      reasoningEffort: t.field({ type: reasoningEffort, description: 'For reasoning models only.' }),
    }),
  });

  const modelRates = builder.inputType('ModelRatesInput', {
    description: 'What a model costs, in US dollars per million tokens.',
    fields: rateFields,
  });

  const tagInput = builder.inputType('TagInput', {
    description: 'A label of a call.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Its name.' }),
      value: t.string({ required: true, description: 'Its value.' }),
    }),
  });

  const budgetPolicy = builder.inputType('BudgetPolicyInput', {
    description: 'What to do when a budget is short.',
    fields: (t) => ({
      whenShort: t.field({
        type: shortBudgetPolicy,
        required: true,
        description: 'Refuse, lower maxTokens or wait.',
      }),
      waitMs: t.int({ description: 'With WAIT: how long at the most, in milliseconds; 10,000 by default.' }),
    }),
  });

  const shared = (t: InputFields) => ({
    price: t.field({
      type: modelRates,
      description:
        'What a model without a known price costs. Admin keys only; setModelPrice sets it for good.',
    }),
    operationId: t.id({
      description:
        'Idempotency key: a repeat gives the stored result and costs nothing. Made by the server when left out.',
    }),
    agentId: t.string({ description: 'The agent that makes the call; its budgets apply.' }),
    capabilityType: t.string({ description: 'What the call is for; its budgets apply.' }),
    tags: t.field({ type: [tagInput], description: 'At most 20 labels; their budgets apply.' }),
    deadlineMs: t.int({ description: 'How long the call may take with all retries, in milliseconds.' }),
    budgetPolicy: t.field({
      type: budgetPolicy,
      description: 'What to do when a budget is short; REFUSE by default.',
    }),
  });

  const generating = (t: InputFields) => ({
    model: t.string({
      description: 'The model, or an alias of the configuration; DEFAULT_MODEL when left out.',
    }),
    models: t.stringList({
      description:
        'In place of `model`, up to 10 models or aliases in order: the next is asked when one fails in a way that it may not.',
    }),
    parameters: t.field({ type: parameters, description: 'How the model answers.' }),
    optimizePrompt: t.boolean({
      description:
        "Whether the prompt's whitespace is tidied for the model's family, code and indentation untouched; false by default. The call says what it saved.",
    }),
    ...shared(t),
  });

  const { messageInput, toolFields } = defineToolInputs(builder, chatRole);
  const sources = definePromptInputs(builder, messageInput);

  const completeInput = builder
    .inputType('CompleteInput', {
      description: 'A prompt to be completed.',
      fields: (t) => ({
        prompt: t.string({ description: 'What the model is asked; or a template, or a context.' }),
        system: t.string({ description: 'Instructions that come before the prompt.' }),
        ...sources(t),
        ...generating(t),
      }),
    })
    .validate(completeInputSchema);

  const chatInput = builder
    .inputType('ChatInput', {
      description: 'A chat to be continued.',
      fields: (t) => ({
        messages: t.field({
          type: [messageInput],
          description: 'What was said so far, 1 to 1000 messages; or a template, or a context.',
        }),
        ...sources(t),
        ...toolFields(t),
        ...generating(t),
      }),
    })
    .validate(chatInputSchema);

  const previewCallInput = builder
    .inputType('PreviewCallInput', {
      description: 'A call to be previewed: a prompt as in `complete`, or messages as in `chat`.',
      fields: (t) => ({
        prompt: t.string({ description: 'What the model would be asked.' }),
        system: t.string({ description: 'Instructions that come before the prompt.' }),
        messages: t.field({
          type: [messageInput],
          description: 'What was said so far, in place of a prompt.',
        }),
        ...sources(t),
        ...toolFields(t),
        ...generating(t),
      }),
    })
    .validate(previewCallInputSchema);

  const objectInput = builder
    .inputType('GenerateObjectInput', {
      description: 'Data that a model is to give: a prompt or messages, and the JSON Schema of the answer.',
      fields: (t) => ({
        prompt: t.string({ description: 'What the model is asked.' }),
        system: t.string({ description: 'Instructions that come before the prompt.' }),
        messages: t.field({ type: [messageInput], description: 'A chat, in place of a prompt.' }),
        ...sources(t),
        schema: t.field({
          type: 'JSON',
          description:
            'JSON Schema (draft 2020-12 or 07) of the data, at most 100 KB; that of the template when left out.',
        }),
        schemaName: t.string({ description: 'A name of the data for the model; `answer` by default.' }),
        schemaDescription: t.string({ description: 'What the data are, for the model.' }),
        maxRepairs: t.int({
          description:
            'How often the model is shown what is wrong with its answer and asked again: 0 to 5, 2 by default. Held in advance.',
        }),
        ...generating(t),
      }),
    })
    .validate(objectInputSchema);

  /** All that a completion takes besides its prompt. */
  const completionOptions = (t: InputFields) => ({ ...sources(t), ...generating(t) });

  const embedInput = builder
    .inputType('EmbedInput', {
      description: 'Texts that are to become vectors.',
      fields: (t) => ({
        texts: t.stringList({
          required: true,
          description: 'One or many, 1 to 16384; they are sent in as many requests as the model needs.',
        }),
        model: t.string({ description: 'The model; DEFAULT_EMBEDDING_MODEL when left out.' }),
        dimensions: t.int({
          description: "Length of each vector, for models that can shorten; the model's own by default.",
        }),
        ...shared(t),
      }),
    })
    .validate(embedInputSchema);

  return {
    completeInput,
    chatInput,
    previewCallInput,
    objectInput,
    embedInput,
    completionOptions,
    tagInput,
    messageInput,
    parameters,
    taskType,
    reasoningEffort,
  };
}
