import { boundAgentId, requireModels } from '../access/key-binding.ts';
import type { Principal } from '../access/principal.ts';
import type { Model } from '../model/model.ts';
import { optimisePrompt } from '../prompt/optimise.ts';
import { scopeKeysOf } from '../budget/scope.ts';
import { toStoredInput } from '../content/content.ts';
import type { ContentPolicy, StoredInput } from '../content/content.ts';
import { ValidationError } from '../errors.ts';
import { newId } from '../../lib/ids.ts';
import type { CompiledSchema, SchemaValidator } from '../output/schema-validator.ts';
import type { ChatRequest } from '../provider/provider.ts';
import { countRequest } from '../token/count-request.ts';
import type { TokenCount, TokenCounter } from '../token/token-counter.ts';
import { atPath } from '../validation.ts';
import type { NewCall, WorstCase } from './call.ts';
import type { ChatMessage } from './chat-message.ts';
import { chatPlan, dearest, worstCaseOf } from './call-plan.ts';
import type { CallPlan } from './call-plan.ts';
import { fingerprintOf } from './call-request.ts';
import type { CallRequest, ChatTask, EmbedTask } from './call-request.ts';
import { findCandidates } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import type { PromptParts } from './fill-prompt.ts';
import { composeRequest } from './compose-request.ts';
import { batchTexts, checkVectorSize, countTexts } from './embed-batches.ts';
import type { EmbedBatch } from './embed-batches.ts';
import { resolveParameters } from './parameters.ts';
import type { ResolvedParameters } from './parameters.ts';
import { REPAIR_BYTES_MAX } from './repair-message.ts';

interface PreparedCandidate extends Candidate {
  plan: CallPlan;
  /** Tokens of the first prompt, or of all texts, as sure as `method` says. */
  prompt: TokenCount;
  /** The output cap that is sent to this model; 0 for embeddings. */
  maxTokens: number;
}

/** A model that a chat may ask, with what it would be sent first. */
export interface ChatCandidate extends PreparedCandidate {
  parameters: ResolvedParameters;
  /** Those of the task, as they are sent to this model. */
  messages: readonly ChatMessage[];
  request: ChatRequest;
  /** By the optimisation of the prompt; null when it wasn't asked for. */
  tokensSaved: number | null;
}

export interface EmbedCandidate extends PreparedCandidate {
  batches: readonly EmbedBatch[];
}

/** A call that is checked and counted. */
export type DraftedCall = DraftedChat | DraftedEmbed;

/** The same with what is kept of what it is asked, ready to be paid for. */
export type PreparedChat = DraftedChat & { input: StoredInput };
export type PreparedEmbed = DraftedEmbed & { input: StoredInput };
export type PreparedCall = PreparedChat | PreparedEmbed;

interface Drafted {
  call: NewCall;
  scopeKeys: readonly string[];
}

export interface DraftedChat extends Drafted {
  kind: 'chat';
  task: ChatTask;
  /** Of the data that is asked for; null when none is. */
  outputSchema: CompiledSchema | null;
  /** Of the arguments of the caller's own tools, by name. */
  toolSchemas: ReadonlyMap<string, CompiledSchema>;
  candidates: readonly [ChatCandidate, ...ChatCandidate[]];
}

export interface DraftedEmbed extends Drafted {
  kind: 'embed';
  task: EmbedTask;
  candidates: readonly [EmbedCandidate, ...EmbedCandidate[]];
}

export interface CallPreparation extends PromptParts {
  schemas: SchemaValidator;
  contentPolicy: ContentPolicy;
}

/**
 * A call that can be paid for and sent. Throws UnknownModelPriceError, ProviderNotConfiguredError, and ValidationError also for a
 * prompt that is too long for the first model; nothing is stored or sent.
 */
export async function prepareCall(
  parts: CallPreparation,
  principal: Principal,
  request: CallRequest,
  now: number,
): Promise<PreparedCall> {
  const drafted = await draftCall(parts, principal, request, now);
  if (drafted.kind === 'chat') checkContextWindow(drafted.candidates[0], request);
  return { ...drafted, input: await toStoredInput(parts.contentPolicy, request.task) };
}

