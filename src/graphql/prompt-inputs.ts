import type { HistoryStrategy } from '../domain/prompt/context-input.ts';
import type { Builder, BuilderTypes, InputFields } from './builder.ts';
import { upperCaseEnum } from './enums.ts';

/** What stands for messages in the input of a call: a template, a context. */
export function definePromptInputs(
  builder: Builder,
  messageInput: PothosSchemaTypes.InputObjectRef<BuilderTypes, object>,
) {
  const unknownPolicy = upperCaseEnum<'warn' | 'refuse'>(
    builder,
    'UnknownVariablePolicy',
    'What to do with a value that the template has no variable for.',
    { warn: 'Leave it out; the call names it.', refuse: 'Refuse the call.' },
  );
  const strategy = upperCaseEnum<HistoryStrategy>(
    builder,
    'HistoryStrategy',
    'What becomes of a history that is too long. Tool calls and their results are never separated.',
    {
      drop_oldest: 'Its oldest messages go.',
      keep_ends: 'Its first two messages stay as long as they can; those after them go, the oldest first.',
      summarise: 'The model summarises the oldest, in a call of its own on the same budgets.',
    },
  );

  const templateInput = builder.inputType('TemplateCallInput', {
    description:
      'A template and what it is filled with. Without version and label it is `production` where that is set, and the newest version elsewhere.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The template.' }),
      version: t.int({ description: 'This version; or a label.' }),
      label: t.string({ description: 'The version that the label points to now; or a version.' }),
      variables: t.field({ type: 'JSON', description: 'An object with a value for each variable.' }),
      onUnknownVariable: t.field({
        type: unknownPolicy,
        description: 'What to do with values that it has no variable for; WARN when left out.',
      }),
    }),
  });

  const exampleInput = builder.inputType('ContextExampleInput', {
    description: 'A question with the answer that is wanted for it.',
    fields: (t) => ({
      input: t.string({ required: true, description: 'What the user says.' }),
      output: t.string({ required: true, description: 'What the model answers.' }),
    }),
  });
  const documentInput = builder.inputType('ContextDocumentInput', {
    description: 'A document that was retrieved for the question.',
    fields: (t) => ({
      title: t.string({ description: 'What it is called.' }),
      text: t.string({ required: true, description: 'What it says.' }),
      priority: t.int({ description: 'Of its own, 0 to 100; that of all documents when left out.' }),
    }),
  });
  const prioritiesInput = builder.inputType('ContextPrioritiesInput', {
    description: 'What is cut first: the part with the lowest number, 0 to 100.',
    fields: (t) => ({
      examples: t.int({ description: '40 when left out; cut from the last one.' }),
      documents: t.int({ description: '30 when left out; cut from the last one.' }),
      history: t.int({ description: '50 when left out; cut as its strategy says.' }),
    }),
  });
  const contextInput = builder.inputType('ContextInput', {
    description:
      'What the model is to know, within a limit of tokens: instructions, examples, documents, history, and what the user says now. Instructions and input are never cut.',
    fields: (t) => ({
      system: t.string({ description: 'Instructions; or a template.' }),
      template: t.field({
        type: templateInput,
        description: 'A template that comes first, as the instructions.',
      }),
      examples: t.field({ type: [exampleInput], description: 'At most 100.' }),
      documents: t.field({ type: [documentInput], description: 'At most 500, the best first.' }),
      history: t.field({ type: [messageInput], description: 'What was said before, at most 1000 messages.' }),
      input: t.string({ required: true, description: 'What the user says now.' }),
      tokenLimit: t.int({
        description:
          "The most tokens of the prompt; what the model's window leaves beside the answer when left out.",
      }),
      historyStrategy: t.field({
        type: strategy,
        description: 'How the history is cut; DROP_OLDEST when left out.',
      }),
      priorities: t.field({ type: prioritiesInput, description: 'What is cut first.' }),
    }),
  });

  return (t: InputFields) => ({
    template: t.field({ type: templateInput, description: 'A template, in place of what it stands for.' }),
    context: t.field({
      type: contextInput,
      description: 'Parts that are fitted into a limit, in place of them.',
    }),
    costEfficient: t.boolean({
      description:
        'True: the built-in instructions builtin/cost-efficient come first, which keep answers short.',
    }),
  });
}
