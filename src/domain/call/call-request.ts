import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ValidationError } from '../errors.ts';
import { integerSchema, labelSchema, optional } from '../field-schemas.ts';
import { modelRatesSchema, versionOfRates } from '../price/set-model-price.ts';
import type { ModelRates } from '../price/set-model-price.ts';
import type { CallKind, Tag } from './call.ts';
import { CHAT_ROLES } from './chat-message.ts';
import type { ChatMessage } from './chat-message.ts';
import { modelParametersSchema } from './parameters.ts';
import type { ModelParameters } from './parameters.ts';

const MESSAGES_MAX = 1000;
const TAGS_MAX = 20;
const DEADLINE_MAX_MS = 3_600_000;
const WAIT_MAX_MS = 600_000;
const OPERATION_ID = /^[A-Za-z0-9._:@/-]{1,200}$/;

/** What to do when a hard budget has too little left for the worst case of the call. */
export const SHORT_BUDGET_POLICIES = ['refuse', 'lower_max_tokens', 'wait'] as const;

const tagSchema = z.object({ key: labelSchema(), value: labelSchema() });

const budgetPolicySchema = z
  .object({
    whenShort: z.enum(SHORT_BUDGET_POLICIES),
    waitMs: optional(integerSchema(1, WAIT_MAX_MS)),
  })
  .refine((policy) => policy.whenShort === 'wait' || policy.waitMs === undefined, {
    path: ['waitMs'],
    message: 'is for whenShort: WAIT only',
  });
export type BudgetPolicy = z.output<typeof budgetPolicySchema>;

const callOptionsShape = {
  model: optional(labelSchema()),
  price: optional(modelRatesSchema),
  parameters: optional(modelParametersSchema),
  operationId: optional(
    z.string().regex(OPERATION_ID, 'must be 1 to 200 of the characters A-Z a-z 0-9 . _ : @ / -'),
  ),
  agentId: optional(labelSchema()),
  capabilityType: optional(labelSchema()),
  tags: optional(
    z
      .array(tagSchema)
      .max(TAGS_MAX, `must have at most ${TAGS_MAX} entries`)
      .refine((tags) => new Set(tags.map((tag) => tag.key)).size === tags.length, 'must name each key once'),
  ),
  deadlineMs: optional(integerSchema(1, DEADLINE_MAX_MS)),
  budgetPolicy: optional(budgetPolicySchema),
};

const NOT_EMPTY = 'must not be empty';

export const completeInputSchema = z.object({
  prompt: z.string().min(1, NOT_EMPTY),
  system: optional(z.string().min(1, NOT_EMPTY)),
  ...callOptionsShape,
});
export type CompleteInput = z.output<typeof completeInputSchema>;

const messageSchema = z.object({
  role: z.enum(CHAT_ROLES),
  content: z.string().min(1, NOT_EMPTY),
  name: optional(
    z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of the characters A-Z a-z 0-9 _ -'),
  ),
});
const MESSAGES_ACCEPTED = `must have 1 to ${MESSAGES_MAX} entries`;

const messagesSchema = z.array(messageSchema).min(1, MESSAGES_ACCEPTED).max(MESSAGES_MAX, MESSAGES_ACCEPTED);

export const chatInputSchema = z.object({
  messages: messagesSchema,
  ...callOptionsShape,
});
export type ChatInput = z.output<typeof chatInputSchema>;

export const previewCallInputSchema = z
  .object({
    prompt: optional(z.string().min(1, NOT_EMPTY)),
    system: optional(z.string().min(1, NOT_EMPTY)),
    messages: optional(messagesSchema),
    ...callOptionsShape,
  })
  .refine(({ prompt, messages }) => (prompt === undefined) !== (messages === undefined), {
    path: ['prompt'],
    message: 'must be given, or messages; not both',
  })
  .refine(({ system, messages }) => system === undefined || messages === undefined, {
    path: ['system'],
    message: 'goes with prompt; a chat has it among its messages',
  });
