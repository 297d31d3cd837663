/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Why a budget says so. */
export type BudgetExceededReason =
  /** It turned a call away. */
  | 'CALL_REFUSED'
  /** What was spent has reached the amount. */
  | 'USED_UP';

/** The span of time that a budget is for. Exactly one field. */
export type BudgetPeriodInput =
  {   /** One span, once. */
  readonly fixed: FixedPeriodInput; readonly recurring?: never; }
  |  { readonly fixed?: never;   /** Each day, week or month. */
  readonly recurring: RecurringPeriodInput; };

/** What to do when a budget is short. */
export type BudgetPolicyInput = {
  /** With WAIT: how long at the most, in milliseconds; 10,000 by default. */
  readonly waitMs?: number | null | undefined;
  /** Refuse, lower maxTokens or wait. */
  readonly whenShort: ShortBudgetPolicy;
};

/** How often a budget begins again. */
export type BudgetRecurrence =
  /** Each day, at midnight. */
  | 'DAY'
  /** Each month, on the first at midnight. */
  | 'MONTH'
  /** Each week, on Monday at midnight. */
  | 'WEEK';

/** Which calls a budget counts. Exactly one field. */
export type BudgetScopeInput =
  {   /** Those of this agent. */
  readonly agentId: string; readonly apiKeyId?: never; readonly capabilityType?: never; readonly everything?: never; readonly model?: never; readonly tag?: never; }
  |  { readonly agentId?: never;   /** Those made with this API key. */
  readonly apiKeyId: string | number; readonly capabilityType?: never; readonly everything?: never; readonly model?: never; readonly tag?: never; }
  |  { readonly agentId?: never; readonly apiKeyId?: never;   /** Those for this capability. */
  readonly capabilityType: string; readonly everything?: never; readonly model?: never; readonly tag?: never; }
  |  { readonly agentId?: never; readonly apiKeyId?: never; readonly capabilityType?: never;   /** All of them; must be true. */
  readonly everything: boolean; readonly model?: never; readonly tag?: never; }
  |  { readonly agentId?: never; readonly apiKeyId?: never; readonly capabilityType?: never; readonly everything?: never;   /** Those that ask this model, or a dated snapshot of it. */
  readonly model: string; readonly tag?: never; }
  |  { readonly agentId?: never; readonly apiKeyId?: never; readonly capabilityType?: never; readonly everything?: never; readonly model?: never;   /** Those with this label. */
  readonly tag: TagInput; };

/** One message of a chat. */
export type ChatMessageInput = {
  /** What is said. May be left out where tools are called. */
  readonly content?: string | null | undefined;
  /** Tells participants of the same role apart. */
  readonly name?: string | null | undefined;
  /** Who speaks. */
  readonly role: ChatRole;
  /** In a TOOL message: which call it answers. */
  readonly toolCallId?: string | number | null | undefined;
  /** In a message of the ASSISTANT: what it called. A TOOL message for each must follow. */
  readonly toolCalls?: ReadonlyArray<ToolCallInput> | null | undefined;
};

/** Who speaks in a chat. */
export type ChatRole =
  /** The model. */
  | 'ASSISTANT'
  /** Instructions to a reasoning model. */
  | 'DEVELOPER'
  /** Instructions to the model. */
  | 'SYSTEM'
  /** A function that the model had called. */
  | 'TOOL'
  /** The person or program that asks. */
  | 'USER';

