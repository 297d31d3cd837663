import { cancelCall } from '../domain/call/cancel-call.ts';
import type { Call } from '../domain/call/call.ts';
import { requireAnswer } from '../domain/call/call-failure.ts';
import type { AnsweredCall } from '../domain/call/call-failure.ts';
import { operationIdSchema } from '../domain/call/call-options.ts';
import type { CallRequest } from '../domain/call/call-request.ts';
import { chatRequest } from '../domain/call/chat-input.ts';
import { completeRequest } from '../domain/call/complete-input.ts';
import { embedRequest } from '../domain/call/embed-input.ts';
import { objectRequest } from '../domain/call/object-input.ts';
import { runCall } from '../domain/call/run-call.ts';
import { parseInput } from '../domain/validation.ts';
import type { Builder } from './builder.ts';
import type { CallInputs } from './call-inputs.ts';
import type { CallResults } from './call-results.ts';
import type { CallTypes } from './call-types.ts';
import type { GraphQLContext } from './context.ts';
import type { ErrorTypes } from './errors.ts';

/** Making calls, each within every budget that counts it, and ending them. */
export function defineCalls(
  builder: Builder,
  types: CallTypes,
  inputs: CallInputs,
  results: CallResults,
  { callErrors, chatErrors, objectErrors, cancelErrors }: ErrorTypes,
): void {
  builder.mutationField('complete', (t) =>
    t.field({
      type: results.completeSuccess,
      description: 'Completes a prompt, within every budget that counts the call.',
      authScopes: { agent: true },
      errors: {
        types: callErrors,
        union: { name: 'CompleteResult', description: 'What `complete` can give.' },
      },
      args: {
        input: t.arg({
          type: inputs.completeInput,
          required: true,
          description: 'The prompt and how to run it.',
        }),
      },
      resolve: (_, { input }, context) =>
        answer(context, completeRequest(input, context.services.promptMaxBytes)),
    }),
  );

  builder.mutationField('chat', (t) =>
    t.field({
      type: results.chatSuccess,
      description: 'Continues a chat, with tools if there are any, within every budget that counts the call.',
      authScopes: { agent: true },
      errors: { types: chatErrors, union: { name: 'ChatResult', description: 'What `chat` can give.' } },
      args: {
        input: t.arg({
          type: inputs.chatInput,
          required: true,
          description: 'The messages and how to run them.',
        }),
      },
      resolve: (_, { input }, context) =>
        answer(context, chatRequest(input, context.services.promptMaxBytes)),
    }),
  );

  builder.mutationField('generateObject', (t) =>
    t.field({
      type: results.objectSuccess,
      description: 'Data that are valid against a JSON Schema, within every budget that counts the call.',
      authScopes: { agent: true },
      errors: {
        types: objectErrors,
        union: { name: 'GenerateObjectResult', description: 'What `generateObject` can give.' },
      },
      args: {
        input: t.arg({
          type: inputs.objectInput,
          required: true,
          description: 'What is asked, and the schema of the answer.',
        }),
      },
      resolve: (_, { input }, context) =>
        answer(context, objectRequest(input, context.services.promptMaxBytes)),
    }),
  );

  builder.mutationField('embed', (t) =>
    t.field({
      type: results.embedSuccess,
      description: 'Texts as vectors, within every budget that counts the call.',
      authScopes: { agent: true },
      errors: { types: callErrors, union: { name: 'EmbedResult', description: 'What `embed` can give.' } },
      args: {
        input: t.arg({ type: inputs.embedInput, required: true, description: 'The texts.' }),
      },
      resolve: (_, { input }, context) =>
        answer(context, embedRequest(input, context.services.promptMaxBytes)),
    }),
  );

  const cancelSuccess = builder.objectRef<Call>('CancelCallSuccess').implement({
    description:
      'The call as it is now: CANCELLED with what it cost until then, what it had become before, or RUNNING when its process is slow to end it.',
    fields: (t) => ({
      call: t.field({ type: types.call, description: 'The call.', resolve: (call) => call }),
    }),
  });

  builder.mutationField('cancelCall', (t) =>
    t.field({
      type: cancelSuccess,
      description:
        'Ends a running call, whichever instance runs it: its upstream request is aborted, and what was produced is paid for.',
      authScopes: { agent: true },
      errors: {
        types: cancelErrors,
        union: { name: 'CancelCallResult', description: 'What `cancelCall` can give.' },
      },
      args: { operationId: t.arg.id({ required: true, description: 'The call.' }) },
      resolve: (_, args, { principal, services }) => {
        const operationId = parseInput(operationIdSchema, args.operationId);
        return cancelCall(services.calls, principal, operationId);
      },
    }),
  );
}

async function answer({ principal, services }: GraphQLContext, request: CallRequest): Promise<AnsweredCall> {
  return requireAnswer(await runCall(services.calls, principal, request));
}
