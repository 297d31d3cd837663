import { createHash } from 'node:crypto';
import { ValidationError } from '../errors.ts';
import { versionOfRates } from '../price/set-model-price.ts';
import type { ModelRates } from '../price/set-model-price.ts';
import type { ToolChoice, ToolDefinition } from '../token/countable-request.ts';
import type { CallKind, Tag } from './call.ts';
import type { ContextReport } from '../prompt/build-context.ts';
import { canonicalSource, toPromptSource } from '../prompt/prompt-source.ts';
import type { PromptSource, PromptSourceInput } from '../prompt/prompt-source.ts';
import type { TemplateUse, VersionUse } from '../prompt/resolve-template.ts';
import { canonicalJson } from '../json-value.ts';
import type { BudgetPolicy, CallOptions } from './call-options.ts';
import type { ChatMessage } from './chat-message.ts';
import { modelParametersSchema } from './parameters.ts';
import type { ModelParameters } from './parameters.ts';

/** Tools that the model may use in a call, and what is done with what it asks for. */
export interface ToolUse {
  /** Answered by the caller. */
  definitions: readonly ToolDefinition[];
  /** Names of registered tools, which Tollgate runs. */
  serverTools: readonly string[];
  choice: ToolChoice;
  parallel: boolean;
  /** Upstream requests at the most: the first, and one after each round of tool results. */
  stepsMax: number;
  /** Longest result of one round of server tools that the model is shown, in bytes of UTF-8; the rest is cut. */
  resultBytesMax: number;
  /** Unknown names, wrong arguments and handlers that throw: shown to the model, or the end of the call. */
  onError: 'feed_back' | 'fail';
}

/** Data that the answer has to be. */
export interface ObjectOutput {
  name: string;
  description: string | undefined;
  /** JSON Schema, checked; undefined until that of a template stands there. */
  schema: unknown;
  /** How often the model is shown what is wrong and asked again. */
  repairsMax: number;
}

/** What the model is asked. */
export interface ChatTask {
  kind: 'chat';
  messages: readonly ChatMessage[];
  tools: ToolUse | null;
  output: ObjectOutput | null;
}

export interface EmbedTask {
  kind: 'embed';
  texts: readonly string[];
  dimensions: number | undefined;
}

export type CallTask = ChatTask | EmbedTask;

/** A prompt that was made of a template or a context. */
export interface FilledPrompt {
  /** Of the request as it was asked. */
  fingerprint: string;
  template: TemplateUse | null;
  templateVersions: readonly VersionUse[];
  context: ContextReport | null;
}

/** A validated request for one call, the same for every way in. */
export interface CallRequest {
  kind: CallKind;
  task: CallTask;
  /** What its messages are made of besides those of the task; null when that is all. */
  prompt: PromptSource | null;
  /** What came of `prompt`; null until the messages are made (fillPrompt). */
  filled: FilledPrompt | null;
  /** Names of models or aliases, in order: the next is asked when one fails. Empty takes the default of the configuration. */
  models: readonly string[];
  /** What a model without a known price costs; undefined for all others. */
  price: ModelRates | undefined;
  parameters: ModelParameters;
  /** Whether the prompt's whitespace is tidied for the model's family. */
  optimizePrompt: boolean;
  operationId: string | undefined;
  agentId: string | null;
  capabilityType: string | null;
  tags: readonly Tag[];
  deadlineMs: number | undefined;
  budgetPolicy: BudgetPolicy;
}

/** A request of the options that every kind of call has. */
export function requestOf(
  kind: CallKind,
  task: CallTask,
  options: CallOptions & PromptSourceInput,
): CallRequest {
  return {
    kind,
    task,
    prompt: toPromptSource(options),
    filled: null,
    models: options.model === undefined ? (options.models ?? []) : [options.model],
    price: options.price,
    parameters: options.parameters ?? modelParametersSchema.parse({}),
    optimizePrompt: options.optimizePrompt ?? false,
    operationId: options.operationId,
    agentId: options.agentId ?? null,
    capabilityType: options.capabilityType ?? null,
    tags: options.tags ?? [],
    deadlineMs: options.deadlineMs,
    budgetPolicy: options.budgetPolicy ?? { whenShort: 'refuse', waitMs: undefined },
  };
}

/**
 * Tells a repeat of an operationId from a conflict: SHA-256 over all that decides what is asked and how it is counted.
 * Deadline and budget policy may differ between two tries of the same request.
 */
export function fingerprintOf(request: CallRequest): string {
  const { kind, task, prompt, models, price, parameters, optimizePrompt, agentId, capabilityType, tags } =
    request;
  const sortedParameters = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const sortedTags = tags.map((tag) => [tag.key, tag.value]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const canonical = JSON.stringify([
    kind,
    canonicalTask(task),
    models,
    price === undefined ? null : versionOfRates(price),
    sortedParameters.filter(([, value]) => value !== undefined),
    optimizePrompt,
    agentId,
    capabilityType,
    sortedTags,
    ...(prompt === null ? [] : [canonicalJson(canonicalSource(prompt))]),
  ]);
  return createHash('sha256').update(canonical).digest('hex');
}

/** Throws ValidationError when the texts are longer than `maxBytes` of UTF-8 together. */
export function checkPromptSize(texts: Iterable<string>, maxBytes: number, field: string): void {
  let bytes = 0;
  for (const text of texts) bytes += Buffer.byteLength(text);
  if (bytes <= maxBytes) return;
  throw new ValidationError([
    { path: field, message: `must be at most ${maxBytes} bytes of UTF-8 (MAX_PROMPT_BYTES); got ${bytes}` },
  ]);
}

/** With its fields in one order, whoever made it. */
function canonicalTask(task: CallTask): unknown {
  if (task.kind === 'embed') return [task.kind, task.texts, task.dimensions ?? null];
  const { messages, tools, output } = task;
  return [
    task.kind,
    messages.map(({ role, content, name, toolCalls, toolCallId }) => [
      role,
      content,
      name ?? null,
      (toolCalls ?? []).map((call) => [call.id, call.name, call.arguments]),
      toolCallId ?? null,
    ]),
    tools && [
      tools.definitions.map(({ name, description, parameters }) => [
        name,
        description ?? null,
        parameters ?? null,
      ]),
      tools.serverTools,
      tools.choice,
      tools.parallel,
      tools.stepsMax,
      tools.resultBytesMax,
      tools.onError,
    ],
    output && [output.name, output.description ?? null, output.schema ?? null, output.repairsMax],
  ];
}