/** A prompt to be completed. */
export type CompleteInput = {
  /** The agent that makes the call; its budgets apply. */
  readonly agentId?: string | null | undefined;
  /** What to do when a budget is short; REFUSE by default. */
  readonly budgetPolicy?: BudgetPolicyInput | null | undefined;
  /** What the call is for; its budgets apply. */
  readonly capabilityType?: string | null | undefined;
  /** Parts that are fitted into a limit, in place of them. */
  readonly context?: ContextInput | null | undefined;
  /** True: the built-in instructions builtin/cost-efficient come first, which keep answers short. */
  readonly costEfficient?: boolean | null | undefined;
  /** How long the call may take with all retries, in milliseconds. */
  readonly deadlineMs?: number | null | undefined;
  /** The model, or an alias of the configuration; DEFAULT_MODEL when left out. */
  readonly model?: string | null | undefined;
  /** In place of `model`, up to 10 models or aliases in order: the next is asked when one fails in a way that it may not. */
  readonly models?: ReadonlyArray<string> | null | undefined;
  /** Idempotency key: a repeat gives the stored result and costs nothing. Made by the server when left out. */
  readonly operationId?: string | number | null | undefined;
  /** Whether the prompt's whitespace is tidied for the model's family, code and indentation untouched; false by default. The call says what it saved. */
  readonly optimizePrompt?: boolean | null | undefined;
  /** How the model answers. */
  readonly parameters?: ModelParametersInput | null | undefined;
  /** What a model without a known price costs. Admin keys only; setModelPrice sets it for good. */
  readonly price?: ModelRatesInput | null | undefined;
  /** What the model is asked; or a template, or a context. */
  readonly prompt?: string | null | undefined;
  /** Instructions that come before the prompt. */
  readonly system?: string | null | undefined;
  /** At most 20 labels; their budgets apply. */
  readonly tags?: ReadonlyArray<TagInput> | null | undefined;
  /** A template, in place of what it stands for. */
  readonly template?: TemplateCallInput | null | undefined;
};

/** A document that was retrieved for the question. */
export type ContextDocumentInput = {
  /** Of its own, 0 to 100; that of all documents when left out. */
  readonly priority?: number | null | undefined;
  /** What it says. */
  readonly text: string;
  /** What it is called. */
  readonly title?: string | null | undefined;
};

/** A question with the answer that is wanted for it. */
export type ContextExampleInput = {
  /** What the user says. */
  readonly input: string;
  /** What the model answers. */
  readonly output: string;
};

/** What the model is to know, within a limit of tokens: instructions, examples, documents, history, and what the user says now. Instructions and input are never cut. */
export type ContextInput = {
  /** At most 500, the best first. */
  readonly documents?: ReadonlyArray<ContextDocumentInput> | null | undefined;
  /** At most 100. */
  readonly examples?: ReadonlyArray<ContextExampleInput> | null | undefined;
  /** What was said before, at most 1000 messages. */
  readonly history?: ReadonlyArray<ChatMessageInput> | null | undefined;
  /** How the history is cut; DROP_OLDEST when left out. */
  readonly historyStrategy?: HistoryStrategy | null | undefined;
  /** What the user says now. */
  readonly input: string;
  /** What is cut first. */
  readonly priorities?: ContextPrioritiesInput | null | undefined;
  /** Instructions; or a template. */
  readonly system?: string | null | undefined;
  /** A template that comes first, as the instructions. */
  readonly template?: TemplateCallInput | null | undefined;
  /** The most tokens of the prompt; what the model's window leaves beside the answer when left out. */
  readonly tokenLimit?: number | null | undefined;
};

/** What is cut first: the part with the lowest number, 0 to 100. */
export type ContextPrioritiesInput = {
  /** 30 when left out; cut from the last one. */
  readonly documents?: number | null | undefined;
  /** 40 when left out; cut from the last one. */
  readonly examples?: number | null | undefined;
  /** 50 when left out; cut as its strategy says. */
  readonly history?: number | null | undefined;
};

/** A new budget. */
export type CreateBudgetInput = {
  /** The limit of a period, above 0. */
  readonly amount: string;
  /** Whether it refuses calls or only tells. */
  readonly hard?: boolean;
  /** For people. */
  readonly name?: string | null | undefined;
  /** The span of time that it is for. */
  readonly period: BudgetPeriodInput;
  /** Which calls it counts. */
  readonly scope: BudgetScopeInput;
  /** Fractions of the amount at which a warning is sent, above 0 and at most 1. */
  readonly warningThresholds?: ReadonlyArray<number>;
};

