import { z } from 'zod';
import { CALL_STATUSES } from '../domain/call/call.ts';
import { labelSchema, optional } from '../domain/field-schemas.ts';
import { definedOnly } from '../lib/defined-only.ts';
import type { Builder } from './builder.ts';
import type { CallTypes } from './call-types.ts';
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

/** Looking at the calls that were made. */
export function defineCallQueries(builder: Builder, types: CallTypes): void {
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
