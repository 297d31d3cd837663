import type { NanoUsd } from '../lib/money.ts';

/** Why a call failed, as the caller of an API sees it (F2 of the specification). */
export const ERROR_CATEGORIES = [
  'rate_limit',
  'timeout',
  'connection',
  'validation',
  'authentication',
  'permission',
  'server',
  'budget',
  'cancelled',
  'unknown',
] as const;
export type ErrorCategory = (typeof ERROR_CATEGORIES)[number];

export interface ErrorProperties {
  code: string;
  category: ErrorCategory;
  /** True when the same request can succeed later without being changed. */
  retryable: boolean;
  cause?: unknown;
}

/** Every expected failure. The message is for users and holds no secret; `code` is stable. */
export class TollgateError extends Error {
  readonly code: string;
  readonly category: ErrorCategory;
  readonly retryable: boolean;

  constructor(message: string, { code, category, retryable, cause }: ErrorProperties) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.category = category;
    this.retryable = retryable;
  }
}

export interface FieldProblem {
  /** Dotted path of the field in the input, such as `parameters.temperature`. */
  path: string;
  /** What is wrong and what is accepted. */
  message: string;
}

/** The input is wrong; nothing was stored, held or sent. */
export class ValidationError extends TollgateError {
  readonly fields: readonly FieldProblem[];

  constructor(fields: readonly FieldProblem[]) {
    const message = fields
      .map((field) => (field.path === '' ? field.message : `${field.path}: ${field.message}`))
      .join('; ');
    super(message, { code: 'VALIDATION_FAILED', category: 'validation', retryable: false });
    this.fields = fields;
  }
}

/** One hard budget that had no room for a call. Amounts are nano-dollars, `resetsAt` UTC milliseconds. */
export interface BudgetRefusal {
  budgetId: string;
  budgetName: string | null;
  amountNano: NanoUsd;
  spentNano: NanoUsd;
  heldNano: NanoUsd;
  remainingNano: NanoUsd;
  requestedNano: NanoUsd;
  /** Null when the budget's period never starts again. */
  resetsAt: number | null;
  /** True when only open holds stand in the way, so that waiting for them can help. */
  retryable: boolean;
}

/** At least one hard budget has no room for the highest cost the call can have. */
export class BudgetExceededError extends TollgateError {
  readonly refusals: readonly BudgetRefusal[];

  constructor(message: string, refusals: readonly BudgetRefusal[]) {
    super(message, {
      code: 'BUDGET_EXCEEDED',
      category: 'budget',
      retryable: refusals.every((refusal) => refusal.retryable),
    });
    this.refusals = refusals;
  }
}

/** The model has no known price, so no cost can be held for it. `suggestions` are priced models with a similar name. */
export class UnknownModelPriceError extends TollgateError {
  readonly model: string;
  readonly suggestions: readonly string[];

  constructor(model: string, suggestions: readonly string[]) {
    const hint = suggestions.length > 0 ? ` Did you mean ${suggestions.join(', ')}?` : '';
    super(
      `No price is known for the model "${model}", so its cost cannot be kept within a budget.${hint} ` +
        'To give it a price, use the mutation setModelPrice or the configuration variable MODEL_PRICES.',
      { code: 'UNKNOWN_MODEL_PRICE', category: 'validation', retryable: false },
    );
    this.model = model;
    this.suggestions = suggestions;
  }
}

/** The model is known, and what it costs, but its provider is not one that can be called here. */
export class ProviderNotConfiguredError extends TollgateError {
  readonly model: string;
  readonly provider: string;
  /** Ids of the providers that can be called. */
  readonly configured: readonly string[];

  constructor(model: string, provider: string, configured: readonly string[]) {
    super(
      `The model "${model}" is one of the provider "${provider}", which is not configured; configured: ${configured.join(', ')}. ` +
        'If a configured server has a model of that name, give it a price with the mutation setModelPrice or the configuration variable MODEL_PRICES.',
      { code: 'PROVIDER_NOT_CONFIGURED', category: 'validation', retryable: false },
    );
    this.model = model;
    this.provider = provider;
    this.configured = configured;
  }
}

/** The operationId was used before, for another request. */
export class OperationConflictError extends TollgateError {
  readonly operationId: string;

  constructor(operationId: string) {
    super(
      `The operationId "${operationId}" was already used for a different request. Use a new operationId, or repeat the first request unchanged.`,
      { code: 'OPERATION_CONFLICT', category: 'validation', retryable: false },
    );
    this.operationId = operationId;
  }
}

/** The store cannot be reached or refuses to write. No upstream request is made without a durable hold. */
export class StoreUnavailableError extends TollgateError {
  constructor(message: string, cause?: unknown) {
    super(message, { code: 'STORE_UNAVAILABLE', category: 'server', retryable: true, cause });
  }
}

/** The events that follow the cursor are not all there any more. */
export class CursorExpiredError extends TollgateError {
  /** With it as `after`, everything that is left comes. */
  readonly oldestCursor: string;

  constructor(oldestCursor: string) {
    super(
      `Events after this cursor were deleted, as they were older than EVENT_RETENTION_DAYS. Subscribe with after: "${oldestCursor}" ` +
        'for all that are left, or without it from now on.',
      { code: 'CURSOR_EXPIRED', category: 'validation', retryable: false },
    );
    this.oldestCursor = oldestCursor;
  }
}

/** The log doesn't reach to where a subscription wants to go on: it is an older one, or another. */
export class CursorAheadError extends TollgateError {
  /** With it as `after`, everything that is there comes. */
  readonly oldestCursor: string;

