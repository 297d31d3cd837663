import type { CallKind } from '../domain/call/call.ts';
import { requireAnswer } from '../domain/call/call-failure.ts';
import type { AnsweredCall } from '../domain/call/call-failure.ts';
import type { CallRequest } from '../domain/call/call-request.ts';
import type { CallDelta } from '../domain/call/call-run.ts';
import { chatRequest } from '../domain/call/chat-input.ts';
import { completeRequest } from '../domain/call/complete-input.ts';
import { streamCall } from '../domain/call/stream-call.ts';
import { TollgateError } from '../domain/errors.ts';
import type { Builder } from './builder.ts';
import type { CallInputs } from './call-inputs.ts';
import type { CallResults } from './call-results.ts';
import type { GraphQLContext } from './context.ts';
import type { ErrorTypes } from './errors.ts';

type DeltaOf<Kind extends CallDelta['kind']> = Extract<CallDelta, { kind: Kind }>;
/** What a stream gives: pieces, then the finished call or why there is none. */
type StreamEvent = CallDelta | AnsweredCall | TollgateError;

/** By the kind of the piece or of the call. */
const MEMBERS: Record<CallDelta['kind'] | CallKind, string> = {
  text: 'TextDelta',
  refusal: 'RefusalDelta',
  reasoning: 'ReasoningDelta',
  tool_call: 'ToolCallDelta',
  tool_result: 'ToolResult',
  complete: 'CompleteSuccess',
  chat: 'ChatSuccess',
  object: 'GenerateObjectSuccess',
  embed: 'EmbedSuccess',
};

/** Calls whose answer comes piece by piece. */
export function defineCallStreams(
  builder: Builder,
  inputs: CallInputs,
  results: CallResults,
  { chatErrors }: ErrorTypes,
): void {
  const text = builder.objectRef<DeltaOf<'text'>>('TextDelta').implement({
    description: 'A piece of the answer.',
    fields: (t) => ({ text: t.exposeString('text', { description: 'To be added to what came before.' }) }),
  });
  const refusal = builder.objectRef<DeltaOf<'refusal'>>('RefusalDelta').implement({
    description: 'A piece of what the model says as it declines for safety.',
    fields: (t) => ({ text: t.exposeString('text', { description: 'To be added to what came before.' }) }),
  });
  const reasoning = builder.objectRef<DeltaOf<'reasoning'>>('ReasoningDelta').implement({
    description: 'A piece of the thoughts that a reasoning model lets be seen. Not a part of the answer.',
    fields: (t) => ({ text: t.exposeString('text', { description: 'To be added to what came before.' }) }),
  });
  const toolCall = builder.objectRef<DeltaOf<'tool_call'>>('ToolCallDelta').implement({
    description: 'A piece of a tool call; the first of each brings its id and name.',
    fields: (t) => ({
      index: t.exposeInt('index', { description: 'Which call of the message, from 0.' }),
      id: t.exposeID('id', { nullable: true, description: 'Its id, in the first piece.' }),
      name: t.exposeString('name', { nullable: true, description: 'The function, in the first piece.' }),
      arguments: t.exposeString('arguments', { description: 'JSON text, to be added to what came before.' }),
    }),
  });
  const toolResult = builder.objectRef<DeltaOf<'tool_result'>>('ToolResult').implement({
    description: 'What a registered tool gave, as the model is shown it. The next step begins after it.',
    fields: (t) => ({
      toolCallId: t.exposeID('toolCallId', { description: 'The call that it answers.' }),
      name: t.exposeString('name', { description: 'The tool.' }),
      content: t.exposeString('content', { description: 'The result.' }),
    }),
  });

  const streamEvent = builder.errorUnion('CompletionStreamEvent', {
    description: 'A piece of the answer, or, as the last event, the result or why there is none.',
    types: [
      text,
      refusal,
      reasoning,
      toolCall,
      toolResult,
      results.completeSuccess,
      results.chatSuccess,
      ...chatErrors,
    ],
    resolveType: (event) => MEMBERS[(event as CallDelta | AnsweredCall).kind],
  });

  builder.subscriptionField('streamCompletion', (t) =>
    t.field({
      type: streamEvent,
      description:
        'Completes a prompt as `complete` does, piece by piece. Whoever stops listening ends the call; what was produced is paid for.',
      authScopes: { agent: true },
      extensions: ENDS_BY_ITSELF,
      args: {
        input: t.arg({
          type: inputs.completeInput,
          required: true,
          description: 'The prompt and how to run it.',
        }),
      },
      subscribe: (_, { input }, context) =>
        stream(context, () => completeRequest(input, context.services.promptMaxBytes)),
      resolve: orThrow,
    }),
  );

  builder.subscriptionField('streamChat', (t) =>
    t.field({
      type: streamEvent,
      description:
        'Continues a chat as `chat` does, piece by piece. Whoever stops listening ends the call; what was produced is paid for.',
      authScopes: { agent: true },
      extensions: ENDS_BY_ITSELF,
      args: {
        input: t.arg({
          type: inputs.chatInput,
          required: true,
          description: 'The messages and how to run them.',
        }),
      },
      subscribe: (_, { input }, context) =>
        stream(context, () => chatRequest(input, context.services.promptMaxBytes)),
      resolve: orThrow,
    }),
  );
}

/** Tells the server that the subscription isn't to be ended when it stops: the call it is about is. */
const ENDS_BY_ITSELF = { endsByItself: true };

/** Errors as the errors plugin wants them: thrown, so that it makes members of the union of them. */
function orThrow(event: StreamEvent): CallDelta | AnsweredCall {
  if (event instanceof TollgateError) throw event;
  return event;
}

/** Expected failures become the last event. */
function stream(
  { principal, services, whenEnded }: GraphQLContext,
  toRequest: () => CallRequest,
): AsyncIterableIterator<StreamEvent> {
  let items: ReturnType<typeof streamCall> | null = null;
  let isDone = false;
  async function leave(): Promise<IteratorResult<StreamEvent>> {
    if (!isDone) {
      isDone = true;
      await items?.return?.();
    }
    return { done: true, value: undefined };
  }
  // the errors plugin's own iterator keeps a `return` until the next event has come
  whenEnded(() => void leave());
  return {
    async next() {
      if (isDone) return { done: true, value: undefined };
      try {
        items ??= streamCall(services.calls, principal, toRequest());
        const item = await items.next();
        if (item.done === true) return { done: true, value: undefined };
        if (item.value.kind === 'delta') return { done: false, value: item.value.delta };
        isDone = true;
        return { done: false, value: requireAnswer(item.value.call) };
      } catch (error) {
        isDone = true;
        if (error instanceof TollgateError) return { done: false, value: error };
        throw error;
      }
    },
    return: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
