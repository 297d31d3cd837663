import { z } from 'zod';
import { decodeCursor } from '../lib/page.ts';
import { ValidationError } from '../domain/errors.ts';
import type { EventGroup, FeedItem } from '../domain/event/event.ts';
import type { LiveEventFilter } from '../domain/event/event-filter.ts';
import type { FeedRequest } from '../domain/event/event-stream.ts';
import { optional } from '../domain/field-schemas.ts';
import { parseInput } from '../domain/validation.ts';
import { defineBudgetEventTypes } from './budget-event-types.ts';
import type { Builder } from './builder.ts';
import { defineCallEventTypes } from './call-event-types.ts';
import type { BudgetTypes } from './budget-types.ts';
import type { CallTypes } from './call-types.ts';
import type { GraphQLContext } from './context.ts';
import { defineEventInputs } from './event-inputs.ts';
import { defineEventType, defineHeartbeatType } from './event-types.ts';
import { defineTemplateEventTypes } from './template-event-types.ts';
import { connectionTypes, toConnection, toPageRequest } from './page-arguments.ts';

/** Parts of a cursor in the log: the place. */
const EVENT_KEY_PARTS = 1;
const HEARTBEAT_MIN_MS = 100;
const HEARTBEAT_MAX_MS = 3_600_000;

/** Below the minute after which many proxies take a quiet connection for a dead one. */
const HEARTBEAT_DEFAULT_MS = 30_000;
const HEARTBEAT_ACCEPTED = `must be a whole number from ${HEARTBEAT_MIN_MS} to ${HEARTBEAT_MAX_MS}, or 0 for none`;

const heartbeatSchema = z.object({
  heartbeatMs: optional(
    z
      .int(HEARTBEAT_ACCEPTED)
      .refine((ms) => ms === 0 || (ms >= HEARTBEAT_MIN_MS && ms <= HEARTBEAT_MAX_MS), HEARTBEAT_ACCEPTED),
  ),
});

/** What happened, what happens now, and what was missed since a cursor. */
export function defineEvents(builder: Builder, callTypes: CallTypes, budgetTypes: BudgetTypes): void {
  const event = defineEventType(builder);
  const callEvent = defineCallEventTypes(builder, callTypes, event);
  const budgetEvent = defineBudgetEventTypes(builder, budgetTypes, event);
  const templateEvent = defineTemplateEventTypes(builder, event);
  defineHeartbeatType(builder, [event, callEvent, budgetEvent, templateEvent]);
  const { callEventFilter, budgetEventFilter, templateEventFilter, eventFilter } = defineEventInputs(builder);

  const after =
    'Cursor of the last event that was seen: every later one comes, in order. From now on when left out. CURSOR_EXPIRED when some were deleted, CURSOR_AHEAD when the log ends before it.';
  const heartbeatMs = `A Heartbeat at the beginning, and whenever nothing else came for so many milliseconds: ${HEARTBEAT_MIN_MS} to ${HEARTBEAT_MAX_MS}, or 0 for none. When left out, whenever nothing else came for ${HEARTBEAT_DEFAULT_MS}.`;

  builder.subscriptionField('modelCallEvents', (t) =>
    t.field({
      type: callEvent,
      description: 'Calls as they start, complete and fail.',
      authScopes: { viewer: true },
      extensions: OF_THE_EVENT_ALONE,
      args: {
        filter: t.arg({ type: callEventFilter, description: 'Which events.' }),
        after: t.arg.string({ description: after }),
        heartbeatMs: t.arg.int({ description: heartbeatMs }),
      },
      subscribe: (_, { filter, ...args }, context) => subscribe(context, 'call', filter ?? {}, args),
      resolve: (item: FeedItem) => item,
    }),
  );

  builder.subscriptionField('budgetEvents', (t) =>
    t.field({
      type: budgetEvent,
      description: 'Warnings, each once per threshold and period, refusals, and forecasts.',
      authScopes: { viewer: true },
      args: {
        filter: t.arg({ type: budgetEventFilter, description: 'Which events.' }),
        after: t.arg.string({ description: after }),
        heartbeatMs: t.arg.int({ description: heartbeatMs }),
      },
      subscribe: (_, { filter, ...args }, context) => subscribe(context, 'budget', filter ?? {}, args),
      resolve: (item: FeedItem) => item,
    }),
  );

  builder.subscriptionField('templateEvents', (t) =>
    t.field({
      type: templateEvent,
      description: 'Labels of templates as they are moved.',
      authScopes: { viewer: true },
      extensions: OF_THE_EVENT_ALONE,
      args: {
        filter: t.arg({ type: templateEventFilter, description: 'Which events.' }),
        after: t.arg.string({ description: after }),
        heartbeatMs: t.arg.int({ description: heartbeatMs }),
      },
      subscribe: (_, { filter, ...args }, context) => subscribe(context, 'template', filter ?? {}, args),
      resolve: (item: FeedItem) => item,
    }),
  );

  builder.queryField('events', (t) =>
    t.connection(
      {
        type: event,
        description: 'What happened, in order, oldest first: the log that the subscriptions follow.',
        authScopes: { viewer: true },
        args: { filter: t.arg({ type: eventFilter, description: 'Which events.' }) },
        resolve: async (_, { filter, ...page }, { principal, services }) => {
          const request = toPageRequest(page, EVENT_KEY_PARTS);
          return toConnection(await services.storage.events.list(principal.projectId, filter ?? {}, request));
        },
      },
      ...connectionTypes('Event', 'event'),
    ),
  );
}

/**
 * Tells the server that a result can be worked out once for all who select the same of an event. Not so where a budget can be selected as it
 * is now.
 */
const OF_THE_EVENT_ALONE = {
  resultKey: (item: FeedItem) => (item.payload.kind === 'heartbeat' ? null : item.seq),
};

interface FollowArguments {
  after?: string | null | undefined;
  heartbeatMs?: number | null | undefined;
}

async function subscribe(
  { principal, services, onTooSlow }: GraphQLContext,
  group: EventGroup,
  filter: LiveEventFilter,
  { after, ...rest }: FollowArguments,
): Promise<AsyncIterable<FeedItem>> {
  const { heartbeatMs } = parseInput(heartbeatSchema, rest);
  const position = typeof after === 'string' ? seqOf(after) : undefined;
  // now, as an error of the request: later it would only end the stream
  if (position !== undefined) await services.feed.checkPosition(position);
  return services.feed.subscribe({
    after: position,
    selection: { projectId: principal.projectId, group, filter },
    ...heartbeatsOf(heartbeatMs),
    onTooSlow,
  });
}

function heartbeatsOf(askedMs: number | undefined): Pick<FeedRequest, 'heartbeatMs' | 'firstHeartbeatMs'> {
  if (askedMs === undefined)
    return { heartbeatMs: HEARTBEAT_DEFAULT_MS, firstHeartbeatMs: HEARTBEAT_DEFAULT_MS };
  return askedMs === 0 ? {} : { heartbeatMs: askedMs };
}

/** Throws ValidationError for what is no cursor of an event. */
function seqOf(cursor: string): number {
  const [seq] = decodeCursor(cursor, EVENT_KEY_PARTS) ?? [];
  if (typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0) return seq;
  throw new ValidationError([{ path: 'after', message: 'must be the cursor of an event' }]);
}
