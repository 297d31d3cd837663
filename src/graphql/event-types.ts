import { encodeCursor } from '../lib/page.ts';
import type { CallError, Cost } from '../domain/call/call.ts';
import { parseUsd } from '../lib/money.ts';
import type { CostPayload, EventKind, EventPayload, StoredEvent } from '../domain/event/event.ts';
import { toTokenUsage } from '../domain/token/usage.ts';
import type { Builder, BuilderTypes } from './builder.ts';
import type { BudgetTypes } from './budget-types.ts';
import type { CallTypes } from './call-types.ts';
import { upperCaseEnum } from './enums.ts';

type CallEventKind = Extract<EventKind, `call_${string}`>;
type PayloadOf<Kind extends EventKind> = Extract<EventPayload, { kind: Kind }>;

const CALL_EVENT_TYPES: Record<CallEventKind, string> = {
  call_started: 'ModelCallStarted',
  call_completed: 'ModelCallCompleted',
  call_failed: 'ModelCallFailed',
};

/** ModelCallEvent and its three kinds. Returns the interface. */
export function defineCallEventTypes(builder: Builder, types: CallTypes) {
  const event = builder.interfaceRef<StoredEvent>('ModelCallEvent').implement({
    description: 'Something that happened to a call.',
    resolveType: ({ payload }) => CALL_EVENT_TYPES[payload.kind as CallEventKind],
    fields: (t) => ({
      ...sharedFields(t),
      operationId: t.id({ description: 'The call.', resolve: (e) => e.operationId ?? '' }),
      model: t.string({ description: 'The model that is asked.', resolve: (e) => e.model ?? '' }),
      capabilityType: t.exposeString('capabilityType', {
        nullable: true,
        description: 'What the call is for.',
      }),
      provider: t.string({ description: 'Who runs the model.', resolve: (e) => callPayload(e).provider }),
      sandbox: t.boolean({
        description: 'True when the built-in sandbox answers.',
        resolve: (e) => callPayload(e).sandbox,
      }),
    }),
  });

  builder.objectRef<StoredEvent>('ModelCallStarted').implement({
    description: 'A call was dispatched.',
    interfaces: [event],
    fields: (t) => ({
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
    interfaces: [event],
    fields: (t) => ({
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
    interfaces: [event],
    fields: (t) => ({
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

/** BudgetEvent and its two kinds. Returns the interface. */
export function defineBudgetEventTypes(builder: Builder, { budget }: BudgetTypes) {
  const reason = upperCaseEnum<PayloadOf<'budget_exceeded'>['reason']>(
    builder,
    'BudgetExceededReason',
    'Why a budget says so.',
    {
      call_refused: 'It turned a call away.',
      used_up: 'What was spent has reached the amount.',
    },
  );

  const event = builder.interfaceRef<StoredEvent>('BudgetEvent').implement({
    description: 'Something that people should know of a budget.',
    resolveType: ({ payload }) => (payload.kind === 'budget_warning' ? 'BudgetWarning' : 'BudgetExceeded'),
    fields: (t) => ({
      ...sharedFields(t),
      budgetId: t.id({ description: 'The budget.', resolve: (e) => e.budgetId ?? '' }),
      budget: t.loadable({
        type: budget,
        nullable: true,
        description: 'The budget as it is now; null when it was deleted.',
        // all events of a subscription share one context: a cached budget would never change
        loaderOptions: { cache: false },
        load: (ids: string[], { principal, services }) =>
          services.storage.budgets.findMany(principal.projectId, ids, services.clock.now()),
        resolve: (e) => e.budgetId ?? '',
      }),
      operationId: t.exposeID('operationId', { nullable: true, description: 'The call that set it off.' }),
      currentUsage: t.field({
        type: 'Decimal',
        description: 'What the period has spent.',
        resolve: (e) => budgetPayload(e).currentUsage,
      }),
      budgetAmount: t.field({
        type: 'Decimal',
        description: 'The limit.',
        resolve: (e) => budgetPayload(e).budgetAmount,
      }),
      percentageUsed: t.float({
        description: 'The one of the other: 80 is 80 %.',
        resolve: (e) => budgetPayload(e).percentageUsed,
      }),
    }),
  });

  builder.objectRef<StoredEvent>('BudgetWarning').implement({
    description: 'A budget crossed a threshold; once per threshold and period.',
    interfaces: [event],
    fields: (t) => ({
      threshold: t.float({
        description: 'The fraction that was crossed: 0.8.',
        resolve: (e) => payloadOf(e, 'budget_warning').threshold,
      }),
    }),
  });

  builder.objectRef<StoredEvent>('BudgetExceeded').implement({
    description: 'A budget turned a call away, or is used up.',
    interfaces: [event],
    fields: (t) => ({
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

function sharedFields(t: PothosSchemaTypes.InterfaceFieldBuilder<BuilderTypes, StoredEvent>) {
  return {
    cursor: t.string({
      description: 'Its place among all events; give it as `after` to go on from here.',
      resolve: ({ seq }) => encodeCursor([seq]),
    }),
    topic: t.exposeString('topic', {
      description: 'Its name: openai.model.call_started, openai.budget.warning and so on.',
    }),
    timestamp: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    agentId: t.exposeString('agentId', { nullable: true, description: 'The agent whose call set it off.' }),
  };
}

/** The payload of an event whose GraphQL type says its kind. */
function payloadOf<Kind extends EventKind>({ payload }: StoredEvent, kind: Kind): PayloadOf<Kind> {
  if (payload.kind !== kind) throw new Error(`expected an event of kind ${kind}, got ${payload.kind}`);
  return payload as PayloadOf<Kind>;
}

function callPayload({ payload }: StoredEvent): PayloadOf<CallEventKind> {
  return payload as PayloadOf<CallEventKind>;
}

function budgetPayload({ payload }: StoredEvent): PayloadOf<'budget_warning' | 'budget_exceeded'> {
  return payload as PayloadOf<'budget_warning' | 'budget_exceeded'>;
}

function fromCostPayload({ prompt, completion, total, basis, priceVersion }: CostPayload): Cost {
  return {
    promptNano: parseUsd(prompt),
    completionNano: parseUsd(completion),
    totalNano: parseUsd(total),
    basis,
    priceVersion,
  };
}
