import { z } from 'zod';
import { decodeCursor } from '../lib/page.ts';
import { ValidationError } from '../domain/errors.ts';
import type { StoredEvent } from '../domain/event/event.ts';
import { isBudgetEvent, isCallEvent, matchesFilter } from '../domain/event/event-filter.ts';
import type { EventFilter } from '../domain/event/event-filter.ts';
import { labelSchema, optional } from '../domain/field-schemas.ts';
import type { Builder } from './builder.ts';
import type { BudgetTypes } from './budget-types.ts';
import type { CallTypes } from './call-types.ts';
import type { GraphQLContext } from './context.ts';
import { defineBudgetEventTypes, defineCallEventTypes } from './event-types.ts';

const VALUES_MAX = 100;
const namesSchema = optional(
  z.array(labelSchema()).min(1).max(VALUES_MAX, `must have at most ${VALUES_MAX} entries`),
);

const callEventFilterSchema = z.object({
  agentIds: namesSchema,
  operationIds: namesSchema,
  capabilityTypes: namesSchema,
  models: namesSchema,
});
const budgetEventFilterSchema = z.object({ agentIds: namesSchema, budgetIds: namesSchema });

/** Live events, and those missed since a cursor. */
export function defineEvents(builder: Builder, callTypes: CallTypes, budgetTypes: BudgetTypes): void {
  const callEvent = defineCallEventTypes(builder, callTypes);
  const budgetEvent = defineBudgetEventTypes(builder, budgetTypes);

  const callEventFilter = builder
    .inputType('ModelCallEventFilter', {
      description: 'Which events of calls; all fields must match, each by any of its values.',
      fields: (t) => ({
        agentIds: t.stringList({ description: 'Of these agents.' }),
        operationIds: t.idList({ description: 'Of these calls.' }),
        capabilityTypes: t.stringList({ description: 'Of these capabilities.' }),
        models: t.stringList({ description: 'Of these models.' }),
      }),
    })
    .validate(callEventFilterSchema);
  const budgetEventFilter = builder
    .inputType('BudgetEventFilter', {
      description: 'Which events of budgets; all fields must match, each by any of its values.',
      fields: (t) => ({
        agentIds: t.stringList({ description: 'Set off by these agents.' }),
        budgetIds: t.idList({ description: 'Of these budgets.' }),
      }),
    })
    .validate(budgetEventFilterSchema);

  const after =
    'Cursor of the last event that was seen: every later one comes, in order. From now on when left out. CURSOR_EXPIRED when some were deleted.';

  builder.subscriptionField('modelCallEvents', (t) =>
    t.field({
      type: callEvent,
      description: 'Calls as they start, complete and fail.',
      authScopes: { viewer: true },
      args: {
        filter: t.arg({ type: callEventFilter, description: 'Which events.' }),
        after: t.arg.string({ description: after }),
      },
      subscribe: (_, args, context) => subscribe(context, args.after, args.filter ?? {}, isCallEvent),
      resolve: (event: StoredEvent) => event,
    }),
  );

  builder.subscriptionField('budgetEvents', (t) =>
    t.field({
      type: budgetEvent,
      description: 'Warnings, each once per threshold and period, and refusals.',
      authScopes: { viewer: true },
      args: {
        filter: t.arg({ type: budgetEventFilter, description: 'Which events.' }),
        after: t.arg.string({ description: after }),
      },
      subscribe: (_, args, context) => subscribe(context, args.after, args.filter ?? {}, isBudgetEvent),
      resolve: (event: StoredEvent) => event,
    }),
  );
}

async function subscribe(
  { principal, services }: GraphQLContext,
  after: string | null | undefined,
  filter: EventFilter,
  isKind: (event: StoredEvent) => boolean,
): Promise<AsyncIterable<StoredEvent>> {
  const position = typeof after === 'string' ? seqOf(after) : undefined;
  // now, as an error of the request: later it would only end the stream
  if (position !== undefined) await services.feed.checkPosition(position);
  return services.feed.subscribe({
    after: position,
    matches: (event) => isKind(event) && matchesFilter(event, principal.projectId, filter),
  });
}

/** Throws ValidationError for what is no cursor of an event. */
function seqOf(cursor: string): number {
  const [seq] = decodeCursor(cursor, 1) ?? [];
  if (typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0) return seq;
  throw new ValidationError([{ path: 'after', message: 'must be the cursor of an event' }]);
}
