import { RateLimitedError } from '../domain/access/access-errors.ts';
import type { LimitKind } from '../domain/access/rate-limits.ts';
import {
  CallFailedError,
  CallFilteredError,
  CallOutputError,
  CallToolError,
} from '../domain/call/call-failure.ts';
import {
  AnswerRemovedError,
  BudgetExceededError,
  LabelProtectedError,
  NotFoundError,
  OperationConflictError,
  ProviderNotConfiguredError,
  ShuttingDownError,
  StillRunningError,
  StoreUnavailableError,
  TemplateConflictError,
  TemplateVariableError,
  UnknownModelPriceError,
  ValidationError,
} from '../domain/errors.ts';
import type { BudgetRefusal, FieldProblem, TollgateError } from '../domain/errors.ts';
import { SecretUnreadableError } from '../domain/secret/secret-errors.ts';
import type { Builder } from './builder.ts';
import { upperCaseEnum } from './enums.ts';
import type { CallTypes } from './call-types.ts';
import { defineSecretErrors } from './secret-errors.ts';
import { defineTemplateErrors } from './template-errors.ts';

export type ErrorTypes = ReturnType<typeof defineErrors>;

/** The error types, and which of them each kind of field can give. */
export function defineErrors(builder: Builder, { call, errorCategory }: CallTypes) {
  const error = builder.interfaceRef<TollgateError>('Error').implement({
    description: 'An expected failure. Nothing about it is secret.',
    fields: (t) => ({
      code: t.exposeString('code', {
        description: 'Stable, for programs: BUDGET_EXCEEDED, VALIDATION_FAILED and so on.',
      }),
      message: t.exposeString('message', {
        description: 'For people: what went wrong and what can be done.',
      }),
      retryable: t.exposeBoolean('retryable', {
        description: 'True when the same request can succeed later without being changed.',
      }),
    }),
  });
  const interfaces = [error];

  const fieldProblem = builder.objectRef<FieldProblem>('FieldProblem').implement({
    description: 'One wrong field of an input.',
    fields: (t) => ({
      path: t.exposeString('path', {
        description: 'The field, as a dotted path in the input: parameters.temperature.',
      }),
      message: t.exposeString('message', { description: 'What is accepted.' }),
    }),
  });

  builder.objectType(ValidationError, {
    name: 'ValidationError',
    description: 'The input is wrong. Nothing was stored, held or sent.',
    interfaces,
    fields: (t) => ({
      fields: t.field({
        type: [fieldProblem],
        description: 'Each wrong field.',
        resolve: ({ fields }) => [...fields],
      }),
    }),
  });

  const refusal = builder.objectRef<BudgetRefusal>('BudgetRefusal').implement({
    description: 'A hard budget that has no room for a call.',
    fields: (t) => ({
      budgetId: t.exposeID('budgetId', { description: 'The budget.' }),
      budgetName: t.exposeString('budgetName', { nullable: true, description: 'Its name, if it has one.' }),
      amount: t.expose('amountNano', { type: 'Decimal', description: 'The limit of the period.' }),
      spent: t.expose('spentNano', { type: 'Decimal', description: 'Settled cost of the period.' }),
      held: t.expose('heldNano', { type: 'Decimal', description: 'Held for calls that are under way.' }),
      remaining: t.expose('remainingNano', {
        type: 'Decimal',
        description: 'What is left: amount less spent less held.',
      }),
      requested: t.expose('requestedNano', {
        type: 'Decimal',
        description: 'The highest cost that the call could have.',
      }),
      resetsAt: t.expose('resetsAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the next period begins; null for a fixed period.',
      }),
      retryable: t.exposeBoolean('retryable', {
        description: 'True when only open holds stand in the way, so that waiting can help.',
      }),
    }),
  });

  builder.objectType(BudgetExceededError, {
    name: 'BudgetExceededError',
    description:
      'A hard budget has no room for the highest cost the call can have. The amounts are those of the first budget that refused; `budgets` has all.',
    interfaces,
    fields: (t) => ({
      budgetId: t.id({ description: 'The first budget that refused.', resolve: (e) => first(e).budgetId }),
      amount: t.field({ type: 'Decimal', description: 'Its limit.', resolve: (e) => first(e).amountNano }),
      spent: t.field({
        type: 'Decimal',
        description: 'Its settled cost.',
        resolve: (e) => first(e).spentNano,
      }),
      held: t.field({
        type: 'Decimal',
        description: 'Held for calls under way.',
        resolve: (e) => first(e).heldNano,
      }),
      remaining: t.field({
        type: 'Decimal',
        description: 'What is left of it.',
        resolve: (e) => first(e).remainingNano,
      }),
      requested: t.field({
        type: 'Decimal',
        description: 'The highest cost that the call could have.',
        resolve: (e) => first(e).requestedNano,
      }),
      resetsAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When its next period begins; null for a fixed period.',
        resolve: (e) => first(e).resetsAt,
      }),
      budgets: t.field({
        type: [refusal],
        description: 'Every budget that refused.',
        resolve: ({ refusals }) => [...refusals],
      }),
    }),
  });

  builder.objectType(UnknownModelPriceError, {
    name: 'UnknownModelPriceError',
    description: 'No price is known for the model. It is never priced as another one.',
    interfaces,
    fields: (t) => ({
      model: t.exposeString('model', { description: 'The model that was asked for.' }),
      suggestions: t.field({
        type: ['String'],
        description: 'Priced models with a similar name.',
        resolve: ({ suggestions }) => [...suggestions],
      }),
    }),
  });

  builder.objectType(ProviderNotConfiguredError, {
    name: 'ProviderNotConfiguredError',
    description:
      'The model is one of a provider that cannot be called here. Nothing was stored, held or sent.',
    interfaces,
    fields: (t) => ({
      model: t.exposeString('model', { description: 'The model that was asked for.' }),
      provider: t.exposeString('provider', { description: 'Its provider.' }),
      configured: t.field({
        type: ['String'],
        description: 'The providers that can be called.',
        resolve: ({ configured }) => [...configured],
      }),
    }),
  });

  builder.objectType(OperationConflictError, {
    name: 'OperationConflictError',
    description: 'The operationId was used before for a different request.',
    interfaces,
    fields: (t) => ({ operationId: t.exposeID('operationId', { description: 'The id that is taken.' }) }),
  });

  const failedCallFields = {
    category: 'Why it failed.',
    call: 'The record of the call: its attempts and what they cost.',
  };
  builder.objectType(CallFailedError, {
    name: 'ProviderError',
    description: 'The model provider refused, failed or could not be reached.',
    interfaces,
    fields: (t) => ({
      category: t.expose('category', { type: errorCategory, description: failedCallFields.category }),
      call: t.expose('call', { type: call, description: failedCallFields.call }),
    }),
  });

  builder.objectType(CallFilteredError, {
    name: 'ContentFilteredError',
    description: "The provider's content filter refused the request.",
    interfaces,
    fields: (t) => ({ call: t.expose('call', { type: call, description: failedCallFields.call }) }),
  });

  builder.objectType(CallOutputError, {
    name: 'OutputError',
    description:
      'The answer is not the data that was asked for: not valid against the schema (INVALID_OUTPUT), refused (OUTPUT_REFUSED), or cut off (OUTPUT_TRUNCATED).',
    interfaces,
    fields: (t) => ({
      text: t.string({
        description: 'What the model wrote, as it was.',
        resolve: ({ call: { output } }) => output?.text ?? '',
      }),
      refusal: t.string({
        nullable: true,
        description: 'What it said when it declined for safety.',
        resolve: ({ call: { output } }) => output?.refusal ?? null,
      }),
      call: t.expose('call', { type: call, description: failedCallFields.call }),
    }),
  });

  builder.objectType(CallToolError, {
    name: 'ToolError',
    description:
      'A tool that the model called is not there (UNKNOWN_TOOL), was called wrongly (INVALID_TOOL_ARGUMENTS), failed (TOOL_FAILED) or took too long (TOOL_TIMEOUT).',
    interfaces,
    fields: (t) => ({ call: t.expose('call', { type: call, description: failedCallFields.call }) }),
  });

  builder.objectType(AnswerRemovedError, {
    name: 'AnswerRemovedError',
    description: 'The call was answered long ago, and its answer is not kept any longer.',
    interfaces,
  });

  builder.objectType(NotFoundError, {
    name: 'NotFoundError',
    description: 'Nothing with that id exists for this caller.',
    interfaces,
  });

  defineTemplateErrors(builder, interfaces);
  defineSecretErrors(builder, interfaces);

  builder.objectType(StoreUnavailableError, {
    name: 'StoreUnavailableError',
    description: 'The store cannot be reached. Nothing is sent upstream without a durable hold.',
    interfaces,
  });

  builder.objectType(ShuttingDownError, {
    name: 'ShuttingDownError',
    description: 'The server is stopping and takes no new calls.',
    interfaces,
  });

  builder.objectType(StillRunningError, {
    name: 'StillRunningError',
    description:
      'The call runs on after the deadline of this request; repeat it with the same operationId for the result.',
    interfaces,
  });

  const limitKind = upperCaseEnum<LimitKind>(builder, 'RateLimitKind', 'What a limit of a key is on.', {
    requests: 'Calls that are started in a minute.',
    tokens: 'Tokens of prompts and answers in a minute.',
    concurrent_calls: 'Calls under way at once.',
  });
  builder.objectType(RateLimitedError, {
    name: 'RateLimitedError',
    description: 'The key has used up one of its limits. Nothing was stored, held or sent.',
    interfaces,
    fields: (t) => ({
      limit: t.expose('limit', { type: limitKind, description: 'Which one.' }),
      limitValue: t.exposeInt('limitValue', { description: 'How much it is.' }),
      model: t.exposeString('model', {
        nullable: true,
        description: 'The model whose limit it is, as the key names it; null for a limit of the whole key.',
      }),
      retryAfterMs: t.exposeInt('retryAfterMs', {
        nullable: true,
        description:
          'When there is room again, in milliseconds; null when the call alone is above the limit.',
      }),
    }),
  });

  const callErrors = [
    ValidationError,
    RateLimitedError,
    AnswerRemovedError,
    NotFoundError,
    TemplateVariableError,
    BudgetExceededError,
    UnknownModelPriceError,
    ProviderNotConfiguredError,
    SecretUnreadableError,
    OperationConflictError,
    // before its base class, which would match it too
    CallFilteredError,
    CallFailedError,
    StoreUnavailableError,
    ShuttingDownError,
    StillRunningError,
  ];
  return {
    refusal,
    callErrors,
    objectErrors: [CallOutputError, ...callErrors],
    chatErrors: [CallToolError, ...callErrors],
    cancelErrors: [ValidationError, NotFoundError, StoreUnavailableError],
    previewErrors: [
      ValidationError,
      NotFoundError,
      TemplateVariableError,
      UnknownModelPriceError,
      ProviderNotConfiguredError,
      SecretUnreadableError,
      StoreUnavailableError,
    ],
    createErrors: [ValidationError, StoreUnavailableError],
    changeErrors: [ValidationError, NotFoundError, StoreUnavailableError],
    templateErrors: [ValidationError, NotFoundError, TemplateConflictError, StoreUnavailableError],
    labelErrors: [
      ValidationError,
      NotFoundError,
      TemplateConflictError,
      LabelProtectedError,
      StoreUnavailableError,
    ],
  };
}

function first({ refusals }: BudgetExceededError): BudgetRefusal {
  const [refusal] = refusals;
  if (refusal === undefined) throw new Error('a budget error without a refusal');
  return refusal;
}
