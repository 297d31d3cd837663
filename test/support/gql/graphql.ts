/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What kind of caller someone is. */
export type ActorKind =
  /** An API key. */
  | 'API_KEY'
  /** Who has the admin key of the configuration. */
  | 'OPERATOR'
  /** Someone with a token of the identity provider. */
  | 'TOKEN';

/** Whether a key lets anyone in. */
export type ApiKeyState =
  /** It does. */
  | 'ACTIVE'
  /** Its time is over. */
  | 'EXPIRED'
  /** It was ended. */
  | 'REVOKED';

/** Which template to archive. */
export type ArchiveTemplateInput = {
  /** False takes it back; true when left out. */
  readonly archived?: boolean | null | undefined;
  /** The template. */
  readonly id: string | number;
};

/** Which changes to list; all fields must match. */
export type AuditFilter = {
  /** Made by this mutation. */
  readonly action?: string | null | undefined;
  /** Made with this API key, or by this subject of a token. */
  readonly actorId?: string | number | null | undefined;
  /** Of the thing with this id. */
  readonly targetId?: string | number | null | undefined;
  /** Of this kind of thing. */
  readonly targetKind?: string | null | undefined;
};

/** Which events of budgets; all fields must match, each by any of its values. */
export type BudgetEventFilter = {
  /** Set off by these agents. */
  readonly agentIds?: ReadonlyArray<string> | null | undefined;
  /** Of these budgets. */
  readonly budgetIds?: ReadonlyArray<string | number> | null | undefined;
  /** Set off by calls of these capabilities. */
  readonly capabilityTypes?: ReadonlyArray<string> | null | undefined;
  /** Set off by calls of these models. */
  readonly models?: ReadonlyArray<string> | null | undefined;
  /** Set off by these calls. */
  readonly operationIds?: ReadonlyArray<string | number> | null | undefined;
};

/** Why a budget says so. */
export type BudgetExceededReason =
  /** It turned a call away. */
  | 'CALL_REFUSED'
  /** What was spent has reached the amount. */
  | 'USED_UP';

/** Which budgets to list. */
export type BudgetFilter = {
  /** Those whose scope is this agent. */
  readonly agentId?: string | null | undefined;
};

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

/** Which calls to list; all fields must match. */
export type CallFilter = {
  /** Made by this agent. */
  readonly agentId?: string | null | undefined;
  /** Made with this API key. */
  readonly apiKeyId?: string | number | null | undefined;
  /** Made for this capability. */
  readonly capabilityType?: string | null | undefined;
  /** That failed for this reason. */
  readonly errorCategory?: ErrorCategory | null | undefined;
  /** Whose model stopped for this reason. */
  readonly finishReason?: FinishReason | null | undefined;
  /** Asked with this text, as far as it is kept; upper and lower case are the same. Calls are looked at for at most five seconds. */
  readonly inputContains?: string | null | undefined;
  /** That asked for this. */
  readonly kind?: CallKind | null | undefined;
  /** That cost at most so much. */
  readonly maxCost?: string | null | undefined;
  /** That took at most so many milliseconds. */
  readonly maxLatencyMs?: number | null | undefined;
  /** That cost at least so much. */
  readonly minCost?: string | null | undefined;
  /** That took at least so many milliseconds. */
  readonly minLatencyMs?: number | null | undefined;
  /** That this model has answered, or that asked it last. */
  readonly model?: string | null | undefined;
  /** That this provider was asked for. */
  readonly provider?: string | null | undefined;
  /** Dispatched before this instant. */
  readonly startedBefore?: string | null | undefined;
  /** Dispatched at or after this instant. */
  readonly startedFrom?: string | null | undefined;
  /** That stand there. */
  readonly status?: CallStatus | null | undefined;
  /** With this label. */
  readonly tag?: TagInput | null | undefined;
  /** Rendered from this prompt template. */
  readonly templateId?: string | number | null | undefined;
  /** Rendered from this version of a template. */
  readonly templateVersion?: number | null | undefined;
};

/** What a call is for. */
export type CallKind =
  /** A chat was continued. */
  | 'CHAT'
  /** A prompt was completed. */
  | 'COMPLETE'
  /** Texts became vectors. */
  | 'EMBED'
  /** Data were asked for. */
  | 'OBJECT';

/** Where a call stands. */
export type CallStatus =
  /** It was ended early; what was spent is settled. */
  | 'CANCELLED'
  /** The model answered; the cost is settled. */
  | 'COMPLETED'
  /** It ended without an answer; what was spent is settled. */
  | 'FAILED'
  /** Dispatched: its cost is held, its outcome is open. */
  | 'RUNNING';

/** A chat to be continued. */
export type ChatInput = {
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
  /** Upstream requests at the most, 1 to 20: the first, and one after each round of tools; 5 with server tools, else 1. Held in advance. */
  readonly maxSteps?: number | null | undefined;
  /** What was said so far, 1 to 1000 messages; or a template, or a context. */
  readonly messages?: ReadonlyArray<ChatMessageInput> | null | undefined;
  /** The model, or an alias of the configuration; DEFAULT_MODEL when left out. */
  readonly model?: string | null | undefined;
  /** In place of `model`, up to 10 models or aliases in order: the next is asked when one fails in a way that it may not. */
  readonly models?: ReadonlyArray<string> | null | undefined;
  /** FEED_BACK by default. */
  readonly onToolError?: ToolErrorPolicy | null | undefined;
  /** Idempotency key: a repeat gives the stored result and costs nothing. Made by the server when left out. */
  readonly operationId?: string | number | null | undefined;
  /** Whether the prompt's whitespace is tidied for the model's family, code and indentation untouched; false by default. The call says what it saved. */
  readonly optimizePrompt?: boolean | null | undefined;
  /** Whether one answer may call several; true by default. */
  readonly parallelToolCalls?: boolean | null | undefined;
  /** How the model answers. */
  readonly parameters?: ModelParametersInput | null | undefined;
  /** What a model without a known price costs. Admin keys only; setModelPrice sets it for good. */
  readonly price?: ModelRatesInput | null | undefined;
  /** Names of registered tools (query `tools`), which Tollgate runs in this call. */
  readonly serverTools?: ReadonlyArray<string> | null | undefined;
  /** At most 20 labels; their budgets apply. */
  readonly tags?: ReadonlyArray<TagInput> | null | undefined;
  /** A template, in place of what it stands for. */
  readonly template?: TemplateCallInput | null | undefined;
  /** AUTO by default. */
  readonly toolChoice?: ToolChoiceInput | null | undefined;
  /** Most bytes of results of one round that the model is shown, 256 to 65536; 4096 by default. */
  readonly toolResultMaxBytes?: number | null | undefined;
  /** Functions that you run: their calls come back to you. */
  readonly tools?: ReadonlyArray<ToolInput> | null | undefined;
};

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

/** What became of what was cut. */
export type ContextCutAction =
  /** It is not in the prompt. */
  | 'DROPPED'
  /** A summary stands in its place. */
  | 'SUMMARISED';

/** Why it was cut. */
export type ContextCutReason =
  /** There was no room, and no summary to be had. */
  | 'SUMMARY_FAILED'
  /** There was no room within the limit. */
  | 'TOKEN_LIMIT';

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

/** A part of a context that can be cut. */
export type ContextPart =
  /** What was retrieved. */
  | 'DOCUMENTS'
  /** Questions with their answers. */
  | 'EXAMPLES'
  /** What was said before. */
  | 'HISTORY';

/** What is cut first: the part with the lowest number, 0 to 100. */
export type ContextPrioritiesInput = {
  /** 30 when left out; cut from the last one. */
  readonly documents?: number | null | undefined;
  /** 40 when left out; cut from the last one. */
  readonly examples?: number | null | undefined;
  /** 50 when left out; cut as its strategy says. */
  readonly history?: number | null | undefined;
};

/** How sure a cost is. */
export type CostBasis =
  /** From tokens that Tollgate counted, as the provider reported none. */
  | 'ESTIMATED'
  /** From the provider's own usage. */
  | 'MEASURED'
  /** The full hold: the outcome is unknown, so the most it can have cost is charged. */
  | 'PRESUMED';