/**
 * Chooses the models, resolves the parameters, counts the prompt and finds the highest cost; the prompt may be too long for the
 * model. Throws UnknownModelPriceError, ProviderNotConfiguredError and ValidationError.
 */
export async function draftCall(
  parts: CallPreparation,
  principal: Principal,
  request: CallRequest,
  now: number,
): Promise<DraftedCall> {
  const { task } = request;
  const found = await findCandidates(parts, principal, request, now);
  requireModels(
    principal,
    found.map(({ model }) => model),
  );
  if (task.kind === 'chat') {
    const candidates = await mapAll(found, (candidate, index) =>
      prepareChat(parts, task, request, candidate, index > 0),
    );
    return {
      kind: 'chat',
      task,
      candidates,
      ...(await compileSchemas(parts.schemas, task)),
      ...draft(principal, request, candidates, candidates[0].tokensSaved, now),
    };
  }
  const candidates = await mapAll(found, (candidate) => prepareEmbedding(parts, task, candidate));
  return { kind: 'embed', task, candidates, ...draft(principal, request, candidates, null, now) };
}

/** Whether prompt and answer fit into the model's context window together; true when its size is unknown. */
export function fitsContextWindow({ model, prompt, maxTokens }: PreparedCandidate): boolean {
  const window = model.contextWindow;
  return window === null || prompt.tokens + maxTokens <= window;
}

/** What the call can cost at the most when no answer is longer than `maxTokens`, at the dearest of its models. */
export function worstCaseWith({ candidates }: DraftedCall, maxTokens: number): WorstCase {
  return dearestOf(candidates, (candidate) => Math.min(candidate.maxTokens, maxTokens));
}

/** The same call with a lower output cap, held and sent alike (I1). */
export function withMaxTokens(prepared: PreparedChat, maxTokens: number): PreparedChat {
  const call = { ...prepared.call, maxTokens, worstCase: worstCaseWith(prepared, maxTokens) };
  const [first, ...others] = prepared.candidates.map((candidate): ChatCandidate => {
    const lowered = Math.min(candidate.maxTokens, maxTokens);
    return {
      ...candidate,
      maxTokens: lowered,
      parameters: { ...candidate.parameters, maxTokens: lowered },
      request: { ...candidate.request, maxTokens: lowered },
    };
  });
  if (first === undefined) throw new Error('a call without a model');
  return { ...prepared, call, candidates: [first, ...others] };
}

async function prepareChat(
  { tokenCounter, tools }: CallPreparation,
  task: ChatTask,
  { parameters: given, optimizePrompt }: CallRequest,
  { model, provider }: Candidate,
  isFallback: boolean,
): Promise<ChatCandidate> {
  const parameters = resolveParameters(model, given, { isFallback });
  const serverTools = tools.definitionsOf(task.tools?.serverTools ?? []);
  const requestWith = (messages: readonly ChatMessage[]) =>
    composeRequest(task, model, parameters, messages, serverTools);
  const messages = optimizePrompt ? optimised(task.messages, model) : task.messages;
  const request = requestWith(messages);
  const prompt = await countChat(tokenCounter, request);
  const unoptimised = optimizePrompt ? await countChat(tokenCounter, requestWith(task.messages)) : null;
  return {
    model,
    provider,
    parameters,
    messages,
    request,
    prompt,
    plan: planOf(task, prompt.tokens),
    maxTokens: parameters.maxTokens,
    tokensSaved: unoptimised && unoptimised.tokens - prompt.tokens,
  };
}

async function compileSchemas(
  schemas: SchemaValidator,
  { tools, output }: ChatTask,
): Promise<Pick<PreparedChat, 'outputSchema' | 'toolSchemas'>> {
  const toolSchemas = new Map<string, CompiledSchema>();
  for (const [index, { name, parameters }] of (tools?.definitions ?? []).entries()) {
    if (parameters === undefined) continue;
    const path = `tools.${index}.parameters`;
    toolSchemas.set(name, await atPath(path, () => schemas.compile(parameters)));
  }
  return { outputSchema: output === null ? null : await schemas.compile(output.schema), toolSchemas };
}

