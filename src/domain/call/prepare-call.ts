import type { Principal } from '../access/principal.ts';
import { scopeKeysOf } from '../budget/scope.ts';
import { ProviderNotConfiguredError, UnknownModelPriceError, ValidationError } from '../errors.ts';
import { newId } from '../../lib/ids.ts';
import type { Model } from '../model/model.ts';
import type { ModelDirectory } from '../model/model-directory.ts';
import { toTiers, versionOfRates } from '../price/set-model-price.ts';
import type { ModelRates } from '../price/set-model-price.ts';
import { unlistedModel } from '../model/unlisted-model.ts';
import { worstCaseCost } from '../price/price.ts';
import type { ChatRequest, Provider } from '../provider/provider.ts';
import { countRequest } from '../token/count-request.ts';
import type { TokenCount, TokenCounter } from '../token/token-counter.ts';
import { NO_USAGE } from '../token/usage.ts';
import type { NewCall, WorstCase } from './call.ts';
import { fingerprintOf } from './call-request.ts';
import type { CallRequest } from './call-request.ts';
import { resolveParameters } from './parameters.ts';

const SUGGESTIONS_MAX = 3;

/** A call that is checked and counted, ready to be paid for. */
export interface PreparedCall {
  call: NewCall;
  provider: Provider;
  request: ChatRequest;
  scopeKeys: readonly string[];
  /** Tokens of the prompt, as sure as `countMethod` says. */
  promptTokens: number;
  countMethod: TokenCount['method'];
}

export interface CallPreparation {
  models: ModelDirectory;
  tokenCounter: TokenCounter;
  defaultModel: string;
  providers: ReadonlyMap<string, Provider>;
}

/**
 * A call that can be paid for and sent. Throws UnknownModelPriceError, ProviderNotConfiguredError, and ValidationError also for a
 * prompt that is too long for the model; nothing is stored or sent.
 */
export async function prepareCall(
  parts: CallPreparation,
  principal: Principal,
  request: CallRequest,
  now: number,
): Promise<PreparedCall> {
  const prepared = await draftCall(parts, principal, request, now);
  checkContextWindow(prepared, request);
  return prepared;
}

/**
 * Chooses the model, resolves the parameters, counts the prompt and finds the highest cost; the prompt may be too long for the
 * model. Throws UnknownModelPriceError, ProviderNotConfiguredError and ValidationError.
 */
export async function draftCall(
  parts: CallPreparation,
  principal: Principal,
  request: CallRequest,
  now: number,
): Promise<PreparedCall> {
  const model = await findModel(parts, principal, request, now);
  const provider = providerOf(parts, model);
  const parameters = resolveParameters(model, request.parameters);
  const counted = { ...model, hasOtherTokenizer: !model.countsExactly };
  const prompt = await countRequest(parts.tokenCounter, { messages: request.messages }, counted);
  const call: NewCall = {
    projectId: principal.projectId,
    operationId: request.operationId ?? newId(),
    kind: request.kind,
    fingerprint: fingerprintOf(request),
    provider: model.provider,
    model: model.id,
    sandbox: provider.sandbox,
    agentId: request.agentId,
    capabilityType: request.capabilityType,
    tags: request.tags,
    apiKeyId: principal.apiKeyId,
    startedAt: now,
    maxTokens: parameters.maxTokens,
    worstCase: worstCaseOf(model, prompt.tokens, parameters.maxTokens),
  };
  return {
    call,
    provider,
    request: { ...parameters, model, messages: request.messages },
    scopeKeys: scopeKeysOf({ ...call, models: [model.id, model.family] }),
    promptTokens: prompt.tokens,
    countMethod: prompt.method,
  };
}

/** Whether prompt and answer fit into the model's context window together; true when its size is unknown. */
export function fitsContextWindow({ request, promptTokens }: PreparedCall): boolean {
  const window = request.model.contextWindow;
  return window === null || promptTokens + request.maxTokens <= window;
}

/** The same call with a lower output cap, held and sent alike (I1). */
export function withMaxTokens(prepared: PreparedCall, maxTokens: number): PreparedCall {
  const { call, request, promptTokens } = prepared;
  return {
    ...prepared,
    call: { ...call, maxTokens, worstCase: worstCaseOf(request.model, promptTokens, maxTokens) },
    request: { ...request, maxTokens },
  };
}

async function findModel(
  { models, providers, defaultModel }: CallPreparation,
  { projectId, role }: Principal,
  request: CallRequest,
  now: number,
): Promise<Model> {
  const name = request.model ?? defaultModel;
  const model = await models.find(projectId, name, now);
  if (request.price !== undefined) {
    // a price for the model of another provider is for the configured server's model of that name
    const known = model !== null && providers.has(model.provider) ? model : null;
    return pricedByCaller(name, request.price, known, role);
  }
  if (model === null) throw new UnknownModelPriceError(name, models.suggest(name, SUGGESTIONS_MAX));
  if (model.kind !== 'chat') {
    throw new ValidationError([
      { path: 'model', message: `must be a chat model; "${model.name}" makes embeddings` },
    ]);
  }
  return model;
}

function providerOf({ providers }: CallPreparation, model: Model): Provider {
  const provider = providers.get(model.provider);
  if (provider === undefined) {
    throw new ProviderNotConfiguredError(model.name, model.provider, [...providers.keys()]);
  }
  return provider;
}

/** An agent that names its own price could pass every budget, so only an admin may, and only where no price is known. */
function pricedByCaller(
  name: string,
  rates: ModelRates,
  known: Model | null,
  role: Principal['role'],
): Model {
  if (role !== 'admin') {
    throw new ValidationError([{ path: 'price', message: 'may be given with an admin key only' }]);
  }
  if (known !== null) {
    throw new ValidationError([
      { path: 'price', message: `is for models without a known price; "${name}" has one` },
    ]);
  }
  return unlistedModel(name, { version: `call/${name}/${versionOfRates(rates)}`, tiers: toTiers(rates) });
}

function worstCaseOf(model: Model, promptTokens: number, maxTokens: number): WorstCase {
  return {
    usage: { ...NO_USAGE, freshInput: promptTokens, output: maxTokens, estimated: true },
    cost: worstCaseCost(promptTokens, maxTokens, model.price),
    priceVersion: model.price.version,
  };
}

function checkContextWindow(prepared: PreparedCall, { kind }: CallRequest): void {
  if (fitsContextWindow(prepared)) return;
  const { promptTokens, countMethod, request } = prepared;
  const { maxTokens, model } = request;
  const window = model.contextWindow ?? 0;
  const counted = countMethod === 'exact' ? `${promptTokens}` : `up to ${promptTokens}`;
  throw new ValidationError([
    {
      path: kind === 'chat' ? 'messages' : 'prompt',
      message:
        `has ${counted} tokens; with parameters.maxTokens of ${maxTokens} it must be at most ${Math.max(0, window - maxTokens)}, ` +
        `as the context window of "${model.id}" is ${window} tokens`,
    },
  ]);
}
