import type { CallError } from '../domain/call/call.ts';
import type { AttemptPayload, FeedItem, StoredEvent } from '../domain/event/event.ts';
import { toTokenUsage } from '../domain/token/usage.ts';
import type { Builder, BuilderTypes } from './builder.ts';
import type { CallTypes } from './call-types.ts';
import { callPayload, eventIn, fromCostPayload, payloadOf } from './event-payloads.ts';
import { typeNameOf } from './event-types.ts';
import type { EventRef } from './event-types.ts';

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
  const attempt = builder.objectRef<AttemptPayload>('ModelCallEventAttempt').implement({
    description: 'An upstream request of a call that has ended.',
    fields: (t) => ({
      provider: t.exposeString('provider', { description: 'Who was asked.' }),
      model: t.exposeString('model', { description: 'The model that was asked.' }),
      errorCode: t.exposeString('errorCode', {
        nullable: true,
        description: 'Why it gave no answer; null when it did.',
      }),
    }),
  });
  const attemptsField = (t: PothosSchemaTypes.ObjectFieldBuilder<BuilderTypes, StoredEvent>) =>
    t.field({
      type: [attempt],
      description:
        'Its upstream requests in order, the first 49 and the last: which model answered, and why others did not. Empty in events from before they were told.',
      resolve: (e) => [...attemptsOf(e)],
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
      attempts: attemptsField(t),
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
      attempts: attemptsField(t),
    }),
  });

  return event;
}

function attemptsOf({ payload }: StoredEvent): readonly AttemptPayload[] {
  return payload.kind === 'call_completed' || payload.kind === 'call_failed' ? (payload.attempts ?? []) : [];
}