  constructor(oldestCursor: string) {
    super(
      'No event has this cursor yet: the store was restored from an earlier state, or is another one. ' +
        `Subscribe with after: "${oldestCursor}" for all that is there, or without it from now on.`,
      { code: 'CURSOR_AHEAD', category: 'validation', retryable: false },
    );
    this.oldestCursor = oldestCursor;
  }
}

/** Something named by id does not exist for this caller. */
export class NotFoundError extends TollgateError {
  constructor(what: string, id: string) {
    super(`There is no ${what} with the id "${id}".`, {
      code: 'NOT_FOUND',
      category: 'validation',
      retryable: false,
    });
  }
}

/** A template needs values that the call doesn't give; `missing` has all of them, not only the first. */
export class TemplateVariableError extends TollgateError {
  readonly missing: readonly string[];

  constructor(template: string, missing: readonly string[]) {
    super(
      `The template ${template} needs a value for ${missing.join(', ')}. Give it in template.variables.`,
      { code: 'TEMPLATE_VARIABLE_MISSING', category: 'validation', retryable: false },
    );
    this.missing = missing;
  }
}

/** Somebody else has published a version, or moved a label, since the caller looked. Nothing was written. */
export class TemplateConflictError extends TollgateError {
  /** The number that is there now; null when the label is not set. */
  readonly current: number | null;

  constructor(message: string, current: number | null) {
    super(message, { code: 'TEMPLATE_CONFLICT', category: 'validation', retryable: false });
    this.current = current;
  }
}

/** The label is protected: moving it takes the role of an admin. */
export class LabelProtectedError extends TollgateError {
  readonly label: string;

  constructor(label: string) {
    super(`The label "${label}" is protected: only an admin key may move it or change its protection.`, {
      code: 'LABEL_PROTECTED',
      category: 'permission',
      retryable: false,
    });
    this.label = label;
  }
}

/** The call was answered long ago, and its answer is not kept any longer, or not as it was. */
export class AnswerRemovedError extends TollgateError {
  constructor(operationId: string, why: 'removed' | 'redacted') {
    super(
      `The call "${operationId}" was answered, and its answer is not kept any longer ` +
        (why === 'removed'
          ? '(ANSWER_KEPT_HOURS, CONTENT_RETENTION_DAYS). '
          : 'as it was (ANSWER_KEPT_HOURS): personal data were cut out of it. What is left is in the query "call". ') +
        'To ask again, use another operationId.',
      { code: 'ANSWER_REMOVED', category: 'validation', retryable: false },
    );
  }
}

/** The server is stopping: it takes no new calls, and ends those that outlive the grace time. */
export class ShuttingDownError extends TollgateError {
  constructor() {
    super('The server is stopping. Try again in a moment.', {
      code: 'SHUTTING_DOWN',
      category: 'server',
      retryable: true,
    });
  }
}

/** Another request is running the call, and did not end before this one's deadline. */
export class StillRunningError extends TollgateError {
  constructor(operationId: string) {
    super(
      `The call "${operationId}" is still running. Repeat the request with the same operationId to get its result.`,
      {
        code: 'STILL_RUNNING',
        category: 'timeout',
        retryable: true,
      },
    );
  }
}

/** A subscriber has more events waiting than are kept for it, and takes none. Nothing is lost: it can go on from `cursor`. */
export class SubscriberTooSlowError extends TollgateError {
  /** Give it as `after`: the events that wait come after it. */
  readonly cursor: string;

  constructor(cursor: string) {
    super(
      `Too many events wait that this subscription doesn't take, so it ends here. Subscribe again with after: "${cursor}" to go on without a gap.`,
      { code: 'SUBSCRIBER_TOO_SLOW', category: 'timeout', retryable: true },
    );
    this.cursor = cursor;
  }
}

/** A model called a tool that isn't there, or wrongly, or the tool failed; shown to the model, or the end of the call. */
export class ToolError extends TollgateError {
  constructor(
    code: 'UNKNOWN_TOOL' | 'INVALID_TOOL_ARGUMENTS' | 'TOOL_FAILED' | 'TOOL_TIMEOUT',
    message: string,
    cause?: unknown,
  ) {
    const category = code === 'TOOL_TIMEOUT' ? 'timeout' : code === 'TOOL_FAILED' ? 'server' : 'validation';
    super(message, { code, category, retryable: code === 'TOOL_FAILED' || code === 'TOOL_TIMEOUT', cause });
  }
}

/** What the model gave isn't valid against the schema, after all repairs. The call has the text. */
export class InvalidOutputError extends TollgateError {
  constructor(problems: readonly string[]) {
    super(`The answer is not valid against the schema: ${problems.join('; ')}`, {
      code: 'INVALID_OUTPUT',
      category: 'validation',
      retryable: true,
    });
  }
}

/** The model declined for safety. */
export class OutputRefusedError extends TollgateError {
  constructor(refusal: string) {
    super(`The model refused: ${refusal}`, {
      code: 'OUTPUT_REFUSED',
      category: 'validation',
      retryable: false,
    });
  }
}

/** The answer ended at maxTokens, in the middle of the data. The call has the text. */
export class OutputTruncatedError extends TollgateError {
  constructor() {
    super('The answer was cut off at parameters.maxTokens. Raise it, or ask for less.', {
      code: 'OUTPUT_TRUNCATED',
      category: 'validation',
      retryable: false,
    });
  }
}

/** A caller asked for the call to end. */
export class CancelledError extends TollgateError {
  constructor() {
    super('The call was cancelled.', { code: 'CALL_CANCELLED', category: 'cancelled', retryable: false });
  }
}
