import { callFilterSchema, toCallFilter } from '../domain/call/call-filter.ts';
import { listCalls } from '../domain/call/list-calls.ts';
import type { Builder } from './builder.ts';
import type { TagInputRef } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import { connectionTypes, toConnection, toPageRequest } from './page-arguments.ts';

/** Parts of a cursor in the list of calls: startedAt and operationId. */
const CALL_KEY_PARTS = 2;

/** Looking at the calls that were made. */
export function defineCallQueries(builder: Builder, types: CallTypes, tagInput: TagInputRef): void {
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
        model: t.string({ description: 'That this model has answered, or that asked it last.' }),
        provider: t.string({ description: 'That this provider was asked for.' }),
        kind: t.field({ type: types.callKind, description: 'That asked for this.' }),
        status: t.field({ type: types.callStatus, description: 'That stand there.' }),
        templateId: t.id({ description: 'Rendered from this prompt template.' }),
        templateVersion: t.int({ description: 'Rendered from this version of a template.' }),
        apiKeyId: t.id({ description: 'Made with this API key.' }),
        finishReason: t.field({
          type: types.finishReason,
          description: 'Whose model stopped for this reason.',
        }),
        errorCategory: t.field({ type: types.errorCategory, description: 'That failed for this reason.' }),
        tag: t.field({ type: tagInput, description: 'With this label.' }),
        inputContains: t.string({
          description:
            'Asked with this text, as far as it is kept; upper and lower case are the same. Calls are looked at for at most five seconds.',
        }),
        minCost: t.field({ type: 'Decimal', description: 'That cost at least so much.' }),
        maxCost: t.field({ type: 'Decimal', description: 'That cost at most so much.' }),
        minLatencyMs: t.int({ description: 'That took at least so many milliseconds.' }),
        maxLatencyMs: t.int({ description: 'That took at most so many milliseconds.' }),
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
            await listCalls(
              services.storage.calls,
              services.clock,
              principal.projectId,
              toCallFilter(filter ?? {}),
              toPageRequest(page, CALL_KEY_PARTS),
            ),
          ),
      },
      ...connectionTypes('Call', 'call'),
    ),
  );
}