/** What people and programs wrote; what models and tools gave stays as it was. */
function optimised(messages: readonly ChatMessage[], { family }: Model): ChatMessage[] {
  return messages.map((message) =>
    message.role === 'assistant' || message.role === 'tool'
      ? message
      : { ...message, content: optimisePrompt(message.content, family).text },
  );
}

/** The prompt tokens of what is sent. */
export function countChat(tokenCounter: TokenCounter, request: ChatRequest): Promise<TokenCount> {
  const { model } = request;
  return countRequest(tokenCounter, request, { ...model, hasOtherTokenizer: !model.countsExactly });
}

function planOf({ tools, output }: ChatTask, promptTokens: number): CallPlan {
  if (output !== null) return chatPlan(promptTokens, output.repairsMax + 1, REPAIR_BYTES_MAX);
  return chatPlan(promptTokens, tools?.stepsMax ?? 1, tools?.resultBytesMax ?? 0);
}

async function prepareEmbedding(
  { tokenCounter }: CallPreparation,
  { texts, dimensions }: EmbedTask,
  { model, provider }: Candidate,
): Promise<EmbedCandidate> {
  checkVectorSize(model, texts.length, dimensions);
  const counts = await countTexts(tokenCounter, texts, model);
  const batches = batchTexts(texts, counts.inputs, model);
  const [first = 0, ...others] = batches.map(({ tokens }) => tokens);
  const plan: CallPlan = { promptTokens: [first, ...others], furtherSteps: 0, grownTokens: 0 };
  return { model, provider, batches, prompt: counts.total, plan, maxTokens: 0 };
}

function draft(
  principal: Principal,
  request: CallRequest,
  candidates: readonly [PreparedCandidate, ...PreparedCandidate[]],
  promptTokensSaved: number | null,
  now: number,
): Drafted {
  const [{ model, provider, maxTokens }] = candidates;
  const models = candidates.map((candidate) => candidate.model);
  const call: NewCall = {
    projectId: principal.projectId,
    operationId: request.operationId ?? newId(),
    kind: request.kind,
    fingerprint: request.filled?.fingerprint ?? fingerprintOf(request),
    provider: model.provider,
    model: model.id,
    requestedModels: models.map(({ id }) => id),
    sandbox: provider.sandbox,
    agentId: boundAgentId(principal, request.agentId),
    capabilityType: request.capabilityType,
    tags: request.tags,
    apiKeyId: principal.apiKeyId,
    template: request.filled?.template ?? null,
    templateVersions: request.filled?.templateVersions ?? [],
    context: request.filled?.context ?? null,
    startedAt: now,
    maxTokens,
    promptTokensSaved,
    worstCase: dearestOf(candidates, (candidate) => candidate.maxTokens),
  };
  return {
    call,
    scopeKeys: scopeKeysOf({ ...call, models: models.flatMap(({ id, family }) => [id, family]) }),
  };
}

function dearestOf(
  [first, ...others]: readonly [PreparedCandidate, ...PreparedCandidate[]],
  maxTokensOf: (candidate: PreparedCandidate) => number,
): WorstCase {
  const worstCase = (candidate: PreparedCandidate) =>
    worstCaseOf(candidate.plan, maxTokensOf(candidate), candidate.model.price);
  return dearest([worstCase(first), ...others.map(worstCase)]);
}

async function mapAll<Item, Mapped>(
  [first, ...others]: readonly [Item, ...Item[]],
  map: (item: Item, index: number) => Promise<Mapped>,
): Promise<[Mapped, ...Mapped[]]> {
  const mapped = await map(first, 0);
  return [mapped, ...(await Promise.all(others.map((item, index) => map(item, index + 1))))];
}

function checkContextWindow(candidate: ChatCandidate, { kind }: CallRequest): void {
  if (fitsContextWindow(candidate)) return;
  const { prompt, maxTokens, model } = candidate;
  const window = model.contextWindow ?? 0;
  const counted = prompt.method === 'exact' ? `${prompt.tokens}` : `up to ${prompt.tokens}`;
  throw new ValidationError([
    {
      path: kind === 'chat' ? 'messages' : 'prompt',
      message:
        `has ${counted} tokens; with parameters.maxTokens of ${maxTokens} it must be at most ${Math.max(0, window - maxTokens)}, ` +
        `as the context window of "${model.id}" is ${window} tokens`,
    },
  ]);
}
