import type { FeedItem, StoredEvent } from '../domain/event/event.ts';
import type { BudgetTypes } from './budget-types.ts';
import type { Builder, BuilderTypes } from './builder.ts';
import { upperCaseEnum } from './enums.ts';
import { budgetPayload, eventIn, payloadOf } from './event-payloads.ts';
import type { PayloadOf } from './event-payloads.ts';
import { typeNameOf } from './event-types.ts';
import type { EventRef } from './event-types.ts';

/** BudgetEvent and its kinds. Returns the interface. */
export function defineBudgetEventTypes(builder: Builder, { budget }: BudgetTypes, base: EventRef) {
  const reason = upperCaseEnum<PayloadOf<'budget_exceeded'>['reason']>(
    builder,
    'BudgetExceededReason',
    'Why a budget says so.',
    {
      call_refused: 'It turned a call away.',
      used_up: 'What was spent has reached the amount.',
    },
  );

  const event = builder.interfaceRef<FeedItem>('BudgetEvent').implement({
    description: 'Something that people should know of a budget.',
    interfaces: [base],
    resolveType: typeNameOf,
    // not null for every event of a budget; a heartbeat has none of them
    fields: (t) => ({
      budgetId: t.id({
        nullable: true,
        description: 'The budget.',
        resolve: (e) => eventIn(e)?.budgetId,
      }),
      budget: t.loadable({
        type: budget,
        nullable: true,
        description: 'The budget as it is now; null when it was deleted.',
        // all events of a subscription share one context: a cached budget would never change
        loaderOptions: { cache: false },
        load: (ids: string[], { principal, services }) =>
          services.storage.budgets.findMany(principal.projectId, ids, services.clock.now()),
        resolve: (e) => eventIn(e)?.budgetId,
      }),
      operationId: t.id({
        nullable: true,
        description: 'The call that set it off.',
        resolve: (e) => eventIn(e)?.operationId,
      }),
      currentUsage: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'What the period has spent.',
        resolve: (e) => budgetPayload(e)?.currentUsage,
      }),
      budgetAmount: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'The limit.',
        resolve: (e) => budgetPayload(e)?.budgetAmount,
      }),
      percentageUsed: t.float({
        nullable: true,
        description: 'The one of the other: 80 is 80 %.',
        resolve: (e) => budgetPayload(e)?.percentageUsed,
      }),
    }),
  });
  const interfaces = [base, event];
  const budgetFields = (t: PothosSchemaTypes.ObjectFieldBuilder<BuilderTypes, StoredEvent>) => ({
    budgetId: t.id({ description: 'The budget.', resolve: (e) => e.budgetId ?? '' }),
    currentUsage: t.field({
      type: 'Decimal',
      description: 'What the period has spent.',
      resolve: (e) => budgetPayload(e)?.currentUsage ?? '0',
    }),
    budgetAmount: t.field({
      type: 'Decimal',
      description: 'The limit.',
      resolve: (e) => budgetPayload(e)?.budgetAmount ?? '0',
    }),
    percentageUsed: t.float({
      description: 'The one of the other: 80 is 80 %.',
      resolve: (e) => budgetPayload(e)?.percentageUsed ?? 0,
    }),
  });

  builder.objectRef<StoredEvent>('BudgetWarning').implement({
    description: 'A budget crossed a threshold; once per threshold and period.',
    interfaces,
    fields: (t) => ({
      ...budgetFields(t),
      threshold: t.float({
        description: 'The fraction that was crossed: 0.8.',
        resolve: (e) => payloadOf(e, 'budget_warning').threshold,
      }),
    }),
  });

  builder.objectRef<StoredEvent>('BudgetForecastExceeded').implement({
    description:
      'A budget will spend more than its amount in this period when it goes on as before; once a period.',
    interfaces,
    fields: (t) => ({
      ...budgetFields(t),
      projectedUsage: t.field({
        type: 'Decimal',
        description: 'What the period will have spent at its end.',
        resolve: (e) => payloadOf(e, 'budget_forecast').projectedUsage,
      }),
      usedUpAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When the amount will be used up; null when not within the period.',
        resolve: (e) => payloadOf(e, 'budget_forecast').usedUpAt,
      }),
    }),
  });

  builder.objectRef<StoredEvent>('BudgetExceeded').implement({
    description: 'A budget turned a call away, or is used up.',
    interfaces,
    fields: (t) => ({
      ...budgetFields(t),
      reason: t.field({
        type: reason,
        description: 'Which of the two.',
        resolve: (e) => payloadOf(e, 'budget_exceeded').reason,
      }),
      held: t.field({
        type: 'Decimal',
        description: 'Held for calls under way.',
        resolve: (e) => payloadOf(e, 'budget_exceeded').held,
      }),
      requested: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'The highest cost of the refused call; null when the budget is used up.',
        resolve: (e) => payloadOf(e, 'budget_exceeded').requested,
      }),
      resetsAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When the next period begins; null for a fixed period.',
        resolve: (e) => payloadOf(e, 'budget_exceeded').resetsAt,
      }),
    }),
  });

  return event;
}
