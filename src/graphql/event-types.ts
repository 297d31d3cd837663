import { encodeCursor } from '../lib/page.ts';
import type { CallError } from '../domain/call/call.ts';
import type { EventKind, FeedItem, Heartbeat, StoredEvent } from '../domain/event/event.ts';
import { toTokenUsage } from '../domain/token/usage.ts';
import type { Builder, BuilderTypes } from './builder.ts';
import type { BudgetTypes } from './budget-types.ts';
import type { CallTypes } from './call-types.ts';
import { upperCaseEnum } from './enums.ts';
import { budgetPayload, callPayload, eventIn, fromCostPayload, payloadOf } from './event-payloads.ts';
import type { PayloadOf } from './event-payloads.ts';

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

/** Heartbeat, which stands among the events of both subscriptions. */
export function defineHeartbeatType(
  builder: Builder,
  interfaces: readonly [
    EventRef,
    ReturnType<typeof defineCallEventTypes>,
    ReturnType<typeof defineBudgetEventTypes>,
  ],
): void {
  builder.objectRef<Heartbeat>('Heartbeat').implement({
    description:
      'No event: says that there was none up to `cursor` which the subscription has not given. Comes only where `heartbeatMs` asks for it.',
    interfaces: [...interfaces],
  });
}

/** The one event of a template; it is only in the history. */
export function defineTemplateEventType(builder: Builder, base: EventRef): void {
  const payload = (e: StoredEvent) => payloadOf(e, 'template_label_moved');
  builder.objectRef<StoredEvent>('TemplateLabelMoved').implement({
    description: 'A label of a template was moved, set for the first time, or removed.',
    interfaces: [base],
    fields: (t) => ({
      templateId: t.id({ description: 'The template.', resolve: (e) => payload(e).templateId }),
      label: t.string({ description: 'The label.', resolve: (e) => payload(e).label }),
      fromVersion: t.int({
        nullable: true,
        description: 'The version that had it; null before it was first set.',
        resolve: (e) => payload(e).from,
      }),
      toVersion: t.int({
        nullable: true,
        description: 'The version that has it now; null when it was removed.',
        resolve: (e) => payload(e).to,
      }),
      movedBy: t.string({ description: 'Who moved it.', resolve: (e) => payload(e).movedBy }),
      note: t.string({ nullable: true, description: 'Why.', resolve: (e) => payload(e).note }),
    }),
  });
}

/** ModelCallEvent and its three kinds. Returns the interface. */
export function defineCallEventTypes(builder: Builder, types: CallTypes, base: EventRef) {
  const event = builder.interfaceRef<FeedItem>('ModelCallEvent').implement({
    description: 'Something that happened to a call.',
    interfaces: [base],
    resolveType: typeNameOf,
    // not null for every event of a call; a heartbeat has none of them
    fields: (t) => ({
      operationId: t.id({
        nullable: true,
        description: 'The call.',
        resolve: (e) => eventIn(e)?.operationId,
      }),
      model: t.string({
        nullable: true,
        description: 'The model that is asked.',
        resolve: (e) => eventIn(e)?.model,
      }),
      capabilityType: t.string({
        nullable: true,
        description: 'What the call is for.',
        resolve: (e) => eventIn(e)?.capabilityType,
      }),
      provider: t.string({
        nullable: true,
        description: 'Who runs the model.',
        resolve: (e) => callPayload(e)?.provider,
      }),
      sandbox: t.boolean({
        nullable: true,
        description: 'True when the built-in sandbox answers.',
        resolve: (e) => callPayload(e)?.sandbox,
      }),
    }),
  });
  const interfaces = [base, event];
  const callFields = (t: PothosSchemaTypes.ObjectFieldBuilder<BuilderTypes, StoredEvent>) => ({
    operationId: t.id({ description: 'The call.', resolve: (e) => e.operationId ?? '' }),
    model: t.string({ description: 'The model that is asked.', resolve: (e) => e.model ?? '' }),
    provider: t.string({
      description: 'Who runs the model.',
      resolve: (e) => callPayload(e)?.provider ?? '',
    }),
    sandbox: t.boolean({
      description: 'True when the built-in sandbox answers.',
      resolve: (e) => callPayload(e)?.sandbox ?? false,
    }),
  });

  builder.objectRef<StoredEvent>('ModelCallStarted').implement({
    description: 'A call was dispatched.',
    interfaces,
    fields: (t) => ({
      ...callFields(t),
      maxTokens: t.int({
        description: 'Its output cap.',
        resolve: (e) => payloadOf(e, 'call_started').maxTokens,
      }),
      held: t.field({
        type: 'Decimal',
        description: 'What is held for it.',
        resolve: (e) => payloadOf(e, 'call_started').held,
      }),
    }),
  });

  builder.objectRef<StoredEvent>('ModelCallCompleted').implement({
    description: 'A call was answered.',
    interfaces,
    fields: (t) => ({
      ...callFields(t),
      finishReason: t.field({
        type: types.finishReason,
        description: 'Why the model stopped.',
        resolve: (e) => payloadOf(e, 'call_completed').finishReason,
      }),
      usage: t.field({
        type: types.tokenUsage,
        description: 'Its tokens.',
        resolve: (e) => toTokenUsage(payloadOf(e, 'call_completed').usage),
      }),
      cost: t.field({
        type: types.cost,
        description: 'What it cost.',
        resolve: (e) => fromCostPayload(payloadOf(e, 'call_completed').cost),
      }),
      latencyMs: t.int({
        description: 'How long it took, in milliseconds.',
        resolve: (e) => payloadOf(e, 'call_completed').latencyMs,
      }),
    }),
  });

  builder.objectRef<StoredEvent>('ModelCallFailed').implement({
    description: 'A call ended without an answer.',
    interfaces,
    fields: (t) => ({
      ...callFields(t),
      error: t.field({
        type: types.callError,
        description: 'Why.',
        resolve: (e): CallError => payloadOf(e, 'call_failed').error,
      }),
      errorCategory: t.field({
        type: types.errorCategory,
        description: 'Its kind.',
        resolve: (e) => payloadOf(e, 'call_failed').error.category,
      }),
      cancelled: t.boolean({
        description: 'True when it was ended early.',
        resolve: (e) => payloadOf(e, 'call_failed').cancelled,
      }),
      usage: t.field({
        type: types.tokenUsage,
        nullable: true,
        description: 'Its tokens; null when none were used.',
        resolve: (e) => {
          const { usage } = payloadOf(e, 'call_failed');
          return usage && toTokenUsage(usage);
        },
      }),
      cost: t.field({
        type: types.cost,
        description: 'What it cost all the same.',
        resolve: (e) => fromCostPayload(payloadOf(e, 'call_failed').cost),
      }),
      latencyMs: t.int({
        description: 'How long it took, in milliseconds.',
        resolve: (e) => payloadOf(e, 'call_failed').latencyMs,
      }),
    }),
  });

  return event;
}

/** BudgetEvent and its three kinds. Returns the interface. */
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

function typeNameOf({ payload }: FeedItem): string {
  return TYPE_NAMES[payload.kind];
}
