import { requireVectors } from '../domain/call/vectors.ts';
import type { AnsweredCall } from '../domain/call/call-failure.ts';
import { replyOf } from '../domain/call/call-run.ts';
import type { ChatMessage } from '../domain/call/chat-message.ts';
import { toTokenUsage } from '../domain/token/usage.ts';
import type { Builder, BuilderTypes } from './builder.ts';
import type { CallTypes } from './call-types.ts';
import { transformAnswer } from './transform.ts';
import type { TransformTypes } from './transform.ts';

export type CallResults = ReturnType<typeof defineCallResults>;

/** What each kind of call gives when the model answered. */
export function defineCallResults(builder: Builder, types: CallTypes, transforms: TransformTypes) {
  type Fields = PothosSchemaTypes.ObjectFieldBuilder<BuilderTypes, AnsweredCall>;
  const billed = (t: Fields) => ({
    call: t.field({ type: types.call, description: 'The record of the call.', resolve: (call) => call }),
    usage: t.field({
      type: types.tokenUsage,
      description: 'Tokens of all attempts together.',
      resolve: ({ usage }) => toTokenUsage(usage),
    }),
    cost: t.expose('cost', { type: types.cost, description: 'Cost of all attempts together.' }),
  });
  const answered = (t: Fields) => ({
    ...billed(t),
    refusal: t.string({
      nullable: true,
      description: 'What the model said when it declined for safety; null otherwise.',
      resolve: ({ output }) => output.refusal,
    }),
    finishReason: t.field({
      type: types.finishReason,
      description: 'Why the model stopped.',
      resolve: ({ output }) => output.finishReason,
    }),
  });

  const asValue = (t: Fields) =>
    t.field({
      type: transforms.transformed,
      description: 'The answer as a value: a list, a number, one of some words. Costs nothing.',
      args: {
        input: t.arg({ type: transforms.input, required: true, description: 'What it is to become.' }),
      },
      resolve: ({ output }, { input }) => transformAnswer(output.text, input),
    });

  const completeSuccess = builder.objectRef<AnsweredCall>('CompleteSuccess').implement({
    description: 'The model answered.',
    fields: (t) => ({
      text: t.string({ description: 'The answer.', resolve: ({ output }) => output.text }),
      transformed: asValue(t),
      ...answered(t),
    }),
  });

  const chatSuccess = builder.objectRef<AnsweredCall>('ChatSuccess').implement({
    description: 'The model answered, or asks for tools to be called.',
    fields: (t) => ({
      // not `message`: errors have a field of that name with another type, and clients select both
      reply: t.field({
        type: types.chatMessage,
        description: "The model's last message.",
        resolve: (call) =>
          newMessagesOf(call).findLast(({ role }) => role === 'assistant') ?? replyOf(call.output),
      }),
      transformed: asValue(t),
      toolCalls: t.field({
        type: [types.toolCall],
        description:
          'What you are to call: add `newMessages` to the chat, then a TOOL message for each of these, and call `chat` again. Empty when the answer is complete.',
        resolve: ({ output }) => [...(output.toolCalls ?? [])],
      }),
      newMessages: t.field({
        type: [types.chatMessage],
        description:
          'All that is to be added to the chat, in order: tool calls that Tollgate answered, their results, and the reply.',
        resolve: (call) => [...newMessagesOf(call)],
      }),
      ...answered(t),
    }),
  });

  const objectSuccess = builder.objectRef<AnsweredCall>('GenerateObjectSuccess').implement({
    description: 'The model gave data that are valid against the schema.',
    fields: (t) => ({
      object: t.field({
        type: 'JSON',
        description: 'The data.',
        resolve: ({ output }): unknown => JSON.parse(output.text),
      }),
      repairs: t.int({
        description: 'How often the model had to be shown what was wrong.',
        resolve: ({ output }) => output.repairs ?? 0,
      }),
      ...answered(t),
    }),
  });

  const embedSuccess = builder.objectRef<AnsweredCall>('EmbedSuccess').implement({
    description: 'The texts as vectors.',
    fields: (t) => ({
      vectors: t.field({
        type: ['Vector'],
        description: 'One for each text, in the order of the texts.',
        resolve: ({ output }) => requireVectors(output),
      }),
      dimensions: t.int({
        description: 'Length of each vector.',
        resolve: ({ output }) => output.vectors?.dimensions ?? 0,
      }),
      ...billed(t),
    }),
  });

  return { completeSuccess, chatSuccess, objectSuccess, embedSuccess };
}

function newMessagesOf({ output }: AnsweredCall): readonly ChatMessage[] {
  return output.steps ?? [replyOf(output)];
}
