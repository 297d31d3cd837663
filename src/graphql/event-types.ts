import { encodeCursor } from '../lib/page.ts';
import type { EventKind, FeedItem, Heartbeat } from '../domain/event/event.ts';
import type { defineBudgetEventTypes } from './budget-event-types.ts';
import type { Builder } from './builder.ts';
import type { defineCallEventTypes } from './call-event-types.ts';
import type { defineTemplateEventTypes } from './template-event-types.ts';

const TYPE_NAMES: Record<EventKind | 'heartbeat', string> = {
  call_started: 'ModelCallStarted',
  call_completed: 'ModelCallCompleted',
  call_failed: 'ModelCallFailed',
  budget_warning: 'BudgetWarning',
  budget_exceeded: 'BudgetExceeded',
  budget_forecast: 'BudgetForecastExceeded',
  template_label_moved: 'TemplateLabelMoved',
  heartbeat: 'Heartbeat',
};

export type EventRef = ReturnType<typeof defineEventType>;

/** What every event has. Returns the interface. */
export function defineEventType(builder: Builder) {
  return builder.interfaceRef<FeedItem>('Event').implement({
    description: 'Something that happened.',
    resolveType: typeNameOf,
    fields: (t) => ({
      cursor: t.string({
        description: 'Its place among all events; give it as `after` to go on from here.',
        resolve: ({ seq }) => encodeCursor([seq]),
      }),
      topic: t.exposeString('topic', {
        description: 'Its name: openai.model.call_started, openai.budget.warning and so on.',
      }),
      timestamp: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
      agentId: t.exposeString('agentId', {
        nullable: true,
        description: 'The agent whose call set it off.',
      }),
    }),
  });
}

/** Heartbeat, which stands among the events of every subscription. */
export function defineHeartbeatType(
  builder: Builder,
  interfaces: readonly [
    EventRef,
    ReturnType<typeof defineCallEventTypes>,
    ReturnType<typeof defineBudgetEventTypes>,
    ReturnType<typeof defineTemplateEventTypes>,
  ],
): void {
  builder.objectRef<Heartbeat>('Heartbeat').implement({
    description:
      'No event: says that there was none up to `cursor` which the subscription has not given. Comes where nothing else did for a while, as `heartbeatMs` says.',
    interfaces: [...interfaces],
  });
}

/** The GraphQL type of what a subscriber is given. */
export function typeNameOf({ payload }: FeedItem): string {
  return TYPE_NAMES[payload.kind];
}