/** A template with its first version. */
export type CreateTemplateInput = {
  /** What it is for. */
  readonly description?: string | null | undefined;
  /** At most 100, shown to the model as a conversation after the instructions. */
  readonly examples?: ReadonlyArray<FewShotExampleInput> | null | undefined;
  /** How it is filled; SIMPLE when left out. */
  readonly format?: TemplateFormat | null | undefined;
  /** What calls name it by, such as support/reply; made by the server when left out. It cannot change. */
  readonly id?: string | number | null | undefined;
  /** The messages of a chat; this or `template`. */
  readonly messages?: ReadonlyArray<TemplateMessageInput> | null | undefined;
  /** The model of a call that names none. */
  readonly model?: string | null | undefined;
  /** For people. */
  readonly name: string;
  /** What changed, for the history. */
  readonly note?: string | null | undefined;
  /** Parameters of a call that does not give them. */
  readonly parameters?: ModelParametersInput | null | undefined;
  /** Those that differ for a model. */
  readonly parametersByModel?: ReadonlyArray<ModelParametersByModelInput> | null | undefined;
  /** JSON Schema that the answer is meant to have. */
  readonly responseSchema?: unknown;
  /** At most 20 words to find it by. */
  readonly tags?: ReadonlyArray<string> | null | undefined;
  /** The text of a prompt; this or `messages`. */
  readonly template?: string | null | undefined;
  /** Every variable that it uses, at most 200. When left out, they are taken from the text, all required. */
  readonly variables?: ReadonlyArray<TemplateVariableInput> | null | undefined;
};

/** The next version of a template, whole: nothing is taken from the one before. */
export type CreateTemplateVersionInput = {
  /** A new description of the template; null takes it away. */
  readonly description?: string | null | undefined;
  /** At most 100, shown to the model as a conversation after the instructions. */
  readonly examples?: ReadonlyArray<FewShotExampleInput> | null | undefined;
  /** The version that it follows: refused when another one was published since. When left out, it follows whatever is the newest. */
  readonly expectedLatest?: number | null | undefined;
  /** How it is filled; SIMPLE when left out. */
  readonly format?: TemplateFormat | null | undefined;
  /** The template. */
  readonly id: string | number;
  /** The messages of a chat; this or `template`. */
  readonly messages?: ReadonlyArray<TemplateMessageInput> | null | undefined;
  /** The model of a call that names none. */
  readonly model?: string | null | undefined;
  /** A new name of the template. */
  readonly name?: string | null | undefined;
  /** What changed, for the history. */
  readonly note?: string | null | undefined;
  /** Parameters of a call that does not give them. */
  readonly parameters?: ModelParametersInput | null | undefined;
  /** Those that differ for a model. */
  readonly parametersByModel?: ReadonlyArray<ModelParametersByModelInput> | null | undefined;
  /** JSON Schema that the answer is meant to have. */
  readonly responseSchema?: unknown;
  /** New tags of the template. */
  readonly tags?: ReadonlyArray<string> | null | undefined;
  /** The text of a prompt; this or `messages`. */
  readonly template?: string | null | undefined;
  /** Every variable that it uses, at most 200. When left out, they are taken from the text, all required. */
  readonly variables?: ReadonlyArray<TemplateVariableInput> | null | undefined;
};

/** A question with the answer that is wanted for it. Both are literal. */
export type FewShotExampleInput = {
  /** What the user says. */
  readonly input: string;
  /** What the model answers. */
  readonly output: string;
};

/** From one instant up to another. */
export type FixedPeriodInput = {
  /** When it ends; this instant is not in it. */
  readonly end: string;
  /** When it begins. */
  readonly start: string;
};

/** What becomes of a history that is too long. Tool calls and their results are never separated. */
export type HistoryStrategy =
  /** Its oldest messages go. */
  | 'DROP_OLDEST'
  /** Its first two messages stay as long as they can; those after them go, the oldest first. */
  | 'KEEP_ENDS'
  /** The model summarises the oldest, in a call of its own on the same budgets. */
  | 'SUMMARISE';

/** Parameters for one model. */
export type ModelParametersByModelInput = {
  /** The name that calls give. */
  readonly model: string;
  /** Those that differ for it. */
  readonly parameters: ModelParametersInput;
};

