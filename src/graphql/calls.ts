import { z } from 'zod';
import { definedOnly } from '../lib/defined-only.ts';
import { CALL_STATUSES } from '../domain/call/call.ts';
import { requireAnswer } from '../domain/call/call-failure.ts';
import type { AnsweredCall } from '../domain/call/call-failure.ts';
import { chatRequest, completeRequest } from '../domain/call/call-request.ts';
import type { CallRequest } from '../domain/call/call-request.ts';
import type { ChatMessage } from '../domain/call/chat-message.ts';
import { labelSchema, optional } from '../domain/field-schemas.ts';
import { runCall } from '../domain/call/run-call.ts';
import { toTokenUsage } from '../domain/token/usage.ts';
import type { Builder } from './builder.ts';
import type { CallInputs } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import type { GraphQLContext } from './context.ts';
import type { ErrorTypes } from './errors.ts';
import { connectionTypes, toConnection, toPageRequest } from './page-arguments.ts';

/** Parts of a cursor in the list of calls: startedAt and operationId. */
const CALL_KEY_PARTS = 2;

const instantSchema = optional(z.date().transform((date) => date.getTime()));
const callFilterSchema = z.object({
  agentId: optional(labelSchema()),
  capabilityType: optional(labelSchema()),
  model: optional(labelSchema()),
  status: optional(z.enum(CALL_STATUSES)),
  startedFrom: instantSchema,
  startedBefore: instantSchema,
});

/** Making calls, and looking at those that were made. */
export function defineCalls(
  builder: Builder,
  types: CallTypes,
  inputs: CallInputs,
  { callErrors }: ErrorTypes,
): void {
  const { completeInput, chatInput } = inputs;

  const answeredFields = {
    call: 'The record of the call.',
    finishReason: 'Why the model stopped.',
    usage: 'Tokens of all attempts together.',
    cost: 'Cost of all attempts together.',
    refusal: 'What the model said when it declined for safety; null otherwise.',
  };

  const completeSuccess = builder.objectRef<AnsweredCall>('CompleteSuccess').implement({
    description: 'The model answered.',
    fields: (t) => ({
      call: t.field({ type: types.call, description: answeredFields.call, resolve: (call) => call }),
      text: t.string({ description: 'The answer.', resolve: ({ output }) => output.text }),
      refusal: t.string({
        nullable: true,
        description: answeredFields.refusal,
        resolve: ({ output }) => output.refusal,
      }),
      finishReason: t.field({
        type: types.finishReason,
        description: answeredFields.finishReason,
        resolve: ({ output }) => output.finishReason,
      }),
      usage: t.field({
        type: types.tokenUsage,
        description: answeredFields.usage,
        resolve: ({ usage }) => toTokenUsage(usage),
      }),
      cost: t.expose('cost', { type: types.cost, description: answeredFields.cost }),
    }),
  });

  const chatSuccess = builder.objectRef<AnsweredCall>('ChatSuccess').implement({
    description: 'The model answered.',
    fields: (t) => ({
      call: t.field({ type: types.call, description: answeredFields.call, resolve: (call) => call }),
      // not `message`: errors have a field of that name with another type, and clients select both
      reply: t.field({
        type: types.chatMessage,
        description: "The model's message, to be added to the chat.",
        resolve: ({ output }): ChatMessage => ({ role: 'assistant', content: output.text }),
      }),
      refusal: t.string({
        nullable: true,
        description: answeredFields.refusal,
        resolve: ({ output }) => output.refusal,
      }),
      finishReason: t.field({
        type: types.finishReason,
        description: answeredFields.finishReason,
        resolve: ({ output }) => output.finishReason,
      }),
      usage: t.field({
        type: types.tokenUsage,
        description: answeredFields.usage,
        resolve: ({ usage }) => toTokenUsage(usage),
      }),
      cost: t.expose('cost', { type: types.cost, description: answeredFields.cost }),
    }),
  });

  builder.mutationField('complete', (t) =>
    t.field({
      type: completeSuccess,
      description: 'Completes a prompt, within every budget that counts the call.',
      authScopes: { agent: true },
      errors: {
        types: callErrors,
        union: { name: 'CompleteResult', description: 'What `complete` can give.' },
      },
      args: {
        input: t.arg({ type: completeInput, required: true, description: 'The prompt and how to run it.' }),
      },
      resolve: (_, { input }, context) =>
        answer(context, completeRequest(input, context.services.promptMaxBytes)),
    }),
  );

  builder.mutationField('chat', (t) =>
    t.field({
      type: chatSuccess,
      description: 'Continues a chat, within every budget that counts the call.',
      authScopes: { agent: true },
      errors: { types: callErrors, union: { name: 'ChatResult', description: 'What `chat` can give.' } },
      args: {
        input: t.arg({ type: chatInput, required: true, description: 'The messages and how to run them.' }),
      },
      resolve: (_, { input }, context) =>
        answer(context, chatRequest(input, context.services.promptMaxBytes)),
    }),
  );

  builder.queryField('call', (t) =>
    t.field({
      type: types.call,
      nullable: true,
      description: 'The call of that operationId, if there is one.',
      authScopes: { viewer: true },
      args: { operationId: t.arg.id({ required: true, description: 'Its id.' }) },
      resolve: (_, { operationId }, { principal, services }) =>
        services.storage.calls.find({ projectId: principal.projectId, operationId }),
    }),
  );

  const callFilter = builder
    .inputType('CallFilter', {
      description: 'Which calls to list; all fields must match.',
      fields: (t) => ({
        agentId: t.string({ description: 'Made by this agent.' }),
        capabilityType: t.string({ description: 'Made for this capability.' }),
        model: t.string({ description: 'That asked this model.' }),
        status: t.field({ type: types.callStatus, description: 'That stand there.' }),
        startedFrom: t.field({ type: 'DateTime', description: 'Dispatched at or after this instant.' }),
        startedBefore: t.field({ type: 'DateTime', description: 'Dispatched before this instant.' }),
      }),
    })
    .validate(callFilterSchema);

  builder.queryField('calls', (t) =>
    t.connection(
      {
        type: types.call,
        description: 'Calls, newest first.',
        authScopes: { viewer: true },
        args: { filter: t.arg({ type: callFilter, description: 'Which calls.' }) },
        resolve: async (_, { filter, ...page }, { principal, services }) =>
          toConnection(
            await services.storage.calls.list(
              principal.projectId,
              definedOnly(filter ?? {}),
              toPageRequest(page, CALL_KEY_PARTS),
            ),
          ),
      },
      ...connectionTypes('Call', 'call'),
    ),
  );
}

async function answer({ principal, services }: GraphQLContext, request: CallRequest): Promise<AnsweredCall> {
  return requireAnswer(await runCall(services.calls, principal, request));
}