/** A key of the project that is acted on. */
export type CreateApiKeyInput = {
  /** The agents that it may make calls for, 1 to 100; any when left out. */
  readonly agentIds?: ReadonlyArray<string> | null | undefined;
  /** When it ends by itself; never when left out. */
  readonly expiresAt?: string | null | undefined;
  /** What it may use. */
  readonly limits?: RateLimitsInput | null | undefined;
  /** The models that it may call, by name or family, 1 to 100; any when left out. */
  readonly models?: ReadonlyArray<string> | null | undefined;
  /** What people call it. */
  readonly name: string;
  /** What it may do. */
  readonly role: Role;
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

/** A tenant. */
export type CreateProjectInput = {
  /** Its id for ever: 1 to 63 of the characters a-z 0-9 -; made by the server when left out. */
  readonly id?: string | number | null | undefined;
  /** What people call it. */
  readonly name: string;
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

/** A new webhook. */
export type CreateWebhookInput = {
  /** Only events that these agents set off. */
  readonly agentIds?: ReadonlyArray<string> | null | undefined;
  /** Only events of these budgets. */
  readonly budgetIds?: ReadonlyArray<string | number> | null | undefined;
  /** Only events of calls of these capabilities, and those that they set off. */
  readonly capabilityTypes?: ReadonlyArray<string> | null | undefined;
  /** For people. */
  readonly description?: string | null | undefined;
  /** Only events of calls of these models, and those that they set off. */
  readonly models?: ReadonlyArray<string> | null | undefined;
  /** Only events of these calls, and those that they set off. */
  readonly operationIds?: ReadonlyArray<string | number> | null | undefined;
  /** Only events of these topics, such as openai.budget.warning. All when left out. */
  readonly topics?: ReadonlyArray<string> | null | undefined;
  /** Where events are sent with POST: an https URL. */
  readonly url: string;
};

/** Which budget to delete. */
export type DeleteBudgetInput = {
  /** Its id. */
  readonly id: string | number;
};

/** Which key to delete. */
export type DeleteProviderKeyInput = {
  /** Its provider. */
  readonly provider: string | number;
};

/** Which webhook to delete. */
export type DeleteWebhookInput = {
  /** Its id. */
  readonly id: string | number;
};

/** Texts that are to become vectors. */
export type EmbedInput = {
  /** The agent that makes the call; its budgets apply. */
  readonly agentId?: string | null | undefined;
  /** What to do when a budget is short; REFUSE by default. */
  readonly budgetPolicy?: BudgetPolicyInput | null | undefined;
  /** What the call is for; its budgets apply. */
  readonly capabilityType?: string | null | undefined;
  /** How long the call may take with all retries, in milliseconds. */
  readonly deadlineMs?: number | null | undefined;
  /** Length of each vector, for models that can shorten; the model's own by default. */
  readonly dimensions?: number | null | undefined;
  /** The model; DEFAULT_EMBEDDING_MODEL when left out. */
  readonly model?: string | null | undefined;
  /** Idempotency key: a repeat gives the stored result and costs nothing. Made by the server when left out. */
  readonly operationId?: string | number | null | undefined;
  /** What a model without a known price costs. Admin keys only; setModelPrice sets it for good. */
  readonly price?: ModelRatesInput | null | undefined;
  /** At most 20 labels; their budgets apply. */
  readonly tags?: ReadonlyArray<TagInput> | null | undefined;
  /** One or many, 1 to 16384; they are sent in as many requests as the model needs. */
  readonly texts: ReadonlyArray<string>;
};

/** Why a call failed. */
export type ErrorCategory =
  /** The provider does not accept Tollgate's key. */
  | 'AUTHENTICATION'
  /** A budget has no room. */
  | 'BUDGET'
  /** The call was ended early. */
  | 'CANCELLED'
  /** The other side could not be reached, or hung up. */
  | 'CONNECTION'
  /** The provider's key may not do that. */
  | 'PERMISSION'
  /** Too many requests or tokens for now. */
  | 'RATE_LIMIT'
  /** A failure on the other side. */
  | 'SERVER'
  /** No answer in time. */
  | 'TIMEOUT'
  /** None of the others. */
  | 'UNKNOWN'
  /** The request is wrong. */
  | 'VALIDATION';

/** Which events; all fields must match, each list by any of its values. */
export type EventFilter = {
  /** Set off by these agents. */
  readonly agentIds?: ReadonlyArray<string> | null | undefined;
  /** Of these budgets. */
  readonly budgetIds?: ReadonlyArray<string | number> | null | undefined;
  /** Of these capabilities. */
  readonly capabilityTypes?: ReadonlyArray<string> | null | undefined;
  /** From this instant on. */
  readonly from?: string | null | undefined;
  /** Of these models. */
  readonly models?: ReadonlyArray<string> | null | undefined;
  /** Of these calls. */
  readonly operationIds?: ReadonlyArray<string | number> | null | undefined;
  /** Before this instant. */
  readonly to?: string | null | undefined;
  /** Of these topics, such as openai.budget.warning. */
  readonly topics?: ReadonlyArray<string> | null | undefined;
};

/** A question with the answer that is wanted for it. Both are literal. */
export type FewShotExampleInput = {
  /** What the user says. */
  readonly input: string;
  /** What the model answers. */
  readonly output: string;
};

/** Why the model stopped. */
export type FinishReason =
  /** The provider's content filter cut the answer. */
  | 'CONTENT_FILTER'
  /** It reached maxTokens. */
  | 'LENGTH'
  /** It had said all, or met a stop sequence. */
  | 'STOP'
  /** It asked for tools to be called. */
  | 'TOOL_CALLS'
  /** The provider gave another reason, or none. */
  | 'UNKNOWN';

/** From one instant up to another. */
export type FixedPeriodInput = {
  /** When it ends; this instant is not in it. */
  readonly end: string;
  /** When it begins. */
  readonly start: string;
};

/** Data that a model is to give: a prompt or messages, and the JSON Schema of the answer. */
export type GenerateObjectInput = {
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
  /** How often the model is shown what is wrong with its answer and asked again: 0 to 5, 2 by default. Held in advance. */
  readonly maxRepairs?: number | null | undefined;
  /** A chat, in place of a prompt. */
  readonly messages?: ReadonlyArray<ChatMessageInput> | null | undefined;
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
  /** What the model is asked. */
  readonly prompt?: string | null | undefined;
  /** JSON Schema (draft 2020-12 or 07) of the data, at most 100 KB; that of the template when left out. */
  readonly schema?: unknown;
  /** What the data are, for the model. */
  readonly schemaDescription?: string | null | undefined;
  /** A name of the data for the model; `answer` by default. */
  readonly schemaName?: string | null | undefined;
  /** Instructions that come before the prompt. */
  readonly system?: string | null | undefined;
  /** At most 20 labels; their budgets apply. */
  readonly tags?: ReadonlyArray<TagInput> | null | undefined;
  /** A template, in place of what it stands for. */
  readonly template?: TemplateCallInput | null | undefined;
};

/** What becomes of a history that is too long. Tool calls and their results are never separated. */
export type HistoryStrategy =
  /** Its oldest messages go. */
  | 'DROP_OLDEST'
  /** Its first two messages stay as long as they can; those after them go, the oldest first. */
  | 'KEEP_ENDS'
  /** The model summarises the oldest, in a call of its own on the same budgets. */
  | 'SUMMARISE';

/** How a label was moved. */
export type LabelMoveKind =
  /** It was pointed to a version. */
  | 'MOVE'
  /** It was taken away. */
  | 'REMOVAL'
  /** It was sent back to where it had pointed before. */
  | 'ROLLBACK';

/** Which events of calls; all fields must match, each by any of its values. */
export type ModelCallEventFilter = {
  /** Of these agents. */
  readonly agentIds?: ReadonlyArray<string> | null | undefined;
  /** Of these capabilities. */
  readonly capabilityTypes?: ReadonlyArray<string> | null | undefined;
  /** Of these models. */
  readonly models?: ReadonlyArray<string> | null | undefined;
  /** Of these calls. */
  readonly operationIds?: ReadonlyArray<string | number> | null | undefined;
};

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

/** What a key may use of one model, over all instances together; at least one of the two. */
export type ModelRateLimitsInput = {
  /** The model, by name or family; all snapshots of a family share its limits. */
  readonly model: string;
  /** Calls that it may start in a minute: 1 to 1000000000. */
  readonly requestsPerMinute?: number | null | undefined;
  /** Tokens of prompts and answers in a minute: 1 to 1000000000. */
  readonly tokensPerMinute?: number | null | undefined;
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

/** A call to be previewed: a prompt as in `complete`, or messages as in `chat`. */
export type PreviewCallInput = {
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
  /** Upstream requests at the most, 1 to 20: the first, and one after each round of tools; 5 with server tools, else 1. Held in advance. */
  readonly maxSteps?: number | null | undefined;
  /** What was said so far, in place of a prompt. */
  readonly messages?: ReadonlyArray<ChatMessageInput> | null | undefined;
  /** The model, or an alias of the configuration; DEFAULT_MODEL when left out. */
  readonly model?: string | null | undefined;
  /** In place of `model`, up to 10 models or aliases in order: the next is asked when one fails in a way that it may not. */
  readonly models?: ReadonlyArray<string> | null | undefined;
  /** FEED_BACK by default. */
  readonly onToolError?: ToolErrorPolicy | null | undefined;
  /** Idempotency key: a repeat gives the stored result and costs nothing. Made by the server when left out. */
  readonly operationId?: string | number | null | undefined;
  /** Whether the prompt's whitespace is tidied for the model's family, code and indentation untouched; false by default. The call says what it saved. */
  readonly optimizePrompt?: boolean | null | undefined;
  /** Whether one answer may call several; true by default. */
  readonly parallelToolCalls?: boolean | null | undefined;
  /** How the model answers. */
  readonly parameters?: ModelParametersInput | null | undefined;
  /** What a model without a known price costs. Admin keys only; setModelPrice sets it for good. */
  readonly price?: ModelRatesInput | null | undefined;
  /** What the model would be asked. */
  readonly prompt?: string | null | undefined;
  /** Names of registered tools (query `tools`), which Tollgate runs in this call. */
  readonly serverTools?: ReadonlyArray<string> | null | undefined;
  /** Instructions that come before the prompt. */
  readonly system?: string | null | undefined;
  /** At most 20 labels; their budgets apply. */
  readonly tags?: ReadonlyArray<TagInput> | null | undefined;
  /** A template, in place of what it stands for. */
  readonly template?: TemplateCallInput | null | undefined;
  /** AUTO by default. */
  readonly toolChoice?: ToolChoiceInput | null | undefined;
  /** Most bytes of results of one round that the model is shown, 256 to 65536; 4096 by default. */
  readonly toolResultMaxBytes?: number | null | undefined;
  /** Functions that you run: their calls come back to you. */
  readonly tools?: ReadonlyArray<ToolInput> | null | undefined;
};

/** What a key may use, over all instances together; without a limit where left out. */
export type RateLimitsInput = {
  /** Calls that it may have under way at once: 1 to 10000. */
  readonly concurrentCalls?: number | null | undefined;
  /** Besides these, what it may use of single models; each model once, 100 at most. */
  readonly perModel?: ReadonlyArray<ModelRateLimitsInput> | null | undefined;
  /** Calls that it may start in a minute: 1 to 1000000000. */
  readonly requestsPerMinute?: number | null | undefined;
  /** Tokens of prompts and answers in a minute: 1 to 1000000000. */
  readonly tokensPerMinute?: number | null | undefined;
};

/** A question that a model is to work through. Its capabilityType is `reasoning` when left out. */
export type ReasonInput = {
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
  /** Instructions in place of those to work step by step. */
  readonly system?: string | null | undefined;
  /** At most 20 labels; their budgets apply. */
  readonly tags?: ReadonlyArray<TagInput> | null | undefined;
  /** A template, in place of what it stands for. */
  readonly template?: TemplateCallInput | null | undefined;
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

/** Which delivery to send again. */
export type ReplayDeliveryInput = {
  /** Its id. */
  readonly id: string | number;
};

/** Which key to end. */
export type RevokeApiKeyInput = {
  /** Its id. */
  readonly id: string | number;
};

/** What a key may do; each may do what those before it may. */
export type Role =
  /** Changes budgets, prices and keys, and sees the audit log. */
  | 'ADMIN'
  /** Makes calls. */
  | 'AGENT'
  /** Reads and follows what there is. */
  | 'VIEWER';

/** Which key gets a new secret. */
export type RotateApiKeyInput = {
  /** Its id. */
  readonly id: string | number;
  /** How long the secret before it goes on opening the key: 0 to 2592000, a day when left out. */
  readonly overlapSeconds?: number | null | undefined;
};

/** A price of a model, in US dollars per million tokens. */
export type SetModelPriceInput = {
  /** Prompt tokens read from a cache; as `input` when left out. */
  readonly cacheRead?: string | null | undefined;
  /** Prompt tokens written to a cache; as `input` when left out. */
  readonly cacheWrite?: string | null | undefined;
  /** Calls dispatched from this instant on have it; now when left out. */
  readonly effectiveFrom?: string | null | undefined;
  /** Prompt tokens. */
  readonly input: string;
  /** The model, by the name that calls give. */
  readonly model: string;
  /** Answer tokens, reasoning too. */
  readonly output: string;
};

/** The project's own key at a provider. */
export type SetProviderKeyInput = {
  /** The key: 16 to 1000 printable ASCII characters without spaces. */
  readonly apiKey: string;
  /** A server that speaks the provider's protocol: a public https URL. The provider's own address when left out. */
  readonly baseUrl?: string | null | undefined;
  /** Which provider: openai. */
  readonly provider: string | number;
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

/** Which end comes first. */
export type SortDirection =
  /** The least first. */
  | 'ASC'
  /** The most first. */
  | 'DESC';

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

/** Which events of templates; all fields must match, each by any of its values. */
export type TemplateEventFilter = {
  /** Of these labels. */
  readonly labels?: ReadonlyArray<string> | null | undefined;
  /** Of these templates. */
  readonly templateIds?: ReadonlyArray<string | number> | null | undefined;
};

/** Which templates to list; all fields must match. */
export type TemplateFilter = {
  /** True: archived ones too. */
  readonly includeArchived?: boolean | null | undefined;
  /** Has this label. */
  readonly label?: string | null | undefined;
  /** A part of the id, the name, the description or a tag, in any case. */
  readonly search?: string | null | undefined;
  /** Has this tag. */
  readonly tag?: string | null | undefined;
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

/** A version, by number or label; neither is `production`, or the newest where that is not set. */
export type TemplateVersionRefInput = {
  /** A label that points to it. */
  readonly label?: string | null | undefined;
  /** Its number. */
  readonly version?: number | null | undefined;
};

/** Where lines are. */
export type TextDiffKind =
  /** Only in the one after. */
  | 'ADDED'
  /** Only in the one before. */
  | 'REMOVED'
  /** In both versions. */
  | 'SAME';

/** A call of a tool, as the assistant made it. */
export type ToolCallInput = {
  /** JSON text. */
  readonly arguments: string;
  /** Its id. */
  readonly id: string | number;
  /** The function. */
  readonly name: string;
};

/** Whether the model calls tools, or which one it has to call. Give one of the two. */
export type ToolChoiceInput = {
  /** Whether. */
  readonly mode?: ToolChoiceMode | null | undefined;
  /** The one that it has to call. */
  readonly name?: string | null | undefined;
};

/** Whether the model calls tools. */
export type ToolChoiceMode =
  /** As it sees fit. */
  | 'AUTO'
  /** It may not. */
  | 'NONE'
  /** It has to call at least one. */
  | 'REQUIRED';

/** What happens when the model calls an unknown tool, gives wrong arguments, or a tool fails. */
export type ToolErrorPolicy =
  /** The call ends with a ToolError. */
  | 'FAIL'
  /** The model is told, as long as steps are left. */
  | 'FEED_BACK';

/** A function that the model may call and the caller runs. */
export type ToolInput = {
  /** What it does and when to call it, for the model. */
  readonly description?: string | null | undefined;
  /** 1 to 64 of the characters A-Z a-z 0-9 _ - */
  readonly name: string;
  /** JSON Schema of its arguments, an object. */
  readonly parameters?: unknown;
};

/** What to do with a value that the template has no variable for. */
export type UnknownVariablePolicy =
  /** Refuse the call. */
  | 'REFUSE'
  /** Leave it out; the call names it. */
  | 'WARN';

/** Changes to a key; what is left out stays. Its role and its end cannot change. */
export type UpdateApiKeyInput = {
  /** The agents that it may make calls for; null for any. */
  readonly agentIds?: ReadonlyArray<string> | null | undefined;
  /** Which key. */
  readonly id: string | number;
  /** All that it may use, in place of what it might before; null for no limits. */
  readonly limits?: RateLimitsInput | null | undefined;
  /** The models that it may call; null for any. */
  readonly models?: ReadonlyArray<string> | null | undefined;
  /** A new name. */
  readonly name?: string | null | undefined;
};

/** Changes to a budget; what is left out stays. Scope and period cannot change: make a new budget for those. */
export type UpdateBudgetInput = {
  /** A new limit, above 0. */
  readonly amount?: string | null | undefined;
  /** Whether it refuses calls or only tells. */
  readonly hard?: boolean | null | undefined;
  /** Which budget. */
  readonly id: string | number;
  /** A new name; null takes the name away. */
  readonly name?: string | null | undefined;
  /** New thresholds. */
  readonly warningThresholds?: ReadonlyArray<number> | null | undefined;
};

/** Changes to a webhook; what is left out stays, and a list that is null or empty accepts all. */
export type UpdateWebhookInput = {
  /** Only events that these agents set off. */
  readonly agentIds?: ReadonlyArray<string> | null | undefined;
  /** Only events of these budgets. */
  readonly budgetIds?: ReadonlyArray<string | number> | null | undefined;
  /** Only events of calls of these capabilities, and those that they set off. */
  readonly capabilityTypes?: ReadonlyArray<string> | null | undefined;
  /** A new description; null takes it away. */
  readonly description?: string | null | undefined;
  /** Off, it is sent nothing. On again, it goes on where it was, with what the log still has. */
  readonly enabled?: boolean | null | undefined;
  /** Which webhook. */
  readonly id: string | number;
  /** Only events of calls of these models, and those that they set off. */
  readonly models?: ReadonlyArray<string> | null | undefined;
  /** Only events of these calls, and those that they set off. */
  readonly operationIds?: ReadonlyArray<string | number> | null | undefined;
  /** True makes a new secret; for 24 hours deliveries are signed with the old one, too. */
  readonly rotateSecret?: boolean | null | undefined;
  /** Only events of these topics, such as openai.budget.warning. All when left out. */
  readonly topics?: ReadonlyArray<string> | null | undefined;
  /** A new address, also for what is on its way. */
  readonly url?: string | null | undefined;
};

/** How a usage report cuts time into pieces, in the report's time zone. */
export type UsageBucket =
  /** From one midnight to the next: 23 or 25 hours when clocks change. */
  | 'DAY'
  /** One hour of the local clock. */
  | 'HOUR'
  /** A month of the calendar. */
  | 'MONTH'
  /** 15 minutes. */
  | 'QUARTER_HOUR'
  /** From Monday on (ISO 8601). */
  | 'WEEK';

/** What a usage report is grouped by. */
export type UsageDimension =
  /** The agent that made the call. */
  | 'AGENT'
  /** The API key that the call was made with. */
  | 'API_KEY'
  /** What the call was for. */
  | 'CAPABILITY'
  /** The day on which the call was dispatched, in the report's time zone: the bucket DAY. */
  | 'DAY'
  /** Why the call failed. */
  | 'ERROR_CATEGORY'
  /** Why the model stopped. */
  | 'FINISH_REASON'
  /** What was asked for: a completion, a chat, embeddings. */
  | 'KIND'
  /** The model that was asked. */
  | 'MODEL'
  /** Who runs the model. */
  | 'PROVIDER'
  /** The call's labels: all of them, so that groups overlap, or with `tagKey` the values of one. */
  | 'TAG'
  /** The prompt template that was rendered. */
  | 'TEMPLATE'
  /** The version of the template, with the template. */
  | 'TEMPLATE_VERSION';

/** Which calls to count; all fields must match, and a list matches any of its values. */
export type UsageFilter = {
  /** Made by this agent. */
  readonly agentId?: string | null | undefined;
  /** Made by one of these agents. */
  readonly agentIds?: ReadonlyArray<string> | null | undefined;
  /** Made with this API key. */
  readonly apiKeyId?: string | number | null | undefined;
  /** Made for this capability. */
  readonly capabilityType?: string | null | undefined;
  /** Made for one of these capabilities. */
  readonly capabilityTypes?: ReadonlyArray<string> | null | undefined;
  /** That failed for this reason. */
  readonly errorCategory?: ErrorCategory | null | undefined;
  /** Whose model stopped for this reason. */
  readonly finishReason?: FinishReason | null | undefined;
  /** That asked for this. */
  readonly kind?: CallKind | null | undefined;
  /** That asked this model. */
  readonly model?: string | null | undefined;
  /** That asked one of these models. */
  readonly models?: ReadonlyArray<string> | null | undefined;
  /** That this provider was asked for. */
  readonly provider?: string | null | undefined;
  /** With this label. */
  readonly tag?: TagInput | null | undefined;
  /** Rendered from this prompt template. */
  readonly templateId?: string | number | null | undefined;
  /** Rendered from this version of a template. */
  readonly templateVersion?: number | null | undefined;
};

/** A bound on what is listed, by the sums over the whole range. */
export type UsageHaving = {
  /** Not less than this. */
  readonly atLeast?: string | null | undefined;
  /** Not more than this. */
  readonly atMost?: string | null | undefined;
  /** What is bounded. */
  readonly metric: UsageMetric;
};

/** What to report. The last 30 days when no range is given. */
export type UsageInput = {
  /** Pieces of time; the whole range when left out. */
  readonly bucket?: UsageBucket | null | undefined;
  /** Also report the range of the same length before this one; false by default. */
  readonly compareToPrevious?: boolean | null | undefined;
  /** Up to this instant, which is not in it. */
  readonly end?: string | null | undefined;
  /** Which calls to count. */
  readonly filter?: UsageFilter | null | undefined;
  /** Dimensions of the groups; one group when left out. */
  readonly groupBy?: ReadonlyArray<UsageDimension> | null | undefined;
  /** Which groups to list; the others are summed up in one with isOther. */
  readonly having?: ReadonlyArray<UsageHaving> | null | undefined;
  /** The order of the groups; TOTAL_COST by default. */
  readonly orderBy?: UsageOrder | null | undefined;
  /** From this instant on. */
  readonly start?: string | null | undefined;
  /** With groupBy TAG: only labels of this name, of which a call has at most one. */
  readonly tagKey?: string | null | undefined;
  /** IANA time zone of the buckets, such as Europe/Copenhagen; UTC by default. */
  readonly timeZone?: string | null | undefined;
  /** List only so many, the first by orderBy over the whole range; the others are summed up in one with isOther. */
  readonly top?: number | null | undefined;
};

/** What groups are ordered and chosen by. */
export type UsageMetric =
  /** Upstream requests. */
  | 'ATTEMPTS'
  /** Mean latency, in milliseconds. */
  | 'AVERAGE_LATENCY'
  /** Mean time to the first token. */
  | 'AVERAGE_TIME_TO_FIRST_TOKEN'
  /** All calls. */
  | 'CALLS'
  /** Calls that were ended early. */
  | 'CANCELLED'
  /** Calls that were answered. */
  | 'COMPLETED'
  /** Cost of the answers, in dollars. */
  | 'COMPLETION_COST'
  /** Answer tokens. */
  | 'COMPLETION_TOKENS'
  /** The share of the finished calls that failed. */
  | 'ERROR_RATE'
  /** Calls that failed. */
  | 'FAILED'
  /** Entries of feedback. */
  | 'FEEDBACK_COUNT'
  /** Mean score of the feedback. */
  | 'FEEDBACK_SCORE'
  /** Median latency. */
  | 'P50_LATENCY'
  /** Median time to the first token. */
  | 'P50_TIME_TO_FIRST_TOKEN'
  /** 90th percentile of the latency. */
  | 'P90_LATENCY'
  /** 90th percentile of the time to the first token. */
  | 'P90_TIME_TO_FIRST_TOKEN'
  /** 95th percentile of the latency. */
  | 'P95_LATENCY'
  /** 95th percentile of the time to the first token. */
  | 'P95_TIME_TO_FIRST_TOKEN'
  /** 99th percentile of the latency. */
  | 'P99_LATENCY'
  /** 99th percentile of the time to the first token. */
  | 'P99_TIME_TO_FIRST_TOKEN'
  /** Cost of the prompts, in dollars. */
  | 'PROMPT_COST'
  /** Prompt tokens. */
  | 'PROMPT_TOKENS'
  /** Tokens spent on reasoning. */
  | 'REASONING_TOKENS'
  /** Upstream requests after the first of each call. */
  | 'RETRIES'
  /** Answer tokens per second. */
  | 'TOKENS_PER_SECOND'
  /** Both together, in dollars. */
  | 'TOTAL_COST'
  /** Prompt and answer tokens. */
  | 'TOTAL_TOKENS';

/** What groups are ordered by, within their bucket. */
export type UsageOrder = {
  /** DESC by default. */
  readonly direction?: SortDirection | null | undefined;
  /** The metric. */
  readonly metric: UsageMetric;
};

/** Which deliveries; all fields must match. */
export type WebhookDeliveryFilter = {
  /** Of which this has become. */
  readonly status?: WebhookDeliveryStatus | null | undefined;
  /** To this webhook. */
  readonly webhookId?: string | number | null | undefined;
};

/** What has become of a delivery. */
export type WebhookDeliveryStatus =
  /** It was given up after the last attempt; it can be replayed. */
  | 'DEAD'
  /** The receiver has answered with success. */
  | 'DELIVERED'
  /** It is on its way, or waits for its next attempt. */
  | 'PENDING';

export type DeleteBudgetMutationVariables = Exact<{
  input: DeleteBudgetInput;
}>;


export type DeleteBudgetMutation = { readonly deleteBudget:
    | { readonly __typename: 'DeleteBudgetSuccess', readonly id: string }
    | { readonly __typename: 'NotFoundError', readonly code: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string }
    | { readonly __typename: 'ValidationError', readonly code: string }
   };

export type BudgetsQueryVariables = Exact<{
  filter?: BudgetFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type BudgetsQuery = { readonly budgets: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly scope: { readonly agentId: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type ChatMutationVariables = Exact<{
  input: ChatInput;
}>;


export type ChatMutation = { readonly chat:
    | { readonly __typename: 'AnswerRemovedError', readonly message: string }
    | { readonly __typename: 'BudgetExceededError', readonly message: string }
    | { readonly __typename: 'ChatSuccess', readonly reply: { readonly role: ChatRole, readonly content: string }, readonly usage: { readonly totalTokens: number }, readonly call: { readonly operationId: string, readonly status: CallStatus } }
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
    | { readonly __typename: 'ToolError', readonly message: string }
    | { readonly __typename: 'UnknownModelPriceError', readonly message: string }
    | { readonly __typename: 'ValidationError', readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type ChatWithContextMutationVariables = Exact<{
  input: ChatInput;
}>;


export type ChatWithContextMutation = { readonly chat:
    | { readonly __typename: 'AnswerRemovedError', readonly message: string }
    | { readonly __typename: 'BudgetExceededError', readonly message: string }
    | { readonly __typename: 'ChatSuccess', readonly call: { readonly operationId: string, readonly cost: { readonly total: string } | null, readonly template: { readonly id: string } | null, readonly context: { readonly tokenLimit: number | null, readonly tokens: number, readonly cut: ReadonlyArray<{ readonly part: ContextPart, readonly index: number, readonly count: number, readonly tokens: number, readonly action: ContextCutAction, readonly reason: ContextCutReason }> } | null } }
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
    | { readonly __typename: 'ToolError', readonly message: string }
    | { readonly __typename: 'UnknownModelPriceError', readonly message: string }
    | { readonly __typename: 'ValidationError', readonly message: string }
   };

export type PreviewContextQueryVariables = Exact<{
  input: PreviewCallInput;
}>;


export type PreviewContextQuery = { readonly previewCall:
    | { readonly __typename: 'NotFoundError' }
    | { readonly __typename: 'PreviewCallSuccess', readonly promptTokens: number, readonly messages: ReadonlyArray<{ readonly content: string }>, readonly context: { readonly tokenLimit: number | null, readonly tokens: number, readonly cut: ReadonlyArray<{ readonly part: ContextPart, readonly action: ContextCutAction }> } | null }
    | { readonly __typename: 'ProviderNotConfiguredError' }
    | { readonly __typename: 'SecretUnreadableError' }
    | { readonly __typename: 'StoreUnavailableError' }
    | { readonly __typename: 'TemplateVariableError' }
    | { readonly __typename: 'UnknownModelPriceError' }
    | { readonly __typename: 'ValidationError' }
   };

export type PreviewQueryVariables = Exact<{
  input: PreviewCallInput;
}>;


export type PreviewQuery = { readonly previewCall:
    | { readonly __typename: 'NotFoundError', readonly message: string }
    | { readonly __typename: 'PreviewCallSuccess', readonly model: string, readonly promptTokens: number, readonly exact: boolean, readonly maxTokens: number, readonly contextWindow: number | null, readonly fitsContextWindow: boolean, readonly minCost: string, readonly maxCost: string, readonly allowed: boolean, readonly messages: ReadonlyArray<{ readonly role: ChatRole, readonly content: string }>, readonly budgets: ReadonlyArray<{ readonly allowed: boolean, readonly budget: { readonly id: string }, readonly refusal: { readonly remaining: string, readonly requested: string, readonly retryable: boolean } | null }> }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly message: string }
    | { readonly __typename: 'SecretUnreadableError', readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly message: string }
    | { readonly __typename: 'TemplateVariableError', readonly message: string }
    | { readonly __typename: 'UnknownModelPriceError', readonly message: string }
    | { readonly __typename: 'ValidationError', readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type ReasonMutationVariables = Exact<{
  input: ReasonInput;
}>;


export type ReasonMutation = { readonly reason:
    | { readonly __typename: 'AnswerRemovedError', readonly code: string }
    | { readonly __typename: 'BudgetExceededError', readonly code: string }
    | { readonly __typename: 'ContentFilteredError', readonly code: string }
    | { readonly __typename: 'NotFoundError', readonly code: string }
    | { readonly __typename: 'OperationConflictError', readonly code: string }
    | { readonly __typename: 'ProviderError', readonly code: string }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly code: string }
    | { readonly __typename: 'RateLimitedError', readonly code: string }
    | { readonly __typename: 'ReasonSuccess', readonly operationId: string, readonly reasoning: string, readonly model: string, readonly usage: { readonly totalTokens: number }, readonly call: { readonly capabilityType: string | null, readonly text: string | null } }
    | { readonly __typename: 'SecretUnreadableError', readonly code: string }
    | { readonly __typename: 'ShuttingDownError', readonly code: string }
    | { readonly __typename: 'StillRunningError', readonly code: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string }
    | { readonly __typename: 'TemplateVariableError', readonly code: string }
    | { readonly __typename: 'UnknownModelPriceError', readonly code: string }
    | { readonly __typename: 'ValidationError', readonly code: string }
   };

export type CompleteByTemplateMutationVariables = Exact<{
  input: CompleteInput;
}>;


export type CompleteByTemplateMutation = { readonly complete:
    | { readonly __typename: 'AnswerRemovedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'BudgetExceededError', readonly code: string, readonly message: string }
    | { readonly __typename: 'CompleteSuccess', readonly text: string, readonly call: { readonly operationId: string, readonly model: string, readonly maxTokens: number, readonly template: { readonly id: string, readonly version: number, readonly label: string | null, readonly unknownVariables: ReadonlyArray<string> } | null } }
    | { readonly __typename: 'ContentFilteredError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'OperationConflictError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ProviderError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly code: string, readonly message: string }
    | { readonly __typename: 'RateLimitedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SecretUnreadableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ShuttingDownError', readonly code: string, readonly message: string }
    | { readonly __typename: 'StillRunningError', readonly code: string, readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'TemplateVariableError', readonly code: string, readonly message: string, readonly missing: ReadonlyArray<string> }
    | { readonly __typename: 'UnknownModelPriceError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type ChatByTemplateMutationVariables = Exact<{
  input: ChatInput;
}>;


export type ChatByTemplateMutation = { readonly chat:
    | { readonly __typename: 'AnswerRemovedError', readonly message: string }
    | { readonly __typename: 'BudgetExceededError', readonly message: string }
    | { readonly __typename: 'ChatSuccess', readonly call: { readonly template: { readonly id: string, readonly version: number } | null } }
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
    | { readonly __typename: 'ToolError', readonly message: string }
    | { readonly __typename: 'UnknownModelPriceError', readonly message: string }
    | { readonly __typename: 'ValidationError', readonly message: string }
   };

export type GenerateByTemplateMutationVariables = Exact<{
  input: GenerateObjectInput;
}>;


export type GenerateByTemplateMutation = { readonly generateObject:
    | { readonly __typename: 'AnswerRemovedError', readonly message: string }
    | { readonly __typename: 'BudgetExceededError', readonly message: string }
    | { readonly __typename: 'ContentFilteredError', readonly message: string }
    | { readonly __typename: 'GenerateObjectSuccess', readonly object: unknown, readonly call: { readonly template: { readonly id: string, readonly version: number } | null } }
    | { readonly __typename: 'NotFoundError', readonly message: string }
    | { readonly __typename: 'OperationConflictError', readonly message: string }
    | { readonly __typename: 'OutputError', readonly message: string }
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

export type PreviewTemplateQueryVariables = Exact<{
  input: PreviewCallInput;
}>;


export type PreviewTemplateQuery = { readonly previewCall:
    | { readonly __typename: 'NotFoundError', readonly message: string }
    | { readonly __typename: 'PreviewCallSuccess', readonly model: string, readonly maxTokens: number, readonly messages: ReadonlyArray<{ readonly role: ChatRole, readonly content: string }>, readonly template: { readonly id: string, readonly version: number, readonly label: string | null, readonly unknownVariables: ReadonlyArray<string> } | null }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly message: string }
    | { readonly __typename: 'SecretUnreadableError', readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly message: string }
    | { readonly __typename: 'TemplateVariableError', readonly message: string, readonly missing: ReadonlyArray<string> }
    | { readonly __typename: 'UnknownModelPriceError', readonly message: string }
    | { readonly __typename: 'ValidationError', readonly message: string }
   };

export type ChatWithToolsMutationVariables = Exact<{
  input: ChatInput;
}>;


export type ChatWithToolsMutation = { readonly chat:
    | { readonly __typename: 'AnswerRemovedError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'BudgetExceededError', readonly requested: string, readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ChatSuccess', readonly finishReason: FinishReason, readonly reply: { readonly role: ChatRole, readonly content: string, readonly toolCalls: ReadonlyArray<{ readonly id: string, readonly name: string, readonly arguments: string, readonly problem: string | null }> }, readonly toolCalls: ReadonlyArray<{ readonly id: string, readonly name: string, readonly arguments: string, readonly problem: string | null }>, readonly newMessages: ReadonlyArray<{ readonly role: ChatRole, readonly content: string, readonly toolCallId: string | null, readonly toolCalls: ReadonlyArray<{ readonly id: string, readonly name: string, readonly arguments: string }> }>, readonly usage: { readonly totalTokens: number }, readonly cost: { readonly total: string }, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'ContentFilteredError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'OperationConflictError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ProviderError', readonly category: ErrorCategory, readonly code: string, readonly message: string, readonly retryable: boolean, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'RateLimitedError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'SecretUnreadableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ShuttingDownError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'StillRunningError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'TemplateVariableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ToolError', readonly code: string, readonly message: string, readonly retryable: boolean, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'UnknownModelPriceError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly retryable: boolean, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type CallWithAttemptsFragment = { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> };

export type GenerateObjectMutationVariables = Exact<{
  input: GenerateObjectInput;
}>;


export type GenerateObjectMutation = { readonly generateObject:
    | { readonly __typename: 'AnswerRemovedError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'BudgetExceededError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ContentFilteredError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'GenerateObjectSuccess', readonly object: unknown, readonly repairs: number, readonly finishReason: FinishReason, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'OperationConflictError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'OutputError', readonly text: string, readonly refusal: string | null, readonly code: string, readonly message: string, readonly retryable: boolean, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'ProviderError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'RateLimitedError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'SecretUnreadableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ShuttingDownError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'StillRunningError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'TemplateVariableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'UnknownModelPriceError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly retryable: boolean, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type EmbedMutationVariables = Exact<{
  input: EmbedInput;
}>;


export type EmbedMutation = { readonly embed:
    | { readonly __typename: 'AnswerRemovedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'BudgetExceededError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ContentFilteredError', readonly code: string, readonly message: string }
    | { readonly __typename: 'EmbedSuccess', readonly vectors: ReadonlyArray<readonly number[]>, readonly dimensions: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number }, readonly cost: { readonly total: string }, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'OperationConflictError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ProviderError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly code: string, readonly message: string }
    | { readonly __typename: 'RateLimitedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SecretUnreadableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ShuttingDownError', readonly code: string, readonly message: string }
    | { readonly __typename: 'StillRunningError', readonly code: string, readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'TemplateVariableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'UnknownModelPriceError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type StreamCompletionSubscriptionVariables = Exact<{
  input: CompleteInput;
}>;


export type StreamCompletionSubscription = { readonly streamCompletion:
    | { readonly __typename: 'AnswerRemovedError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'BudgetExceededError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ChatSuccess', readonly reply: { readonly content: string }, readonly newMessages: ReadonlyArray<{ readonly role: ChatRole }>, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'CompleteSuccess', readonly refusal: string | null, readonly finishReason: FinishReason, readonly answer: string, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'ContentFilteredError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'OperationConflictError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ProviderError', readonly category: ErrorCategory, readonly code: string, readonly message: string, readonly retryable: boolean, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'RateLimitedError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ReasoningDelta', readonly thought: string }
    | { readonly __typename: 'RefusalDelta', readonly refused: string }
    | { readonly __typename: 'SecretUnreadableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ShuttingDownError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'StillRunningError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'TemplateVariableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'TextDelta', readonly text: string }
    | { readonly __typename: 'ToolCallDelta', readonly index: number, readonly id: string | null, readonly name: string | null, readonly arguments: string }
    | { readonly __typename: 'ToolError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ToolResult', readonly toolCallId: string, readonly content: string, readonly toolName: string }
    | { readonly __typename: 'UnknownModelPriceError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly retryable: boolean }
   };

export type StreamChatSubscriptionVariables = Exact<{
  input: ChatInput;
}>;


export type StreamChatSubscription = { readonly streamChat:
    | { readonly __typename: 'AnswerRemovedError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'BudgetExceededError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ChatSuccess', readonly reply: { readonly content: string }, readonly newMessages: ReadonlyArray<{ readonly role: ChatRole }>, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'CompleteSuccess', readonly refusal: string | null, readonly finishReason: FinishReason, readonly answer: string, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'ContentFilteredError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'OperationConflictError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ProviderError', readonly category: ErrorCategory, readonly code: string, readonly message: string, readonly retryable: boolean, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'RateLimitedError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ReasoningDelta', readonly thought: string }
    | { readonly __typename: 'RefusalDelta', readonly refused: string }
    | { readonly __typename: 'SecretUnreadableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ShuttingDownError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'StillRunningError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'TemplateVariableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'TextDelta', readonly text: string }
    | { readonly __typename: 'ToolCallDelta', readonly index: number, readonly id: string | null, readonly name: string | null, readonly arguments: string }
    | { readonly __typename: 'ToolError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ToolResult', readonly toolCallId: string, readonly content: string, readonly toolName: string }
    | { readonly __typename: 'UnknownModelPriceError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly retryable: boolean }
   };

type StreamEvent_AnswerRemovedError_Fragment = { readonly __typename: 'AnswerRemovedError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_BudgetExceededError_Fragment = { readonly __typename: 'BudgetExceededError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_ChatSuccess_Fragment = { readonly __typename: 'ChatSuccess', readonly reply: { readonly content: string }, readonly newMessages: ReadonlyArray<{ readonly role: ChatRole }>, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } };

type StreamEvent_CompleteSuccess_Fragment = { readonly __typename: 'CompleteSuccess', readonly refusal: string | null, readonly finishReason: FinishReason, readonly answer: string, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } };

type StreamEvent_ContentFilteredError_Fragment = { readonly __typename: 'ContentFilteredError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_NotFoundError_Fragment = { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_OperationConflictError_Fragment = { readonly __typename: 'OperationConflictError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_ProviderError_Fragment = { readonly __typename: 'ProviderError', readonly category: ErrorCategory, readonly code: string, readonly message: string, readonly retryable: boolean, readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } };

type StreamEvent_ProviderNotConfiguredError_Fragment = { readonly __typename: 'ProviderNotConfiguredError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_RateLimitedError_Fragment = { readonly __typename: 'RateLimitedError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_ReasoningDelta_Fragment = { readonly __typename: 'ReasoningDelta', readonly thought: string };

type StreamEvent_RefusalDelta_Fragment = { readonly __typename: 'RefusalDelta', readonly refused: string };

type StreamEvent_SecretUnreadableError_Fragment = { readonly __typename: 'SecretUnreadableError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_ShuttingDownError_Fragment = { readonly __typename: 'ShuttingDownError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_StillRunningError_Fragment = { readonly __typename: 'StillRunningError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_StoreUnavailableError_Fragment = { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_TemplateVariableError_Fragment = { readonly __typename: 'TemplateVariableError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_TextDelta_Fragment = { readonly __typename: 'TextDelta', readonly text: string };

type StreamEvent_ToolCallDelta_Fragment = { readonly __typename: 'ToolCallDelta', readonly index: number, readonly id: string | null, readonly name: string | null, readonly arguments: string };

type StreamEvent_ToolError_Fragment = { readonly __typename: 'ToolError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_ToolResult_Fragment = { readonly __typename: 'ToolResult', readonly toolCallId: string, readonly content: string, readonly toolName: string };

type StreamEvent_UnknownModelPriceError_Fragment = { readonly __typename: 'UnknownModelPriceError', readonly code: string, readonly message: string, readonly retryable: boolean };

type StreamEvent_ValidationError_Fragment = { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly retryable: boolean };

export type StreamEventFragment =
  | StreamEvent_AnswerRemovedError_Fragment
  | StreamEvent_BudgetExceededError_Fragment
  | StreamEvent_ChatSuccess_Fragment
  | StreamEvent_CompleteSuccess_Fragment
  | StreamEvent_ContentFilteredError_Fragment
  | StreamEvent_NotFoundError_Fragment
  | StreamEvent_OperationConflictError_Fragment
  | StreamEvent_ProviderError_Fragment
  | StreamEvent_ProviderNotConfiguredError_Fragment
  | StreamEvent_RateLimitedError_Fragment
  | StreamEvent_ReasoningDelta_Fragment
  | StreamEvent_RefusalDelta_Fragment
  | StreamEvent_SecretUnreadableError_Fragment
  | StreamEvent_ShuttingDownError_Fragment
  | StreamEvent_StillRunningError_Fragment
  | StreamEvent_StoreUnavailableError_Fragment
  | StreamEvent_TemplateVariableError_Fragment
  | StreamEvent_TextDelta_Fragment
  | StreamEvent_ToolCallDelta_Fragment
  | StreamEvent_ToolError_Fragment
  | StreamEvent_ToolResult_Fragment
  | StreamEvent_UnknownModelPriceError_Fragment
  | StreamEvent_ValidationError_Fragment
;

export type CancelCallMutationVariables = Exact<{
  operationId: string | number;
}>;


export type CancelCallMutation = { readonly cancelCall:
    | { readonly __typename: 'CancelCallSuccess', readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   };

export type CallRecordQueryVariables = Exact<{
  operationId: string | number;
}>;


export type CallRecordQuery = { readonly call: { readonly operationId: string, readonly kind: CallKind, readonly status: CallStatus, readonly model: string, readonly requestedModels: ReadonlyArray<string>, readonly held: string, readonly overHold: boolean, readonly timeToFirstTokenMs: number | null, readonly text: string | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly latencyMs: number, readonly usage: { readonly promptTokens: number, readonly completionTokens: number } | null, readonly cost: { readonly total: string, readonly basis: CostBasis }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly retryable: boolean } | null }> } | null };

export type CompleteMutationVariables = Exact<{
  input: CompleteInput;
}>;


export type CompleteMutation = { readonly complete:
    | { readonly __typename: 'AnswerRemovedError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'BudgetExceededError', readonly code: string, readonly message: string, readonly retryable: boolean, readonly budgetId: string, readonly amount: string, readonly spent: string, readonly held: string, readonly remaining: string, readonly requested: string, readonly resetsAt: string | null, readonly budgets: ReadonlyArray<{ readonly budgetId: string, readonly retryable: boolean }> }
    | { readonly __typename: 'CompleteSuccess', readonly text: string, readonly finishReason: FinishReason, readonly usage: { readonly promptTokens: number, readonly cachedPromptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly estimated: boolean }, readonly cost: { readonly prompt: string, readonly completion: string, readonly total: string, readonly currency: string, readonly basis: CostBasis, readonly priceVersion: string | null }, readonly call: { readonly operationId: string, readonly status: CallStatus, readonly sandbox: boolean, readonly model: string, readonly maxTokens: number, readonly held: string } }
    | { readonly __typename: 'ContentFilteredError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'OperationConflictError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ProviderError', readonly code: string, readonly message: string, readonly retryable: boolean, readonly category: ErrorCategory, readonly call: { readonly operationId: string, readonly status: CallStatus, readonly cost: { readonly total: string, readonly basis: CostBasis } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly providerDetail: string | null } | null, readonly cost: { readonly total: string } }> } }
    | { readonly __typename: 'ProviderNotConfiguredError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'RateLimitedError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'SecretUnreadableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'ShuttingDownError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'StillRunningError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'TemplateVariableError', readonly code: string, readonly message: string, readonly retryable: boolean }
    | { readonly __typename: 'UnknownModelPriceError', readonly code: string, readonly message: string, readonly retryable: boolean, readonly model: string, readonly suggestions: ReadonlyArray<string> }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly retryable: boolean, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type CreateBudgetMutationVariables = Exact<{
  input: CreateBudgetInput;
}>;


export type CreateBudgetMutation = { readonly createBudget:
    | { readonly __typename: 'CreateBudgetSuccess', readonly budget: { readonly id: string, readonly amount: string, readonly spent: string, readonly held: string, readonly remaining: string, readonly warningThresholds: ReadonlyArray<number>, readonly hard: boolean, readonly period: { readonly every: BudgetRecurrence | null, readonly timeZone: string, readonly start: string, readonly end: string, readonly resetsAt: string | null }, readonly scope: { readonly agentId: string | null, readonly everything: boolean } } }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type BudgetQueryVariables = Exact<{
  id: string | number;
}>;


export type BudgetQuery = { readonly budget: { readonly id: string, readonly name: string | null, readonly amount: string, readonly spent: string, readonly held: string, readonly remaining: string, readonly percentageUsed: number, readonly warningThresholds: ReadonlyArray<number>, readonly hard: boolean } | null };

export type UpdateBudgetMutationVariables = Exact<{
  input: UpdateBudgetInput;
}>;


export type UpdateBudgetMutation = { readonly updateBudget:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'UpdateBudgetSuccess', readonly budget: { readonly id: string, readonly name: string | null, readonly amount: string, readonly spent: string, readonly remaining: string, readonly warningThresholds: ReadonlyArray<number>, readonly hard: boolean } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type CallQueryVariables = Exact<{
  operationId: string | number;
}>;


export type CallQuery = { readonly call: { readonly operationId: string, readonly status: CallStatus, readonly provider: string, readonly model: string, readonly sandbox: boolean, readonly agentId: string | null, readonly capabilityType: string | null, readonly text: string | null, readonly finishReason: FinishReason | null, readonly latencyMs: number | null, readonly tags: ReadonlyArray<{ readonly key: string, readonly value: string }>, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly estimated: boolean } | null, readonly cost: { readonly prompt: string, readonly completion: string, readonly total: string, readonly basis: CostBasis } | null, readonly error: { readonly code: string, readonly category: ErrorCategory } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly model: string, readonly usage: { readonly totalTokens: number } | null, readonly cost: { readonly total: string, readonly priceVersion: string | null }, readonly error: { readonly code: string, readonly category: ErrorCategory, readonly message: string, readonly providerDetail: string | null } | null }> } | null };

export type CallsQueryVariables = Exact<{
  filter?: CallFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type CallsQuery = { readonly calls: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly operationId: string, readonly status: CallStatus, readonly agentId: string | null, readonly cost: { readonly total: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } };

export type UsageQueryVariables = Exact<{
  input: UsageInput;
}>;


export type UsageQuery = { readonly usage: { readonly start: string, readonly end: string, readonly timeZone: string, readonly totals: { readonly calls: number, readonly completed: number, readonly failed: number, readonly running: number, readonly attempts: number, readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly totalCost: string }, readonly groups: ReadonlyArray<{ readonly agentId: string | null, readonly model: string | null, readonly capabilityType: string | null, readonly day: string | null, readonly metrics: { readonly calls: number, readonly totalTokens: number, readonly totalCost: string } }> } };

export type BudgetEventsSubscriptionVariables = Exact<{
  filter?: BudgetEventFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type BudgetEventsSubscription = { readonly budgetEvents:
    | { readonly __typename: 'BudgetExceeded', readonly reason: BudgetExceededReason, readonly held: string, readonly requested: string | null, readonly resetsAt: string | null, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null, readonly budgetId: string, readonly operationId: string | null, readonly currentUsage: string, readonly budgetAmount: string, readonly percentageUsed: number }
    | { readonly __typename: 'BudgetForecastExceeded', readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null, readonly budgetId: string, readonly operationId: string | null, readonly currentUsage: string, readonly budgetAmount: string, readonly percentageUsed: number }
    | { readonly __typename: 'BudgetWarning', readonly threshold: number, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null, readonly budgetId: string, readonly operationId: string | null, readonly currentUsage: string, readonly budgetAmount: string, readonly percentageUsed: number }
    | { readonly __typename: 'Heartbeat', readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null, readonly budgetId: string | null, readonly operationId: string | null, readonly currentUsage: string | null, readonly budgetAmount: string | null, readonly percentageUsed: number | null }
   };

export type TemplateEventsSubscriptionVariables = Exact<{
  filter?: TemplateEventFilter | null | undefined;
  after?: string | null | undefined;
  heartbeatMs?: number | null | undefined;
}>;


export type TemplateEventsSubscription = { readonly templateEvents:
    | { readonly __typename: 'Heartbeat', readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null, readonly templateId: string | null, readonly label: string | null }
    | { readonly __typename: 'TemplateLabelMoved', readonly fromVersion: number | null, readonly toVersion: number | null, readonly movedBy: string, readonly note: string | null, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null, readonly templateId: string, readonly label: string }
   };

export type ModelCallEventsSubscriptionVariables = Exact<{
  filter?: ModelCallEventFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ModelCallEventsSubscription = { readonly modelCallEvents:
    | { readonly __typename: 'Heartbeat', readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly operationId: string | null, readonly agentId: string | null, readonly model: string | null, readonly sandbox: boolean | null }
    | { readonly __typename: 'ModelCallCompleted', readonly latencyMs: number, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly operationId: string, readonly agentId: string | null, readonly model: string, readonly sandbox: boolean, readonly cost: { readonly total: string }, readonly usage: { readonly totalTokens: number } }
    | { readonly __typename: 'ModelCallFailed', readonly errorCategory: ErrorCategory, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly operationId: string, readonly agentId: string | null, readonly model: string, readonly sandbox: boolean, readonly error: { readonly code: string, readonly message: string }, readonly cost: { readonly total: string, readonly basis: CostBasis } }
    | { readonly __typename: 'ModelCallStarted', readonly held: string, readonly maxTokens: number, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly operationId: string, readonly agentId: string | null, readonly model: string, readonly sandbox: boolean }
   };

export type EventsQueryVariables = Exact<{
  filter?: EventFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type EventsQuery = { readonly events: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node:
        | { readonly __typename: 'BudgetExceeded', readonly budgetId: string, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null }
        | { readonly __typename: 'BudgetForecastExceeded', readonly budgetId: string, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null }
        | { readonly __typename: 'BudgetWarning', readonly budgetId: string, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null }
        | { readonly __typename: 'Heartbeat', readonly operationId: string | null, readonly budgetId: string | null, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null }
        | { readonly __typename: 'ModelCallCompleted', readonly operationId: string, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null }
        | { readonly __typename: 'ModelCallFailed', readonly operationId: string, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null }
        | { readonly __typename: 'ModelCallStarted', readonly operationId: string, readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null }
        | { readonly __typename: 'TemplateLabelMoved', readonly cursor: string, readonly topic: string, readonly timestamp: string, readonly agentId: string | null }
       }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } };

export type QuietCallEventsSubscriptionVariables = Exact<{
  filter?: ModelCallEventFilter | null | undefined;
  after?: string | null | undefined;
  heartbeatMs?: number | null | undefined;
}>;


export type QuietCallEventsSubscription = { readonly modelCallEvents:
    | { readonly __typename: 'Heartbeat', readonly cursor: string, readonly operationId: string | null }
    | { readonly __typename: 'ModelCallCompleted', readonly cursor: string, readonly operationId: string }
    | { readonly __typename: 'ModelCallFailed', readonly cursor: string, readonly operationId: string }
    | { readonly __typename: 'ModelCallStarted', readonly cursor: string, readonly operationId: string }
   };

export type SetModelPriceMutationVariables = Exact<{
  input: SetModelPriceInput;
}>;


export type SetModelPriceMutation = { readonly setModelPrice:
    | { readonly __typename: 'SetModelPriceSuccess', readonly model: string, readonly version: string, readonly effectiveFrom: string, readonly tiers: ReadonlyArray<{ readonly fromPromptTokens: number, readonly input: string, readonly cacheRead: string, readonly output: string }> }
    | { readonly __typename: 'StoreUnavailableError' }
    | { readonly __typename: 'ValidationError', readonly fields: ReadonlyArray<{ readonly path: string }> }
   };

export type CreateTemplateMutationVariables = Exact<{
  input: CreateTemplateInput;
}>;


export type CreateTemplateMutation = { readonly createTemplate:
    | { readonly __typename: 'CreateTemplateSuccess', readonly template: { readonly id: string, readonly name: string, readonly latestVersion: { readonly version: number, readonly format: TemplateFormat, readonly template: string | null, readonly author: string, readonly messages: ReadonlyArray<{ readonly role: ChatRole, readonly content: string }> | null, readonly variables: ReadonlyArray<{ readonly name: string, readonly type: TemplateVariableType, readonly required: boolean, readonly default: unknown }>, readonly tokenEstimates: ReadonlyArray<{ readonly encoding: string, readonly tokens: number, readonly exact: boolean }> } } }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type CreateTemplateVersionMutationVariables = Exact<{
  input: CreateTemplateVersionInput;
}>;


export type CreateTemplateVersionMutation = { readonly createTemplateVersion:
    | { readonly __typename: 'CreateTemplateVersionSuccess', readonly version: { readonly version: number, readonly labels: ReadonlyArray<string>, readonly note: string | null } }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'TemplateConflictError', readonly code: string, readonly message: string, readonly current: number | null }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type SetTemplateLabelMutationVariables = Exact<{
  input: SetTemplateLabelInput;
}>;


export type SetTemplateLabelMutation = { readonly setTemplateLabel:
    | { readonly __typename: 'LabelProtectedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SetTemplateLabelSuccess', readonly move: { readonly label: string, readonly kind: LabelMoveKind, readonly from: number | null, readonly to: number | null, readonly movedBy: string, readonly note: string | null } | null, readonly template: { readonly labels: ReadonlyArray<{ readonly name: string, readonly version: number, readonly protected: boolean }> } }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'TemplateConflictError', readonly code: string, readonly message: string, readonly current: number | null }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type ArchiveTemplateMutationVariables = Exact<{
  input: ArchiveTemplateInput;
}>;


export type ArchiveTemplateMutation = { readonly archiveTemplate:
    | { readonly __typename: 'ArchiveTemplateSuccess', readonly template: { readonly id: string, readonly archivedAt: string | null } }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   };

export type TemplateQueryVariables = Exact<{
  id: string | number;
  number?: number | null | undefined;
  label?: string | null | undefined;
}>;


export type TemplateQuery = { readonly template: { readonly id: string, readonly name: string, readonly description: string | null, readonly tags: ReadonlyArray<string>, readonly builtIn: boolean, readonly archivedAt: string | null, readonly labels: ReadonlyArray<{ readonly name: string, readonly version: number, readonly protected: boolean, readonly movedBy: string }>, readonly version: { readonly version: number, readonly template: string | null, readonly labels: ReadonlyArray<string>, readonly note: string | null } | null, readonly versions: { readonly edges: ReadonlyArray<{ readonly node: { readonly version: number, readonly note: string | null } }> }, readonly labelHistory: { readonly edges: ReadonlyArray<{ readonly node: { readonly label: string, readonly kind: LabelMoveKind, readonly from: number | null, readonly to: number | null, readonly note: string | null } }> } } | null };

export type TemplatesQueryVariables = Exact<{
  filter?: TemplateFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type TemplatesQuery = { readonly templates: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly builtIn: boolean, readonly latestVersion: { readonly version: number } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly endCursor: string | null, readonly startCursor: string | null } } };

export type TemplateDiffQueryVariables = Exact<{
  id: string | number;
  from: TemplateVersionRefInput;
  to: TemplateVersionRefInput;
}>;


export type TemplateDiffQuery = { readonly templateDiff: { readonly patch: string, readonly from: { readonly version: number }, readonly to: { readonly version: number }, readonly text: ReadonlyArray<{ readonly kind: TextDiffKind, readonly text: string }>, readonly settings: ReadonlyArray<{ readonly path: string, readonly from: unknown, readonly to: unknown }> } | null };

export type CreateWebhookMutationVariables = Exact<{
  input: CreateWebhookInput;
}>;


export type CreateWebhookMutation = { readonly createWebhook:
    | { readonly __typename: 'CreateWebhookSuccess', readonly secret: string, readonly webhook: { readonly id: string, readonly url: string, readonly topics: ReadonlyArray<string> | null, readonly enabled: boolean } }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   };

export type UpdateWebhookMutationVariables = Exact<{
  input: UpdateWebhookInput;
}>;


export type UpdateWebhookMutation = { readonly updateWebhook:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'UpdateWebhookSuccess', readonly secret: string | null, readonly webhook: { readonly id: string, readonly url: string, readonly topics: ReadonlyArray<string> | null, readonly enabled: boolean, readonly disabledReason: string | null } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   };

export type DeleteWebhookMutationVariables = Exact<{
  input: DeleteWebhookInput;
}>;


export type DeleteWebhookMutation = { readonly deleteWebhook:
    | { readonly __typename: 'DeleteWebhookSuccess' }
    | { readonly __typename: 'NotFoundError', readonly code: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string }
    | { readonly __typename: 'ValidationError', readonly code: string }
   };

export type ReplayDeliveryMutationVariables = Exact<{
  input: ReplayDeliveryInput;
}>;


export type ReplayDeliveryMutation = { readonly replayDelivery:
    | { readonly __typename: 'NotFoundError', readonly code: string }
    | { readonly __typename: 'ReplayDeliverySuccess', readonly delivery: { readonly id: string, readonly status: WebhookDeliveryStatus, readonly attempts: number } }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string }
    | { readonly __typename: 'ValidationError', readonly code: string }
   };

export type WebhooksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WebhooksQuery = { readonly webhooks: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly url: string, readonly enabled: boolean, readonly disabledReason: string | null } }> } };

export type WebhookDeliveriesQueryVariables = Exact<{
  filter?: WebhookDeliveryFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WebhookDeliveriesQuery = { readonly webhookDeliveries: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly eventId: string, readonly cursor: string, readonly topic: string, readonly status: WebhookDeliveryStatus, readonly attempts: number, readonly responseStatus: number | null, readonly responseBody: string | null, readonly error: string | null, readonly nextAttemptAt: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly createApiKey:
    | { readonly __typename: 'CreateApiKeySuccess', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly role: Role, readonly state: ApiKeyState, readonly prefix: string, readonly agentIds: ReadonlyArray<string> | null, readonly models: ReadonlyArray<string> | null, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly lastUsedAt: string | null, readonly secrets: ReadonlyArray<{ readonly prefix: string, readonly expiresAt: string | null }>, readonly limits: { readonly requestsPerMinute: number | null, readonly tokensPerMinute: number | null, readonly concurrentCalls: number | null }, readonly createdBy: { readonly kind: ActorKind, readonly id: string | null } } }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   };

export type ApiKeyFieldsFragment = { readonly id: string, readonly name: string, readonly role: Role, readonly state: ApiKeyState, readonly prefix: string, readonly agentIds: ReadonlyArray<string> | null, readonly models: ReadonlyArray<string> | null, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly lastUsedAt: string | null, readonly secrets: ReadonlyArray<{ readonly prefix: string, readonly expiresAt: string | null }>, readonly limits: { readonly requestsPerMinute: number | null, readonly tokensPerMinute: number | null, readonly concurrentCalls: number | null }, readonly createdBy: { readonly kind: ActorKind, readonly id: string | null } };

export type RotateApiKeyMutationVariables = Exact<{
  input: RotateApiKeyInput;
}>;


export type RotateApiKeyMutation = { readonly rotateApiKey:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'RotateApiKeySuccess', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly role: Role, readonly state: ApiKeyState, readonly prefix: string, readonly agentIds: ReadonlyArray<string> | null, readonly models: ReadonlyArray<string> | null, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly lastUsedAt: string | null, readonly secrets: ReadonlyArray<{ readonly prefix: string, readonly expiresAt: string | null }>, readonly limits: { readonly requestsPerMinute: number | null, readonly tokensPerMinute: number | null, readonly concurrentCalls: number | null }, readonly createdBy: { readonly kind: ActorKind, readonly id: string | null } } }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   };

export type UpdateApiKeyMutationVariables = Exact<{
  input: UpdateApiKeyInput;
}>;


export type UpdateApiKeyMutation = { readonly updateApiKey:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'UpdateApiKeySuccess', readonly apiKey: { readonly id: string, readonly name: string, readonly agentIds: ReadonlyArray<string> | null, readonly models: ReadonlyArray<string> | null, readonly limits: { readonly requestsPerMinute: number | null, readonly concurrentCalls: number | null } } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   };

export type RevokeApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type RevokeApiKeyMutation = { readonly revokeApiKey:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'RevokeApiKeySuccess', readonly apiKey: { readonly id: string, readonly name: string, readonly role: Role, readonly state: ApiKeyState, readonly prefix: string, readonly agentIds: ReadonlyArray<string> | null, readonly models: ReadonlyArray<string> | null, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly lastUsedAt: string | null, readonly secrets: ReadonlyArray<{ readonly prefix: string, readonly expiresAt: string | null }>, readonly limits: { readonly requestsPerMinute: number | null, readonly tokensPerMinute: number | null, readonly concurrentCalls: number | null }, readonly createdBy: { readonly kind: ActorKind, readonly id: string | null } } }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   };

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { readonly apiKeys: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly role: Role, readonly state: ApiKeyState, readonly prefix: string, readonly agentIds: ReadonlyArray<string> | null, readonly models: ReadonlyArray<string> | null, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly lastUsedAt: string | null, readonly secrets: ReadonlyArray<{ readonly prefix: string, readonly expiresAt: string | null }>, readonly limits: { readonly requestsPerMinute: number | null, readonly tokensPerMinute: number | null, readonly concurrentCalls: number | null }, readonly createdBy: { readonly kind: ActorKind, readonly id: string | null } } }> } };

export type CreateProjectMutationVariables = Exact<{
  input: CreateProjectInput;
}>;


export type CreateProjectMutation = { readonly createProject:
    | { readonly __typename: 'CreateProjectSuccess', readonly project: { readonly id: string, readonly name: string } }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   };

export type ProjectsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProjectsQuery = { readonly projects: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string } }> } };

export type AuditLogQueryVariables = Exact<{
  filter?: AuditFilter | null | undefined;
}>;


export type AuditLogQuery = { readonly auditLog: { readonly edges: ReadonlyArray<{ readonly node: { readonly at: string, readonly action: string, readonly targetKind: string, readonly targetId: string, readonly before: unknown, readonly after: unknown, readonly actor: { readonly kind: ActorKind, readonly id: string | null } } }> } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly role: Role, readonly isOperator: boolean, readonly projectId: string, readonly apiKeyId: string | null, readonly subject: string | null, readonly agentIds: ReadonlyArray<string> | null, readonly models: ReadonlyArray<string> | null, readonly limits: { readonly requestsPerMinute: number | null } } };

export type SetProviderKeyMutationVariables = Exact<{
  input: SetProviderKeyInput;
}>;


export type SetProviderKeyMutation = { readonly setProviderKey:
    | { readonly __typename: 'SecretsKeyMissingError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SetProviderKeySuccess', readonly providerKey: { readonly provider: string, readonly hint: string, readonly baseUrl: string | null, readonly setAt: string, readonly setBy: { readonly kind: ActorKind, readonly id: string | null } } }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: string, readonly message: string }> }
   };

export type ProviderKeyFieldsFragment = { readonly provider: string, readonly hint: string, readonly baseUrl: string | null, readonly setAt: string, readonly setBy: { readonly kind: ActorKind, readonly id: string | null } };

export type DeleteProviderKeyMutationVariables = Exact<{
  input: DeleteProviderKeyInput;
}>;


export type DeleteProviderKeyMutation = { readonly deleteProviderKey:
    | { readonly __typename: 'DeleteProviderKeySuccess', readonly provider: string }
    | { readonly __typename: 'NotFoundError', readonly code: string }
    | { readonly __typename: 'StoreUnavailableError', readonly code: string }
    | { readonly __typename: 'ValidationError', readonly code: string }
   };

export type ProviderKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ProviderKeysQuery = { readonly providerKeys: ReadonlyArray<{ readonly provider: string, readonly hint: string, readonly baseUrl: string | null, readonly setAt: string, readonly setBy: { readonly kind: ActorKind, readonly id: string | null } }> };

export const CallWithAttemptsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallWithAttempts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"requestedModels"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"overHold"}},{"kind":"Field","name":{"kind":"Name","value":"timeToFirstTokenMs"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"estimated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<CallWithAttemptsFragment, unknown>;
export const StreamEventFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"StreamEvent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionStreamEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TextDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RefusalDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"refused"},"name":{"kind":"Name","value":"text"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReasoningDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"thought"},"name":{"kind":"Name","value":"text"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ToolCallDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"arguments"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ToolResult"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"toolCallId"}},{"kind":"Field","alias":{"kind":"Name","value":"toolName"},"name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"answer"},"name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChatSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reply"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"Field","name":{"kind":"Name","value":"newMessages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}}]}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProviderError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallWithAttempts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"requestedModels"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"overHold"}},{"kind":"Field","name":{"kind":"Name","value":"timeToFirstTokenMs"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"estimated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<StreamEventFragment, unknown>;
export const ApiKeyFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"agentIds"}},{"kind":"Field","name":{"kind":"Name","value":"models"}},{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"tokensPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"concurrentCalls"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]} as unknown as DocumentNode<ApiKeyFieldsFragment, unknown>;
export const ProviderKeyFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProviderKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProviderKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"setAt"}},{"kind":"Field","name":{"kind":"Name","value":"setBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<ProviderKeyFieldsFragment, unknown>;
export const DeleteBudgetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteBudget"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteBudgetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteBudget"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteBudgetSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteBudgetMutation, DeleteBudgetMutationVariables>;
export const BudgetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Budgets"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budgets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agentId"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<BudgetsQuery, BudgetsQueryVariables>;
export const ChatDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Chat"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChatInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"chat"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChatSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reply"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ChatMutation, ChatMutationVariables>;
export const ChatWithContextDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChatWithContext"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChatInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"chat"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChatSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"Field","name":{"kind":"Name","value":"template"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"context"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tokenLimit"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"cut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"part"}},{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ChatWithContextMutation, ChatWithContextMutationVariables>;
export const PreviewContextDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewContext"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PreviewCallInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewCall"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PreviewCallSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"messages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"Field","name":{"kind":"Name","value":"context"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tokenLimit"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"cut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"part"}},{"kind":"Field","name":{"kind":"Name","value":"action"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<PreviewContextQuery, PreviewContextQueryVariables>;
export const PreviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Preview"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PreviewCallInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewCall"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PreviewCallSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"messages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"exact"}},{"kind":"Field","name":{"kind":"Name","value":"maxTokens"}},{"kind":"Field","name":{"kind":"Name","value":"contextWindow"}},{"kind":"Field","name":{"kind":"Name","value":"fitsContextWindow"}},{"kind":"Field","name":{"kind":"Name","value":"minCost"}},{"kind":"Field","name":{"kind":"Name","value":"maxCost"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"budgets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"budget"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"requested"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<PreviewQuery, PreviewQueryVariables>;
export const ReasonDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Reason"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReasonInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReasonSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"reasoning"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"capabilityType"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<ReasonMutation, ReasonMutationVariables>;
export const CompleteByTemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CompleteByTemplate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"maxTokens"}},{"kind":"Field","name":{"kind":"Name","value":"template"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"unknownVariables"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TemplateVariableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CompleteByTemplateMutation, CompleteByTemplateMutationVariables>;
export const ChatByTemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChatByTemplate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChatInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"chat"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChatSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"template"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ChatByTemplateMutation, ChatByTemplateMutationVariables>;
export const GenerateByTemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"GenerateByTemplate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"GenerateObjectInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generateObject"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerateObjectSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"object"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"template"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<GenerateByTemplateMutation, GenerateByTemplateMutationVariables>;
export const PreviewTemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewTemplate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PreviewCallInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewCall"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PreviewCallSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"messages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maxTokens"}},{"kind":"Field","name":{"kind":"Name","value":"template"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"unknownVariables"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TemplateVariableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}}]}}]}}]} as unknown as DocumentNode<PreviewTemplateQuery, PreviewTemplateQueryVariables>;
export const ChatWithToolsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChatWithTools"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChatInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"chat"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChatSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reply"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"toolCalls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"arguments"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"toolCalls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"arguments"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}}]}},{"kind":"Field","name":{"kind":"Name","value":"newMessages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"toolCallId"}},{"kind":"Field","name":{"kind":"Name","value":"toolCalls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"arguments"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ToolError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProviderError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetExceededError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requested"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallWithAttempts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"requestedModels"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"overHold"}},{"kind":"Field","name":{"kind":"Name","value":"timeToFirstTokenMs"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"estimated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<ChatWithToolsMutation, ChatWithToolsMutationVariables>;
export const GenerateObjectDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"GenerateObject"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"GenerateObjectInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generateObject"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerateObjectSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"object"}},{"kind":"Field","name":{"kind":"Name","value":"repairs"}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallWithAttempts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"requestedModels"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"overHold"}},{"kind":"Field","name":{"kind":"Name","value":"timeToFirstTokenMs"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"estimated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<GenerateObjectMutation, GenerateObjectMutationVariables>;
export const EmbedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Embed"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EmbedInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"embed"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EmbedSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vectors"}},{"kind":"Field","name":{"kind":"Name","value":"dimensions"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallWithAttempts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"requestedModels"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"overHold"}},{"kind":"Field","name":{"kind":"Name","value":"timeToFirstTokenMs"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"estimated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<EmbedMutation, EmbedMutationVariables>;
export const StreamCompletionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"StreamCompletion"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"streamCompletion"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"StreamEvent"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallWithAttempts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"requestedModels"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"overHold"}},{"kind":"Field","name":{"kind":"Name","value":"timeToFirstTokenMs"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"estimated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"StreamEvent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionStreamEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TextDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RefusalDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"refused"},"name":{"kind":"Name","value":"text"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReasoningDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"thought"},"name":{"kind":"Name","value":"text"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ToolCallDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"arguments"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ToolResult"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"toolCallId"}},{"kind":"Field","alias":{"kind":"Name","value":"toolName"},"name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"answer"},"name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChatSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reply"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"Field","name":{"kind":"Name","value":"newMessages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}}]}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProviderError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]} as unknown as DocumentNode<StreamCompletionSubscription, StreamCompletionSubscriptionVariables>;
export const StreamChatDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"StreamChat"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChatInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"streamChat"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"StreamEvent"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallWithAttempts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"requestedModels"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"overHold"}},{"kind":"Field","name":{"kind":"Name","value":"timeToFirstTokenMs"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"estimated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"StreamEvent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionStreamEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TextDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RefusalDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"refused"},"name":{"kind":"Name","value":"text"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReasoningDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"thought"},"name":{"kind":"Name","value":"text"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ToolCallDelta"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"arguments"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ToolResult"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"toolCallId"}},{"kind":"Field","alias":{"kind":"Name","value":"toolName"},"name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"answer"},"name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChatSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reply"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"Field","name":{"kind":"Name","value":"newMessages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}}]}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProviderError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]} as unknown as DocumentNode<StreamChatSubscription, StreamChatSubscriptionVariables>;
export const CancelCallDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelCall"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"operationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelCall"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"operationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"operationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CancelCallSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallWithAttempts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"requestedModels"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"overHold"}},{"kind":"Field","name":{"kind":"Name","value":"timeToFirstTokenMs"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"estimated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<CancelCallMutation, CancelCallMutationVariables>;
export const CallRecordDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CallRecord"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"operationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"call"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"operationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"operationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallWithAttempts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallWithAttempts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"requestedModels"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"overHold"}},{"kind":"Field","name":{"kind":"Name","value":"timeToFirstTokenMs"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"estimated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<CallRecordQuery, CallRecordQueryVariables>;
export const CompleteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Complete"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"cachedPromptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"estimated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"prompt"}},{"kind":"Field","name":{"kind":"Name","value":"completion"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}},{"kind":"Field","name":{"kind":"Name","value":"priceVersion"}}]}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"sandbox"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"maxTokens"}},{"kind":"Field","name":{"kind":"Name","value":"held"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetExceededError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budgetId"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"spent"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"requested"}},{"kind":"Field","name":{"kind":"Name","value":"resetsAt"}},{"kind":"Field","name":{"kind":"Name","value":"budgets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budgetId"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnknownModelPriceError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"suggestions"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProviderError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"providerDetail"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<CompleteMutation, CompleteMutationVariables>;
export const CreateBudgetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateBudget"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateBudgetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createBudget"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateBudgetSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budget"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"spent"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"warningThresholds"}},{"kind":"Field","name":{"kind":"Name","value":"hard"}},{"kind":"Field","name":{"kind":"Name","value":"period"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"every"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"resetsAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"everything"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateBudgetMutation, CreateBudgetMutationVariables>;
export const BudgetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Budget"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budget"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"spent"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"percentageUsed"}},{"kind":"Field","name":{"kind":"Name","value":"warningThresholds"}},{"kind":"Field","name":{"kind":"Name","value":"hard"}}]}}]}}]} as unknown as DocumentNode<BudgetQuery, BudgetQueryVariables>;
export const UpdateBudgetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateBudget"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateBudgetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateBudget"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateBudgetSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budget"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"spent"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"warningThresholds"}},{"kind":"Field","name":{"kind":"Name","value":"hard"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpdateBudgetMutation, UpdateBudgetMutationVariables>;
export const CallDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Call"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"operationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"call"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"operationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"operationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"sandbox"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"capabilityType"}},{"kind":"Field","name":{"kind":"Name","value":"tags"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"estimated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"prompt"}},{"kind":"Field","name":{"kind":"Name","value":"completion"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"priceVersion"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"providerDetail"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}}]}}]}}]} as unknown as DocumentNode<CallQuery, CallQueryVariables>;
export const CallsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Calls"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"calls"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<CallsQuery, CallsQueryVariables>;
export const UsageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Usage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UsageInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"usage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"calls"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"running"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalCost"}}]}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"capabilityType"}},{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"calls"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalCost"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UsageQuery, UsageQueryVariables>;
export const BudgetEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"BudgetEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetEventFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budgetEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"heartbeatMs"},"value":{"kind":"IntValue","value":"0"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"budgetId"}},{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"currentUsage"}},{"kind":"Field","name":{"kind":"Name","value":"budgetAmount"}},{"kind":"Field","name":{"kind":"Name","value":"percentageUsed"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetWarning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"threshold"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetExceeded"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"requested"}},{"kind":"Field","name":{"kind":"Name","value":"resetsAt"}}]}}]}}]}}]} as unknown as DocumentNode<BudgetEventsSubscription, BudgetEventsSubscriptionVariables>;
export const TemplateEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"TemplateEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TemplateEventFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"heartbeatMs"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"templateEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"heartbeatMs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"heartbeatMs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"templateId"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TemplateLabelMoved"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fromVersion"}},{"kind":"Field","name":{"kind":"Name","value":"toVersion"}},{"kind":"Field","name":{"kind":"Name","value":"movedBy"}},{"kind":"Field","name":{"kind":"Name","value":"note"}}]}}]}}]}}]} as unknown as DocumentNode<TemplateEventsSubscription, TemplateEventsSubscriptionVariables>;
export const ModelCallEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ModelCallEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ModelCallEventFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"modelCallEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"heartbeatMs"},"value":{"kind":"IntValue","value":"0"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"sandbox"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelCallStarted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"maxTokens"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelCallCompleted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelCallFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCategory"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ModelCallEventsSubscription, ModelCallEventsSubscriptionVariables>;
export const EventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Events"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EventFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelCallEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budgetId"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<EventsQuery, EventsQueryVariables>;
export const QuietCallEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"QuietCallEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ModelCallEventFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"heartbeatMs"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"modelCallEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"heartbeatMs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"heartbeatMs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"operationId"}}]}}]}}]} as unknown as DocumentNode<QuietCallEventsSubscription, QuietCallEventsSubscriptionVariables>;
export const SetModelPriceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetModelPrice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetModelPriceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setModelPrice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SetModelPriceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveFrom"}},{"kind":"Field","name":{"kind":"Name","value":"tiers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fromPromptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"input"}},{"kind":"Field","name":{"kind":"Name","value":"cacheRead"}},{"kind":"Field","name":{"kind":"Name","value":"output"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SetModelPriceMutation, SetModelPriceMutationVariables>;
export const CreateTemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateTemplate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTemplateInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createTemplate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTemplateSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"template"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"latestVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"template"}},{"kind":"Field","name":{"kind":"Name","value":"messages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"Field","name":{"kind":"Name","value":"variables"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"default"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokenEstimates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"encoding"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"exact"}}]}},{"kind":"Field","name":{"kind":"Name","value":"author"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateTemplateMutation, CreateTemplateMutationVariables>;
export const CreateTemplateVersionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateTemplateVersion"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTemplateVersionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createTemplateVersion"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTemplateVersionSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"note"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TemplateConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateTemplateVersionMutation, CreateTemplateVersionMutationVariables>;
export const SetTemplateLabelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetTemplateLabel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetTemplateLabelInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setTemplateLabel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SetTemplateLabelSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"move"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"movedBy"}},{"kind":"Field","name":{"kind":"Name","value":"note"}}]}},{"kind":"Field","name":{"kind":"Name","value":"template"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"labels"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"protected"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TemplateConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SetTemplateLabelMutation, SetTemplateLabelMutationVariables>;
export const ArchiveTemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ArchiveTemplate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ArchiveTemplateInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"archiveTemplate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ArchiveTemplateSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"template"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ArchiveTemplateMutation, ArchiveTemplateMutationVariables>;
export const TemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Template"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"number"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"label"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"template"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"builtIn"}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"labels"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"protected"}},{"kind":"Field","name":{"kind":"Name","value":"movedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"version"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"number"}}},{"kind":"Argument","name":{"kind":"Name","value":"label"},"value":{"kind":"Variable","name":{"kind":"Name","value":"label"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"template"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"note"}}]}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"note"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"labelHistory"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"note"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<TemplateQuery, TemplateQueryVariables>;
export const TemplatesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Templates"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TemplateFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"templates"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"builtIn"}},{"kind":"Field","name":{"kind":"Name","value":"latestVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}}]}}]}}]}}]} as unknown as DocumentNode<TemplatesQuery, TemplatesQueryVariables>;
export const TemplateDiffDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TemplateDiff"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TemplateVersionRefInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TemplateVersionRefInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"templateDiff"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"to"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"text"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"patch"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}}]}}]}}]} as unknown as DocumentNode<TemplateDiffQuery, TemplateDiffQueryVariables>;
export const CreateWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateWebhookSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"topics"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CreateWebhookMutation, CreateWebhookMutationVariables>;
export const UpdateWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateWebhookSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"topics"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"disabledReason"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateWebhookMutation, UpdateWebhookMutationVariables>;
export const DeleteWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteWebhookMutation, DeleteWebhookMutationVariables>;
export const ReplayDeliveryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReplayDelivery"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReplayDeliveryInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"replayDelivery"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReplayDeliverySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<ReplayDeliveryMutation, ReplayDeliveryMutationVariables>;
export const WebhooksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Webhooks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhooks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"disabledReason"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WebhooksQuery, WebhooksQueryVariables>;
export const WebhookDeliveriesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WebhookDeliveries"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookDeliveryFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhookDeliveries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"eventId"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"responseStatus"}},{"kind":"Field","name":{"kind":"Name","value":"responseBody"}},{"kind":"Field","name":{"kind":"Name","value":"error"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<WebhookDeliveriesQuery, WebhookDeliveriesQueryVariables>;
export const CreateApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"agentIds"}},{"kind":"Field","name":{"kind":"Name","value":"models"}},{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"tokensPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"concurrentCalls"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]} as unknown as DocumentNode<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RotateApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RotateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RotateApiKeySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"agentIds"}},{"kind":"Field","name":{"kind":"Name","value":"models"}},{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"tokensPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"concurrentCalls"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]} as unknown as DocumentNode<RotateApiKeyMutation, RotateApiKeyMutationVariables>;
export const UpdateApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateApiKeySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"agentIds"}},{"kind":"Field","name":{"kind":"Name","value":"models"}},{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"concurrentCalls"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateApiKeyMutation, UpdateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeApiKeySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"agentIds"}},{"kind":"Field","name":{"kind":"Name","value":"models"}},{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"tokensPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"concurrentCalls"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]} as unknown as DocumentNode<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const ApiKeysDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ApiKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKeys"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApiKeyFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApiKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"agentIds"}},{"kind":"Field","name":{"kind":"Name","value":"models"}},{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"tokensPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"concurrentCalls"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]} as unknown as DocumentNode<ApiKeysQuery, ApiKeysQueryVariables>;
export const CreateProjectDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateProject"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateProjectInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createProject"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateProjectSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"project"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CreateProjectMutation, CreateProjectMutationVariables>;
export const ProjectsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Projects"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"projects"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ProjectsQuery, ProjectsQueryVariables>;
export const AuditLogDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AuditLog"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AuditFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditLog"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"targetKind"}},{"kind":"Field","name":{"kind":"Name","value":"targetId"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}}]}}]}}]}}]} as unknown as DocumentNode<AuditLogQuery, AuditLogQueryVariables>;
export const MeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isOperator"}},{"kind":"Field","name":{"kind":"Name","value":"projectId"}},{"kind":"Field","name":{"kind":"Name","value":"apiKeyId"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"agentIds"}},{"kind":"Field","name":{"kind":"Name","value":"models"}},{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestsPerMinute"}}]}}]}}]}}]} as unknown as DocumentNode<MeQuery, MeQueryVariables>;
export const SetProviderKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetProviderKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetProviderKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setProviderKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SetProviderKeySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"providerKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProviderKeyFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProviderKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProviderKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"setAt"}},{"kind":"Field","name":{"kind":"Name","value":"setBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<SetProviderKeyMutation, SetProviderKeyMutationVariables>;
export const DeleteProviderKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteProviderKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteProviderKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteProviderKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteProviderKeySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteProviderKeyMutation, DeleteProviderKeyMutationVariables>;
export const ProviderKeysDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ProviderKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"providerKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProviderKeyFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProviderKeyFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProviderKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"setAt"}},{"kind":"Field","name":{"kind":"Name","value":"setBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<ProviderKeysQuery, ProviderKeysQueryVariables>;