/** How the model answers. What is left out comes from taskType, then from the defaults. */
export type ModelParametersInput = {
  /** From -2 to 2; 0 by default. */
  readonly frequencyPenalty?: number | null | undefined;
  /** From 1 to the model's limit; 1000 by default. The most that is paid for. */
  readonly maxTokens?: number | null | undefined;
  /** From -2 to 2; 0 by default. */
  readonly presencePenalty?: number | null | undefined;
  /** For reasoning models only. */
  readonly reasoningEffort?: ReasoningEffort | null | undefined;
  /** For answers that repeat, as far as the model can. */
  readonly seed?: number | null | undefined;
  /** At most 4 texts that end the answer. */
  readonly stopSequences?: ReadonlyArray<string> | null | undefined;
  /** Recommended parameters by type of task. */
  readonly taskType?: TaskType | null | undefined;
  /** From 0 to 2; 0.7 by default. */
  readonly temperature?: number | null | undefined;
  /** From 0 to 1; 1 by default. */
  readonly topP?: number | null | undefined;
};

/** What a model costs, in US dollars per million tokens. */
export type ModelRatesInput = {
  /** Prompt tokens read from a cache; as `input` when left out. */
  readonly cacheRead?: string | null | undefined;
  /** Prompt tokens written to a cache; as `input` when left out. */
  readonly cacheWrite?: string | null | undefined;
  /** Prompt tokens. */
  readonly input: string;
  /** Answer tokens, reasoning too. */
  readonly output: string;
};

/** How long a reasoning model thinks; each model takes some of them. */
export type ReasoningEffort =
  /** Much. */
  | 'HIGH'
  /** Little. */
  | 'LOW'
  /** As much as it can. */
  | 'MAX'
  /** The default of most models. */
  | 'MEDIUM'
  /** As little as it can. */
  | 'MINIMAL'
  /** Not at all. */
  | 'NONE'
  /** Very much. */
  | 'XHIGH';

/** Again and again, by the calendar. */
export type RecurringPeriodInput = {
  /** How often. */
  readonly every: BudgetRecurrence;
  /** IANA time zone of its midnight, such as Europe/Copenhagen; UTC by default. */
  readonly timeZone?: string | null | undefined;
};

/** Where a label goes: exactly one of version, fromLabel, rollback and remove. */
export type SetTemplateLabelInput = {
  /** Where it must point now, null for nowhere; refused when somebody has moved it since. */
  readonly expectedVersion?: number | null | undefined;
  /** To where this label points now: `staging`, `latest`. */
  readonly fromLabel?: string | null | undefined;
  /** The template. */
  readonly id: string | number;
  /** The label: a new one is made. `latest` cannot be set; `production` is protected. */
  readonly label: string;
  /** Why, for the history. */
  readonly note?: string | null | undefined;
  /** Whether only an admin key may move it from now on. Admin keys only. */
  readonly protected?: boolean | null | undefined;
  /** True: the label is taken away. */
  readonly remove?: boolean | null | undefined;
  /** True: back to where it pointed before its last move. */
  readonly rollback?: boolean | null | undefined;
  /** To this version. */
  readonly version?: number | null | undefined;
};

/** What to do when a hard budget has too little left for the highest cost of a call. */
export type ShortBudgetPolicy =
  /** Lower maxTokens to what can be paid for; the call says what was sent. */
  | 'LOWER_MAX_TOKENS'
  /** Refuse the call. */
  | 'REFUSE'
  /** Wait for open holds to end. */
  | 'WAIT';

/** A label of a call. */
export type TagInput = {
  /** Its name. */
  readonly key: string;
  /** Its value. */
  readonly value: string;
};

/** What kind of task a call is; gives recommended parameters. */
export type TaskType =
  /** temperature 0.2, topP 0.9, no penalties. */
  | 'ANALYTICAL'
  /** temperature 0.2, topP 0.95, no penalties. */
  | 'CODE'
  /** temperature 0.9, topP 1, penalties 0.5. */
  | 'CREATIVE'
  /** temperature 0.1, topP 0.9, no penalties. */
  | 'FACTUAL';

