import type { Principal } from '../access/principal.ts';
import { ProviderNotConfiguredError, UnknownModelPriceError, ValidationError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import type { ModelDirectory } from '../model/model-directory.ts';
import { unlistedModel } from '../model/unlisted-model.ts';
import { toTiers, versionOfRates } from '../price/set-model-price.ts';
import type { ModelRates } from '../price/set-model-price.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProjectProviders, ProviderDirectory } from '../provider/provider-directory.ts';
import type { CallRequest } from './call-request.ts';

const SUGGESTIONS_MAX = 3;
const CANDIDATES_MAX = 10;

export interface ModelChoiceParts {
  models: ModelDirectory;
  /** Names that stand for models, in order; from the configuration. */
  aliases: ReadonlyMap<string, readonly string[]>;
  defaultModel: string;
  defaultEmbeddingModel: string;
  providers: ProviderDirectory;
}

/** A model that a call may ask, and who runs it. */
export interface Candidate {
  model: Model;
  provider: Provider;
}

/**
 * The models that the request may ask, in order; each once. Throws UnknownModelPriceError, ProviderNotConfiguredError,
 * SecretUnreadableError and ValidationError.
 */
export async function findCandidates(
  parts: ModelChoiceParts,
  principal: Principal,
  request: CallRequest,
  now: number,
): Promise<[Candidate, ...Candidate[]]> {
  const { kind } = request.task;
  const fallback = kind === 'embed' ? parts.defaultEmbeddingModel : parts.defaultModel;
  const wanted = request.models.length === 0 ? [fallback] : request.models;
  const names = [...new Set(wanted.flatMap((name) => parts.aliases.get(name) ?? [name]))];
  if (names.length > CANDIDATES_MAX) {
    throw new ValidationError([
      {
        path: 'models',
        message: `must stand for at most ${CANDIDATES_MAX} models; these are ${names.length}`,
      },
    ]);
  }
  if (kind === 'embed' && names.length > 1) {
    throw new ValidationError([
      {
        path: 'model',
        message: `must be one model; "${wanted[0]}" stands for ${names.length}, whose vectors differ`,
      },
    ]);
  }
  const providers = await parts.providers.of(principal.projectId);
  const found = await Promise.all(
    names.map(async (name): Promise<Candidate> => {
      const model = await findModel(parts, providers, principal, request, name, now);
      return { model, provider: providerOf(providers, model) };
    }),
  );
  const [first, ...others] = found;
  if (first === undefined) throw new Error('a call without a model');
  return [first, ...others];
}

async function findModel(
  { models }: ModelChoiceParts,
  providers: ProjectProviders,
  { projectId, role }: Principal,
  { task, price }: CallRequest,
  name: string,
  now: number,
): Promise<Model> {
  const model = await models.find(projectId, name, now);
  if (price !== undefined) {
    // a price for the model of another provider is for the configured server's model of that name
    const known = model !== null && providers.has(model.provider) ? model : null;
    return pricedByCaller(name, price, known, role);
  }
  if (model === null) throw new UnknownModelPriceError(name, models.suggest(name, SUGGESTIONS_MAX));
  if (task.kind === 'chat' && model.kind !== 'chat') {
    throw new ValidationError([
      { path: 'model', message: `must be a chat model; "${model.name}" makes embeddings` },
    ]);
  }
  if (task.kind === 'embed' && model.kind !== 'embedding' && !model.isUnlisted) {
    throw new ValidationError([
      { path: 'model', message: `must be an embedding model; "${model.name}" is for chats` },
    ]);
  }
  return model;
}

function providerOf(providers: ProjectProviders, model: Model): Provider {
  const provider = providers.get(model.provider);
  if (provider === undefined) {
    throw new ProviderNotConfiguredError(model.name, model.provider, providers.ids);
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
