import type { TOOL_CHOICES, TOOL_ERROR_POLICIES } from '../domain/call/tool-use.ts';
import type { Builder, BuilderTypes } from './builder.ts';
import type { CallTypes } from './call-types.ts';
import { upperCaseEnum } from './enums.ts';

/** Messages, which can call tools and answer them, and the fields of an input that are about tools. */
export function defineToolInputs(builder: Builder, chatRole: CallTypes['chatRole']) {
  const toolCallInput = builder.inputType('ToolCallInput', {
    description: 'A call of a tool, as the assistant made it.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Its id.' }),
      name: t.string({ required: true, description: 'The function.' }),
      arguments: t.string({ required: true, description: 'JSON text.' }),
    }),
  });

  const messageInput = builder.inputType('ChatMessageInput', {
    description: 'One message of a chat.',
    fields: (t) => ({
      role: t.field({ type: chatRole, required: true, description: 'Who speaks.' }),
      content: t.string({ description: 'What is said. May be left out where tools are called.' }),
      name: t.string({ description: 'Tells participants of the same role apart.' }),
      toolCalls: t.field({
        type: [toolCallInput],
        description: 'In a message of the ASSISTANT: what it called. A TOOL message for each must follow.',
      }),
      toolCallId: t.id({ description: 'In a TOOL message: which call it answers.' }),
    }),
  });

  const toolInput = builder.inputType('ToolInput', {
    description: 'A function that the model may call and the caller runs.',
    fields: (t) => ({
      name: t.string({ required: true, description: '1 to 64 of the characters A-Z a-z 0-9 _ -' }),
      description: t.string({ description: 'What it does and when to call it, for the model.' }),
      parameters: t.field({ type: 'JSON', description: 'JSON Schema of its arguments, an object.' }),
    }),
  });

  const toolChoiceMode = upperCaseEnum<(typeof TOOL_CHOICES)[number]>(
    builder,
    'ToolChoiceMode',
    'Whether the model calls tools.',
    { auto: 'As it sees fit.', none: 'It may not.', required: 'It has to call at least one.' },
  );
  const toolChoice = builder.inputType('ToolChoiceInput', {
    description: 'Whether the model calls tools, or which one it has to call. Give one of the two.',
    fields: (t) => ({
      mode: t.field({ type: toolChoiceMode, description: 'Whether.' }),
      name: t.string({ description: 'The one that it has to call.' }),
    }),
  });
  const onToolError = upperCaseEnum<(typeof TOOL_ERROR_POLICIES)[number]>(
    builder,
    'ToolErrorPolicy',
    'What happens when the model calls an unknown tool, gives wrong arguments, or a tool fails.',
    {
      feed_back: 'The model is told, as long as steps are left.',
      fail: 'The call ends with a ToolError.',
    },
  );

  const toolFields = (t: PothosSchemaTypes.InputFieldBuilder<BuilderTypes, 'InputObject'>) => ({
    tools: t.field({
      type: [toolInput],
      description: 'Functions that you run: their calls come back to you.',
    }),
    serverTools: t.stringList({
      description: 'Names of registered tools (query `tools`), which Tollgate runs in this call.',
    }),
    toolChoice: t.field({ type: toolChoice, description: 'AUTO by default.' }),
    parallelToolCalls: t.boolean({ description: 'Whether one answer may call several; true by default.' }),
    maxSteps: t.int({
      description:
        'Upstream requests at the most, 1 to 20: the first, and one after each round of tools; 5 with server tools, else 1. Held in advance.',
    }),
    toolResultMaxBytes: t.int({
      description:
        'Most bytes of results of one round that the model is shown, 256 to 65536; 4096 by default.',
    }),
    onToolError: t.field({ type: onToolError, description: 'FEED_BACK by default.' }),
  });

  return { messageInput, toolFields };
}