/** A template and what it is filled with. Without version and label it is `production` where that is set, and the newest version elsewhere. */
export type TemplateCallInput = {
  /** The template. */
  readonly id: string | number;
  /** The version that the label points to now; or a version. */
  readonly label?: string | null | undefined;
  /** What to do with values that it has no variable for; WARN when left out. */
  readonly onUnknownVariable?: UnknownVariablePolicy | null | undefined;
  /** An object with a value for each variable. */
  readonly variables?: unknown;
  /** This version; or a label. */
  readonly version?: number | null | undefined;
};

/** How a template is filled. */
export type TemplateFormat =
  /** Liquid: conditions, loops, filters and partials, without files, dates or random numbers. */
  | 'LIQUID'
  /** {variable} stands for a value; {{ and }} are literal braces. */
  | 'SIMPLE';

/** One message of a chat template. */
export type TemplateMessageInput = {
  /** What is said, with its placeholders. */
  readonly content: string;
  /** Who speaks. */
  readonly role: ChatRole;
};

/** A variable that the template uses. */
export type TemplateVariableInput = {
  /** What it is when a call does not give it. */
  readonly default?: unknown;
  /** What it is for. */
  readonly description?: string | null | undefined;
  /** Its name: letters, digits and _. */
  readonly name: string;
  /** Whether a call must give it; true when left out, unless it has a default. */
  readonly required?: boolean | null | undefined;
  /** What a value has to be; ANY when left out. */
  readonly type?: TemplateVariableType | null | undefined;
};

/** What a value has to be. */
export type TemplateVariableType =
  /** Any JSON. */
  | 'ANY'
  /** True or false. */
  | 'BOOLEAN'
  /** A whole number. */
  | 'INTEGER'
  /** A list. */
  | 'LIST'
  /** A number. */
  | 'NUMBER'
  /** An object. */
  | 'OBJECT'
  /** A text. */
  | 'TEXT';

/** A call of a tool, as the assistant made it. */
export type ToolCallInput = {
  /** JSON text. */
  readonly arguments: string;
  /** Its id. */
  readonly id: string | number;
  /** The function. */
  readonly name: string;
};

/** What to do with a value that the template has no variable for. */
export type UnknownVariablePolicy =
  /** Refuse the call. */
  | 'REFUSE'
  /** Leave it out; the call names it. */
  | 'WARN';

export type DemoHelloQueryVariables = Exact<{ [key: string]: never; }>;


export type DemoHelloQuery = { readonly __typename: 'Query' };

export type DemoCompleteMutationVariables = Exact<{
  input: CompleteInput;
}>;


