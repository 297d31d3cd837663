import {
  archiveTemplateInputSchema,
  createTemplateInputSchema,
  createTemplateVersionInputSchema,
  setTemplateLabelInputSchema,
} from '../domain/prompt/template-inputs.ts';
import type { Builder, BuilderTypes } from './builder.ts';
import type { CallInputs } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import type { TemplateTypes } from './template-types.ts';

/** The inputs of the mutations of templates. */
export function defineTemplateInputs(
  builder: Builder,
  { chatRole }: CallTypes,
  { parameters }: CallInputs,
  { format, variableType }: TemplateTypes,
) {
  const messageInput = builder.inputType('TemplateMessageInput', {
    description: 'One message of a chat template.',
    fields: (t) => ({
      role: t.field({ type: chatRole, required: true, description: 'Who speaks.' }),
      content: t.string({ required: true, description: 'What is said, with its placeholders.' }),
    }),
  });
  const variableInput = builder.inputType('TemplateVariableInput', {
    description: 'A variable that the template uses.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'Its name: letters, digits and _.' }),
      type: t.field({ type: variableType, description: 'What a value has to be; ANY when left out.' }),
      required: t.boolean({
        description: 'Whether a call must give it; true when left out, unless it has a default.',
      }),
      default: t.field({ type: 'JSON', description: 'What it is when a call does not give it.' }),
      description: t.string({ description: 'What it is for.' }),
    }),
  });
  const exampleInput = builder.inputType('FewShotExampleInput', {
    description: 'A question with the answer that is wanted for it. Both are literal.',
    fields: (t) => ({
      input: t.string({ required: true, description: 'What the user says.' }),
      output: t.string({ required: true, description: 'What the model answers.' }),
    }),
  });
  const modelParametersInput = builder.inputType('ModelParametersByModelInput', {
    description: 'Parameters for one model.',
    fields: (t) => ({
      model: t.string({ required: true, description: 'The name that calls give.' }),
      parameters: t.field({ type: parameters, required: true, description: 'Those that differ for it.' }),
    }),
  });

  const content = (t: PothosSchemaTypes.InputFieldBuilder<BuilderTypes, 'InputObject'>) => ({
    format: t.field({ type: format, description: 'How it is filled; SIMPLE when left out.' }),
    template: t.string({ description: 'The text of a prompt; this or `messages`.' }),
    messages: t.field({ type: [messageInput], description: 'The messages of a chat; this or `template`.' }),
    variables: t.field({
      type: [variableInput],
      description:
        'Every variable that it uses, at most 200. When left out, they are taken from the text, all required.',
    }),
    examples: t.field({
      type: [exampleInput],
      description: 'At most 100, shown to the model as a conversation after the instructions.',
    }),
    model: t.string({ description: 'The model of a call that names none.' }),
    parameters: t.field({ type: parameters, description: 'Parameters of a call that does not give them.' }),
    parametersByModel: t.field({
      type: [modelParametersInput],
      description: 'Those that differ for a model.',
    }),
    responseSchema: t.field({ type: 'JSON', description: 'JSON Schema that the answer is meant to have.' }),
    note: t.string({ description: 'What changed, for the history.' }),
  });

  const createInput = builder
    .inputType('CreateTemplateInput', {
      description: 'A template with its first version.',
      fields: (t) => ({
        id: t.id({
          description:
            'What calls name it by, such as support/reply; made by the server when left out. It cannot change.',
        }),
        name: t.string({ required: true, description: 'For people.' }),
        description: t.string({ description: 'What it is for.' }),
        tags: t.stringList({ description: 'At most 20 words to find it by.' }),
        ...content(t),
      }),
    })
    .validate(createTemplateInputSchema);

  const createVersionInput = builder
    .inputType('CreateTemplateVersionInput', {
      description: 'The next version of a template, whole: nothing is taken from the one before.',
      fields: (t) => ({
        id: t.id({ required: true, description: 'The template.' }),
        expectedLatest: t.int({
          description:
            'The version that it follows: refused when another one was published since. When left out, it follows whatever is the newest.',
        }),
        name: t.string({ description: 'A new name of the template.' }),
        description: t.string({ description: 'A new description of the template; null takes it away.' }),
        tags: t.stringList({ description: 'New tags of the template.' }),
        ...content(t),
      }),
    })
    .validate(createTemplateVersionInputSchema);

  const setLabelInput = builder
    .inputType('SetTemplateLabelInput', {
      description: 'Where a label goes: exactly one of version, fromLabel, rollback and remove.',
      fields: (t) => ({
        id: t.id({ required: true, description: 'The template.' }),
        label: t.string({
          required: true,
          description: 'The label: a new one is made. `latest` cannot be set; `production` is protected.',
        }),
        version: t.int({ description: 'To this version.' }),
        fromLabel: t.string({ description: 'To where this label points now: `staging`, `latest`.' }),
        rollback: t.boolean({ description: 'True: back to where it pointed before its last move.' }),
        remove: t.boolean({ description: 'True: the label is taken away.' }),
        expectedVersion: t.int({
          description: 'Where it must point now, null for nowhere; refused when somebody has moved it since.',
        }),
        protected: t.boolean({
          description: 'Whether only an admin key may move it from now on. Admin keys only.',
        }),
        note: t.string({ description: 'Why, for the history.' }),
      }),
    })
    .validate(setTemplateLabelInputSchema);

  const archiveInput = builder
    .inputType('ArchiveTemplateInput', {
      description: 'Which template to archive.',
      fields: (t) => ({
        id: t.id({ required: true, description: 'The template.' }),
        archived: t.boolean({ description: 'False takes it back; true when left out.' }),
      }),
    })
    .validate(archiveTemplateInputSchema);

  return { createInput, createVersionInput, setLabelInput, archiveInput };
}