export type PreviewCallInput = z.output<typeof previewCallInputSchema>;

/** A validated request for one call, the same for every way in. */
export interface CallRequest {
  kind: CallKind;
  messages: readonly ChatMessage[];
  /** Undefined takes the default model of the configuration. */
  model: string | undefined;
  /** What a model without a known price costs; undefined for all others. */
  price: ModelRates | undefined;
  parameters: ModelParameters;
  operationId: string | undefined;
  agentId: string | null;
  capabilityType: string | null;
  tags: readonly Tag[];
  deadlineMs: number | undefined;
  budgetPolicy: BudgetPolicy;
}

/** Throws ValidationError when the prompt is longer than `promptMaxBytes` of UTF-8. */
export function completeRequest(input: CompleteInput, promptMaxBytes: number): CallRequest {
  const messages: ChatMessage[] = [{ role: 'user', content: input.prompt }];
  if (input.system !== undefined) messages.unshift({ role: 'system', content: input.system });
  checkSize(messages, promptMaxBytes, input.system === undefined ? 'prompt' : 'prompt and system');
  return { kind: 'complete', messages, ...sharedRequest(input) };
}

/** Throws ValidationError when the messages are longer than `promptMaxBytes` of UTF-8 together. */
export function chatRequest(input: ChatInput, promptMaxBytes: number): CallRequest {
  const messages = input.messages.map(({ role, content, name }) =>
    name === undefined ? { role, content } : { role, content, name },
  );
  checkSize(messages, promptMaxBytes, 'messages');
  return { kind: 'chat', messages, ...sharedRequest(input) };
}

/** The request of `complete` or of `chat`, whichever the input is for. Throws ValidationError as they do. */
export function previewRequest(input: PreviewCallInput, promptMaxBytes: number): CallRequest {
  const { prompt, messages, ...options } = input;
  if (messages !== undefined) return chatRequest({ ...options, messages }, promptMaxBytes);
  return completeRequest({ ...options, prompt: prompt ?? '' }, promptMaxBytes);
}

/**
 * Tells a repeat of an operationId from a conflict: SHA-256 over all that decides what is asked and how it is counted.
 * Deadline and budget policy may differ between two tries of the same request.
 */
export function fingerprintOf(request: CallRequest): string {
  const { kind, messages, model, price, parameters, agentId, capabilityType, tags } = request;
  const sortedParameters = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const sortedTags = tags.map((tag) => [tag.key, tag.value]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const canonical = JSON.stringify([
    kind,
    messages.map(({ role, content, name }) => [role, content, name ?? null]),
    model ?? null,
    price === undefined ? null : versionOfRates(price),
    sortedParameters.filter(([, value]) => value !== undefined),
    agentId,
    capabilityType,
    sortedTags,
  ]);
  return createHash('sha256').update(canonical).digest('hex');
}

function sharedRequest(input: CompleteInput | ChatInput): Omit<CallRequest, 'kind' | 'messages'> {
  return {
    model: input.model,
    price: input.price,
    parameters: input.parameters ?? modelParametersSchema.parse({}),
    operationId: input.operationId,
    agentId: input.agentId ?? null,
    capabilityType: input.capabilityType ?? null,
    tags: input.tags ?? [],
    deadlineMs: input.deadlineMs,
    budgetPolicy: input.budgetPolicy ?? { whenShort: 'refuse', waitMs: undefined },
  };
}

function checkSize(messages: readonly ChatMessage[], promptMaxBytes: number, field: string): void {
  const bytes = messages.reduce((sum, message) => sum + Buffer.byteLength(message.content), 0);
  if (bytes <= promptMaxBytes) return;
  throw new ValidationError([
    {
      path: field,
      message: `must be at most ${promptMaxBytes} bytes of UTF-8 (MAX_PROMPT_BYTES); got ${bytes}`,
    },
  ]);
}