export type DemoCompleteMutation = { readonly complete:
    | { readonly __typename: 'AnswerRemovedError', readonly message: string }
    | { readonly __typename: 'BudgetExceededError', readonly budgetId: string, readonly remaining: string, readonly requested: string, readonly message: string }
    | { readonly __typename: 'CompleteSuccess', readonly text: string, readonly cost: { readonly total: string }, readonly call: { readonly operationId: string, readonly model: string, readonly held: string, readonly sandbox: boolean } }
    | { readonly __typename: 'ContentFilteredError', readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly message: string }
    | { readonly __typename: 'OperationConflictError', readonly message: string }
    | { readonly __typename: 'ProviderError', readonly message: string, readonly call: { readonly error: { readonly providerDetail: string | null } | null } }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly message: string }
    | { readonly __typename: 'RateLimitedError', readonly message: string }
    | { readonly __typename: 'SecretUnreadableError', readonly message: string }
    | { readonly __typename: 'ShuttingDownError', readonly message: string }
    | { readonly __typename: 'StillRunningError', readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly message: string }
    | { readonly __typename: 'TemplateVariableError', readonly message: string }
    | { readonly __typename: 'UnknownModelPriceError', readonly message: string }
    | { readonly __typename: 'ValidationError', readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type DemoCreateBudgetMutationVariables = Exact<{
  input: CreateBudgetInput;
}>;


export type DemoCreateBudgetMutation = { readonly createBudget:
    | { readonly __typename: 'CreateBudgetSuccess', readonly budget: { readonly id: string, readonly amount: string, readonly period: { readonly resetsAt: string | null } } }
    | { readonly __typename: 'StoreUnavailableError', readonly message: string }
    | { readonly __typename: 'ValidationError', readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type DemoAgentReportQueryVariables = Exact<{
  agentId: string;
  budgetId: string | number;
}>;


export type DemoAgentReportQuery = { readonly usage: { readonly groups: ReadonlyArray<{ readonly agentId: string | null, readonly metrics: { readonly calls: number, readonly totalTokens: number, readonly totalCost: string } }> }, readonly budget: { readonly amount: string, readonly spent: string, readonly held: string, readonly percentageUsed: number } | null };

export type DemoModelCallEventsSubscriptionVariables = Exact<{
  agentIds: ReadonlyArray<string>;
}>;


export type DemoModelCallEventsSubscription = { readonly modelCallEvents:
    | { readonly __typename: 'Heartbeat', readonly cursor: string, readonly timestamp: string, readonly operationId: string | null, readonly agentId: string | null, readonly model: string | null }
    | { readonly __typename: 'ModelCallCompleted', readonly latencyMs: number, readonly cursor: string, readonly timestamp: string, readonly operationId: string, readonly agentId: string | null, readonly model: string, readonly usage: { readonly totalTokens: number }, readonly cost: { readonly total: string } }
    | { readonly __typename: 'ModelCallFailed', readonly cursor: string, readonly timestamp: string, readonly operationId: string, readonly agentId: string | null, readonly model: string, readonly error: { readonly message: string } }
    | { readonly __typename: 'ModelCallStarted', readonly held: string, readonly cursor: string, readonly timestamp: string, readonly operationId: string, readonly agentId: string | null, readonly model: string }
   };

export type DemoBudgetEventsSubscriptionVariables = Exact<{
  agentIds: ReadonlyArray<string>;
  after: string;
}>;


export type DemoBudgetEventsSubscription = { readonly budgetEvents:
    | { readonly __typename: 'BudgetExceeded', readonly reason: BudgetExceededReason, readonly requested: string | null, readonly timestamp: string, readonly agentId: string | null, readonly budgetId: string, readonly currentUsage: string, readonly budgetAmount: string, readonly percentageUsed: number }
    | { readonly __typename: 'BudgetForecastExceeded', readonly projectedUsage: string, readonly timestamp: string, readonly agentId: string | null, readonly budgetId: string, readonly currentUsage: string, readonly budgetAmount: string, readonly percentageUsed: number }
    | { readonly __typename: 'BudgetWarning', readonly threshold: number, readonly timestamp: string, readonly agentId: string | null, readonly budgetId: string, readonly currentUsage: string, readonly budgetAmount: string, readonly percentageUsed: number }
    | { readonly __typename: 'Heartbeat', readonly timestamp: string, readonly agentId: string | null, readonly budgetId: string | null, readonly currentUsage: string | null, readonly budgetAmount: string | null, readonly percentageUsed: number | null }
   };

export type DemoCreateTemplateMutationVariables = Exact<{
  input: CreateTemplateInput;
}>;


export type DemoCreateTemplateMutation = { readonly createTemplate:
    | { readonly __typename: 'CreateTemplateSuccess' }
    | { readonly __typename: 'StoreUnavailableError', readonly message: string }
    | { readonly __typename: 'ValidationError', readonly message: string }
   };

export type DemoCreateTemplateVersionMutationVariables = Exact<{
  input: CreateTemplateVersionInput;
}>;


export type DemoCreateTemplateVersionMutation = { readonly createTemplateVersion:
    | { readonly __typename: 'CreateTemplateVersionSuccess' }
    | { readonly __typename: 'NotFoundError', readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly message: string }
    | { readonly __typename: 'TemplateConflictError', readonly message: string }
    | { readonly __typename: 'ValidationError', readonly message: string }
   };

export type DemoSetTemplateLabelMutationVariables = Exact<{
  input: SetTemplateLabelInput;
}>;


export type DemoSetTemplateLabelMutation = { readonly setTemplateLabel:
    | { readonly __typename: 'LabelProtectedError', readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly message: string }
    | { readonly __typename: 'SetTemplateLabelSuccess' }
    | { readonly __typename: 'StoreUnavailableError', readonly message: string }
    | { readonly __typename: 'TemplateConflictError', readonly message: string }
    | { readonly __typename: 'ValidationError', readonly message: string }
   };

export type DemoCompleteByTemplateMutationVariables = Exact<{
  input: CompleteInput;
}>;


export type DemoCompleteByTemplateMutation = { readonly complete:
    | { readonly __typename: 'AnswerRemovedError', readonly message: string }
    | { readonly __typename: 'BudgetExceededError', readonly message: string }
    | { readonly __typename: 'CompleteSuccess', readonly text: string, readonly call: { readonly template: { readonly version: number } | null } }
    | { readonly __typename: 'ContentFilteredError', readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly message: string }
    | { readonly __typename: 'OperationConflictError', readonly message: string }
    | { readonly __typename: 'ProviderError', readonly message: string }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly message: string }
    | { readonly __typename: 'RateLimitedError', readonly message: string }
    | { readonly __typename: 'SecretUnreadableError', readonly message: string }
    | { readonly __typename: 'ShuttingDownError', readonly message: string }
    | { readonly __typename: 'StillRunningError', readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly message: string }
    | { readonly __typename: 'TemplateVariableError', readonly message: string }
    | { readonly __typename: 'UnknownModelPriceError', readonly message: string }
    | { readonly __typename: 'ValidationError', readonly message: string }
   };


export const DemoHelloDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DemoHello"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as DocumentNode<DemoHelloQuery, DemoHelloQueryVariables>;
export const DemoCompleteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoComplete"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"sandbox"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetExceededError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budgetId"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"requested"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProviderError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"providerDetail"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<DemoCompleteMutation, DemoCompleteMutationVariables>;
export const DemoCreateBudgetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoCreateBudget"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateBudgetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createBudget"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateBudgetSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budget"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"period"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetsAt"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<DemoCreateBudgetMutation, DemoCreateBudgetMutationVariables>;
export const DemoAgentReportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DemoAgentReport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"agentId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"budgetId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"usage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"AGENT"}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"agentId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"agentId"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"calls"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalCost"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"budget"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"budgetId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"spent"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"percentageUsed"}}]}}]}}]} as unknown as DocumentNode<DemoAgentReportQuery, DemoAgentReportQueryVariables>;
export const DemoModelCallEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"DemoModelCallEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"agentIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"modelCallEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"agentIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"agentIds"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelCallStarted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"held"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelCallCompleted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelCallFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DemoModelCallEventsSubscription, DemoModelCallEventsSubscriptionVariables>;
export const DemoBudgetEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"DemoBudgetEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"agentIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budgetEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"agentIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"agentIds"}}}]}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"budgetId"}},{"kind":"Field","name":{"kind":"Name","value":"currentUsage"}},{"kind":"Field","name":{"kind":"Name","value":"budgetAmount"}},{"kind":"Field","name":{"kind":"Name","value":"percentageUsed"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetWarning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"threshold"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetExceeded"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requested"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetForecastExceeded"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"projectedUsage"}}]}}]}}]}}]} as unknown as DocumentNode<DemoBudgetEventsSubscription, DemoBudgetEventsSubscriptionVariables>;
export const DemoCreateTemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoCreateTemplate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTemplateInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createTemplate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<DemoCreateTemplateMutation, DemoCreateTemplateMutationVariables>;
export const DemoCreateTemplateVersionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoCreateTemplateVersion"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTemplateVersionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createTemplateVersion"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<DemoCreateTemplateVersionMutation, DemoCreateTemplateVersionMutationVariables>;
export const DemoSetTemplateLabelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoSetTemplateLabel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetTemplateLabelInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setTemplateLabel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<DemoSetTemplateLabelMutation, DemoSetTemplateLabelMutationVariables>;
export const DemoCompleteByTemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoCompleteByTemplate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"template"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<DemoCompleteByTemplateMutation, DemoCompleteByTemplateMutationVariables>;